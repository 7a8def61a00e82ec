// docx_symbols_sandboxed.h: signs of symbol fonts, which have no meaning as characters of their
// own.
//
// Word writes them as letters or as private characters U+F020 to U+F0FF in Symbol, Wingdings and
// their kin; boxes to tick become the boxes of Unicode. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vanthu::formats {

enum class SymbolFont : std::uint8_t { None, Symbol, Wingdings, Wingdings2, Wingdings3, Webdings };

SymbolFont symbol_font(std::string_view font);

// The sign at `code` (0x20 to 0xFF, or the same from 0xF000 on) as UTF-8; "□" for one that is not
// known, and with None the character itself unless it is private.
std::string symbol(SymbolFont font, char32_t code);

// A text in a symbol font.
std::string symbols(SymbolFont font, std::string_view text);

}  // namespace vanthu::formats
