#include "forms/folded.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace vanthu::forms {
namespace {

constexpr char32_t kTableSize = 0x2200;  // holds all Latin letters and the usual punctuation

char fold_letter(char32_t letter) {
    const std::string one = fold(to_utf8(std::u32string_view(&letter, 1)));
    if (one.size() == 1) return one[0];
    return '?';
}

const std::array<char, kTableSize>& fold_table() {
    static const std::array<char, kTableSize> table = [] {
        std::array<char, kTableSize> made{};
        for (char32_t letter = 1; letter < kTableSize; ++letter)
            made[letter] = fold_letter(letter);
        made[0x2044] = '/';  // fraction slash, which some readers give for a slash
        return made;
    }();
    return table;
}

}  // namespace

std::string Folded::source(std::size_t begin, std::size_t end) const {
    begin = std::min(begin, text.size());
    end = std::clamp(end, begin, text.size());
    return original.substr(at[begin], at[end] - at[begin]);
}

Folded folded(std::string_view text) {
    Folded result;
    result.original = nfc(text);
    const std::array<char, kTableSize>& table = fold_table();
    for (char32_t letter : to_utf32(result.original)) {
        result.at.push_back(0);
        result.text.push_back(letter < kTableSize ? table[letter] : '?');
    }
    std::size_t byte = 0, index = 0;
    while (byte < result.original.size() && index < result.at.size()) {
        result.at[index++] = byte++;
        while (byte < result.original.size() && (result.original[byte] & 0xC0) == 0x80)
            ++byte;
    }
    result.at.push_back(result.original.size());
    return result;
}

std::string letters_only(std::string_view text) {
    std::string kept;
    for (char letter : folded(text).text)
        if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9'))
            kept.push_back(letter);
    return kept;
}

Likeness find_like(std::string_view text, std::string_view anchor, int max_errors) {
    // Sellers: the anchor may begin anywhere in the text, so the first row is all zero.
    struct Cell {
        int errors;
        std::size_t begin;
    };
    std::vector<Cell> column(anchor.size() + 1);
    for (std::size_t i = 0; i < column.size(); ++i)
        column[i] = {static_cast<int>(i), 0};
    Likeness best;
    for (std::size_t j = 0; j < text.size(); ++j) {
        Cell diagonal = column[0];
        column[0] = {0, j + 1};
        for (std::size_t i = 1; i < column.size(); ++i) {
            const Cell left = column[i];
            Cell next{diagonal.errors + (anchor[i - 1] == text[j] ? 0 : 1), diagonal.begin};
            if (left.errors + 1 < next.errors) next = {left.errors + 1, left.begin};
            if (column[i - 1].errors + 1 < next.errors)
                next = {column[i - 1].errors + 1, column[i - 1].begin};
            diagonal = left;
            column[i] = next;
        }
        const Cell last = column.back();
        if (last.errors <= max_errors && (!best.found || last.errors < best.errors))
            best = {true, last.begin, j + 1, last.errors};
    }
    return best;
}

bool is_letter(char32_t letter) {
    const std::u32string_view one(&letter, 1);
    const std::string text = to_utf8(one);
    return lower(text) != upper(text);
}

bool is_upper_letter(char32_t letter) {
    const std::string text = to_utf8(std::u32string_view(&letter, 1));
    return lower(text) != text;
}

double capital_share(std::string_view text) {
    int letters = 0, capitals = 0;
    for (char32_t letter : to_utf32(text)) {
        if (!is_letter(letter)) continue;
        ++letters;
        if (is_upper_letter(letter)) ++capitals;
    }
    return letters == 0 ? 0 : static_cast<double>(capitals) / letters;
}

int letter_count(std::string_view text) {
    int letters = 0;
    for (char32_t letter : to_utf32(text))
        if (is_letter(letter)) ++letters;
    return letters;
}

}  // namespace vanthu::forms
