// ruled_tables_sandboxed.h: tables drawn with rules, read cell by cell.
//
// Layout analysis of a whole page runs neighbouring cells together and reads a table column by
// column; the rules say better what belongs together. Rules may lean, be broken or be missing at
// the sides. What was read is wiped from the page, rules and all. Lists without rules down are
// word_tables_sandboxed.h's. Not for grids of handwriting; one thread (the engine's).
#pragma once

#include <vector>

#include "formats/image_sandboxed.h"
#include "formats/unruled_tables_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

using formats::PixPtr;

struct RuledCell {
    pipeline::Box box;  // inside its rules
    int row = 0, column = 0, row_span = 1, column_span = 1;
};

struct RuledTable {
    pipeline::Box box;
    std::vector<RuledCell> cells;  // row by row
    double fall = 0;               // of the rules across, pixels per pixel to the right
    PixPtr rules;                  // depth 1, as large as box
};

// From top to bottom; `rules` is what rules_of gives.
std::vector<RuledTable> find_ruled_tables(Pix* rules, int dpi);

// Blocks of kind TableCell, row by row, tables numbered from 0; they go white on `grey`.
std::vector<pipeline::Block> take_ruled_tables(Pix* grey, Pix* rules, int dpi, formats::ListMay may,
                                               int milliseconds);

}  // namespace vanthu::ocr
