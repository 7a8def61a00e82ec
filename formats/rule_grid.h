// rule_grid.h: from the rules of a table to its cells.
//
// Takes straight strokes across and down in any unit, as a PDF draws them or as they were found on
// a scan and straightened, and says which cells they part. Rules may be broken, and those at the
// left and right may be missing; where a rule is missing inside, cells are merged. Pure functions;
// what stands in the cells is not its concern.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "formats/merged_cells.h"

namespace vanthu::formats {

struct Rule {
    double at = 0;            // y of a rule across, x of a rule down
    double from = 0, to = 0;  // along it
};

struct Rules {
    std::vector<Rule> across, down;
};

struct RuleGrid {
    std::vector<double> xs, ys;    // edges; cells lie between neighbours
    std::vector<GridPlace> cells;  // row by row
    bool has_columns = true;       // false: only rules across, `xs` are the table's sides
    std::vector<std::vector<std::pair<double, double>>>
        across;  // then: where each of `ys` is drawn
};

// Tables of the same columns close below each other are one where `joins(above, below)` says so: a
// group's heading in a row without rules down and without sides joins nothing. What stands between
// them is a row of one cell.
void join_stacked(std::vector<RuleGrid>& grids, double inch,
                  const std::function<bool(const RuleGrid&, const RuleGrid&)>& joins);

// From top to bottom. `inch` is the length of one; nearer than a sixth of it no two rows stand.
std::vector<RuleGrid> grids_of(const Rules& rules, double inch);

}  // namespace vanthu::formats
