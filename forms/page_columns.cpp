#include "forms/page_columns.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace vanthu::forms {
namespace {

std::optional<std::size_t> place_of(const ColumnPlace& column,
                                    const std::vector<ColumnPlace>& places) {
    std::optional<std::size_t> best;
    int most = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const int shared =
            std::min(column.right, places[i].right) - std::max(column.left, places[i].left);
        if (shared > most) {
            most = shared;
            best = i;
        }
    }
    return best;
}

}  // namespace

std::vector<ColumnPlace> column_places(const CellGrid& grid) {
    std::vector<ColumnPlace> places(static_cast<std::size_t>(grid.columns));
    for (const auto& row : grid.rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            const GridCell& cell = row[i];
            if (cell.page == 0 || cell.column_span > 1 || cell.box.empty()) continue;
            ColumnPlace& place = places[i];
            const bool known = place.right > place.left;
            place.left = known ? std::min(place.left, cell.box.left) : cell.box.left;
            place.right = known ? std::max(place.right, cell.box.right) : cell.box.right;
        }
    return places;
}

CellGrid laid_on(const std::vector<ColumnPlace>& places, const CellGrid& grid) {
    if (!grid.on_paper || static_cast<std::size_t>(grid.columns) > places.size()) return grid;
    std::vector<std::size_t> at;
    for (const ColumnPlace& column : column_places(grid)) {
        const auto place = place_of(column, places);
        if (!place || (!at.empty() && *place <= at.back())) return grid;
        at.push_back(*place);
    }
    CellGrid laid = grid;
    laid.columns = static_cast<int>(places.size());
    for (auto& row : laid.rows) {
        std::vector<GridCell> cells(places.size());
        for (std::size_t i = 0; i < row.size(); ++i) {
            const bool merged = i + 1 < row.size() && row[i].column_span > 1 &&
                                row[i + 1].column_span > 1 && row[i + 1].box == row[i].box;
            const std::size_t last = merged ? at[i + 1] : at[i] + 1;
            for (std::size_t k = at[i]; k < last; ++k)
                cells[k] = row[i];
        }
        row = std::move(cells);
    }
    return laid;
}

}  // namespace vanthu::forms
