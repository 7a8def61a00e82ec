// sheet_sandboxed.h: a sheet photographed on a darker ground, seen straight from above again.
//
// The four edges are followed from the picture's rim inwards; where they do not make a clear
// four-sided sheet, nothing is done. A scan whose sheet is a rectangle stays as it is, also with
// dark borders: lean alone is taken out elsewhere. Pure functions.
#pragma once

#include <array>
#include <optional>

#include "formats/image_sandboxed.h"

namespace vanthu::ocr {

struct Corner {
    double x = 0, y = 0;
};

using Corners = std::array<Corner, 4>;  // left top, right top, right bottom, left bottom

// Nothing when there is no sheet on a darker ground, or when it is a rectangle that fills the
// picture.
std::optional<Corners> sheet_corners(Pix* pix);

// The sheet alone, as a rectangle.
formats::PixPtr seen_from_above(Pix* pix, const Corners& corners);

}  // namespace vanthu::ocr
