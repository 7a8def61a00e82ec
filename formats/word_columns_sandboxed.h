// word_columns_sandboxed.h: columns of words that no rule parts, by the white between them.
//
// A run is what stands on one line without a gap that could part columns. Columns are found by the
// rows as a whole: white that stays white from row to row parts them, what crosses it in a few rows
// (a merged cell, the heading of a group) does not close it; headings tell of columns that are
// empty. The same for words of a text layer and recognised ones. Pure functions.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "formats/lines_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::formats {

struct WordRun {
    std::vector<PlacedWord> words;
    pipeline::Box box;
};

// From top to bottom, those of one height from left to right.
std::vector<WordRun> runs_of(std::vector<PlacedWord> words);

// Runs from one height to another; `heading` when the words name columns.
struct RunRow {
    double top = 0, bottom = 0;
    bool heading = false;
    std::vector<WordRun> runs;
};

// Edges between columns from left to right, the outermost included; fewer than three when there are
// no columns.
std::vector<double> column_edges(const std::vector<RunRow>& rows, double inch);

// "II. CÁ NHÂN": the mark of a group's heading.
bool begins_group(const WordRun& run);

// The first and last column a run stands in.
struct ColumnSpan {
    std::size_t first = 0, last = 0;
};
ColumnSpan columns_of(const WordRun& run, const std::vector<double>& edges);

// The cells of one row: runs that stand over several columns are merged cells. Above a row of
// single cells a merged one is a row of its own, as headings have it. Gives the number of rows.
int put_row(const RunRow& row, const std::vector<double>& edges, int table, int at,
            std::vector<pipeline::Block>& cells);

// Cells from `begin` on that go on below one of `ys`: asked for each cell that begins there.
void merge_down(std::vector<pipeline::Block>& cells, std::size_t begin,
                const std::vector<double>& ys,
                const std::function<bool(std::size_t y, const pipeline::Block& below)>& goes_on);

// A number too long for its cell goes on in the next line: its halves are one word again.
void join_broken_numbers(pipeline::Block& cell, double inch);

}  // namespace vanthu::formats
