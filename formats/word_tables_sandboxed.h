// word_tables_sandboxed.h: tables out of words with boxes, by rules where there are some.
//
// For pages that know their text and for recognised pages alike: nothing is read here, words are
// only put into cells. Without rules down the columns are found by the white between them. Words of
// a table are taken out of the list. Pure functions.
#pragma once

#include <vector>

#include "formats/lines_sandboxed.h"
#include "formats/rule_grid.h"
#include "pipeline/document.h"

namespace vanthu::formats {

// Blocks of kind TableCell, row by row, tables numbered from `first`. `inch` is in pixels, as the
// words and grids are.
std::vector<pipeline::Block> take_tables(std::vector<PlacedWord>& words,
                                         std::vector<RuleGrid> grids, double inch, int first = 0);

}  // namespace vanthu::formats
