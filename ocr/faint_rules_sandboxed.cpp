#include "ocr/faint_rules_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include "ocr/hidden_rules_sandboxed.h"
#include "ocr/known_rules_sandboxed.h"
#include "ocr/rule_traces_sandboxed.h"
#include "ocr/straight_rules_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::Rule;

constexpr std::size_t kMostLines = 250;
constexpr double kCrease = 0.5;  // inches beyond a side of the table

struct Trace {
    Rule stroke;
    double contrast = 0;
};

double length_of(const std::vector<Trace>& traces) {
    double sum = 0;
    for (const Trace& trace : traces)
        sum += trace.stroke.to - trace.stroke.from;
    return sum;
}

// Where the rule should stand, by its strokes before and behind.
double place_at(const Known& rule, double along) {
    const Rule *before = nullptr, *behind = nullptr;
    for (const Rule& stroke : rule) {
        if ((stroke.from + stroke.to) / 2 <= along) before = &stroke;
        if (behind == nullptr && (stroke.from + stroke.to) / 2 > along) behind = &stroke;
    }
    if (before == nullptr) return behind->at;
    if (behind == nullptr) return before->at;
    const double a = (before->from + before->to) / 2, b = (behind->from + behind->to) / 2;
    return before->at + (behind->at - before->at) * (along - a) / (b - a);
}

// Follows rules of one way, edge by edge between those that cross them.
class Follower {
public:
    Follower(const RuleTraces& traces, int dpi, double end, const std::vector<Known>& others)
        : traces_(traces), dpi_(dpi), step_(dpi / 4.0), end_(end), others_(others) {}

    std::vector<Stretch> likely;  // where most of its kind are known

    // Beyond the sides only a crease goes on; where nothing crosses, the sides are the edges.
    std::vector<Trace> across(const Known& rule, const Stretch& sides) const {
        const bool sided = sides.to > sides.from;
        std::vector<double> edges = crossings(others_, dpi_, middle_of(rule));
        if (edges.size() < 2 && sided) edges = {sides.from, sides.to};
        if (edges.size() < 2) return {};
        std::vector<Trace> found = between(rule, edges);
        std::vector<Trace> before = on_from(rule, edges.front(), -1);
        std::vector<Trace> behind = on_from(rule, edges.back(), 1);
        const bool crease = length_of(before) > edges.front() - sides.from + kCrease * dpi_ &&
                            length_of(behind) > sides.to - edges.back() + kCrease * dpi_;
        for (std::vector<Trace>* traces : {&before, &behind}) {
            for (Trace& trace : *traces) {
                if (sided && !crease) {
                    trace.stroke.from = std::max(trace.stroke.from, sides.from);
                    trace.stroke.to = std::min(trace.stroke.to, sides.to);
                }
                if (trace.stroke.to > trace.stroke.from) found.push_back(trace);
            }
        }
        return found;
    }

    // `rows` are those where most rules down are known: one that is not there too is none.
    std::vector<Trace> down(const Known& rule, const std::vector<Stretch>& rows) const {
        constexpr double kLeastFollowed = 0.5;
        const std::vector<double> edges = crossings(others_, dpi_, middle_of(rule));
        if (edges.size() < 2 || is_of_letters(rule)) return {};
        std::vector<Trace> found = between(rule, edges);
        Known all = rule;
        for (const Trace& trace : found)
            all.push_back(trace.stroke);
        double there = 0, whole = 0;
        for (const Stretch& row : rows) {
            there += known_between(all, row.from, row.to) * (row.to - row.from);
            whole += row.to - row.from;
        }
        const double share = known_between(all, edges.front(), edges.back());
        if (share < kLeastFollowed && there < kLeastFollowed * whole) return {};
        if (share < kLeastFollowed && 4 * whole < edges.back() - edges.front()) return {};
        for (const double sign : {-1.0, 1.0}) {
            std::vector<Trace> on = on_from(rule, sign < 0 ? edges.front() : edges.back(), sign);
            std::move(on.begin(), on.end(), std::back_inserter(found));
        }
        return found;
    }

private:
    std::vector<Trace> between(const Known& rule, const std::vector<double>& edges) const {
        std::vector<Trace> found;
        for (std::size_t i = 1; i < edges.size(); ++i) {
            const double from = edges[i - 1], to = edges[i];
            const int steps = std::max(1, static_cast<int>((to - from) / (1.5 * step_)));
            for (int k = 0; k < steps; ++k)
                follow(rule, from + k * (to - from) / steps, from + (k + 1) * (to - from) / steps,
                       found);
        }
        return found;
    }

    // Beyond the outermost crossing as far as the trace goes on.
    std::vector<Trace> on_from(const Known& rule, double edge, double sign) const {
        std::vector<Trace> found;
        for (double at = edge; at > step_ && at < end_ - step_; at += sign * step_)
            if (!follow(rule, std::min(at, at + sign * step_), std::max(at, at + sign * step_),
                        found))
                break;
        return found;
    }

    // Whether the rule is there; what was not known of it goes to `found`.
    bool follow(const Known& rule, double from, double to, std::vector<Trace>& found) const {
        constexpr double kKnown = 0.9;
        if (known_between(rule, from, to) > kKnown) return true;
        const double middle = (from + to) / 2, at = place_at(rule, middle);
        const bool is_likely = std::any_of(
            likely.begin(), likely.end(),
            [&](const Stretch& stretch) { return middle > stretch.from && middle < stretch.to; });
        const auto trace = traces_.at(from, to, at, is_likely);
        if (trace) found.push_back({{at + trace->off, from, to}, trace->contrast});
        return trace.has_value();
    }

    // Most of what is known has letters to both sides.
    bool is_of_letters(const Known& rule) const {
        constexpr double kLeast = 0.25;  // inches of a rule
        double clear = 0;
        for (const Rule& stroke : rule)
            if (!traces_.is_of_letters(stroke.from, stroke.to, stroke.at))
                clear += stroke.to - stroke.from;
        return clear < kLeast * dpi_;
    }

    const RuleTraces& traces_;
    const int dpi_;
    const double step_, end_;
    const std::vector<Known>& others_;  // those that cross
};

void draw(Pix* rules, const RuleTraces& traces, const Rule& stroke, int thickness, int how) {
    const auto a = traces.on_page(stroke.from, stroke.at), b = traces.on_page(stroke.to, stroke.at);
    pixRenderLine(rules, static_cast<int>(std::lround(a.first)),
                  static_cast<int>(std::lround(a.second)), static_cast<int>(std::lround(b.first)),
                  static_cast<int>(std::lround(b.second)), thickness, how);
}

// From edge to edge of a row, at both ends too; the upright of a letter keeps away from them.
bool runs_through(const RuleTraces& traces, double from, double to, double at, double contrast) {
    const double end = std::max(6.0, (to - from) / 5);
    const auto whole = traces.at(from, to, at, true);
    return whole && whole->contrast >= contrast && traces.at(from, from + end, at, true) &&
           traces.at(to - end, to, at, true);
}

// A row that hardly any rule parts is the heading of a group: what seems to part it there must run
// from edge to edge and be as dark as the rule elsewhere; the uprights of letters do not.
void drop_lone(Pix* grey, Pix* rules, const StraightRules& straight, int dpi) {
    constexpr double kThere = 0.8, kLong = 0.25, kAsDark = 0.6, kTallest = 0.5, kEdge = 0.015,
                     kSide = 0.1;
    const std::vector<Known> across = known_rules(straight.rules.across, dpi);
    const std::vector<Known> down = known_rules(straight.rules.down, dpi);
    const std::vector<double> rows = crossings(across, dpi);
    if (rows.size() < 2) return;
    const RuleTraces traces(grey, straight.straightening, false);
    const Stretch sides = sides_of(across, dpi);
    const auto is_inside = [&](double at) {
        return at > sides.from + kSide * dpi && (at < sides.to - kSide * dpi || sides.to <= 0);
    };
    std::vector<const Known*> inner;
    for (const Known& rule : down)
        if (known_between(rule, rows.front(), rows.back()) > kLong && is_inside(middle_of(rule)))
            inner.push_back(&rule);
    const auto is_of_inner = [&](double at) {
        return std::any_of(inner.begin(), inner.end(), [&](const Known* rule) {
            return std::abs(middle_of(*rule) - at) < kSide * dpi;
        });
    };
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const double from = rows[i - 1] + kEdge * dpi, to = rows[i] - kEdge * dpi;
        if (to - from > kTallest * dpi) continue;
        std::vector<const Known*> there;
        for (const Known* rule : inner)
            if (known_between(*rule, from, to) > kThere) there.push_back(rule);
        if (2 * there.size() > inner.size()) continue;
        for (const Known* rule : there) {
            const double at = place_at(*rule, (from + to) / 2);
            if (!runs_through(traces, from, to, at, kAsDark * traces.usual_contrast(*rule)))
                draw(rules, traces, {at, from, to}, 9, L_CLEAR_PIXELS);
        }
        for (const Rule& stroke : straight.rules.down) {
            const double middle = (stroke.from + stroke.to) / 2;
            if (middle > from && middle < to && is_inside(stroke.at) && !is_of_inner(stroke.at) &&
                !runs_through(traces, from, to, stroke.at, 0))
                draw(rules, traces, stroke, 9, L_CLEAR_PIXELS);
        }
    }
}

// A crease runs on beyond both sides of the table, where its rules end.
void drop_creases(Pix* rules, const StraightRules& straight, int dpi) {
    constexpr int kThickness = 9;
    const std::vector<Known> across = known_rules(straight.rules.across, dpi);
    const Stretch sides = sides_of(across, dpi);
    if (sides.to <= sides.from) return;
    const RuleTraces traces(rules, straight.straightening, true);
    for (const Known& rule : across) {
        if (rule.front().from > sides.from - kCrease * dpi ||
            last_of(rule) < sides.to + kCrease * dpi)
            continue;
        for (const Rule& stroke : rule)
            draw(rules, traces, stroke, kThickness, L_CLEAR_PIXELS);
    }
}

}  // namespace

void follow_faint_rules(Pix* grey, Pix* rules, int dpi) {
    constexpr double kHalf = 0.5, kMost = 0.66;
    // What the first round finds tells the second what to look for.
    for (int round = 0; round < 2; ++round) {
        if (round > 0) draw_hidden_rules(grey, rules, straight_rules(rules, dpi), dpi);
        const StraightRules straight = straight_rules(rules, dpi);
        const std::vector<Known> across = known_rules(straight.rules.across, dpi);
        const std::vector<Known> down = known_rules(straight.rules.down, dpi);
        // Fewer are no table; more are a picture.
        if (across.size() < 3 || across.size() > kMostLines || down.size() > kMostLines) return;
        const RuleTraces along(grey, straight.straightening, true);
        const Follower level(along, dpi, pixGetWidth(grey), down);
        const Stretch sides = sides_of(across, dpi);
        for (const Known& rule : across)
            for (const Trace& trace : level.across(rule, sides))
                draw(rules, along, trace.stroke, 3, L_SET_PIXELS);
        const std::vector<double> rows = crossings(across, dpi);
        const RuleTraces downward(grey, straight.straightening, false);
        Follower upright(downward, dpi, pixGetHeight(grey), across);
        if (round > 0) upright.likely = mostly_known(down, rows, kHalf);
        const std::vector<Stretch> most = mostly_known(down, rows, kMost);
        for (const Known& rule : down)
            for (const Trace& trace : upright.down(rule, most))
                draw(rules, downward, trace.stroke, 3, L_SET_PIXELS);
    }
    const StraightRules straight = straight_rules(rules, dpi);
    drop_lone(grey, rules, straight, dpi);
    drop_creases(rules, straight, dpi);
}

}  // namespace vanthu::ocr
