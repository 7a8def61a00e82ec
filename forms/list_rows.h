// list_rows.h: what a row of a list is: a nominee, a group's heading, a sum, a line of numbers.
//
// Pure functions over the cells of one row; the form says which words open a group.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forms/cell_grid.h"
#include "forms/form.h"

namespace vanthu::forms {

struct GroupRow {
    std::string kind;    // "" = a group that says no kind
    bool inner = false;  // a part of a group ("1. Khối trường học"): the kind above goes on
};

std::optional<GroupRow> group_of(const std::vector<GridCell>& row, const TableDefinition& table);

// "Tổng số: 14 trường hợp"; the number, -1 when it says none.
std::optional<int> sum_of(const std::vector<GridCell>& row);

// "(1) (2) (3)": the columns' numbers under the headings.
bool is_column_numbers(const std::vector<GridCell>& row);

bool is_empty(const std::vector<GridCell>& row);

// One cell over all columns, and it is not short: something was merged that should not be.
bool is_one_cell(const std::vector<GridCell>& row);

// A spreadsheet would take the text for a formula.
bool looks_like_formula(const std::string& text);

}  // namespace vanthu::forms
