// word_columns_sandboxed.h: columns of words that no rule parts, by the white between them.
//
// A run is what stands on one line without a gap that could part columns. Pure functions.
#pragma once

#include <cstddef>
#include <vector>

#include "formats/lines_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::formats {

struct WordRun {
    std::vector<PlacedWord> words;
    pipeline::Box box;
};

std::vector<WordRun> runs_of(std::vector<PlacedWord> words);

// Edges between columns from left to right, the outermost included; fewer than three when there are
// no columns.
std::vector<double> column_edges(const std::vector<WordRun>& runs, double inch);

// The cells of one row: runs that stand over several columns are merged cells. Above a row of
// single cells a merged one is a row of its own, as headings have it. Gives the number of rows.
int put_row(const std::vector<WordRun>& runs, const std::vector<double>& edges, int table, int row,
            double top, double bottom, std::vector<pipeline::Block>& cells);

}  // namespace vanthu::formats
