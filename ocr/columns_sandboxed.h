// columns_sandboxed.h: a second look at a dispatch's head and foot, column by column.
//
// The issuer's names stand beside the national title, the list of recipients beside the signing
// block, each in a print and with a spacing of its own; read as one, lines of the two sides tear
// each other apart. Where a line there is doubtful its column is read by itself, and a line that
// reads more clearly takes the place of what it covers. Numbers of the head are left alone: they
// may be written by hand. One engine per process, one thread.
#pragma once

#include <vector>

#include "pipeline/document.h"

struct Pix;

namespace vanthu::ocr {

enum class Sheet { First, Later };

void reread_columns(Pix* page, int dpi, int milliseconds, Sheet sheet,
                    std::vector<pipeline::TextLine>& lines);

}  // namespace vanthu::ocr
