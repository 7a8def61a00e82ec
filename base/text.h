// text.h: what Vietnamese text needs before it can be stored, compared or searched.
//
// All functions take and give UTF-8 and never throw on bad bytes (they become U+FFFD). Pure, so safe from any thread.
// They do not guess: repair of misread words is the reading stages' work.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vanthu {

// Canonical composition; what every stored text goes through. Also puts a circumflex or breve that follows its tone mark
// back before it, which Unicode leaves alone and some keyboards and PDF writers do.
std::string nfc(std::string_view text);

std::string lower(std::string_view text);
std::string upper(std::string_view text);

// Marks off, đ to d, lower case, ASCII for all Vietnamese letters: "Quyết định" -> "quyet dinh". Other scripts keep
// their letters. Curly quotes, long dashes and odd spaces become ASCII too. Each code point of an NFC Vietnamese text gives
// exactly one; invisible characters and loose marks go. What search indexes are fed with and what fuzzy matching compares.
std::string fold(std::string_view text);

// New-style tone placement ("hoà" -> "hòa", "uỷ" -> "ủy"), so that both habits compare equal; case is kept.
std::string unify_tone_placement(std::string_view text);

// One space between words, none at the ends; every kind of Unicode space counts.
std::string single_spaced(std::string_view text);

// Two values are the same to a records office when their comparable texts are: NFC, case, spaces, dash and quote shapes,
// tone placement, a leading "V/v" or "Về việc", end punctuation, leading zeros of numbers.
std::string comparable(std::string_view text);

std::string trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
bool starts_with(std::string_view text, std::string_view prefix);

// Code points, for code that must look at single letters.
std::u32string to_utf32(std::string_view text);
std::string to_utf8(std::u32string_view text);

// Levenshtein distance in code points; at most `limit`+1 is computed.
int edit_distance(std::u32string_view a, std::u32string_view b, int limit = 1000);

// The candidate nearest to `word`, or an empty text when none is near enough to be meant ("did you mean").
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace vanthu
