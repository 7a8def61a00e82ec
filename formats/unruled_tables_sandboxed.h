// unruled_tables_sandboxed.h: lists of numbered rows that no rule parts, out of words with boxes.
//
// Rows are told apart by their running numbers and the white around them, columns by the white that
// goes down through the rows. Words of the list are taken out. Pure functions.
#pragma once

#include <vector>

#include "formats/lines_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::formats {

// On a page behind the first a list may end with a single row.
enum class ListMay { Begin, GoOn };

// One table numbered `first` as blocks of kind TableCell, row by row, or none. `inch` is in pixels,
// as the words are.
std::vector<pipeline::Block> take_unruled_tables(std::vector<PlacedWord>& words, double inch,
                                                 int first = 0, ListMay may = ListMay::Begin);

}  // namespace vanthu::formats
