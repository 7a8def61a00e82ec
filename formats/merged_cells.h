// merged_cells.h: which places of a grid are one cell, by the rules that are drawn between them.
//
// What is merged is a rectangle. Where it would not be, a rule was lost: the place that mends it
// with the fewest strokes is parted again, the one that is drawn most of those; failing that the
// smallest rectangle around it is one cell. Pure functions.
#pragma once

#include <cstddef>
#include <vector>

namespace vanthu::formats {

struct GridPlace {
    int row = 0, column = 0, row_span = 1, column_span = 1;
};

// Of each place the share of its edge that is drawn, row by row.
struct GridEdges {
    std::size_t rows = 0, columns = 0;
    std::vector<double> below, beside;  // to the next row, to the next column
};

// Row by row. An edge is there where at least these shares of it are drawn.
std::vector<GridPlace> merged_cells(const GridEdges& edges, double least_below,
                                    double least_beside);

}  // namespace vanthu::formats
