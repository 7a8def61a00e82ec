// stamps_sandboxed.h: what is printed in red: urgency, arrival stamps, names stamped under a
// signature.
//
// Reads the coloured layer apart from the page. Round seals are pictures and are wiped first. What
// does not read as text is left out, not guessed.
#pragma once

#include <vector>

#include "formats/image_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

// Blocks of kind Stamp, in pixels of `layer` (8-bit grey, red ink dark on white).
std::vector<pipeline::Block> read_stamps(Pix* layer, int dpi, int milliseconds);

// What was written into an arrival stamp by pen is seen on the page too; words that the stamp has
// already go from `lines`.
void drop_stamped_words(Pix* page, Pix* layer, const std::vector<pipeline::Block>& stamps,
                        std::vector<pipeline::TextLine>& lines);

// Arrival stamps on a page without colours, known by their frame and their labels; they go white on
// `page`, and from its `rules`.
std::vector<pipeline::Block> take_framed_stamps(Pix* page, Pix* rules, int dpi, int milliseconds);

}  // namespace vanthu::ocr
