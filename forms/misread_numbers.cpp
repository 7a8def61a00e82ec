#include "forms/misread_numbers.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "forms/folded.h"

namespace vanthu::forms {
namespace {

using Text = std::u32string;

bool is_digit(char32_t sign) {
    return sign >= U'0' && sign <= U'9';
}

// The digit that a sign was, 0 where it was none. Some signs are never print beside a digit, others
// only where a number must stand.
char32_t surely_digit(char32_t sign) {
    if (std::u32string_view(U"!¡†‡|").find(sign) != std::u32string_view::npos) return U'1';
    return sign == U'§' ? U'8' : U'\0';
}

char32_t maybe_digit(char32_t sign) {
    if (is_digit(sign)) return sign;
    if (const char32_t digit = surely_digit(sign)) return digit;
    if (std::u32string_view(U"lIiÍÌÏíìï[]T").find(sign) != std::u32string_view::npos) return U'1';
    if (std::u32string_view(U"ŠšSs$").find(sign) != std::u32string_view::npos) return U'5';
    if (std::u32string_view(U"OoQÓÔ").find(sign) != std::u32string_view::npos) return U'0';
    return sign == U'Z' || sign == U'z' ? U'2' : U'\0';
}

bool has_digit(const Text& text, std::size_t begin, std::size_t end) {
    return std::any_of(text.begin() + static_cast<std::ptrdiff_t>(begin),
                       text.begin() + static_cast<std::ptrdiff_t>(end), is_digit);
}

// Whether the range may be a number throughout; then it becomes one.
bool make_number(Text& text, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
        if (maybe_digit(text[i]) == 0) return false;
    for (std::size_t i = begin; i < end; ++i)
        text[i] = maybe_digit(text[i]);
    return begin < end;
}

struct Token {
    std::size_t begin = 0, end = 0;
};

std::vector<Token> tokens_of(const Text& text) {
    std::vector<Token> tokens;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == U' ') continue;
        if (i == 0 || text[i - 1] == U' ') tokens.push_back({i, i});
        tokens.back().end = i + 1;
    }
    return tokens;
}

// Without the signs around it.
Token bare(const Text& text, Token token) {
    constexpr std::u32string_view kAround = U".,:;'\"-_()“”";
    while (token.begin < token.end && kAround.find(text[token.begin]) != kAround.npos)
        ++token.begin;
    while (token.begin < token.end && kAround.find(text[token.end - 1]) != kAround.npos)
        --token.end;
    return token;
}

std::string word_of(const Text& text, const Token& token) {
    return letters_only(to_utf8(text.substr(token.begin, token.end - token.begin)));
}

// "ngày !0 tháng I năm 2024".
void mend_dates_in_words(Text& text, const std::vector<Token>& tokens) {
    constexpr std::size_t kLongest = 2;
    for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
        const std::string after = word_of(text, tokens[i + 1]);
        const std::string before = word_of(text, tokens[i - 1]);
        const bool day = after == "thang" && before.size() > 2 && before[0] == 'n';
        const bool month = after == "nam" && before == "thang";
        const Token token = bare(text, tokens[i]);
        if ((day || month) && token.end - token.begin <= kLongest)
            make_number(text, token.begin, token.end);
    }
}

// "!4/4/2025": three numbers, the last a year.
void mend_date_with_slashes(Text& text, const Token& token) {
    std::vector<std::size_t> slashes;
    for (std::size_t i = token.begin; i < token.end; ++i)
        if (text[i] == U'/') slashes.push_back(i);
    if (slashes.size() != 2 || slashes[0] - token.begin > 2 || slashes[1] - slashes[0] > 3 ||
        token.end - slashes[1] != 5 || text[slashes[1] + 1] != U'2' ||
        !has_digit(text, slashes[1] + 2, token.end))
        return;
    Text mended = text;
    if (make_number(mended, token.begin, slashes[0]) &&
        make_number(mended, slashes[0] + 1, slashes[1]) &&
        make_number(mended, slashes[1] + 1, token.end))
        text = mended;
}

// "!839/TTr-STC", "18-CT7TW".
void mend_code(Text& text, const Token& token) {
    constexpr std::size_t kLongestNumber = 5;
    const auto slash = text.find(U'/', token.begin);
    if (slash < token.end && slash - token.begin <= kLongestNumber &&
        has_digit(text, token.begin, slash) && slash + 1 < token.end &&
        is_upper_letter(text[slash + 1]))
        make_number(text, token.begin, slash);
    const auto lost = text.find(U"7T", token.begin);
    const auto dash = text.find(U'-', token.begin);
    const bool party = lost != Text::npos && lost + 3 == token.end && dash < lost &&
                       (text[lost + 2] == U'W' || text[lost + 2] == U'U') &&
                       is_digit(text[token.begin]) && is_upper_letter(text[lost - 1]);
    if (party) text[lost] = U'/';
}

// Signs that stand for a digit beside another.
void mend_among_digits(Text& text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t digit = surely_digit(text[i]);
        const bool beside =
            (i > 0 && is_digit(text[i - 1])) || (i + 1 < text.size() && is_digit(text[i + 1]));
        if (digit != 0 && beside) text[i] = digit;
    }
}

bool is_small(char32_t letter) {
    return is_letter(letter) && !is_upper_letter(letter);
}

}  // namespace

std::string with_read_numbers(const std::string& line) {
    Text text = to_utf32(line);
    mend_among_digits(text);
    const std::vector<Token> tokens = tokens_of(text);
    mend_dates_in_words(text, tokens);
    for (const Token& token : tokens) {
        mend_date_with_slashes(text, bare(text, token));
        mend_code(text, bare(text, token));
    }
    return to_utf8(text);
}

std::string without_specks(const std::string& title) {
    constexpr std::u32string_view kOpening = U"-–—~_^*'`´‘’.,:;·| ", kClosing = U"-–—~_^*'`´‘·| ";
    constexpr std::u32string_view kQuotes = U"\"“”";
    Text text = to_utf32(title);
    const auto quotes = std::count_if(text.begin(), text.end(), [&](char32_t sign) {
        return kQuotes.find(sign) != kQuotes.npos;
    });
    const auto speck = [&](char32_t sign, std::u32string_view signs) {
        return signs.find(sign) != signs.npos ||
               (quotes == 1 && kQuotes.find(sign) != kQuotes.npos);
    };
    while (!text.empty() && speck(text.front(), kOpening))
        text.erase(0, 1);
    while (!text.empty() && speck(text.back(), kClosing))
        text.pop_back();
    // Between a small letter and what begins another word; abbreviations have capitals.
    for (std::size_t i = 1; i + 1 < text.size(); ++i)
        if ((text[i] == U'.' || text[i] == U':' || text[i] == U';') && is_small(text[i - 1]) &&
            (is_letter(text[i + 1]) || is_digit(text[i + 1])))
            text[i] = U' ';
    return single_spaced(to_utf8(text));
}

}  // namespace vanthu::forms
