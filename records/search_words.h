// search_words.h: how text is cut into words for finding, and what a typed query asks for.
//
// One definition of a word for queries, filters and snippets: a run of letters and digits of the
// folded text. Pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace vanthu::records {

using Phrase = std::vector<std::string>;  // words that must stand side by side

struct ParsedQuery {
    std::vector<Phrase> folded;  // all required
    std::vector<Phrase>
        marked;            // the same as typed, lower case; empty when nothing was typed with marks
    std::string code_key;  // the query as the key of a code; empty when it cannot be one
    bool nothing_to_find = false;  // something was typed, but no word
};

// "..." is a phrase, and so is a word with signs inside: 79/KH-UBND asks for 79, kh, ubnd side by
// side.
ParsedQuery parse_query(std::string_view text);

// The runs of letters and digits.
std::vector<std::string> words_of(std::string_view text);

// The same one by one: a text may have a million.
void for_each_word(std::string_view text, const std::function<void(std::string_view)>& use);

// The same in one text, a space before and after each: " ke hoach ". Words are cut off after 200
// letters.
std::string spaced_words(std::string_view text);

// True for what a word is made of.
bool is_word_letter(char32_t c);

// Folded letters and digits only, without zeros in front: "05/KH-UBND" -> "5khubnd".
std::string code_key(std::string_view code);

// The folding that keeps places: exactly one code point for each code point of `text`, which must
// be NFC.
std::string fold_in_step(const std::string& text);

}  // namespace vanthu::records
