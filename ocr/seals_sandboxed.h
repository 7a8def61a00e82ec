// seals_sandboxed.h: round seals, found by their outermost ring and wiped: they are pictures, not
// text.
//
// Works on the red ink alone, in place; what is not a ring of a seal's size stays. Stateless, so
// safe from several threads.
#pragma once

#include "formats/image_sandboxed.h"

namespace vanthu::ocr {

// `ink` is bilevel, red ink set.
void wipe_seals(Pix* ink, int dpi);

}  // namespace vanthu::ocr
