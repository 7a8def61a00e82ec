// grey_seals_sandboxed.h: seals that a scan without colours shows as ink like any other, taken off
// the print below them.
//
// A seal stands over its signer's title and name. Its rings go where nothing but the ring crosses;
// where its ink is paler than the print, all of it goes. Print is never added, a page without a
// seal stays as it is. Works in place; stateless, so safe from several threads.
#pragma once

#include <vector>

#include "formats/image_sandboxed.h"
#include "ocr/circles_sandboxed.h"

namespace vanthu::ocr {

// `page` is 8-bit grey, dark ink on light paper.
std::vector<Circle> grey_seals_on(Pix* page, int dpi);

// What becomes of strokes that cross a ring as dark as print: they may be letters.
enum class Crossings { Keep, Erase };

// A ring as dark as print is painted over with the grey `paint`: one that is paler than print and
// darker than paper leaves the letters below it whole.
void erase_grey_seals(Pix* page, const std::vector<Circle>& seals, Crossings crossings,
                      int paint = 255);

}  // namespace vanthu::ocr
