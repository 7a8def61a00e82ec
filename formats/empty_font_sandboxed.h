// empty_font_sandboxed.h: a TrueType font without shapes, for text that is not to be seen.
//
// Made here and not read from a file, because a page worker opens none. Glyph 0 is the missing
// character, glyph 1 stands for every letter; both are empty and equally wide. Pure.
#pragma once

#include <string>

namespace vanthu::formats {

constexpr int kEmptyFontAdvance = 500;  // thousandths of the letter height

std::string empty_font();

}  // namespace vanthu::formats
