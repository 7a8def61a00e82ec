// syllables.h: which letters can be a Vietnamese syllable.
//
// A closed rule, onset x rime x tone, so that a rare but possible word is told from a misread one
// without a list. Pure, so safe from any thread. Does not know which syllables are words.
#pragma once

#include <string_view>

namespace vanthu::ocr {

// `word` in lower case and NFC, letters only.
bool is_syllable(std::u32string_view word);

// The tone 0..5 (none, grave, acute, hook, tilde, dot) of the letter, and the letter without it.
struct TonedLetter {
    char32_t letter = 0;
    int tone = 0;
};
TonedLetter without_tone(char32_t letter);

}  // namespace vanthu::ocr
