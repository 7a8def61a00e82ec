#include "ocr/rule_traces_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace vanthu::ocr {

std::optional<RuleTraces::Found> RuleTraces::at(double from, double to, double at,
                                                bool likely) const {
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
    const double beside = sides(whole, best), contrast = beside - darkest;
    if (beside < kLightest || contrast < least) return std::nullopt;
    // All along: the upright of a letter is dark in a part of the step only.
    std::array<double, kParts> darker{};
    for (std::size_t k = 0; k < parts.size(); ++k)
        darker[k] = sides(parts[k], best) - middle(parts[k], best);
    std::sort(darker.begin(), darker.end());
    const bool even = darker[1] > std::max(least / 3, contrast / 4) && 2 * darker[2] > contrast;
    if (!even || (!across_ && among_letters(parts, best, beside, likely))) return std::nullopt;
    return Found{best, contrast};
}

double RuleTraces::usual_contrast(const Known& rule) const {
    std::vector<double> contrasts;
    for (const formats::Rule& stroke : rule)
        if (const auto trace = at(stroke.from, stroke.to, stroke.at, true))
            contrasts.push_back(trace->contrast);
    if (contrasts.empty()) return 0;
    const auto middle = contrasts.begin() + static_cast<std::ptrdiff_t>(contrasts.size() / 2);
    std::nth_element(contrasts.begin(), middle, contrasts.end());
    return *middle;
}

bool RuleTraces::is_of_letters(double from, double to, double at) const {
    const auto parts = sampled(from, to, at);
    if (!parts) return true;
    double paper = 0;
    for (const Profile& part : *parts)
        paper = std::max(paper, sides(part, 0));
    return among_letters(*parts, 0, paper, true);
}

bool RuleTraces::is_written_on(double from, double to, double at) const {
    constexpr double kInk = 25;
    const auto parts = sampled(from, to, at);
    if (!parts) return true;
    double paper = 0, darkest = 255;
    for (const Profile& part : *parts) {
        darkest = std::min(darkest, middle(part, 0));
        for (const int off : {-kReach, kReach})
            paper = std::max(paper, level(part, off));
    }
    return paper - darkest > kInk;
}

// How dark it is beside and on a line, in parts along it; nothing at the rim of the page.
std::optional<RuleTraces::Parts> RuleTraces::sampled(double from, double to, double at) const {
    Parts parts{};
    const auto a = on_page(from, at), b = on_page(to, at);
    const int width = pixGetWidth(grey_), height = pixGetHeight(grey_);
    const int count = static_cast<int>(to - from);
    if (count < kParts) return std::nullopt;
    std::array<int, kParts> counts{};
    for (int i = 0; i < count; ++i) {
        const double share = (i + 0.5) / count;
        const int x = static_cast<int>(std::lround(a.first + share * (b.first - a.first)));
        const int y = static_cast<int>(std::lround(a.second + share * (b.second - a.second)));
        const int beside = across_ ? y : x;
        if (x < 0 || y < 0 || x >= width || y >= height || beside < kReach ||
            beside >= (across_ ? height : width) - kReach)
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

// Text of a cell keeps away from the rules beside it; the upright of a letter has others near.
// Where a rule is likely, letters on one side are text that came too close.
bool RuleTraces::among_letters(const Parts& parts, int off, double paper, bool likely) {
    constexpr double kInk = 16;
    int with_ink = 0;
    for (const Profile& part : parts) {
        const auto inked = [&](int from) {
            const auto three = [&](int k) {
                return (level(part, off + k) + level(part, off + k + 1) +
                        level(part, off + k + 2)) /
                       3;
            };
            return paper - std::min(three(from), three(from + 2)) > kInk;
        };
        const bool left = inked(-8), right = inked(4);
        with_ink += (likely ? left && right : left || right) ? 1 : 0;
    }
    return with_ink >= 2;
}

double RuleTraces::level(const Profile& profile, int off) {
    return profile[static_cast<std::size_t>(std::clamp(off + kReach, 0, 2 * kReach))];
}

double RuleTraces::middle(const Profile& profile, int off) {
    const auto at = static_cast<std::size_t>(off + kReach);
    return (profile[at - 1] + 2 * profile[at] + profile[at + 1]) / 4;
}

// The darker of the two sides; of each the lighter half, as text may stand near.
double RuleTraces::sides(const Profile& profile, int off) {
    const auto mean = [&](int from) {
        double sum = 0;
        for (int i = 0; i < 3; ++i)
            sum += level(profile, off + from + i);
        return sum / 3;
    };
    return std::min(std::max(mean(-6), mean(-9)), std::max(mean(4), mean(7)));
}

}  // namespace vanthu::ocr
