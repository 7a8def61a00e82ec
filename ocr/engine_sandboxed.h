// engine_sandboxed.h: the one warm Tesseract engine of a page worker.
//
// Loaded at the first use and kept. Vietnamese only: adding another language is slower and reads
// worse. One per process, one thread.
#pragma once

#include <functional>
#include <vector>

#include "pipeline/document.h"

struct Pix;

namespace vanthu::ocr {

enum class Layout {
    Page,
    Block,
    Line,
    Sparse,
    Strip
};  // columns; lines of one block; one line; words anywhere; one line and nothing else

// Lines with words in pixels of `pix` (8-bit grey or bilevel); Error(Timeout) when `milliseconds`
// do not suffice.
std::vector<pipeline::TextLine> read_lines(Pix* pix, int dpi, Layout layout, int milliseconds);

// The same inside `area` alone.
std::vector<pipeline::TextLine> read_lines(Pix* pix, int dpi, Layout layout, int milliseconds,
                                           const pipeline::Box& area);

// The lines of a page in columns. `late` is asked before each line; once it says yes the rest stays
// unread, and what was read until then is the answer.
struct PageLines {
    std::vector<pipeline::TextLine> lines;
    bool complete = true;
};
PageLines read_page(Pix* pix, int dpi, const std::function<bool()>& late);

// Mean confidence of the words of two letters and more, 0 when there are hardly any.
double mean_confidence(const std::vector<pipeline::TextLine>& lines);

}  // namespace vanthu::ocr
