// headings.h: which columns of a form a table's headings name.
//
// Synonyms are data of the form. Headings may stand in up to three rows, where a merged cell names
// several columns; a heading that is no known one keeps its own text as id. Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "forms/cell_grid.h"
#include "forms/form.h"

namespace vanthu::forms {

struct HeadingMatch {
    std::string id;           // a column of the form, or the heading in small letters
    std::string text;         // as printed
    double confidence = 0;    // 1 = a known heading word for word, 0 = none of the form's
    std::string gender;       // "Nam" or "Nữ" where years of birth stand in two columns
    std::string lowest = {};  // the part right above the cells, as printed
    std::string shared = {};  // the form's column that a heading over several columns names
    std::string tick = {};  // what a cross in the column says: "Nữ", "Tập thể", "Bằng khen"
    bool goes_on = false;   // its cells end those of the column before: one heading over both
};

struct Headings {
    std::vector<HeadingMatch> columns;
    std::size_t first = 0, last = 0;  // rows of the grid, `last` included
    int known = 0;
};

// Nothing when no row among the first few has `least_columns` headings of the table.
std::optional<Headings> find_headings(const CellGrid& grid, const TableDefinition& table);

// Columns named by what stands below them, for a list without headings: its ordinals, names, dates
// of birth; others are "cột 4". Nothing for what does not look like a list.
std::optional<Headings> guess_headings(const CellGrid& grid);

// The row says again what the headings say.
bool repeats(const std::vector<GridCell>& row, const std::vector<std::vector<GridCell>>& headings);

}  // namespace vanthu::forms
