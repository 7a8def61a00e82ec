// white_tables_sandboxed.h: tables of scans whose columns no rule parts.
//
// Rules across part the rows, the white between runs of ink the columns; then each cell is read by
// itself, for a reader of whole pages runs neighbouring cells together. What was read is wiped from
// the page. One thread (the engine's).
#pragma once

#include <vector>

#include "formats/image_sandboxed.h"
#include "formats/unruled_tables_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

// Blocks of kind TableCell, row by row, tables numbered from `first`; they go white on `grey`.
// `rules` is what rules_of gives.
std::vector<pipeline::Block> take_white_tables(Pix* grey, Pix* rules, int dpi, int first,
                                               formats::ListMay may, int milliseconds);

}  // namespace vanthu::ocr
