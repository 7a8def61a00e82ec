#include "records/book_rules.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "pipeline/documents.h"

namespace vanthu::records {

void check_secrecy(const Book& book, const pipeline::Document& document) {
    const bool is_secret = document.state == pipeline::DocumentState::Quarantined;
    if (is_secret && !book.secret)
        throw Error(
            ErrorCode::Conflict,
            "document " + document.id +
                " is quarantined: a secret paper goes into a book for secrets, not into \"" +
                book.id + "\"",
            Sentence{"secret_in_open_book", {{"book", book.id}}});
    if (!is_secret && book.secret)
        throw Error(ErrorCode::Conflict,
                    "document " + document.id + " is no secret paper; book \"" + book.id +
                        "\" takes secrets alone",
                    Sentence{"open_in_secret_book", {{"book", book.id}}});
}

int period_of(const Book& book, Date day) {
    if (book.terms.empty()) return day.year;
    std::string begun;
    for (const std::string& first : book.terms)
        if (first <= iso_date(day)) begun = first;
    if (begun.empty())
        throw Error(ErrorCode::Configuration, "book \"" + book.id + "\" has no term on " +
                                                  iso_date(day) + "; add one to books.xml");
    return std::stoi(begun.substr(0, 4));
}

void check_late(const Book& book, const EntryFacts& facts, Instant now) {
    if (facts.dated_on.empty()) return;
    const Date today = local_date(now);
    const auto day = parse_iso_date(facts.dated_on);
    if (!day)
        throw Error(ErrorCode::BadInput,
                    "\"" + facts.dated_on + "\" is no day; write it as 2026-03-14",
                    Sentence{"no_day", {{"day", facts.dated_on}}});
    const auto late = day_number(today) - day_number(*day);
    if (late < 0 || late > book.back_dated_days || period_of(book, *day) != period_of(book, today))
        throw Error(ErrorCode::BadInput,
                    "book \"" + book.id + "\" takes entries dated back by at most " +
                        std::to_string(book.back_dated_days) + " days within the same year; " +
                        facts.dated_on + " is not allowed",
                    Sentence{"too_late_for_book",
                             {{"book", book.id}, {"days", std::to_string(book.back_dated_days)}}});
    if (single_spaced(facts.reason).empty())
        throw Error(ErrorCode::BadInput, "a late entry needs a reason; say why",
                    Sentence{"reason_missing"});
}

const Book& series_for(const std::vector<Book>& family, const pipeline::Document& document) {
    const std::string type = fold(pipeline::field_text(document, "type_name"));
    for (const Book& series : family)
        if (std::any_of(series.types.begin(), series.types.end(),
                        [&](const std::string& t) { return fold(t) == type; }))
            return series;
    return family.front();
}

}  // namespace vanthu::records
