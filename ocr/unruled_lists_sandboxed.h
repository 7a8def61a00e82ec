// unruled_lists_sandboxed.h: a list of numbered rows on a scan without any rule.
//
// Its running numbers tell the rows, also those that were misread or not seen; the white between
// runs of ink tells the columns; the lines themselves tell how the sheet leans. What was read is
// wiped from the page. One thread (the engine's).
#pragma once

#include <vector>

#include "formats/image_sandboxed.h"
#include "formats/unruled_tables_sandboxed.h"
#include "ocr/straight_rules_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

// Blocks of kind TableCell, row by row; none where there is no such list.
std::vector<pipeline::Block> take_unruled_list(Pix* grey, Straightening sheet, int dpi, int table,
                                               formats::ListMay may, int milliseconds);

}  // namespace vanthu::ocr
