// doubtful_lines_sandboxed.h: lines that read badly, looked at again one by one.
//
// Each is cut out along its own slope and as high as its letters, so that nothing of its neighbours
// comes along, and read up to three times; each word is the one that most readings have. What they
// disagree on is less sure than before, and a number that changed is never sure. Lines of the head
// and lines with numbers are looked at for little doubt, others only where they hardly read. One
// engine per process, one thread.
#pragma once

#include <vector>

#include "pipeline/document.h"

struct Pix;

namespace vanthu::ocr {

// Above `head_bottom` stands the head of a first page.
void reread_doubtful_lines(Pix* page, int dpi, int milliseconds, int head_bottom,
                           std::vector<pipeline::TextLine>& lines);

}  // namespace vanthu::ocr
