#include "ocr/faint_rules_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "ocr/straight_rules_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::Rule;

constexpr std::size_t kMostLines = 250;

// A rule as far as it is known: its strokes from one end to the other.
using Known = std::vector<Rule>;

// Strokes at one place are of one rule.
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

// Where rules of the other way cross one that stands `at`.
std::vector<double> crossings(const std::vector<Known>& rules, int dpi,
                              std::optional<double> at = std::nullopt) {
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

double known_between(const Known& rule, double from, double to) {
    double known = 0;
    for (const Rule& stroke : rule)
        known += std::max(0.0, std::min(stroke.to, to) - std::max(stroke.from, from));
    return known / (to - from);
}

struct Stretch {
    double from = 0, to = 0;
};

// Where most rules of a table are known: the others are likely there too.
std::vector<Stretch> mostly_known(const std::vector<Known>& rules,
                                  const std::vector<double>& crossings) {
    constexpr double kThere = 0.8, kLong = 0.25;
    std::vector<Stretch> most;
    for (std::size_t i = 1; i < crossings.size(); ++i) {
        int all = 0, known = 0;
        for (const Known& rule : rules) {
            if (known_between(rule, crossings.front(), crossings.back()) < kLong) continue;
            ++all;
            known += known_between(rule, crossings[i - 1], crossings[i]) > kThere ? 1 : 0;
        }
        if (known > 2 && 2 * known >= all) most.push_back({crossings[i - 1], crossings[i]});
    }
    return most;
}

// Where most long rules begin and end.
Stretch sides_of(const std::vector<Known>& rules, int dpi) {
    constexpr double kLong = 3;  // inches
    std::vector<double> firsts, lasts;
    for (const Known& rule : rules) {
        double last = rule.front().to;
        for (const Rule& stroke : rule)
            last = std::max(last, stroke.to);
        if (last - rule.front().from < kLong * dpi) continue;
        firsts.push_back(rule.front().from);
        lasts.push_back(last);
    }
    if (firsts.size() < 3) return {};
    const auto half = static_cast<std::ptrdiff_t>(firsts.size() / 2);
    std::nth_element(firsts.begin(), firsts.begin() + half, firsts.end());
    std::nth_element(lasts.begin(), lasts.begin() + half, lasts.end());
    return {firsts[firsts.size() / 2], lasts[lasts.size() / 2]};
}

class Follower {
public:
    Follower(Pix* grey, Pix* rules, const Straightening& sheet, int dpi, bool across,
             const std::vector<Known>& others, std::vector<Stretch> likely, Stretch sides = {})
        : grey_(grey),
          rules_(rules),
          sheet_(sheet),
          dpi_(dpi),
          across_(across),
          step_(dpi / 4.0),
          others_(others),
          likely_(std::move(likely)),
          sides_(sides) {}

    // Edge by edge between rules that cross; beyond the outermost as far as the trace goes on.
    void follow(const Known& rule) const {
        constexpr double kLeastFollowed = 0.5;
        std::vector<double> edges = crossings(others_, dpi_, middle_of(rule));
        if (across_ && edges.size() < 2 && sides_.to > sides_.from)
            edges = {sides_.from, sides_.to};
        if (edges.size() < 2 || (!across_ && is_of_letters(rule))) return;
        std::vector<Rule> found;
        double there = known_between(rule, edges.front(), edges.back());
        for (std::size_t i = 1; i < edges.size(); ++i) {
            const double from = edges[i - 1], to = edges[i];
            const int steps = std::max(1, static_cast<int>((to - from) / (1.5 * step_)));
            for (int k = 0; k < steps; ++k)
                follow(rule, from + k * (to - from) / steps, from + (k + 1) * (to - from) / steps,
                       found);
        }
        for (const Rule& stroke : found)
            there += (stroke.to - stroke.from) / (edges.back() - edges.front());
        // A rule down that parts a few rows alone is no rule.
        if (!across_ && there < kLeastFollowed) return;
        const double end = across_ ? pixGetWidth(grey_) : pixGetHeight(grey_);
        for (double at = edges.front(); at > step_; at -= step_)
            if (!follow(rule, at - step_, at, found)) break;
        for (double at = edges.back(); at < end - step_; at += step_)
            if (!follow(rule, at, at + step_, found)) break;
        for (const Rule& stroke : found)
            draw(stroke);
    }

private:
    static constexpr int kReach = 9;  // pixels to both sides that are looked at
    static constexpr int kParts = 5;  // of a step: the trace is in nearly all of them
    using Profile = std::array<double, 2 * kReach + 1>;

    using Parts = std::array<Profile, kParts>;

    // Whether the rule is there; what was not known of it goes to `found`.
    bool follow(const Known& rule, double from, double to, std::vector<Rule>& found) const {
        constexpr double kKnown = 0.9;
        if (known_between(rule, from, to) > kKnown) return true;
        const double at = place_at(rule, (from + to) / 2), middle = (from + to) / 2;
        const bool likely = std::any_of(
            likely_.begin(), likely_.end(),
            [&](const Stretch& stretch) { return middle > stretch.from && middle < stretch.to; });
        const auto off = trace(from, to, at, likely);
        if (off) found.push_back({at + *off, from, to});
        return off.has_value();
    }

    // Most of what is known has letters to both sides.
    bool is_of_letters(const Known& rule) const {
        constexpr double kLeast = 0.25;  // inches of a rule
        double clear = 0;
        for (const Rule& stroke : rule) {
            const auto parts = sampled(stroke.from, stroke.to, stroke.at);
            if (parts && !among_letters(*parts, 0, paper(*parts), true))
                clear += stroke.to - stroke.from;
        }
        return clear < kLeast * dpi_;
    }

    static double paper(const Parts& parts) {
        double lightest = 0;
        for (const Profile& part : parts)
            lightest = std::max(lightest, sides(part, 0));
        return lightest;
    }

    // Where the rule should stand, by its strokes before and behind.
    static double place_at(const Known& rule, double along) {
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

    std::pair<double, double> page(double along, double at) const {
        return across_ ? sheet_.on_page(along, at) : sheet_.on_page(at, along);
    }

    // How dark it is beside and on a line, in parts along it; nothing at the rim of the page.
    std::optional<Parts> sampled(double from, double to, double at) const {
        Parts parts{};
        const auto a = page(from, at), b = page(to, at);
        const int width = pixGetWidth(grey_), height = pixGetHeight(grey_);
        const int count = static_cast<int>(to - from);
        if (count < kParts) return std::nullopt;
        std::array<int, kParts> counts{};
        for (int i = 0; i < count; ++i) {
            const double share = (i + 0.5) / count;
            const int x = static_cast<int>(std::lround(a.first + share * (b.first - a.first)));
            const int y = static_cast<int>(std::lround(a.second + share * (b.second - a.second)));
            const int across = across_ ? y : x;
            if (x < 0 || y < 0 || x >= width || y >= height || across < kReach ||
                across >= (across_ ? height : width) - kReach)
                return std::nullopt;
            const auto k = static_cast<std::size_t>(kParts * i / count);
            ++counts[k];
            for (int off = -kReach; off <= kReach; ++off) {
                l_uint32 value = 0;
                pixGetPixel(grey_, across_ ? x : x + off, across_ ? y + off : y, &value);
                parts[k][static_cast<std::size_t>(off + kReach)] += value;
            }
        }
        for (std::size_t k = 0; k < parts.size(); ++k)
            for (double& value : parts[k])
                value /= counts[k];
        return parts;
    }

    // How far beside `at` the trace of a rule runs, if it does.
    std::optional<int> trace(double from, double to, double at, bool likely) const {
        constexpr int kBeside = 3;
        constexpr double kLightest = 190;
        const double least = likely ? 5 : 9;
        const auto sample = sampled(from, to, at);
        if (!sample) return std::nullopt;
        const Parts& parts = *sample;
        Profile whole{};
        for (const Profile& part : parts)
            for (std::size_t k = 0; k < part.size(); ++k)
                whole[k] += part[k] / kParts;
        int best = 0;
        double darkest = 256;
        for (int off = -kBeside; off <= kBeside; ++off) {
            if (middle(whole, off) >= darkest) continue;
            darkest = middle(whole, off);
            best = off;
        }
        const double beside = sides(whole, best);
        if (beside < kLightest || beside - darkest < least) return std::nullopt;
        // All along: the upright of a letter is dark in a part of the step only.
        std::array<double, kParts> darker{};
        for (std::size_t k = 0; k < parts.size(); ++k)
            darker[k] = sides(parts[k], best) - middle(parts[k], best);
        std::sort(darker.begin(), darker.end());
        const double mean = beside - darkest;
        const bool even = darker[1] > std::max(least / 3, mean / 4) && 2 * darker[2] > mean;
        if (!even || (!across_ && among_letters(parts, best, beside, likely))) return std::nullopt;
        return best;
    }

    // Text of a cell keeps away from the rules beside it; the upright of a letter has others near.
    // Where a rule is likely, letters on one side are text that came too close.
    static bool among_letters(const Parts& parts, int off, double paper, bool likely) {
        constexpr double kInk = 16;
        int with_ink = 0;
        for (const Profile& part : parts) {
            const auto inked = [&](int from) {
                const auto three = [&](int k) {
                    return (at(part, off + k) + at(part, off + k + 1) + at(part, off + k + 2)) / 3;
                };
                return paper - std::min(three(from), three(from + 2)) > kInk;
            };
            const bool left = inked(-8), right = inked(4);
            with_ink += (likely ? left && right : left || right) ? 1 : 0;
        }
        return with_ink >= 2;
    }

    static double at(const Profile& profile, int off) {
        return profile[static_cast<std::size_t>(std::clamp(off + kReach, 0, 2 * kReach))];
    }

    static double middle(const Profile& profile, int off) {
        const auto at = static_cast<std::size_t>(off + kReach);
        return (profile[at - 1] + 2 * profile[at] + profile[at + 1]) / 4;
    }

    // The darker of the two sides; of each the lighter half, as text may stand near.
    static double sides(const Profile& profile, int off) {
        const auto mean = [&](int from) {
            double sum = 0;
            for (int i = 0; i < 3; ++i)
                sum += profile[static_cast<std::size_t>(
                    std::clamp(off + from + i + kReach, 0, 2 * kReach))];
            return sum / 3;
        };
        return std::min(std::max(mean(-6), mean(-9)), std::max(mean(4), mean(7)));
    }

    void draw(const Rule& stroke) const {
        const auto a = page(stroke.from, stroke.at), b = page(stroke.to, stroke.at);
        pixRenderLine(rules_, static_cast<int>(std::lround(a.first)),
                      static_cast<int>(std::lround(a.second)),
                      static_cast<int>(std::lround(b.first)),
                      static_cast<int>(std::lround(b.second)), 3, L_SET_PIXELS);
    }

    Pix* grey_;
    Pix* rules_;
    const Straightening& sheet_;
    const int dpi_;
    const bool across_;
    const double step_;
    const std::vector<Known>& others_;  // those that cross
    const std::vector<Stretch> likely_;
    const Stretch sides_;  // of a list, where nothing crosses
};

// A crease runs on beyond both sides of the table, where its rules end.
void drop_creases(Pix* rules, int dpi) {
    constexpr double kBeyond = 0.5;  // inches
    constexpr int kThickness = 9;
    const StraightRules straight = straight_rules(rules, dpi);
    const std::vector<Known> across = known_rules(straight.rules.across, dpi);
    const Stretch sides = sides_of(across, dpi);
    if (sides.to <= sides.from) return;
    for (const Known& rule : across) {
        double last = rule.front().to;
        for (const Rule& stroke : rule)
            last = std::max(last, stroke.to);
        if (rule.front().from > sides.from - kBeyond * dpi || last < sides.to + kBeyond * dpi)
            continue;
        for (const Rule& stroke : rule) {
            const auto a = straight.straightening.on_page(stroke.from, stroke.at);
            const auto b = straight.straightening.on_page(stroke.to, stroke.at);
            pixRenderLine(rules, static_cast<int>(std::lround(a.first)),
                          static_cast<int>(std::lround(a.second)),
                          static_cast<int>(std::lround(b.first)),
                          static_cast<int>(std::lround(b.second)), kThickness, L_CLEAR_PIXELS);
        }
    }
}

}  // namespace

void follow_faint_rules(Pix* grey, Pix* rules, int dpi) {
    // What the first round finds tells the second what to look for.
    for (int round = 0; round < 2; ++round) {
        const StraightRules straight = straight_rules(rules, dpi);
        const std::vector<Known> across = known_rules(straight.rules.across, dpi);
        const std::vector<Known> down = known_rules(straight.rules.down, dpi);
        // Fewer are no table; more are a picture.
        if (across.size() < 3 || across.size() > kMostLines || down.size() > kMostLines) return;
        const Follower along(grey, rules, straight.straightening, dpi, true, down, {},
                             sides_of(across, dpi));
        for (const Known& rule : across)
            along.follow(rule);
        std::vector<Stretch> likely;
        if (round > 0) likely = mostly_known(down, crossings(across, dpi));
        const Follower downward(grey, rules, straight.straightening, dpi, false, across,
                                std::move(likely));
        for (const Known& rule : down)
            downward.follow(rule);
    }
    drop_creases(rules, dpi);
}

}  // namespace vanthu::ocr
