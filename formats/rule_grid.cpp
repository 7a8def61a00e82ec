#include "formats/rule_grid.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "formats/disjoint_sets.h"
#include "formats/merged_cells.h"

namespace vanthu::formats {
namespace {

constexpr double kSameRule = 0.05;  // inches: strokes nearer than this are one rule
constexpr double kClosedAcross = 0.25, kClosedDown = 0.06;  // a rule broken for less goes on
constexpr double kTouch = 0.06;      // rules that end so near to each other meet
constexpr double kBeyond = 0.25;     // rules that go on so far stand for a missing side
constexpr double kLeastRule = 0.12;  // shorter ones are letters
// Of an edge: the rule is there. A letter between two rows is half as high as a row.
constexpr double kCoveredAcross = 0.6, kCoveredDown = 0.8;
constexpr std::size_t kMostRules = 4000, kMostEdges = 400;

using Spans = std::vector<std::pair<double, double>>;

struct Line {
    double at = 0;
    Spans spans;

    double length() const {
        double sum = 0;
        for (const auto& [from, to] : spans)
            sum += to - from;
        return sum;
    }
    double first() const { return spans.front().first; }
    double last() const { return spans.back().second; }
};

Spans joined(Spans spans, double gap) {
    std::sort(spans.begin(), spans.end());
    Spans result;
    for (const auto& [from, to] : spans) {
        if (!result.empty() && from - result.back().second <= gap)
            result.back().second = std::max(result.back().second, to);
        else
            result.emplace_back(from, to);
    }
    return result;
}

double covered(const Line& line, double from, double to) {
    double sum = 0;
    for (const auto& [a, b] : line.spans)
        sum += std::max(0.0, std::min(b, to) - std::max(a, from));
    return to > from ? sum / (to - from) : 0;
}

// Strokes at one height are one line.
std::vector<Line> lines_of(std::vector<Rule> rules, double closed, double inch) {
    for (Rule& rule : rules)
        if (rule.to < rule.from) std::swap(rule.from, rule.to);
    std::sort(rules.begin(), rules.end(), [](const Rule& a, const Rule& b) { return a.at < b.at; });
    if (rules.size() > kMostRules) rules.resize(kMostRules);
    std::vector<Line> lines;
    for (std::size_t first = 0; first < rules.size();) {
        std::size_t end = first;
        double weight = 0, sum = 0;
        Spans spans;
        while (end < rules.size() && rules[end].at - rules[first].at <= 2 * kSameRule * inch &&
               (end == first || rules[end].at - rules[end - 1].at <= kSameRule * inch)) {
            const double length = std::max(1e-6, rules[end].to - rules[end].from);
            sum += rules[end].at * length;
            weight += length;
            spans.emplace_back(rules[end].from, rules[end].to);
            ++end;
        }
        Line line{sum / weight, joined(std::move(spans), closed * inch)};
        std::erase_if(line.spans, [&](const auto& span) {
            return span.second - span.first < kLeastRule * inch;
        });
        if (!line.spans.empty()) lines.push_back(std::move(line));
        first = end;
    }
    return lines;
}

// Each stretch as a line of its own: tables below each other may have edges at the same places.
std::vector<Line> parted(const std::vector<Line>& lines) {
    std::vector<Line> result;
    for (const Line& line : lines)
        for (const auto& span : line.spans)
            result.push_back({line.at, {span}});
    return result;
}

// Stretches at one place are one line again.
std::vector<Line> reunited(const std::vector<Line>& lines, double inch) {
    std::vector<Line> result;
    for (const Line& line : lines) {
        if (result.empty() || line.at - result.back().at > kSameRule * inch / 4) {
            result.push_back(line);
            continue;
        }
        Spans& spans = result.back().spans;
        spans.insert(spans.end(), line.spans.begin(), line.spans.end());
        std::sort(spans.begin(), spans.end());
    }
    return result;
}

bool meet(const Line& across, const Line& down, double touch) {
    const auto holds = [&](const Spans& spans, double at) {
        return std::any_of(spans.begin(), spans.end(), [&](const auto& span) {
            return at >= span.first - touch && at <= span.second + touch;
        });
    };
    return holds(across.spans, down.at) && holds(down.spans, across.at);
}

struct Table {
    std::vector<Line> across, down;
};

double middle(std::vector<double> values) {
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// Adds the sides that lines crossing `edges` show by going on beyond the outermost.
void add_sides(const std::vector<Line>& crossing, std::vector<Line>& edges, double inch) {
    if (crossing.size() < 2 || edges.empty()) return;
    std::vector<double> firsts, lasts, lows, highs;
    for (const Line& line : crossing) {
        firsts.push_back(line.first());
        lasts.push_back(line.last());
    }
    for (const Line& line : crossing) {
        lows.push_back(line.at);
        highs.push_back(line.at);
    }
    const double low = *std::min_element(lows.begin(), lows.end());
    const double high = *std::max_element(highs.begin(), highs.end());
    const double first = middle(firsts), last = middle(lasts);
    if (edges.front().at - first > kBeyond * inch)
        edges.insert(edges.begin(), Line{first, {{low, high}}});
    if (last - edges.back().at > kBeyond * inch) edges.push_back(Line{last, {{low, high}}});
}

// Cells between the edges, merged where no rule parts them.
std::vector<GridPlace> places_of(const Table& table) {
    GridEdges edges{table.across.size() - 1, table.down.size() - 1, {}, {}};
    const auto y = [&](std::size_t i) { return table.across[i].at; };
    const auto x = [&](std::size_t i) { return table.down[i].at; };
    for (std::size_t row = 0; row < edges.rows; ++row)
        for (std::size_t column = 0; column < edges.columns; ++column) {
            edges.below.push_back(covered(table.across[row + 1], x(column), x(column + 1)));
            edges.beside.push_back(covered(table.down[column + 1], y(row), y(row + 1)));
        }
    return merged_cells(edges, kCoveredAcross, kCoveredDown);
}

std::vector<double> positions(const std::vector<Line>& lines) {
    std::vector<double> result;
    for (const Line& line : lines)
        result.push_back(line.at);
    return result;
}

int count_met(const Line& line, const std::vector<Line>& crossing, double inch) {
    return static_cast<int>(std::count_if(crossing.begin(), crossing.end(), [&](const Line& other) {
        return meet(line, other, kTouch * inch);
    }));
}

// A line inside a table is as long as a cell at least and reaches its neighbours; specks do not.
void drop_stray(std::vector<Line>& lines, const std::vector<Line>& crossing, double inch) {
    std::erase_if(lines,
                  [&](const Line& line) { return count_met(line, crossing, kTouch * inch) < 2; });
}

// The same of rules across, but one from side to side may meet one rule only: where the sides are
// not drawn the heading of a group has no other. A letter comes near, a rule reaches it.
void drop_stray_across(std::vector<Line>& lines, const std::vector<Line>& crossing, double inch) {
    constexpr double kWhole = 0.9, kLong = 3, kReached = 0.02;
    double first = 1e9, last = -1e9;
    for (const Line& line : lines) {
        first = std::min(first, line.first());
        last = std::max(last, line.last());
    }
    std::erase_if(lines, [&](const Line& line) {
        const bool whole = line.length() > kWhole * (last - first) && line.length() > kLong * inch;
        return count_met(line, crossing, kTouch * inch) < 2 &&
               !(whole && count_met(line, crossing, kReached * inch) > 0);
    });
}

// A rule down runs through most rows; what stands beside a few is a stroke of something else.
void drop_short(std::vector<Line>& lines, double whole) {
    constexpr double kLeast = 0.3;
    std::erase_if(lines, [&](const Line& line) { return line.length() < kLeast * whole; });
}

// Rules across of one width below each other, no rule down near them. Between two of them a rule
// may be drawn in part: where it is not, a cell goes on.
std::vector<RuleGrid> across_only(std::vector<Line> lines, double inch) {
    std::vector<RuleGrid> grids;
    std::vector<bool> used(lines.size(), false);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (used[i]) continue;
        const double first = lines[i].first(), last = lines[i].last();
        if (last - first < 3 * inch) continue;
        const auto at_first = [&](const Line& line) {
            return std::abs(line.first() - first) < kBeyond * inch;
        };
        const auto at_last = [&](const Line& line) {
            return std::abs(line.last() - last) < kBeyond * inch;
        };
        std::vector<Line> whole, parts;
        std::vector<std::size_t> of_parts;
        for (std::size_t k = i; k < lines.size(); ++k) {
            if (used[k]) continue;
            if (at_first(lines[k]) && at_last(lines[k])) {
                used[k] = true;
                whole.push_back(lines[k]);
            } else if (lines[k].first() > first - kTouch * inch &&
                       lines[k].last() < last + kTouch * inch) {
                parts.push_back(lines[k]);
                of_parts.push_back(k);
            }
        }
        if (whole.size() < 3) continue;
        const double low = whole.front().at, high = whole.back().at;
        std::erase_if(parts, [&](const Line& line) { return line.at < low || line.at > high; });
        for (const std::size_t k : of_parts)
            used[k] = used[k] || (lines[k].at >= low && lines[k].at <= high);
        for (Line& part : reunited(parts, inch)) {
            if (2 * part.length() < last - first || !(at_first(part) || at_last(part))) continue;
            whole.push_back(std::move(part));
        }
        std::stable_sort(whole.begin(), whole.end(),
                         [](const Line& a, const Line& b) { return a.at < b.at; });
        RuleGrid grid;
        grid.has_columns = false;
        grid.xs = {first, last};
        for (const Line& line : whole) {
            grid.ys.push_back(line.at);
            grid.across.push_back(line.spans);
        }
        grids.push_back(std::move(grid));
    }
    return grids;
}

}  // namespace

std::vector<RuleGrid> grids_of(const Rules& rules, double inch) {
    const std::vector<Line> across = parted(lines_of(rules.across, kClosedAcross, inch));
    const std::vector<Line> down = parted(lines_of(rules.down, kClosedDown, inch));
    if (across.size() + down.size() > 2 * kMostRules) return {};
    DisjointSets sets(across.size() + down.size());
    std::vector<bool> crossed(across.size(), false);
    for (std::size_t i = 0; i < across.size(); ++i)
        for (std::size_t k = 0; k < down.size(); ++k)
            if (meet(across[i], down[k], kTouch * inch)) sets.unite(i, across.size() + k);
    std::vector<RuleGrid> grids;
    for (std::size_t root = 0; root < across.size() + down.size(); ++root) {
        if (sets.find(root) != root) continue;
        Table table;
        for (std::size_t i = 0; i < across.size(); ++i)
            if (sets.find(i) == root) table.across.push_back(across[i]);
        for (std::size_t k = 0; k < down.size(); ++k)
            if (sets.find(across.size() + k) == root) table.down.push_back(down[k]);
        if (table.across.size() < 2 || table.down.empty()) continue;
        table.across = reunited(table.across, inch);
        table.down = reunited(table.down, inch);
        drop_stray_across(table.across, table.down, inch);
        drop_stray(table.down, table.across, inch);
        if (table.across.size() < 2 || table.down.empty()) continue;
        drop_short(table.down, table.across.back().at - table.across.front().at);
        if (table.down.empty()) continue;
        add_sides(table.across, table.down, inch);
        if (table.down.size() >= 2) add_sides(table.down, table.across, inch);
        if (table.across.size() < 2 || table.down.size() < 3) continue;
        if (table.across.size() > kMostEdges || table.down.size() > kMostEdges) continue;
        RuleGrid grid;
        grid.xs = positions(table.down);
        grid.ys = positions(table.across);
        grid.cells = places_of(table);
        grids.push_back(std::move(grid));
        // A letter that touches a rule does not make a grid of it.
        for (std::size_t i = 0; i < across.size(); ++i)
            crossed[i] = crossed[i] || sets.find(i) == root;
    }
    std::vector<Line> alone;
    for (std::size_t i = 0; i < across.size(); ++i)
        if (!crossed[i]) alone.push_back(across[i]);
    for (RuleGrid& grid : across_only(std::move(alone), inch))
        grids.push_back(std::move(grid));
    std::sort(grids.begin(), grids.end(),
              [](const RuleGrid& a, const RuleGrid& b) { return a.ys.front() < b.ys.front(); });
    return grids;
}

void join_stacked(std::vector<RuleGrid>& grids, double inch,
                  const std::function<bool(const RuleGrid&, const RuleGrid&)>& joins) {
    constexpr double kMostApart = 0.8;
    const auto same_columns = [&](const RuleGrid& a, const RuleGrid& b) {
        if (!a.has_columns || !b.has_columns || a.xs.size() != b.xs.size()) return false;
        for (std::size_t i = 0; i < a.xs.size(); ++i) {
            // Sides that are not drawn lie where rules across happen to end.
            const bool side = i == 0 || i + 1 == a.xs.size();
            if (std::abs(a.xs[i] - b.xs[i]) > (side ? kBeyond : kSameRule) * inch) return false;
        }
        return true;
    };
    std::vector<RuleGrid> result;
    for (RuleGrid& grid : grids) {
        if (result.empty() || !same_columns(result.back(), grid) ||
            grid.ys.front() - result.back().ys.back() > kMostApart * inch ||
            !joins(result.back(), grid)) {
            result.push_back(std::move(grid));
            continue;
        }
        RuleGrid& above = result.back();
        const int rows = static_cast<int>(above.ys.size());
        above.cells.push_back({rows - 1, 0, 1, static_cast<int>(above.xs.size()) - 1});
        for (GridPlace place : grid.cells) {
            place.row += rows;
            above.cells.push_back(place);
        }
        above.ys.insert(above.ys.end(), grid.ys.begin(), grid.ys.end());
    }
    grids = std::move(result);
}

}  // namespace vanthu::formats
