// boxed_marks_sandboxed.h: a mark of urgency or secrecy that was stamped in a frame below number
// and subject: HỎA TỐC.
//
// Known by its frame and by what it says; anything else in a frame stays. Tilted ones are read
// level. Uses the worker's engine; one thread.
#pragma once

#include <vector>

#include "pipeline/document.h"

struct Pix;

namespace vanthu::ocr {

// Blocks of kind Stamp, in pixels of `page` (8-bit grey), where they go white.
std::vector<pipeline::Block> take_boxed_marks(Pix* page, int dpi, int milliseconds);

}  // namespace vanthu::ocr
