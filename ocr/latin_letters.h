// latin_letters.h: which signs are letters of Vietnamese or its neighbours' alphabets.
//
// Of composed text (NFC), sign by sign. Pure functions; knows nothing of words (base/text.h does).
#pragma once

#include <string_view>

#include "base/text.h"

namespace vanthu::ocr {

inline bool is_letter(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') ||
           (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x1EA0 && c <= 0x1EF9);
}

inline bool is_capital(char32_t c) {
    const std::string letter = to_utf8(std::u32string_view(&c, 1));
    return is_letter(c) && lower(letter) != letter;
}

}  // namespace vanthu::ocr
