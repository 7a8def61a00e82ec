// page_columns.h: the columns of a list on the pages behind its first.
//
// Where neither rules nor headings show them, a page tells only of the columns that are filled on
// it. A list's columns stand at the same places on every page, so a grid is laid on the columns of
// the page with the headings. Pure functions.
#pragma once

#include <vector>

#include "forms/cell_grid.h"

namespace vanthu::forms {

struct ColumnPlace {
    int left = 0, right = 0;  // empty where no cell of its own shows it
};

// By the cells that stand in one column only.
std::vector<ColumnPlace> column_places(const CellGrid& grid);

// The grid with as many columns as `places`, each of its own put where it stands. The grid as it is
// when a column fits nowhere or two fit to one place.
CellGrid laid_on(const std::vector<ColumnPlace>& places, const CellGrid& grid);

}  // namespace vanthu::forms
