#include "formats/word_columns_sandboxed.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace vanthu::formats {
namespace {

using pipeline::Block;
using pipeline::Box;

// Of the word height: less is a space. Fonts have one height, recognised words that of their ink.
constexpr double kFontGap = 0.36, kInkGap = 0.5;
constexpr double kLeastGutter = 0.04;  // inches
constexpr double kWideRun = 0.45;      // of the table: a group's heading, no cell
constexpr double kCrossing = 0.04;     // of the runs may stand in a gutter

// The first and last column a run stands in.
std::pair<std::size_t, std::size_t> columns_of(const WordRun& run,
                                               const std::vector<double>& edges) {
    const auto column = [&](double x) {
        const auto after = std::upper_bound(edges.begin() + 1, edges.end() - 1, x);
        return static_cast<std::size_t>(after - edges.begin() - 1);
    };
    const double inset = 0.15 * run.box.height();
    const std::size_t first = column(run.box.left + inset);
    return {first, std::max(first, column(run.box.right - inset))};
}

Block cell_of(int table, int row, std::size_t column, int row_span, std::size_t columns,
              const std::vector<double>& edges, double top, double bottom,
              std::vector<PlacedWord> words) {
    Block cell;
    cell.kind = Block::Kind::TableCell;
    cell.table = table;
    cell.row = row;
    cell.column = static_cast<int>(column);
    cell.row_span = row_span;
    cell.column_span = static_cast<int>(columns);
    cell.box = {static_cast<int>(std::lround(edges[column])), static_cast<int>(std::lround(top)),
                static_cast<int>(std::lround(edges[column + columns])),
                static_cast<int>(std::lround(bottom))};
    cell.lines = lines_of(std::move(words));
    return cell;
}

}  // namespace

std::vector<WordRun> runs_of(std::vector<PlacedWord> words) {
    std::vector<WordRun> runs;
    // lines_of forgets which words were bold, so runs are made of what it puts side by side.
    for (const pipeline::TextLine& line : lines_of(std::move(words))) {
        std::vector<int> heights;
        for (const pipeline::Word& word : line.words)
            heights.push_back(word.box.height());
        std::sort(heights.begin(), heights.end());
        const bool font = heights.size() > 1 && heights.back() - heights.front() <= 1;
        const double gap = (font ? kFontGap : kInkGap) * std::max(1, heights[heights.size() / 2]);
        for (const pipeline::Word& word : line.words) {
            if (runs.empty() || &word == &line.words.front() ||
                word.box.left - runs.back().box.right > gap)
                runs.emplace_back();
            runs.back().box = united(runs.back().box, word.box);
            runs.back().words.push_back({word, line.bold, line.italic});
        }
    }
    return runs;
}

std::vector<double> column_edges(const std::vector<WordRun>& runs, double inch) {
    if (runs.size() < 6) return {};
    int left = runs.front().box.left, right = 0;
    for (const WordRun& run : runs) {
        left = std::min(left, run.box.left);
        right = std::max(right, run.box.right);
    }
    const double step = inch / 100;
    const auto size = static_cast<std::size_t>((right - left) / step) + 2;
    if (size < 10 || size > 100'000) return {};
    std::vector<int> standing(size, 0);
    int counted = 0;
    for (const WordRun& run : runs) {
        if (run.box.width() > kWideRun * (right - left)) continue;
        ++counted;
        for (auto x = static_cast<std::size_t>((run.box.left - left) / step);
             x <= static_cast<std::size_t>((run.box.right - left) / step) && x < size; ++x)
            ++standing[x];
    }
    const int few = static_cast<int>(kCrossing * counted);
    std::vector<double> edges{static_cast<double>(left)};
    for (std::size_t x = 0; x < size;) {
        if (standing[x] > few) {
            ++x;
            continue;
        }
        std::size_t end = x;
        while (end < size && standing[end] <= few)
            ++end;
        if (x > 0 && end < size && static_cast<double>(end - x) * step >= kLeastGutter * inch)
            edges.push_back(left + static_cast<double>(x + end) * step / 2);
        x = end;
    }
    edges.push_back(right + 1.0);
    return edges;
}

int put_row(const std::vector<WordRun>& runs, const std::vector<double>& edges, int table, int row,
            double top, double bottom, std::vector<Block>& cells) {
    const std::size_t columns = edges.size() - 1;
    std::vector<std::vector<PlacedWord>> own(columns);
    std::vector<std::size_t> lowest(columns, 0);  // where runs of one column stand
    std::vector<const WordRun*> wide;
    for (const WordRun& run : runs) {
        const auto [first, last] = columns_of(run, edges);
        if (first == last) {
            own[first].insert(own[first].end(), run.words.begin(), run.words.end());
            lowest[first] =
                std::max(lowest[first], static_cast<std::size_t>(std::max(0, run.box.bottom)));
        } else {
            wide.push_back(&run);
        }
    }
    // Over cells of their own, as "Thông tin cá nhân" over "Ngày sinh" and "Giới tính".
    std::vector<bool> below(columns, false);
    bool heads = false;
    for (const WordRun* run : wide) {
        const auto [first, last] = columns_of(*run, edges);
        bool over = true;
        for (std::size_t column = first; column <= last; ++column)
            over = over && !own[column].empty() &&
                   lowest[column] > static_cast<std::size_t>(std::max(0, run->box.bottom));
        if (!over) continue;
        heads = true;
        for (std::size_t column = first; column <= last; ++column)
            below[column] = true;
        cells.push_back(cell_of(table, row, first, 1, last - first + 1, edges, top, run->box.bottom,
                                run->words));
    }
    std::vector<std::size_t> until(columns);  // the last column merged with this one
    for (std::size_t column = 0; column < columns; ++column)
        until[column] = column;
    for (const WordRun* run : wide) {
        const auto [first, last] = columns_of(*run, edges);
        if (below[first] && below[last]) continue;
        for (std::size_t column = first; column <= last; ++column)
            until[column] = std::max(until[column], last);
        own[first].insert(own[first].end(), run->words.begin(), run->words.end());
    }
    for (std::size_t column = 0; column < columns;) {
        std::size_t last = until[column];
        std::vector<PlacedWord> words = std::move(own[column]);
        for (std::size_t other = column + 1; other <= last && other < columns; ++other) {
            last = std::max(last, until[other]);
            words.insert(words.end(), own[other].begin(), own[other].end());
        }
        const int at = below[column] ? row + 1 : row;
        cells.push_back(cell_of(table, at, column, heads && !below[column] ? 2 : 1,
                                last - column + 1, edges, top, bottom, std::move(words)));
        column = last + 1;
    }
    return heads ? 2 : 1;
}

}  // namespace vanthu::formats
