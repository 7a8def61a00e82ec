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

}  // namespace

std::optional<bool> symbol_agrees(std::string_view organ, std::string_view notation,
                                  std::string_view type_name) {
    std::vector<std::string> parts = parts_of(fold(notation));
    if (!parts.empty() && in_order(parts.front(), fold(type_name))) parts.erase(parts.begin());
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
        return symbol_agrees(value_of(fields, "organ_name"), field.value->normal, type)
            .value_or(false);
    if (!familiar(field.value->normal)) return false;
    return field.id != "organ_name" ||
           symbol_agrees(field.value->normal, value_of(fields, "code_notation"), type)
               .value_or(true);
}

}  // namespace vanthu::forms
