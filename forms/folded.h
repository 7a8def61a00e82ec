// folded.h: text without marks and case whose every letter still knows where it came from.
//
// Patterns and anchors are matched on the folded text (ASCII, one letter per code point) and cut
// out of the original, so that a misread mark never hides a field and never gets into its value.
// Pure functions; safe from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vanthu::forms {

struct Folded {
    std::string original;         // NFC
    std::string text;             // ASCII; letters of other scripts and odd signs become '?'
    std::vector<std::size_t> at;  // byte offset of each folded letter in `original`, and the end

    // The original's part for a range of folded letters.
    std::string source(std::size_t begin, std::size_t end) const;
};

Folded folded(std::string_view text);

// Only letters and digits of the folded text, for names whose spaces the reading may have lost.
std::string letters_only(std::string_view text);

struct Likeness {
    bool found = false;
    std::size_t begin = 0, end = 0;  // range in the text searched
    int errors = 0;
};

// The place in `text` nearest to `anchor` (both folded), allowing `max_errors` changed, lost or
// added letters.
Likeness find_like(std::string_view text, std::string_view anchor, int max_errors);

// How much of the letters are capitals, 0..1; 0 for a text without letters.
double capital_share(std::string_view text);

int letter_count(std::string_view text);

bool is_upper_letter(char32_t letter);
bool is_letter(char32_t letter);

}  // namespace vanthu::forms
