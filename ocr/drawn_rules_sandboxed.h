// drawn_rules_sandboxed.h: the rules of tables and frames on a page, apart from its letters.
//
// A rule is a thin stroke, longer than letters are high, that may be faint, broken and lean a
// little. Letters in a row, their feet and their uprights are none. Pure function; which cells the
// rules enclose is not its concern.
#pragma once

#include "formats/image_sandboxed.h"

namespace vanthu::ocr {

// As depth 1; `grey` is evened, dark on white.
formats::PixPtr rules_of(Pix* grey, int dpi);

}  // namespace vanthu::ocr
