#include "forms/vouched.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

namespace vanthu::forms {
namespace {

// Written out in a name as in a symbol.
constexpr std::array<std::string_view, 4> kAbbreviations{"ubnd", "hdnd", "mttq", "ubmttq"};

std::vector<std::string> parts_of(std::string_view folded_text) {
    std::vector<std::string> parts(1);
    for (const char c : folded_text) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (word)
            parts.back() += c;
        else if (!parts.back().empty())
            parts.emplace_back();
    }
    if (parts.back().empty()) parts.pop_back();
    return parts;
}

std::string letters_a_symbol_takes(std::string_view organ) {
    std::string letters;
    for (const std::string& word : parts_of(fold(organ))) {
        const bool whole =
            std::find(kAbbreviations.begin(), kAbbreviations.end(), word) != kAbbreviations.end();
        letters += whole ? word : word.substr(0, 1);
    }
    return letters;
}

bool in_order(std::string_view few, std::string_view many) {
    std::size_t found = 0;
    for (const char letter : many)
        if (found < few.size() && few[found] == letter) ++found;
    return found == few.size();
}

std::string_view value_of(const std::vector<pipeline::Field>& fields, std::string_view id) {
    const auto field = std::find_if(fields.begin(), fields.end(),
                                    [&](const auto& other) { return other.id == id; });
    return field != fields.end() && field->value ? std::string_view(field->value->normal)
                                                 : std::string_view();
}

// The parts of a symbol that are not its type's; `typed`: whether one was.
std::vector<std::string> parts_of_issuers(std::string_view notation, std::string_view type_name,
                                          bool& typed) {
    std::vector<std::string> parts = parts_of(fold(notation));
    typed = !parts.empty() && in_order(parts.front(), fold(type_name));
    if (typed) parts.erase(parts.begin());
    return parts;
}

// Every part is known by where it comes from: the type, where papers of that type show it, and the
// organ. A unit's own letters are not.
bool symbol_is_explained(std::string_view organ, std::string_view notation,
                         std::string_view type_name) {
    constexpr std::string_view kLetter = "cong van";  // alone shows no type
    bool typed = false;
    const std::vector<std::string> parts = parts_of_issuers(notation, type_name, typed);
    const std::string letters = letters_a_symbol_takes(organ);
    return !parts.empty() && (typed || fold(type_name) == kLetter) &&
           std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
               return part.size() > 1 && in_order(part, letters);
           });
}

// SỞ Y TẾ TỈNH KIÊN GIANG TỈNH KIÊN GIANG: a line that was read twice.
bool says_something_twice(std::string_view name) {
    constexpr std::size_t kWords = 3;
    const std::vector<std::string> words = parts_of(fold(name));
    for (std::size_t i = 0; i + 2 * kWords <= words.size(); ++i)
        for (std::size_t j = i + kWords; j + kWords <= words.size(); ++j)
            if (std::equal(words.begin() + static_cast<std::ptrdiff_t>(i),
                           words.begin() + static_cast<std::ptrdiff_t>(i + kWords),
                           words.begin() + static_cast<std::ptrdiff_t>(j)))
                return true;
    return false;
}

}  // namespace

std::optional<bool> symbol_agrees(std::string_view organ, std::string_view notation,
                                  std::string_view type_name) {
    bool typed = false;
    std::vector<std::string> parts = parts_of_issuers(notation, type_name, typed);
    std::erase_if(parts, [](const std::string& part) { return part.size() < 2; });
    if (parts.empty()) return std::nullopt;
    const std::string letters = letters_a_symbol_takes(organ);
    return std::any_of(parts.begin(), parts.end(),
                       [&](const std::string& part) { return in_order(part, letters); });
}

bool is_vouched(const pipeline::Field& field, const std::vector<pipeline::Field>& fields,
                const Familiar& familiar) {
    // What the extractor itself doubts may be put together of familiar words, at the wrong place.
    constexpr float kDoubted = 0.6f;
    if (!field.value || field.value->confidence < kDoubted) return false;
    const std::string_view type = value_of(fields, "type_name");
    if (field.id == "code_notation")
        return symbol_is_explained(value_of(fields, "organ_name"), field.value->normal, type);
    if (!familiar(field.value->normal) || says_something_twice(field.value->normal)) return false;
    return field.id != "organ_name" ||
           symbol_agrees(field.value->normal, value_of(fields, "code_notation"), type)
               .value_or(true);
}

}  // namespace vanthu::forms
