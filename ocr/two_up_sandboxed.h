// two_up_sandboxed.h: finds the gap between two pages that were scanned side by side.
//
// Cautious: a sheet is cut only where one side is full of long lines, the other has text too, and
// nothing crosses. A wide table, or a page in landscape, stays whole. Pure.
#pragma once

#include <optional>

#include "formats/image_sandboxed.h"

namespace vanthu::ocr {

// Where to cut, in pixels from the left; nothing for a single page. `grey` is upright and level.
std::optional<int> gutter_of(Pix* grey, int dpi);

}  // namespace vanthu::ocr
