#include "ocr/hidden_rules_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "ocr/known_rules_sandboxed.h"
#include "ocr/rule_traces_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::Rule;

// The white between two rules, in parts beside each other, each part averaged along the tilt.
class Strip {
public:
    Strip(Pix* grey, const Straightening& sheet, const Stretch& sides, int top, int bottom, int dpi)
        : top_(top), rows_(bottom - top) {
        const int half = dpi / 16;
        for (double x = sides.from + half; x + half <= sides.to; x += 2 * half) {
            std::vector<double> part;
            for (int row = 0; row < rows_; ++row) {
                const auto at = sheet.on_page(x, top + row);
                part.push_back(mean(grey, static_cast<int>(std::lround(at.first)),
                                    static_cast<int>(std::lround(at.second)), half));
            }
            parts_.push_back(contrasts(part));
        }
    }

    // Heights where most parts are darker than above and below; the clearest of those that stand
    // near each other.
    std::vector<int> lines(int apart) const {
        constexpr double kMost = 0.5;
        if (parts_.empty()) return {};
        const double least = std::max(4.0, 3 * noise());
        std::vector<int> votes(static_cast<std::size_t>(rows_), 0);
        for (const std::vector<double>& part : parts_)
            for (int row = kBent; row + kBent < rows_; ++row) {
                const auto at = part.begin() + row;
                if (*std::max_element(at - kBent, at + kBent + 1) > least)
                    ++votes[static_cast<std::size_t>(row)];
            }
        std::vector<int> lines;
        for (int row = 0; row < rows_; ++row) {
            const int own = votes[static_cast<std::size_t>(row)];
            if (own < kMost * static_cast<double>(parts_.size())) continue;
            const auto first = votes.begin() + std::max(0, row - apart);
            const auto end = votes.begin() + std::min(rows_, row + apart + 1);
            if (own == *std::max_element(first, end) &&
                (lines.empty() || top_ + row - lines.back() > apart))
                lines.push_back(top_ + row);
        }
        return lines;
    }

private:
    static constexpr int kBent = 2;  // pixels up and down that a sheet bends a rule
    static constexpr int kFar = 9;

    static double mean(Pix* grey, int x, int y, int half) {
        const int width = pixGetWidth(grey);
        if (y < 0 || y >= pixGetHeight(grey)) return 255;
        const l_uint32* line = pixGetData(grey) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(grey);
        int sum = 0, count = 0;
        for (int i = std::max(0, x - half); i < std::min(width, x + half); ++i, ++count)
            sum += GET_DATA_BYTE(line, i);
        return count == 0 ? 255 : static_cast<double>(sum) / count;
    }

    static std::vector<double> contrasts(const std::vector<double>& part) {
        std::vector<double> result(part.size(), 0);
        const auto three = [&](std::size_t first) {
            return (part[first] + part[first + 1] + part[first + 2]) / 3;
        };
        for (std::size_t row = kFar; row + kFar < part.size(); ++row) {
            const double middle = (part[row - 1] + 2 * part[row] + part[row + 1]) / 4;
            result[row] = std::min(std::max(three(row - 6), three(row - 9)),
                                   std::max(three(row + 4), three(row + 7))) -
                          middle;
        }
        return result;
    }

    // How much white paper differs from itself.
    double noise() const {
        std::vector<double> sizes;
        for (const std::vector<double>& part : parts_)
            for (std::size_t row = kFar; row + kFar < part.size(); row += 2)
                sizes.push_back(std::abs(part[row]));
        if (sizes.empty()) return 255;
        const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
        std::nth_element(sizes.begin(), middle, sizes.end());
        return *middle;
    }

    const int top_, rows_;
    std::vector<std::vector<double>> parts_;  // how much darker than above and below
};

// Rules that run from side to side.
std::vector<Known> long_ones(const std::vector<Known>& across, const Stretch& sides) {
    constexpr double kLong = 0.6;
    std::vector<Known> result;
    for (const Known& rule : across)
        if (std::min(last_of(rule), sides.to) - std::max(rule.front().from, sides.from) >
            kLong * (sides.to - sides.from))
            result.push_back(rule);
    return result;
}

// Their heights, and where rules down go on beyond the last.
std::vector<double> edges_of(const std::vector<Known>& across, const std::vector<Known>& down,
                             int dpi) {
    constexpr double kBeyond = 0.15;
    std::vector<double> edges;
    for (const Known& rule : across)
        edges.push_back(middle_of(rule));
    if (edges.empty()) return edges;
    std::vector<double> lasts;
    for (const Known& rule : down)
        if (rule.front().from < edges.back() && last_of(rule) > edges.back() + kBeyond * dpi)
            lasts.push_back(last_of(rule));
    std::sort(lasts.begin(), lasts.end());
    if (lasts.size() > 1) edges.push_back(lasts[lasts.size() - 2] + kBeyond * dpi);
    return edges;
}

// Where a line of that height is a rule; nothing where it is no rule as a whole. A crease and rules
// of the other side of the sheet, which shine through, run on beyond a side or through text.
std::vector<Rule> pieces_of(const RuleTraces& traces, const Stretch& sides, double at,
                            double least_contrast, int dpi) {
    constexpr double kLeast = 0.55, kMostWritten = 0.15;
    const double step = dpi / 4.0;
    const auto is_there = [&](double x) { return traces.at(x, x + step, at, true).has_value(); };
    if ((is_there(sides.from - 2 * step) && is_there(sides.from - 3 * step)) ||
        (is_there(sides.to + step) && is_there(sides.to + 2 * step)))
        return {};
    std::vector<Rule> pieces;
    int all = 0, written = 0;
    double contrast = 0;
    for (double x = sides.from; x + step <= sides.to; x += step, ++all) {
        if (const auto trace = traces.at(x, x + step, at, true)) {
            pieces.push_back({at + trace->off, x, x + step});
            contrast += trace->contrast;
        } else if (traces.is_written_on(x, x + step, at)) {
            ++written;
        }
    }
    const auto found = static_cast<double>(pieces.size());
    const bool whole = found > kLeast * all && contrast > least_contrast * found;
    return whole && written < kMostWritten * all ? pieces : std::vector<Rule>{};
}

}  // namespace

void draw_hidden_rules(Pix* grey, Pix* rules, const StraightRules& straight, int dpi) {
    constexpr double kLeastRow = 0.15;  // inches
    constexpr double kAsDark = 0.25;    // what shines through is fainter
    std::vector<Known> across = known_rules(straight.rules.across, dpi);
    const Stretch sides = sides_of(across, dpi);
    if (sides.to <= sides.from) return;
    across = long_ones(across, sides);
    const std::vector<double> edges = edges_of(across, known_rules(straight.rules.down, dpi), dpi);
    const RuleTraces traces(grey, straight.straightening, true);
    std::vector<double> contrasts;
    for (const Known& rule : across)
        contrasts.push_back(traces.usual_contrast(rule));
    if (contrasts.empty()) return;
    const auto middle = contrasts.begin() + static_cast<std::ptrdiff_t>(contrasts.size() / 2);
    std::nth_element(contrasts.begin(), middle, contrasts.end());
    const double least_contrast = kAsDark * *middle;
    const int least = static_cast<int>(kLeastRow * dpi);
    for (std::size_t i = 1; i < edges.size(); ++i) {
        const int top = static_cast<int>(edges[i - 1]), bottom = static_cast<int>(edges[i]);
        if (bottom - top < 2 * least) continue;
        const Strip strip(grey, straight.straightening, sides, top, bottom, dpi);
        for (const int at : strip.lines(least)) {
            if (at - top < least || bottom - at < least / 2) continue;
            for (const Rule& piece : pieces_of(traces, sides, at, least_contrast, dpi)) {
                const auto a = traces.on_page(piece.from, piece.at);
                const auto b = traces.on_page(piece.to, piece.at);
                pixRenderLine(rules, static_cast<int>(std::lround(a.first)),
                              static_cast<int>(std::lround(a.second)),
                              static_cast<int>(std::lround(b.first)),
                              static_cast<int>(std::lround(b.second)), 3, L_SET_PIXELS);
            }
        }
    }
}

}  // namespace vanthu::ocr
