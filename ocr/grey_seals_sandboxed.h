// grey_seals_sandboxed.h: seals that a scan without colours shows as ink like any other, taken off
// the print below them.
//
// A seal stands over its signer's title and name. Its rings go where nothing but the ring crosses;
// where its ink is paler than the print, all of it goes. Print is never added, a page without a
// seal stays as it is. Works in place; stateless, so safe from several threads.
#pragma once

#include "formats/image_sandboxed.h"

namespace vanthu::ocr {

// `page` is 8-bit grey, dark ink on light paper.
void erase_grey_seals(Pix* page, int dpi);

}  // namespace vanthu::ocr
