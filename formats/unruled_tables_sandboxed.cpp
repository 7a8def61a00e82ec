#include "formats/unruled_tables_sandboxed.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "formats/word_columns_sandboxed.h"

namespace vanthu::formats {
namespace {

using pipeline::Block;
using pipeline::Box;

constexpr double kSlack = 0.1;      // of a line's height: white that is none
constexpr double kTouching = 0.05;  // lines so near are surely of one cell

double middle_x(const Box& box) {
    return (box.left + box.right) / 2.0;
}

double middle_y(const Box& box) {
    return (box.top + box.bottom) / 2.0;
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
        const bool further = !best.empty() && chain.size() == best.size() &&
                             chain.front().box.left < best.front().box.left;
        if (chain.size() > best.size() || further) best = std::move(chain);
    }
    return best;
}

// "II. CÁ NHÂN", "Tổng số: 14": lines between the numbered rows.
bool opens_line(const WordRun& run) {
    const std::string& word = run.words.front().word.text;
    if (word == "Tổng" || word == "Cộng" || word == "Cộng:" || word == "TỔNG") return true;
    return begins_group(run);
}

struct Anchor {
    Box box;
    bool heading = false;
};

bool is_alone(const WordRun& run, const std::vector<WordRun>& runs) {
    return std::none_of(runs.begin(), runs.end(), [&](const WordRun& other) {
        return &other != &run && middle_y(other.box) > run.box.top &&
               middle_y(other.box) < run.box.bottom;
    });
}

// Headings said again further down: what stands above the numbers stands there once more.
bool is_heading_again(const WordRun& run, const std::vector<WordRun>& runs, const Box& first) {
    if (run.box.top < first.bottom || run.box.left >= first.right || run.box.right <= first.left)
        return false;
    return std::any_of(runs.begin(), runs.end(), [&](const WordRun& above) {
        return above.box.bottom <= first.top && std::abs(above.box.left - run.box.left) < 4 &&
               std::abs(above.box.right - run.box.right) < 4 &&
               above.words.front().word.text == run.words.front().word.text;
    });
}

// Where rows and the lines between them stand, from the first number on.
std::vector<Anchor> anchors_of(const std::vector<Ordinal>& ordinals,
                               const std::vector<WordRun>& runs, double inch) {
    std::vector<Anchor> anchors;
    for (const Ordinal& ordinal : ordinals)
        anchors.push_back({ordinal.box});
    const double left = ordinals.front().box.left - 0.25 * inch;
    const double right = ordinals.front().box.right + 0.25 * inch;
    const double first = ordinals.front().box.top - 0.5 * inch;
    for (const WordRun& run : runs) {
        if (run.box.top < ordinals.back().box.top &&
            is_heading_again(run, runs, ordinals.front().box)) {
            anchors.push_back({run.box, true});
            continue;
        }
        const bool at_left = run.box.left > left && run.box.left < right;
        // Whatever it says: nothing else goes on from the column of numbers into the next.
        const bool from_numbers = run.box.left < ordinals.front().box.left + 0.03 * inch;
        if (at_left && from_numbers && run.box.right > right &&
            run.box.top > ordinals.front().box.top && run.box.top < ordinals.back().box.top &&
            is_alone(run, runs)) {
            anchors.push_back({run.box});
            continue;
        }
        const bool alone = std::none_of(runs.begin(), runs.end(), [&](const WordRun& other) {
            return other.box.right < run.box.left && middle_y(other.box) > run.box.top &&
                   middle_y(other.box) < run.box.bottom;
        });
        if (opens_line(run) && (at_left || alone) && run.box.top > first &&
            run.box.top < ordinals.back().box.bottom + 2 * inch)
            anchors.push_back({run.box});
    }
    std::sort(anchors.begin(), anchors.end(),
              [](const Anchor& a, const Anchor& b) { return middle_y(a.box) < middle_y(b.box); });
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

// The white between lines of one cell: the least that lies between lines below each other, but for
// one.
double line_gap(const std::vector<WordRun>& runs) {
    std::vector<double> gaps;
    for (const WordRun& run : runs) {
        const WordRun* next = nullptr;
        for (const WordRun& other : runs)
            if (middle_y(other.box) > run.box.bottom - 0.3 * run.box.height() &&
                other.box.left < run.box.right && other.box.right > run.box.left &&
                (next == nullptr || other.box.top < next->box.top))
                next = &other;
        if (next != nullptr) gaps.push_back(next->box.top - run.box.bottom);
    }
    if (gaps.empty()) return 0;
    std::sort(gaps.begin(), gaps.end());
    return gaps[std::min<std::size_t>(1, gaps.size() - 1)];
}

// Lines of one column that stand as close as those of one cell.
struct TextBlock {
    std::size_t column = 0;
    int lines = 0;
    double top = 0, bottom = 0;
};

std::vector<TextBlock> text_blocks(const std::vector<WordRun>& runs,
                                   const std::vector<double>& edges, double apart) {
    std::vector<TextBlock> blocks;
    for (const WordRun& run : runs) {  // from top to bottom
        if (run.box.right <= edges.front() || run.box.left >= edges.back()) continue;
        const auto [first, last] = columns_of(run, edges);
        const auto above = std::find_if(blocks.rbegin(), blocks.rend(),
                                        [&, at = first](const auto& b) { return b.column == at; });
        if (first == last && above != blocks.rend() && run.box.top - above->bottom <= apart) {
            above->bottom = std::max<double>(above->bottom, run.box.bottom);
            ++above->lines;
        } else {
            blocks.push_back({first, first == last ? 1 : 3, static_cast<double>(run.box.top),
                              static_cast<double>(run.box.bottom)});
        }
    }
    return blocks;
}

bool holds(const TextBlock& block, double y) {
    return block.top < y && block.bottom > y;
}

// Between two rows, where the fewest lines stand together that a cut would part; where that tells
// nothing, `otherwise`.
double best_cut(const std::vector<TextBlock>& blocks, double from, double to, double otherwise) {
    std::vector<double> heights{from, to};
    for (const TextBlock& block : blocks)
        for (const double y : {block.top, block.bottom})
            if (y > from && y < to) heights.push_back(y);
    std::sort(heights.begin(), heights.end());
    int least = INT_MAX, most = 0;
    double widest = 0, best = otherwise;
    for (std::size_t i = 1; i < heights.size(); ++i) {
        const double width = heights[i] - heights[i - 1];
        const double y = (heights[i] + heights[i - 1]) / 2;
        if (width <= 0) continue;
        int lines = 0;
        for (const TextBlock& block : blocks)
            lines += holds(block, y) ? block.lines : 0;
        most = std::max(most, lines);
        if (lines < least || (lines == least && width > widest)) {
            best = y;
            widest = width;
            least = lines;
        }
    }
    return 2 * least > most ? otherwise : best;
}

class NumberedList {
public:
    NumberedList(std::vector<WordRun> runs, double inch, ListMay may)
        : runs_(std::move(runs)), inch_(inch), may_(may) {}

    // Rows with their runs, headings first; none when this is no list.
    std::vector<RunRow> rows() {
        const std::vector<Ordinal> ordinals = ordinals_of(runs_, inch_);
        if (ordinals.empty()) return {};
        if (ordinals.size() < kLeastRows && (may_ == ListMay::Begin || !goes_on(ordinals)))
            return {};
        anchors_ = anchors_of(ordinals, runs_, inch_);
        height_ = ordinals.front().box.height();
        apart_ = line_gap(runs_) + kSlack * height_;
        std::vector<double> cuts;  // between rows
        for (std::size_t i = 1; i < anchors_.size(); ++i)
            cuts.push_back(
                white_between(runs_, middle_y(anchors_[i - 1].box), middle_y(anchors_[i].box)));
        std::vector<RunRow> rows = rows_at(cuts);
        std::vector<double> edges = column_edges(rows, inch_);
        if (edges.size() < 4) return {};
        blocks_ = text_blocks(runs_, edges, std::min(apart_, kTouching * height_));
        // Numbers tell rows apart; theirs are never of one cell.
        std::erase_if(blocks_, [](const TextBlock& block) { return block.column == 0; });
        for (std::size_t i = 1; i < anchors_.size(); ++i)
            cuts[i - 1] = best_cut(blocks_, middle_y(anchors_[i - 1].box),
                                   middle_y(anchors_[i].box), cuts[i - 1]);
        rows = rows_at(cuts);
        edges = column_edges(rows, inch_);
        if (edges.size() < 4) return {};
        RunRow& last = rows.back();
        last = row_between(last.top, below_last(last, edges), last.heading);
        return rows;
    }

    // Whether lines of a column stand together across a cut that parts most columns.
    bool straddles(double y, std::size_t column) const {
        int parted = 0, together = 0;
        bool own = false;
        for (const TextBlock& block : blocks_) {
            if (holds(block, y)) {
                ++together;
                own = own || block.column == column;
            } else if (std::min(std::abs(block.top - y), std::abs(block.bottom - y)) <
                       2 * height_) {
                ++parted;
            }
        }
        return own && 3 * together <= parted;
    }

private:
    static constexpr std::size_t kLeastRows = 3;

    std::vector<RunRow> rows_at(const std::vector<double>& cuts) const {
        const auto [top, highest] = above_first(cuts);
        std::vector<RunRow> rows = headings_above(top, highest);
        for (std::size_t i = 0; i < anchors_.size(); ++i) {
            const bool last = i + 1 == anchors_.size();
            rows.push_back(row_between(i > 0 ? cuts[i - 1] : top,
                                       last ? anchors_.back().box.bottom : cuts[i],
                                       anchors_[i].heading));
        }
        return rows;
    }

    RunRow row_between(double top, double bottom, bool heading) const {
        RunRow row{top, bottom, heading, {}};
        for (const WordRun& run : runs_)
            if (middle_y(run.box) > top && middle_y(run.box) <= bottom) row.runs.push_back(run);
        return row;
    }

    // One or two rows that end a list: high on the page, several cells each, a single one numbered
    // further on.
    bool goes_on(const std::vector<Ordinal>& ordinals) const {
        int above = 0;
        for (const WordRun& run : runs_)
            above += run.box.bottom < ordinals.front().box.top - inch_ ? 1 : 0;
        if (above > 2 || (ordinals.size() < 2 && ordinals.front().value < 2)) return false;
        return std::all_of(ordinals.begin(), ordinals.end(),
                           [&](const Ordinal& ordinal) { return begins_cells(ordinal.box); });
    }

    // The number stands first on its line, and wider white than a justified line has parts it and
    // what follows.
    bool begins_cells(const Box& number) const {
        constexpr std::size_t kLeastPlaces = 3;
        constexpr double kLeastWhite = 0.09;  // inches
        std::vector<Box> line;
        for (const WordRun& run : runs_)
            if (std::abs(middle_y(run.box) - middle_y(number)) < 0.7 * number.height())
                line.push_back(run.box);
        std::sort(line.begin(), line.end(),
                  [](const Box& a, const Box& b) { return a.left < b.left; });
        if (line.empty() || line.front().left != number.left) return false;
        std::size_t places = 1;
        double right = line.front().right;
        for (const Box& box : line) {
            if (box.left > right) {
                if (box.left - right < kLeastWhite * inch_) return false;
                ++places;
            }
            right = std::max<double>(right, box.right);
        }
        return places >= kLeastPlaces;
    }

    // Whether numbers stand on the first line of their rows, not in the middle of them.
    bool numbers_on_top(const std::vector<double>& cuts) const {
        std::size_t on_top = 0;
        for (std::size_t i = 1; i < anchors_.size(); ++i) {
            const double own = anchors_[i].box.top;
            double highest = own;
            for (const WordRun& run : runs_)
                if (middle_y(run.box) > cuts[i - 1] && run.box.top < own)
                    highest = std::min<double>(highest, run.box.top);
            on_top += own - highest < 0.25 * height_ ? 1 : 0;
        }
        return 10 * on_top > 9 * (anchors_.size() - 1);
    }

    // Above the first row, and where that begins: it reaches as far up from its number as down, or
    // not at all.
    std::pair<double, double> above_first(const std::vector<double>& cuts) const {
        const Box& first = anchors_.front().box;
        double highest = first.top;
        if (!cuts.empty() && !numbers_on_top(cuts)) {
            double lowest = first.bottom;
            for (const WordRun& run : runs_)
                if (middle_y(run.box) > first.top && middle_y(run.box) < cuts.front())
                    lowest = std::max<double>(lowest, run.box.bottom);
            highest = 2 * middle_y(first) - lowest;
        }
        double nearest = highest - height_;  // what stands above that
        for (const WordRun& run : runs_)
            if (middle_y(run.box) < highest && run.box.bottom > nearest) nearest = run.box.bottom;
        return {std::min((highest + nearest) / 2, highest), highest};
    }

    // Headings: lines close above each other. What is left of a row of the page before stands
    // nearer to the rows, in fewer columns.
    std::vector<RunRow> headings_above(double top, double highest) const {
        for (bool grown = true; grown;) {
            grown = false;
            for (const WordRun& run : runs_)
                if (middle_y(run.box) < top && run.box.top < highest &&
                    run.box.bottom > highest - 0.12 * inch_ && run.box.top > top - 1.2 * inch_) {
                    highest = run.box.top - 1;
                    grown = true;
                }
        }
        RunRow all = row_between(highest, top, true);
        if (all.runs.empty()) return {};
        std::vector<std::pair<double, double>> lines;
        for (const WordRun& run : all.runs)
            lines.emplace_back(run.box.top, run.box.bottom);
        std::sort(lines.begin(), lines.end());
        double reached = lines.front().second, cut = 0;
        for (const auto& [from, to] : lines) {
            if (from - reached > apart_) cut = (from + reached) / 2;
            reached = std::max(reached, to);
        }
        if (cut <= 0) return {all};
        RunRow above = row_between(highest, cut, true), below = row_between(cut, top, false);
        if (2 * below.runs.size() > above.runs.size()) return {all};
        return {above, below};
    }

    // The last row goes on while lines stand close below and each fits into a column.
    double below_last(const RunRow& last, const std::vector<double>& edges) const {
        double reached = last.bottom;
        for (const WordRun& run : last.runs)
            reached = std::max<double>(reached, run.box.bottom);
        for (const WordRun& run : runs_) {
            if (middle_y(run.box) <= last.bottom) continue;
            const auto [from, to] = columns_of(run, edges);
            const bool inside =
                run.box.left >= edges.front() - 2 && run.box.right <= edges.back() + 0.25 * inch_;
            if (run.box.top - reached > apart_ || from != to || !inside) break;
            reached = std::max<double>(reached, run.box.bottom);
        }
        return reached + 1;
    }

    const std::vector<WordRun> runs_;
    const double inch_;
    const ListMay may_;
    std::vector<Anchor> anchors_;
    std::vector<TextBlock> blocks_;
    double height_ = 0, apart_ = 0;
};

}  // namespace

std::vector<Block> take_unruled_tables(std::vector<PlacedWord>& words, double inch, int first,
                                       ListMay may) {
    std::vector<Block> cells;
    NumberedList list(runs_of(words), inch, may);
    const std::vector<RunRow> rows = list.rows();
    if (rows.empty()) return cells;
    const std::vector<double> edges = column_edges(rows, inch);
    if (edges.size() < 4) return cells;
    int at = 0;
    std::vector<double> ys;
    for (const RunRow& row : rows) {
        ys.push_back(row.top);
        if (!row.runs.empty()) at += put_row(row, edges, first, at, cells);
    }
    ys.push_back(rows.back().bottom);
    merge_down(cells, 0, ys, [&](std::size_t y, const Block& below) {
        return !rows[y].heading && !rows[y - 1].heading && below.column_span == 1 &&
               list.straddles(ys[y], static_cast<std::size_t>(below.column));
    });
    std::erase_if(words, [&](const PlacedWord& placed) {
        const double x = middle_x(placed.word.box), y = middle_y(placed.word.box);
        return std::any_of(rows.begin(), rows.end(), [&](const RunRow& row) {
            return std::any_of(row.runs.begin(), row.runs.end(), [&](const WordRun& run) {
                return x >= run.box.left && x <= run.box.right && y >= run.box.top &&
                       y <= run.box.bottom;
            });
        });
    });
    for (Block& cell : cells)
        join_broken_numbers(cell, inch);
    return cells;
}

}  // namespace vanthu::formats
