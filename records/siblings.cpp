#include "records/siblings.h"

#include "base/text.h"
#include "records/search_words.h"

namespace vanthu::records {
namespace {

constexpr int kMost = 400;

// The organ as links keep it.
std::string folded_words(const std::string& text) {
    return join(words_of(fold(nfc(text))), " ");
}

bool holds(const std::string& whole, const std::string& part) {
    return (" " + whole + " ").find(" " + part + " ") != std::string::npos;
}

}  // namespace

std::vector<NumberedPaper> siblings_of(store::Transaction& tx, const pipeline::DocumentId& document,
                                       const std::string& organ, const std::string& notation,
                                       const std::string& year) {
    std::vector<NumberedPaper> papers;
    if (organ.empty() || notation.empty() || year.size() != 4) return papers;
    tx.for_each(
        "select n.normal as number, d.normal as day from field o "
        "join field s on s.document = o.document and s.id = 'code_notation' and s.normal = $2 "
        "join field n on n.document = o.document and n.id = 'code_number' and n.normal <> '' and "
        "n.state in ('extracted', 'verified', 'corrected') "
        "join field d on d.document = o.document and d.id = 'issued_date' and "
        "length(d.normal) = 10 and substr(d.normal, 1, 4) = $3 and "
        "d.state in ('extracted', 'verified', 'corrected') "
        "where o.id = 'organ_name' and o.normal = $1 and o.document <> $4 "
        "order by d.normal, n.normal limit $5",
        {organ, notation, year, document, kMost}, [&](const store::Row& row) {
            papers.push_back({row.text("number"), row.text("day")});
        });
    return papers;
}

std::vector<NumberedPaper> named_by_others(store::Transaction& tx, const std::string& organ,
                                           const std::string& notation, const std::string& year,
                                           const std::vector<std::string>& numbers) {
    std::vector<NumberedPaper> papers;
    const std::string own = folded_words(organ);
    if (own.empty() || notation.empty()) return papers;
    for (const std::string& number : numbers)
        tx.for_each(
            "select distinct organ, day from document_link where code_key = $1 and to_document is "
            "null",
            {code_key(nfc(number + "/" + notation))}, [&](const store::Row& row) {
                const std::string named = row.text("organ"), day = row.text("day");
                // A code begins anew in every office and year: both must be said, and agree.
                if (named.empty() || (!holds(own, named) && !holds(named, own))) return;
                if (year.size() == 4 && day.compare(0, 4, year) != 0) return;
                papers.push_back({number, day});
            });
    return papers;
}

}  // namespace vanthu::records
