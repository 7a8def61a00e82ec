#include "forms/citations.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "forms/citation_parts.h"
#include "forms/code_number.h"
#include "forms/folded.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

constexpr std::size_t kMostCitations = 500;
constexpr std::size_t kLawLetters = 200;

bool is_word(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

using DateAndEnd = std::optional<std::pair<std::string, std::size_t>>;

// Only where the name ends there: "Luật Đất đai năm 2024;", not "theo Luật này trong năm 2024".
DateAndEnd year_after(const std::string& text, std::size_t at) {
    static const Pattern year("^ nam ((?:19|20)[0-9]{2})(?: ?[;,.)(]|$)");
    static const Pattern time(" (trong|tu|den|vao|cuoi|dau|het|toan|hoach|sach|quy|hang|moi)$");
    const std::string rest = text.substr(at, 12), before = text.substr(at < 8 ? 0 : at - 8, 8);
    Match match;
    if (!year.found_in(rest, match) || time.found_in(before)) return std::nullopt;
    return std::pair{match[1].str(), at + 9};  // " nam 2024"
}

bool in_capitals(const std::string& symbol) {
    return letter_count(symbol) >= 2 && capital_share(symbol) > 0.99;
}

// " năm 2015" behind a law's name, npos where none is.
std::size_t year_at(const std::string& text, std::size_t begin) {
    constexpr std::string_view kYear = " nam ";
    for (std::size_t at = text.find(kYear, begin);
         at != std::string::npos && at - begin < kLawLetters; at = text.find(kYear, at + 1))
        if (year_after(text, at)) return at;
    return std::string::npos;
}

// Laws are cited by name and date, or only its year, without a number.
void add_laws(const Running& running, std::vector<pipeline::Citation>& citations) {
    const std::string& text = running.text.text;
    for (std::size_t at = text.find("luat "); at != std::string::npos;
         at = text.find("luat ", at + 1)) {
        if ((at > 0 && is_word(text[at - 1])) || citations.size() >= kMostCitations) continue;
        const std::string letter = running.text.source(at, at + 1);
        if (letter != "L") continue;
        const std::size_t name = at + 5;
        const std::size_t stop = text.find_first_of(";.:(\"", name);
        const std::size_t day = std::min(text.find(" ngay ", name), year_at(text, name));
        if (day == std::string::npos || day - name > kLawLetters || stop < day) continue;
        const auto date =
            day == year_at(text, name) ? year_after(text, day) : date_after(text, day);
        if (!date || text.substr(name, day - name).find(" so ") != std::string::npos) continue;
        pipeline::Citation citation;
        citation.type_name = "Luật";
        citation.date = date->first;
        citation.subject = trim(running.text.source(name, day));
        citation.quote = trim(running.text.source(at, date->second));
        citation.page = running.page_at(at);
        const bool known = std::any_of(citations.begin(), citations.end(), [&](const auto& other) {
            return other.type_name == citation.type_name &&
                   comparable(other.subject) == comparable(citation.subject);
        });
        if (!known) citations.push_back(std::move(citation));
        at = day;
    }
}

bool typed(const Layout& layout, const Running& running, std::size_t at) {
    const int number = running.page_at(at);
    return std::any_of(layout.pages.begin(), layout.pages.end(), [&](const PageLayout& page) {
        return page.number == number && !page.scanned;
    });
}

// Letters and digits of a folded code on a line as it was read.
bool stands_on(std::string_view line, const std::string& code) {
    const std::string letters = letters_only(code);
    const std::string own = letters_only(line);
    const std::size_t at = own.find(letters);
    const auto is_digit = [](char sign) { return sign >= '0' && sign <= '9'; };
    return !letters.empty() && at != std::string::npos && (at == 0 || !is_digit(own[at - 1]));
}

void fill(std::string& into, const std::string& from) {
    if (into.empty()) into = from;
}

}  // namespace

std::vector<pipeline::Citation> read_citations(const Layout& layout, const Lexicons& lexicons,
                                               std::string_view own_code,
                                               std::string_view own_line) {
    const Running running = running_text(layout);
    const std::string& text = running.text.text;
    std::vector<pipeline::Citation> citations;
    std::size_t last_end = 0;
    for (std::size_t slash = text.find('/'); slash != std::string::npos;
         slash = text.find('/', slash + 1)) {
        if (slash < last_end || citations.size() >= kMostCitations) continue;
        const auto place = code_around(text, slash);
        if (!place || place->begin < last_end) continue;
        last_end = place->end;
        std::string printed;
        for (const std::string& part : split(running.text.source(place->begin, place->end), ' '))
            printed += part;
        pipeline::Citation citation;
        const Before before = type_before(running, place->begin, lexicons);
        if (place->bare &&
            (before.type_name.empty() || !in_capitals(printed.substr(printed.find('/') + 1))))
            continue;
        // The type first: without it KI/TU is no symbol of the Party's.
        printed = with_type(printed, before.type_name, lexicons);
        citation.code =
            with_type(canonical_code(printed, lexicons, typed(layout, running, place->begin)),
                      before.type_name, lexicons);
        if (comparable(citation.code) == comparable(own_code) ||
            stands_on(own_line, text.substr(place->begin, place->end - place->begin)))
            continue;
        citation.type_name = before.type_name;
        std::size_t end = place->end;
        if (const auto date = date_after(text, end)) {
            citation.date = date->first;
            end = date->second;
        }
        const auto [organ, organ_end] = organ_after(running, end);
        citation.organ_name = organ;
        if (!organ.empty()) end = organ_end;
        fill(citation.organ_name, organ_before(running, before.begin, lexicons));
        citation.subject = subject_after(running, end, lexicons);
        citation.quote = trim(running.text.source(before.begin, end));
        citation.page = running.page_at(place->begin);
        const auto known =
            std::find_if(citations.begin(), citations.end(), [&](const pipeline::Citation& other) {
                return comparable(other.code) == comparable(citation.code) &&
                       (other.date.empty() || citation.date.empty() || other.date == citation.date);
            });
        if (known == citations.end()) {
            citations.push_back(std::move(citation));
            continue;
        }
        fill(known->type_name, citation.type_name);
        fill(known->date, citation.date);
        fill(known->organ_name, citation.organ_name);
        fill(known->subject, citation.subject);
    }
    add_laws(running, citations);
    // A bare code tells its type by its abbreviation when only one type has it.
    for (pipeline::Citation& citation : citations) {
        if (!citation.type_name.empty()) continue;
        static const Pattern type("^[0-9]+[a-z]?(/[0-9]{4}/|[/-])([a-z]{1,5})[-/].*");
        Match match;
        const std::string code = folded(citation.code).text;
        if (code.size() > 60 || !type.matches(code, match)) continue;
        const auto entries = lexicons.types.by_code(match[2].str());
        if (entries.size() == 1) citation.type_name = entries[0]->text;
    }
    return citations;
}

}  // namespace vanthu::forms
