#include "ocr/known_rules_sandboxed.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace vanthu::ocr {

using formats::Rule;

std::vector<Known> known_rules(std::vector<Rule> strokes, int dpi) {
    constexpr double kNext = 0.02, kWidest = 0.05, kLeast = 0.25;  // inches
    for (Rule& stroke : strokes)
        if (stroke.to < stroke.from) std::swap(stroke.from, stroke.to);
    std::sort(strokes.begin(), strokes.end(),
              [](const Rule& a, const Rule& b) { return a.at < b.at; });
    std::vector<Known> known;
    for (std::size_t first = 0; first < strokes.size();) {
        std::size_t end = first + 1;
        double length = strokes[first].to - strokes[first].from;
        for (; end < strokes.size() && strokes[end].at - strokes[end - 1].at <= kNext * dpi &&
               strokes[end].at - strokes[first].at <= kWidest * dpi;
             ++end)
            length += strokes[end].to - strokes[end].from;
        Known rule(strokes.begin() + static_cast<std::ptrdiff_t>(first),
                   strokes.begin() + static_cast<std::ptrdiff_t>(end));
        std::sort(rule.begin(), rule.end(),
                  [](const Rule& a, const Rule& b) { return a.from < b.from; });
        if (length >= kLeast * dpi) known.push_back(std::move(rule));
        first = end;
    }
    return known;
}

double middle_of(const Known& rule) {
    return (rule.front().at + rule.back().at) / 2;
}

double last_of(const Known& rule) {
    double last = rule.front().to;
    for (const Rule& stroke : rule)
        last = std::max(last, stroke.to);
    return last;
}

double known_between(const Known& rule, double from, double to) {
    double known = 0;
    for (const Rule& stroke : rule)
        known += std::max(0.0, std::min(stroke.to, to) - std::max(stroke.from, from));
    return known / (to - from);
}

std::vector<double> crossings(const std::vector<Known>& rules, int dpi, std::optional<double> at) {
    constexpr double kLeast = 0.12, kNear = 0.5;  // inches; the least between two of them
    std::vector<double> places;
    for (const Known& rule : rules) {
        const bool near = !at || std::any_of(rule.begin(), rule.end(), [&](const Rule& stroke) {
            return stroke.from < *at + kNear * dpi && stroke.to > *at - kNear * dpi;
        });
        if (near && (places.empty() || middle_of(rule) - places.back() > kLeast * dpi))
            places.push_back(middle_of(rule));
    }
    return places;
}

std::vector<Stretch> mostly_known(const std::vector<Known>& rules,
                                  const std::vector<double>& crossings, double share) {
    constexpr double kThere = 0.8, kLong = 0.25;
    std::vector<Stretch> most;
    for (std::size_t i = 1; i < crossings.size(); ++i) {
        int all = 0, known = 0;
        for (const Known& rule : rules) {
            if (known_between(rule, crossings.front(), crossings.back()) < kLong) continue;
            ++all;
            known += known_between(rule, crossings[i - 1], crossings[i]) > kThere ? 1 : 0;
        }
        if (known > 2 && known >= share * all) most.push_back({crossings[i - 1], crossings[i]});
    }
    return most;
}

namespace {

// The outermost place where several of them are.
double outermost(std::vector<double> ends, double near) {
    std::sort(ends.begin(), ends.end());
    const std::size_t fewest = std::max<std::size_t>(2, ends.size() / 4);
    for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
        std::size_t end = i;
        while (end < ends.size() && ends[end] - ends[i] <= near)
            ++end;
        if (end - i >= fewest) return ends[(i + end - 1) / 2];
    }
    return ends[ends.size() / 2];
}

}  // namespace

Stretch sides_of(const std::vector<Known>& rules, int dpi) {
    constexpr double kLong = 3, kNear = 0.1;  // inches
    std::vector<double> firsts, lasts;
    for (const Known& rule : rules) {
        if (last_of(rule) - rule.front().from < kLong * dpi) continue;
        firsts.push_back(rule.front().from);
        lasts.push_back(-last_of(rule));
    }
    if (firsts.size() < 3) return {};
    return {outermost(std::move(firsts), kNear * dpi), -outermost(std::move(lasts), kNear * dpi)};
}

}  // namespace vanthu::ocr
