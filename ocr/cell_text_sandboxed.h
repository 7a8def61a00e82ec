// cell_text_sandboxed.h: what stands in the cells of a scanned table.
//
// A cell holds a word or two, too few to tell how high its letters are or whether a stroke is a
// digit. So the lines of a cell are put side by side on one strip, feet on one height, and read as
// one long line; the smallest cells of a column share a strip. What reads badly there is read once
// more by itself. `grey` has no rules any more where cells lie. One thread (the engine's); which
// cells there are is not its concern.
#pragma once

#include <vector>

#include "formats/image_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

constexpr int kLetterInk = 178;  // darker than this is a letter, a faint one too

// The lines of each cell, from top to bottom. `cells` in reading order.
std::vector<std::vector<pipeline::TextLine>> read_cells(Pix* grey,
                                                        const std::vector<pipeline::Box>& cells,
                                                        int dpi, int milliseconds);

}  // namespace vanthu::ocr
