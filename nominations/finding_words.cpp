#include "nominations/finding_words.h"

#include <map>
#include <optional>
#include <utility>

#include "base/text.h"

namespace vanthu::nominations {
namespace {

using Values = std::map<std::string, std::string>;

// "{name}" is a value; what stands in brackets is left out where a value in it is not known.
const std::map<std::string, std::string, std::less<>> kSentences{
    {"no_quota", "the plan names no numbers for \"{submitter}\""},
    {"submitter_unknown", "this round has no quota for \"{submitter}\""},
    {"year_outside", "the round runs from {first} to {last}, it has no year {year}"},
    {"early", "sent on {sent}, taken from {first} on[ ({source})]"},
    {"deadline_unknown", "the day of sending is not known; the last day is {last}[ ({source})]"},
    {"late", "sent on {sent}, the last day was {last}[ ({source})]"},
    {"quota_short",
     "{kinds}: {used}[ ({elsewhere} on other lists)], at least {least}[ {period}][ ({source})]"},
    {"quota_over", "{kinds}: {used}[ ({elsewhere} on other lists)], at most {most}[ ({source})]"},
    {"name_missing", "this row has no name"},
    {"formula_like",
     "\"{name}\" would be a formula to a spreadsheet; exported files write it as text"},
    {"movement_unknown", "\"{movement}\" is no movement of this round"},
    {"duplicate_in_list", "{name} {likeness} in row {row} of this list"},
    {"duplicate_in_round", "{name} {likeness} on the list of {submitter}, row {row}"},
    {"chosen_from", "{name} {likeness} on the list of {submitter}, row {row}"},
    {"already_recognised", "{name} {likeness} in {year} by {decision}"},
    {"blocked", "{name}: {why}[, until {until}]"},
    {"class_unknown",
     "it is not said whether {name} is a collective, an individual, a household or a model"},
    {"class_not_allowed",
     "{name} is of the class {kind}; only these are taken here: "
     "{kinds}[ ({source})]"},
};

// The text with its values; nothing where one of them is not known.
std::optional<std::string> filled(const std::string& text, const Values& values) {
    std::string result;
    std::size_t at = 0;
    for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', at)) {
        const std::size_t close = text.find('}', open);
        const auto value = values.find(text.substr(open + 1, close - open - 1));
        if (value == values.end() || value->second.empty()) return std::nullopt;
        result += text.substr(at, open - at) + value->second;
        at = close + 1;
    }
    return result + text.substr(at);
}

std::string without_unknown_parts(const std::string& text, const Values& values) {
    std::string result;
    std::size_t at = 0;
    for (std::size_t open = text.find('['); open != std::string::npos; open = text.find('[', at)) {
        const std::size_t close = text.find(']', open);
        const std::string part = text.substr(open + 1, close - open - 1);
        result += text.substr(at, open - at);
        if (filled(part, values)) result += part;
        at = close + 1;
    }
    return result + text.substr(at);
}

}  // namespace

std::string english(const Finding& finding) {
    const auto known = kSentences.find(finding.code);
    if (known == kSentences.end()) return finding.detail;
    Values values = finding.values;
    const bool recognised = finding.code == "already_recognised";
    if (const auto like = values.find("likeness"); like != values.end())
        like->second = like->second == "same" ? (recognised ? "was recognised" : "stands")
                       : recognised           ? "may have been recognised"
                                              : "may stand";
    if (values.contains("period")) values["period"] = "for the whole period";
    return filled(without_unknown_parts(known->second, values), values).value_or(finding.detail);
}

std::string english_evidence(const std::string& evidence) {
    static const std::pair<const char*, const char*> kWords[] = {
        {"không đủ ngày sinh hoặc đơn vị để biết chắc", "no birth date or unit to be certain"},
        {"cùng ngày sinh", "same birth date"},
        {"cùng năm sinh", "same year of birth"},
        {"cùng đơn vị", "same unit"},
        {"cùng tên", "same name"},
    };
    std::string words = evidence;
    for (const auto& [vietnamese, english] : kWords)
        if (const std::size_t at = words.find(vietnamese); at != std::string::npos)
            words.replace(at, std::string(vietnamese).size(), english);
    return words;
}

}  // namespace vanthu::nominations
