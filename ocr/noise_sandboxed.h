// noise_sandboxed.h: what a recogniser makes of specks, rules and pen strokes goes again.
//
// A speck reads as a full stop or a letter, a rule as a row of dashes, a signature as a few letters
// that mean nothing. Kept is whatever might be text: a number of a page, a bullet, a short word
// that reads well. Pure function.
#pragma once

#include <vector>

#include "pipeline/document.h"

namespace vanthu::ocr {

// A bullet that was read as a tilde becomes a dash.
void drop_noise(int dpi, std::vector<pipeline::TextLine>& lines);

}  // namespace vanthu::ocr
