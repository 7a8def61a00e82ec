#include "formats/word_tables_sandboxed.h"

#include <algorithm>
#include <cmath>
#include <optional>
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

// Rows are what lies between two rules across.
bool put_across(const std::vector<PlacedWord>& words, const RuleGrid& grid, double inch, int table,
                std::vector<Block>& cells) {
    const std::vector<double> edges = column_edges(runs_of(words), inch);
    if (edges.size() < 4) return false;
    int row = 0;
    for (std::size_t i = 0; i + 1 < grid.ys.size(); ++i) {
        std::vector<PlacedWord> inside;
        for (const PlacedWord& placed : words)
            if (index_of(grid.ys, middle_y(placed.word.box)) == static_cast<int>(i))
                inside.push_back(placed);
        row += put_row(runs_of(std::move(inside)), edges, table, row, grid.ys[i], grid.ys[i + 1],
                       cells);
    }
    return true;
}

// A running number at the beginning of a row.
struct Ordinal {
    int value = 0;
    Box box;
};

std::optional<int> number_in(const WordRun& run) {
    if (run.words.size() != 1) return std::nullopt;
    std::string text = run.words.front().word.text;
    while (!text.empty() && (text.back() == '.' || text.back() == ')'))
        text.pop_back();
    if (text.empty() || text.size() > 3) return std::nullopt;
    for (const char c : text)
        if (c < '0' || c > '9') return std::nullopt;
    return std::stoi(text);
}

// The longest column of numbers that count up, begun anew now and then.
std::vector<Ordinal> ordinals_of(const std::vector<WordRun>& runs, double inch) {
    std::vector<Ordinal> all, best;
    for (const WordRun& run : runs)
        if (const auto number = number_in(run)) all.push_back({*number, run.box});
    std::sort(all.begin(), all.end(),
              [](const Ordinal& a, const Ordinal& b) { return middle_y(a.box) < middle_y(b.box); });
    for (const Ordinal& start : all) {
        std::vector<Ordinal> chain;
        for (const Ordinal& next : all) {
            if (std::abs(middle_x(next.box) - middle_x(start.box)) > 0.12 * inch) continue;
            if (chain.empty() ? next.value == start.value
                              : next.value == chain.back().value + 1 || next.value == 1)
                chain.push_back(next);
        }
        if (chain.size() > best.size()) best = std::move(chain);
    }
    return best;
}

// "II. CÁ NHÂN", "Tổng số: 14": lines between the numbered rows.
bool opens_line(const WordRun& run) {
    const std::string& word = run.words.front().word.text;
    if (word == "Tổng" || word == "Cộng" || word == "Cộng:" || word == "TỔNG") return true;
    const std::size_t end = word.find_last_not_of(".)");
    if (end == std::string::npos || end > 3) return false;
    const std::string mark = word.substr(0, end + 1);
    return mark.find_first_not_of("IVX") == std::string::npos ||
           (mark.size() == 1 && mark[0] >= 'A' && mark[0] <= 'H');
}

// Where rows and the lines between them stand, from the first number on.
std::vector<Box> anchors_of(const std::vector<Ordinal>& ordinals, const std::vector<WordRun>& runs,
                            double inch) {
    std::vector<Box> anchors;
    for (const Ordinal& ordinal : ordinals)
        anchors.push_back(ordinal.box);
    const double left = ordinals.front().box.left - 0.25 * inch;
    const double right = ordinals.front().box.right + 0.25 * inch;
    const double first = ordinals.front().box.top - 0.5 * inch;
    for (const WordRun& run : runs) {
        const bool at_left = run.box.left > left && run.box.left < right;
        const bool alone = std::none_of(runs.begin(), runs.end(), [&](const WordRun& other) {
            return other.box.right < run.box.left && middle_y(other.box) > run.box.top &&
                   middle_y(other.box) < run.box.bottom;
        });
        if (opens_line(run) && (at_left || alone) && run.box.top > first &&
            run.box.top < ordinals.back().box.bottom + 2 * inch)
            anchors.push_back(run.box);
    }
    std::sort(anchors.begin(), anchors.end(),
              [](const Box& a, const Box& b) { return middle_y(a) < middle_y(b); });
    return anchors;
}

// The middle of the widest white between two heights.
double white_between(const std::vector<WordRun>& runs, double from, double to) {
    std::vector<std::pair<double, double>> spans;
    for (const WordRun& run : runs)
        if (run.box.bottom > from && run.box.top < to)
            spans.emplace_back(run.box.top, run.box.bottom);
    std::sort(spans.begin(), spans.end());
    double best = (from + to) / 2, widest = -1e9, reached = from;
    for (const auto& [top, bottom] : spans) {
        if (top - reached > widest && reached > from) {
            widest = top - reached;
            best = (top + reached) / 2;
        }
        reached = std::max(reached, bottom);
    }
    return best;
}

}  // namespace

std::vector<Block> take_tables(std::vector<PlacedWord>& words, const std::vector<RuleGrid>& grids,
                               double inch, int first) {
    constexpr std::size_t kLeastWords = 6;
    std::vector<Block> cells;
    int table = first;
    for (const RuleGrid& grid : grids) {
        const double slack = grid.has_columns ? 0 : inch / 10;
        std::vector<PlacedWord> inside = taken(words, grid.xs.front() - slack, grid.ys.front(),
                                               grid.xs.back() + slack, grid.ys.back());
        const std::size_t before = cells.size();
        if (inside.size() >= kLeastWords && grid.has_columns)
            put_ruled(inside, grid, table, cells);
        else if (inside.size() >= kLeastWords)
            put_across(inside, grid, inch, table, cells);
        if (cells.size() > before)
            ++table;
        else
            words.insert(words.end(), inside.begin(), inside.end());
    }
    return cells;
}

std::vector<Block> take_unruled_tables(std::vector<PlacedWord>& words, double inch, int first) {
    constexpr std::size_t kLeastRows = 3;
    std::vector<Block> cells;
    const std::vector<WordRun> runs = runs_of(words);
    const std::vector<Ordinal> ordinals = ordinals_of(runs, inch);
    if (ordinals.size() < kLeastRows) return cells;
    const std::vector<Box> anchors = anchors_of(ordinals, runs, inch);
    std::vector<double> cuts;  // between rows
    for (std::size_t i = 1; i < anchors.size(); ++i)
        cuts.push_back(white_between(runs, middle_y(anchors[i - 1]), middle_y(anchors[i])));
    // The first row reaches as far up as it does down, at most; the headings stand above it.
    const double reach = cuts.front() - middle_y(anchors.front());
    const double top = white_between(runs, middle_y(anchors.front()) - reach - 0.12 * inch,
                                     middle_y(anchors.front()));
    const double last = middle_y(anchors.back());
    const double least = cuts.back(), below = last + (last - least) + 0.06 * inch;
    const double bottom = white_between(runs, last, std::max(below, last + 0.3 * inch));
    // Headings: lines close above each other.
    double heading = top;
    for (bool grown = true; grown;) {
        grown = false;
        for (const WordRun& run : runs)
            if (run.box.top < heading && run.box.bottom > heading - 0.12 * inch &&
                run.box.top > top - 1.2 * inch) {
                heading = run.box.top - 1;
                grown = true;
            }
    }
    std::vector<WordRun> body;
    for (const WordRun& run : runs)
        if (middle_y(run.box) > heading && middle_y(run.box) < bottom) body.push_back(run);
    const std::vector<double> edges = column_edges(body, inch);
    if (edges.size() < 4) return cells;
    cuts.insert(cuts.begin(), top);
    cuts.insert(cuts.begin(), heading);
    cuts.push_back(bottom);
    std::vector<PlacedWord> inside =
        taken(words, edges.front() - 1, heading, edges.back() + 1, bottom);
    int row = 0;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        std::vector<PlacedWord> own;
        for (const PlacedWord& placed : inside)
            if (middle_y(placed.word.box) > cuts[i] && middle_y(placed.word.box) <= cuts[i + 1])
                own.push_back(placed);
        if (!own.empty())
            row += put_row(runs_of(std::move(own)), edges, first, row, cuts[i], cuts[i + 1], cells);
    }
    return cells;
}

}  // namespace vanthu::formats
