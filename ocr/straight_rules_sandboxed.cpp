#include "ocr/straight_rules_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <new>
#include <optional>
#include <tuple>
#include <vector>

namespace vanthu::ocr {
namespace {

using formats::PixPtr;

struct Point {
    double x = 0, y = 0;
};

// A stroke as points along its middle, `along` the page's x for rules across and y for those down.
using Stroke = std::vector<Point>;

constexpr int kMostStrokes = 6000;

// The middle of the ink at each step along a stroke; where it is thick it is no rule.
Stroke middle_of(Pix* part, int left, int top, int step, int thickest, bool across) {
    const int length = across ? pixGetWidth(part) : pixGetHeight(part);
    const int depth = across ? pixGetHeight(part) : pixGetWidth(part);
    Stroke stroke;
    const auto look = [&](int at) {
        long sum = 0;
        int count = 0;
        for (int i = 0; i < depth; ++i) {
            l_uint32 bit = 0;
            pixGetPixel(part, across ? at : i, across ? i : at, &bit);
            if (bit == 0) continue;
            sum += i;
            ++count;
        }
        if (count == 0 || count > thickest) return;
        const double middle = static_cast<double>(sum) / count;
        stroke.push_back(across ? Point{static_cast<double>(left + at), top + middle}
                                : Point{left + middle, static_cast<double>(top + at)});
    };
    for (int at = 0; at < length - 1; at += step)
        look(at);
    look(length - 1);
    return stroke;
}

std::vector<Stroke> strokes_of(Pix* rules, int dpi, bool across) {
    const int length = dpi / 7, gap = dpi / 16;
    PixPtr mask(across ? pixCloseSafeBrick(nullptr, rules, gap, 1)
                       : pixCloseSafeBrick(nullptr, rules, 1, gap));
    if (!mask) throw std::bad_alloc();
    mask.reset(across ? pixOpenBrick(nullptr, mask.get(), length, 1)
                      : pixOpenBrick(nullptr, mask.get(), 1, length));
    std::vector<Stroke> strokes;
    Pixa* parts = nullptr;
    Boxa* boxes = mask ? pixConnComp(mask.get(), &parts, 8) : nullptr;
    const int count = boxes ? std::min(boxaGetCount(boxes), kMostStrokes) : 0;
    for (int i = 0; i < count; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        const PixPtr part(pixaGetPix(parts, i, L_CLONE));
        Stroke stroke =
            middle_of(part.get(), x, y, std::max(4, dpi / 8), std::max(7, dpi / 25), across);
        if (stroke.size() >= 2) strokes.push_back(std::move(stroke));
    }
    boxaDestroy(&boxes);
    pixaDestroy(&parts);
    return strokes;
}

std::vector<Slope> slopes_of(const std::vector<Stroke>& strokes, int dpi, bool across,
                             double middle) {
    std::vector<Slope> slopes;
    for (const Stroke& stroke : strokes) {
        const Point& a = stroke.front();
        const Point& b = stroke.back();
        const double run = across ? b.x - a.x : b.y - a.y, rise = across ? b.y - a.y : b.x - a.x;
        if (run < 0.35 * dpi || std::abs(rise) > 0.08 * run) continue;
        slopes.push_back({(across ? (a.y + b.y) : (a.x + b.x)) / 2 - middle, rise / run, run});
    }
    return slopes;
}

// Where rules across begin and end, one below the other.
struct Ends {
    double y = 0, first = 0, last = 0;
};

std::vector<Ends> ends_of(const std::vector<Stroke>& across, const Straightening& sheet, int dpi) {
    constexpr double kOneRule = 0.05, kLong = 3;  // inches
    std::vector<std::pair<double, const Stroke*>> strokes;
    for (const Stroke& stroke : across) {
        const Point& middle = stroke[stroke.size() / 2];
        strokes.emplace_back(sheet.flat(middle.x, middle.y).second, &stroke);
    }
    std::sort(strokes.begin(), strokes.end());
    std::vector<Ends> ends;
    for (std::size_t i = 0; i < strokes.size(); ++i) {
        const auto& [y, stroke] = strokes[i];
        if (ends.empty() || y - strokes[i - 1].first > kOneRule * dpi)
            ends.push_back({y, stroke->front().x, stroke->back().x});
        ends.back().first = std::min(ends.back().first, stroke->front().x);
        ends.back().last = std::max(ends.back().last, stroke->back().x);
    }
    std::erase_if(ends, [&](const Ends& rule) { return rule.last - rule.first < kLong * dpi; });
    return ends;
}

// How far a side goes aside per pixel down, by most pairs of ends; nothing where they are no line.
std::optional<double> lean_of_side(const std::vector<Ends>& ends, double Ends::*side, int dpi) {
    constexpr double kFar = 0.5, kOff = 0.04, kMost = 0.08;
    std::vector<double> leans;
    for (std::size_t i = 0; i < ends.size(); ++i)
        for (std::size_t k = i + 1; k < ends.size(); ++k)
            if (ends[k].y - ends[i].y > kFar * dpi)
                leans.push_back((ends[k].*side - ends[i].*side) / (ends[k].y - ends[i].y));
    if (leans.size() < 6) return std::nullopt;
    const auto middle = leans.begin() + static_cast<std::ptrdiff_t>(leans.size() / 2);
    std::nth_element(leans.begin(), middle, leans.end());
    const double lean = *middle;
    std::vector<double> bases;
    for (const Ends& rule : ends)
        bases.push_back(rule.*side - lean * rule.y);
    const auto base = bases.begin() + static_cast<std::ptrdiff_t>(bases.size() / 2);
    std::nth_element(bases.begin(), base, bases.end());
    const double usual = *base;
    const auto on_line = std::count_if(bases.begin(), bases.end(), [&](double place) {
        return std::abs(place - usual) < kOff * dpi;
    });
    const bool straight = 3 * on_line >= 2 * static_cast<std::ptrdiff_t>(bases.size());
    return straight && std::abs(lean) < kMost ? std::optional(lean) : std::nullopt;
}

// Without rules down the sides of the list tell how it leans.
void lean_by_sides(const std::vector<Stroke>& across, int dpi, Straightening& sheet) {
    const std::vector<Ends> ends = ends_of(across, sheet, dpi);
    const auto left = lean_of_side(ends, &Ends::first, dpi);
    const auto right = lean_of_side(ends, &Ends::last, dpi);
    if (!left && !right) return;
    sheet.lean = left && right ? (*left + *right) / 2 : left.value_or(right.value_or(0));
    if (!left || !right) return;
    double width = 0, middle = 0;
    for (const Ends& rule : ends) {
        width += (rule.last - rule.first) / static_cast<double>(ends.size());
        middle += (rule.last + rule.first) / 2 / static_cast<double>(ends.size());
    }
    sheet.lean_change = (*right - *left) / width;
    sheet.lean -= sheet.lean_change * (middle - sheet.middle_x);
}

}  // namespace

std::pair<double, double> fitted(std::vector<Slope> slopes) {
    std::pair<double, double> line{0, 0};
    for (int round = 0; round < 3 && !slopes.empty(); ++round) {
        double w = 0, x = 0, y = 0, xx = 0, xy = 0;
        for (const Slope& slope : slopes) {
            w += slope.weight;
            x += slope.weight * slope.at;
            y += slope.weight * slope.value;
            xx += slope.weight * slope.at * slope.at;
            xy += slope.weight * slope.at * slope.value;
        }
        const double spread = xx - x * x / w;
        const double change =
            slopes.size() >= 4 && spread > 1e3 * w ? (xy - x * y / w) / spread : 0;
        line = {y / w - change * x / w, change};
        std::vector<double> off;
        for (const Slope& slope : slopes)
            off.push_back(std::abs(slope.value - line.first - line.second * slope.at));
        std::nth_element(off.begin(), off.begin() + static_cast<std::ptrdiff_t>(off.size() / 2),
                         off.end());
        const double most = 0.003 + 3 * off[off.size() / 2];
        std::erase_if(slopes, [&](const Slope& slope) {
            return std::abs(slope.value - line.first - line.second * slope.at) > most;
        });
    }
    return line;
}

std::pair<double, double> Straightening::flat(double x, double y) const {
    const double dx = x - middle_x, dy = y - middle_y;
    return {x - (lean + lean_change * dx) * dy, y - (fall + fall_change * dy) * dx};
}

std::pair<double, double> Straightening::on_page(double u, double v) const {
    double x = u, y = v;
    for (int round = 0; round < 6; ++round) {
        const auto [now_u, now_v] = flat(x, y);
        x += u - now_u;
        y += v - now_v;
    }
    return {x, y};
}

static StraightRules straighten(Pix* rules, int dpi) {
    StraightRules result;
    Straightening& sheet = result.straightening;
    sheet.middle_x = pixGetWidth(rules) / 2.0;
    sheet.middle_y = pixGetHeight(rules) / 2.0;
    const std::vector<Stroke> across = strokes_of(rules, dpi, true);
    const std::vector<Stroke> down = strokes_of(rules, dpi, false);
    std::tie(sheet.fall, sheet.fall_change) = fitted(slopes_of(across, dpi, true, sheet.middle_y));
    // A sheet narrows by a few hundredths at most; more is a fit to too few strokes.
    const auto sane = [](double& change, int side) {
        if (std::abs(change) * side > 0.06) change = 0;
    };
    const std::vector<Slope> leans = slopes_of(down, dpi, false, sheet.middle_x);
    if (leans.size() < 2)
        lean_by_sides(across, dpi, sheet);
    else
        std::tie(sheet.lean, sheet.lean_change) = fitted(leans);
    sane(sheet.fall_change, pixGetHeight(rules));
    sane(sheet.lean_change, pixGetWidth(rules));
    // In pieces, so that a bent rule stays near itself.
    for (const Stroke& stroke : across)
        for (std::size_t i = 1; i < stroke.size(); ++i) {
            const auto [u, v] = sheet.flat(stroke[i - 1].x, stroke[i - 1].y);
            const auto [to, height] = sheet.flat(stroke[i].x, stroke[i].y);
            result.rules.across.push_back({(v + height) / 2, u, to});
        }
    for (const Stroke& stroke : down)
        for (std::size_t i = 1; i < stroke.size(); ++i) {
            const auto [u, v] = sheet.flat(stroke[i - 1].x, stroke[i - 1].y);
            const auto [side, to] = sheet.flat(stroke[i].x, stroke[i].y);
            result.rules.down.push_back({(u + side) / 2, v, to});
        }
    return result;
}

StraightRules straight_rules(Pix* rules, int dpi) {
    // Lists with rules, without columns and out of words ask one after the other.
    struct Last {
        PixPtr rules;
        int dpi = 0;
        StraightRules straight;
    };
    static Last last;
    l_int32 same = 0;
    if (last.rules && last.dpi == dpi && pixSizesEqual(rules, last.rules.get()))
        pixEqual(rules, last.rules.get(), &same);
    if (!same) last = {PixPtr(pixCopy(nullptr, rules)), dpi, straighten(rules, dpi)};
    return last.straight;
}

}  // namespace vanthu::ocr
