#include "formats/numbered_rows_sandboxed.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <utility>

namespace vanthu::formats {
namespace {

using pipeline::Block;
using pipeline::TextLine;

// The number that a line is, 0 when it is none.
int number_in(const TextLine& line) {
    if (line.words.size() != 1) return 0;
    std::string text = line.words.front().text;
    while (!text.empty() && (text.back() == '.' || text.back() == ')'))
        text.pop_back();
    const bool digits =
        !text.empty() && text.size() <= 3 &&
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits ? std::atoi(text.c_str()) : 0;
}

bool counts_up(const Block& cell) {
    if (cell.lines.size() < 2 || cell.row_span != 1 || cell.column_span != 1) return false;
    for (std::size_t i = 0; i < cell.lines.size(); ++i) {
        const int number = number_in(cell.lines[i]);
        if (number == 0 || (i > 0 && number != number_in(cell.lines[i - 1]) + 1)) return false;
    }
    return true;
}

int middle_y(const TextLine& line) {
    return (line.box.top + line.box.bottom) / 2;
}

// Between two numbers, where a cut parts the fewest lines that stand close below each other; among
// such places the widest white.
int cut_between(const std::vector<Block>& cells, int row, int from, int to) {
    int best = (from + to) / 2, least = -1, nearest = 0;
    for (int y = from; y <= to; ++y) {
        int parted = 0;
        for (const Block& cell : cells) {
            if (cell.row != row || cell.row_span != 1) continue;
            for (std::size_t i = 0; i < cell.lines.size(); ++i) {
                const pipeline::Box& line = cell.lines[i].box;
                if (line.top < y && line.bottom > y) parted += 3;
                const bool above = line.bottom <= y;
                if (i + 1 == cell.lines.size() || !above) continue;
                const pipeline::Box& next = cell.lines[i + 1].box;
                if (next.top >= y && next.top - line.bottom < line.height() / 2) ++parted;
            }
        }
        const int off = std::abs(y - (from + to) / 2);
        if (least >= 0 && (parted > least || (parted == least && off >= nearest))) continue;
        least = parted;
        nearest = off;
        best = y;
    }
    return best;
}

void part(std::vector<Block>& cells, std::size_t numbers) {
    const std::vector<TextLine> lines = cells[numbers].lines;
    const int row = cells[numbers].row, more = static_cast<int>(lines.size()) - 1;
    std::vector<int> cuts;
    for (std::size_t i = 1; i < lines.size(); ++i)
        cuts.push_back(cut_between(cells, row, middle_y(lines[i - 1]), middle_y(lines[i])));
    std::vector<Block> result;
    for (Block& cell : cells) {
        if (cell.row > row) cell.row += more;
        const bool through = cell.row < row && cell.row + cell.row_span > row;
        if (through) cell.row_span += more;
        if (cell.row != row || cell.row_span != 1) {
            // A cell merged with rows below goes on through the new ones.
            if (cell.row == row) cell.row_span += more;
            result.push_back(std::move(cell));
            continue;
        }
        for (int k = 0; k <= more; ++k) {
            Block own = cell;
            own.row = row + k;
            own.lines.clear();
            const int top = k > 0 ? cuts[static_cast<std::size_t>(k) - 1] : cell.box.top;
            const int bottom = k < more ? cuts[static_cast<std::size_t>(k)] : cell.box.bottom;
            own.box.top = top;
            own.box.bottom = bottom;
            for (const TextLine& line : cell.lines) {
                const int y = middle_y(line);
                if ((k == 0 || y >= top) && (k == more || y < bottom)) own.lines.push_back(line);
            }
            result.push_back(std::move(own));
        }
    }
    std::stable_sort(result.begin(), result.end(), [](const Block& a, const Block& b) {
        return std::pair(a.row, a.column) < std::pair(b.row, b.column);
    });
    cells = std::move(result);
}

}  // namespace

void part_numbered_rows(std::vector<Block>& cells) {
    constexpr std::size_t kMost = 1000;
    for (std::size_t i = 0; i < cells.size() && i < kMost; ++i)
        if (cells[i].column == 0 && counts_up(cells[i])) part(cells, i);
}

}  // namespace vanthu::formats
