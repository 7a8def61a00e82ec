// numbered_rows_sandboxed.h: rows of a table that no rule parts but whose running numbers do.
//
// Where the rule between two rows of a scan was lost, their numbers stand below each other in one
// cell. They count on from the row above, so each is a row of its own again, and the lines beside
// them go with the nearest. Pure function; tables without running numbers stay as they are.
#pragma once

#include <vector>

#include "pipeline/document.h"

namespace vanthu::formats {

// `cells` of one table, row by row, with their lines read.
void part_numbered_rows(std::vector<pipeline::Block>& cells);

}  // namespace vanthu::formats
