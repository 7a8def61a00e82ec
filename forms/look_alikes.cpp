#include "forms/look_alikes.h"

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "forms/folded.h"

namespace vanthu::forms {
namespace {

bool is_digit(char32_t letter) {
    return letter >= U'0' && letter <= U'9';
}

bool is_roman(char32_t letter) {
    return std::u32string_view(U"IVXL").find(letter) != std::u32string_view::npos;
}

// Letters of an abbreviation, with at most digits between them and the last.
bool is_unit_and_one(std::u32string_view token) {
    if (token.size() < 3 || token.back() != U'I') return false;
    std::size_t letters = token.size() - 1;
    while (letters > 0 && is_digit(token[letters - 1]))
        --letters;
    bool roman = true;
    for (std::size_t i = 0; i < letters; ++i) {
        if (!is_upper_letter(token[i])) return false;
        roman = roman && is_roman(token[i]);
    }
    if (letters < 2 || roman) return false;
    constexpr std::u32string_view kVowels = U"AEIOUYÔƠƯÂÊĂ";
    const char32_t before = token[token.size() - 2];
    // "KV" counts in Roman numbers: khu vực I.
    const bool region = letters >= 2 && token.substr(letters - 2, 2) == U"KV";
    return !region && (is_digit(before) || kVowels.find(before) == std::u32string_view::npos);
}

bool is_vowel(char32_t letter) {
    const std::string low = folded(to_utf8(std::u32string_view(&letter, 1))).text;
    return low.size() == 1 && std::string_view("aeiouy").find(low[0]) != std::string_view::npos;
}

}  // namespace

std::string with_joined_letters(const std::string& text) {
    std::string joined;
    bool lone = false, open = false;
    for (const std::string& word : split(text, ' ')) {
        const std::u32string letters = to_utf32(word);
        if (letters.empty()) continue;
        const bool ending = word == "NH" || word == "NG" || word == "CH";
        const bool goes_on = lone && is_upper_letter(letters[0]) && is_vowel(letters[0]);
        if (!joined.empty() && !goes_on && !(ending && open)) joined += ' ';
        joined += word;
        lone = letters.size() == 1 && is_upper_letter(letters[0]) && !is_vowel(letters[0]);
        open = is_vowel(letters.back());
    }
    return joined;
}

std::string with_list_signs(const std::string& item) {
    std::vector<std::string> words = split(item, ' ');
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::u32string letters = to_utf32(words[i]);
        const bool small =
            !letters.empty() && is_letter(letters[0]) && !is_upper_letter(letters[0]);
        if (small && words[i - 1].size() > 3 && words[i - 1].back() == '.')
            words[i - 1].back() = ',';
        // No organ reckons: the hook was read as an acute. A computer does.
        if (words[i] == "tính" && folded(words[i - 1]).text != "may") words[i] = "tỉnh";
    }
    return join(words, " ");
}

std::string with_unit_number(const std::string& text) {
    std::u32string letters = to_utf32(text);
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= letters.size(); ++i) {
        if (i < letters.size() && (is_letter(letters[i]) || is_digit(letters[i]))) continue;
        if (is_unit_and_one(std::u32string_view(letters).substr(begin, i - begin)))
            letters[i - 1] = U'1';
        begin = i + 1;
    }
    return to_utf8(letters);
}

}  // namespace vanthu::forms
