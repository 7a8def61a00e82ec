// stamps_sandboxed.h: what is printed in red: urgency, arrival stamps, names stamped under a
// signature.
//
// Reads the coloured layer apart from the page. Round seals are pictures and are wiped first. What
// does not read as text is left out, not guessed.
#pragma once

#include <vector>

#include "pipeline/document.h"
#include "formats/image_sandboxed.h"

namespace vanthu::ocr {

// Blocks of kind Stamp, in pixels of `layer` (8-bit grey, red ink dark on white).
std::vector<pipeline::Block> read_stamps(Pix* layer, int dpi, int milliseconds);

}  // namespace vanthu::ocr
