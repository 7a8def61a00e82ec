// missed_lines_sandboxed.h: lines that the layout analysis gave up because a seal or signature lies
// over them.
//
// Looks for rows of letter-sized ink where no word was read and reads each as one line. A row that
// does not read clearly is left out. Uses the worker's engine.
#pragma once

#include <vector>

#include "pipeline/document.h"

struct Pix;

namespace vanthu::ocr {

// `page` is the 8-bit grey raster, `lines` what was read of it.
std::vector<pipeline::TextLine> read_missed_lines(Pix* page, int dpi, int milliseconds,
                                                  const std::vector<pipeline::TextLine>& lines);

// Reads lines of low confidence once more, each by itself, and keeps the clearer reading. Above
// `head_bottom` little doubt is enough: the head of the first page carries the fields.
void reread_weak_lines(Pix* page, int dpi, int milliseconds, int head_bottom,
                       std::vector<pipeline::TextLine>& lines);

}  // namespace vanthu::ocr
