#include "formats/word_tables_sandboxed.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "formats/word_columns_sandboxed.h"

namespace vanthu::formats {
namespace {

using pipeline::Block;
using pipeline::Box;

double middle_x(const Box& box) {
    return (box.left + box.right) / 2.0;
}

double middle_y(const Box& box) {
    return (box.top + box.bottom) / 2.0;
}

std::vector<PlacedWord> taken(std::vector<PlacedWord>& words, double left, double top, double right,
                              double bottom) {
    const auto outside = [&](const PlacedWord& placed) {
        const double x = middle_x(placed.word.box), y = middle_y(placed.word.box);
        return x < left || x > right || y < top || y > bottom;
    };
    const auto split = std::stable_partition(words.begin(), words.end(), outside);
    std::vector<PlacedWord> result(std::make_move_iterator(split),
                                   std::make_move_iterator(words.end()));
    words.erase(split, words.end());
    return result;
}

int index_of(const std::vector<double>& edges, double value) {
    const auto after = std::upper_bound(edges.begin() + 1, edges.end() - 1, value);
    return static_cast<int>(after - edges.begin()) - 1;
}

void put_ruled(std::vector<PlacedWord> words, const RuleGrid& grid, int table,
               std::vector<Block>& cells) {
    const auto rows = grid.ys.size() - 1, columns = grid.xs.size() - 1;
    std::vector<std::size_t> owner(rows * columns, 0);
    for (std::size_t i = 0; i < grid.cells.size(); ++i) {
        const GridPlace& place = grid.cells[i];
        for (int row = place.row; row < place.row + place.row_span; ++row)
            for (int column = place.column; column < place.column + place.column_span; ++column)
                owner[static_cast<std::size_t>(row) * columns + static_cast<std::size_t>(column)] =
                    i;
    }
    std::vector<std::vector<PlacedWord>> own(grid.cells.size());
    for (PlacedWord& placed : words) {
        const auto row = static_cast<std::size_t>(index_of(grid.ys, middle_y(placed.word.box)));
        const auto column = static_cast<std::size_t>(index_of(grid.xs, middle_x(placed.word.box)));
        own[owner[row * columns + column]].push_back(std::move(placed));
    }
    for (std::size_t i = 0; i < grid.cells.size(); ++i) {
        const GridPlace& place = grid.cells[i];
        const auto edge = [](const std::vector<double>& edges, int at) {
            return static_cast<int>(std::lround(edges[static_cast<std::size_t>(at)]));
        };
        Block cell;
        cell.kind = Block::Kind::TableCell;
        cell.table = table;
        cell.row = place.row;
        cell.column = place.column;
        cell.row_span = place.row_span;
        cell.column_span = place.column_span;
        cell.box = {edge(grid.xs, place.column), edge(grid.ys, place.row),
                    edge(grid.xs, place.column + place.column_span),
                    edge(grid.ys, place.row + place.row_span)};
        cell.lines = lines_of(std::move(own[i]));
        cells.push_back(std::move(cell));
    }
}

// Of a column, the share that a rule across covers.
double covered(const std::vector<std::pair<double, double>>& spans, double from, double to) {
    double sum = 0;
    for (const auto& [a, b] : spans)
        sum += std::max(0.0, std::min(b, to) - std::max(a, from));
    return to > from ? sum / (to - from) : 0;
}

// The headings stand above the first numbered row; of a list without numbers they are the first.
// A single text there is the heading of a group.
void mark_headings(std::vector<RunRow>& rows) {
    const auto first = std::find_if(rows.begin(), rows.end(), [](const RunRow& row) {
        const auto run = std::min_element(
            row.runs.begin(), row.runs.end(),
            [](const WordRun& a, const WordRun& b) { return a.box.left < b.box.left; });
        if (run == row.runs.end()) return false;
        const char begin = run->words.front().word.text.front();
        return begin >= '0' && begin <= '9';
    });
    const auto end = first != rows.end() ? first : rows.begin() + (rows.empty() ? 0 : 1);
    std::for_each(rows.begin(), end, [](RunRow& row) { row.heading = row.runs.size() > 1; });
}

// Rows are what lies between two rules across.
bool put_across(const std::vector<PlacedWord>& words, const RuleGrid& grid, double inch, int table,
                std::vector<Block>& cells) {
    std::vector<RunRow> rows;
    for (std::size_t i = 0; i + 1 < grid.ys.size(); ++i)
        rows.push_back({grid.ys[i], grid.ys[i + 1], false, {}});
    for (WordRun& run : runs_of(words))
        rows[static_cast<std::size_t>(index_of(grid.ys, middle_y(run.box)))].runs.push_back(
            std::move(run));
    mark_headings(rows);
    const std::vector<double> edges = column_edges(rows, inch);
    if (edges.size() < 4) return false;
    const std::size_t begin = cells.size();
    int at = 0;
    for (const RunRow& row : rows)
        at += put_row(row, edges, table, at, cells);
    merge_down(cells, begin, grid.ys, [&](std::size_t y, const Block& below) {
        constexpr double kParted = 0.4;
        return covered(grid.across[y], below.box.left, below.box.right) < kParted;
    });
    return true;
}

}  // namespace

std::vector<Block> take_tables(std::vector<PlacedWord>& words, std::vector<RuleGrid> grids,
                               double inch, int first) {
    // A single line between two of them that is the heading of a group.
    join_stacked(grids, inch, [&](const RuleGrid& above, const RuleGrid& below) {
        std::vector<PlacedWord> between;
        for (const PlacedWord& placed : words) {
            const double x = middle_x(placed.word.box), y = middle_y(placed.word.box);
            if (y > above.ys.back() && y < below.ys.front() && x > above.xs.front() &&
                x < above.xs.back())
                between.push_back(placed);
        }
        const std::vector<WordRun> runs = runs_of(std::move(between));
        return !runs.empty() && begins_group(runs.front()) &&
               runs.back().box.top < runs.front().box.bottom;
    });
    constexpr std::size_t kLeastWords = 6;
    // As wide as another one: a part of the same table, be it as small as a group's heading.
    const auto is_part = [&](const RuleGrid& grid) {
        return std::any_of(grids.begin(), grids.end(), [&](const RuleGrid& other) {
            return &other != &grid && other.has_columns && grid.has_columns &&
                   std::abs(other.xs.front() - grid.xs.front()) < inch / 20 &&
                   std::abs(other.xs.back() - grid.xs.back()) < inch / 20;
        });
    };
    std::vector<Block> cells;
    int table = first;
    for (const RuleGrid& grid : grids) {
        const double slack = grid.has_columns ? 0 : inch / 10;
        std::vector<PlacedWord> inside = taken(words, grid.xs.front() - slack, grid.ys.front(),
                                               grid.xs.back() + slack, grid.ys.back());
        const std::size_t before = cells.size();
        if (grid.has_columns && (inside.size() >= kLeastWords || is_part(grid)))
            put_ruled(inside, grid, table, cells);
        else if (!grid.has_columns && inside.size() >= kLeastWords)
            put_across(inside, grid, inch, table, cells);
        for (std::size_t i = before; i < cells.size(); ++i)
            join_broken_numbers(cells[i], inch);
        if (cells.size() > before)
            ++table;
        else
            words.insert(words.end(), inside.begin(), inside.end());
    }
    return cells;
}

}  // namespace vanthu::formats
