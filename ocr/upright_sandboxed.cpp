#include "ocr/upright_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <vector>

#include "ocr/engine_sandboxed.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

constexpr int kInk = 140;
constexpr double kReadsWell = 0.72;  // mean confidence of a band that stands upright
constexpr double kClearlyBetter = 0.12;
constexpr int kTrialMilliseconds = 10'000;
constexpr double kTooLittle = 0.15;   // degrees; the recogniser does not mind
constexpr double kLines = 2.5;        // lean_of's confidence where there are lines
constexpr double kSureUpright = 6.0;  // pixUpDownDetect's measure, in standard deviations
constexpr double kVerySure = 9.0;     // so sure that reading may hardly say otherwise

PixPtr binary_of(Pix* grey) {
    return PixPtr(pixThresholdToBinary(grey, kInk));
}

PixPtr turned(Pix* pix, int quarters) {
    return PixPtr(pixRotateOrth(pix, quarters));
}

// How far lines of text lean, and how clearly there are lines at all.
struct Lean {
    double angle = 0;
    double confidence = 0;
};

Lean lean_of(Pix* ink) {
    l_float32 angle = 0, confidence = 0;
    // Sweep at a quarter of the size, search at half: a fiftieth of a degree is found.
    if (pixFindSkewSweepAndSearch(ink, &angle, &confidence, 4, 2, 7.0f, 1.0f, 0.02f) != 0)
        return {};
    constexpr double kTooMuch = 7.0;
    if (std::abs(angle) > kTooMuch || confidence < kLines) return {0, confidence};
    return {angle, confidence};
}

PixPtr straightened(Pix* grey, double degrees) {
    if (std::abs(degrees) < kTooLittle) return PixPtr(pixClone(grey));
    const auto radians = static_cast<float>(degrees * std::numbers::pi / 180);
    return PixPtr(pixRotate(grey, radians, L_ROTATE_SHEAR, L_BRING_IN_WHITE, 0, 0));
}

// The same of its ink. A small shear moves pixels without changing them, so ink can be moved
// itself; Leptonica turns bilevel images in another way beyond some three degrees.
PixPtr straightened_ink(Pix* grey, Pix* ink, double degrees) {
    constexpr double kShears = 3;
    if (std::abs(degrees) < kShears) return straightened(ink, degrees);
    return binary_of(straightened(grey, degrees).get());
}

// The part of the page with most text, a few lines high.
PixPtr busiest_band(Pix* grey, int dpi) {
    const int width = pixGetWidth(grey), height = pixGetHeight(grey);
    const int band = std::min(height, dpi * 9 / 10);
    PixPtr ink = binary_of(grey);
    const std::unique_ptr<NUMA, void (*)(NUMA*)> sums(pixCountPixelsByRow(ink.get(), nullptr),
                                                      [](NUMA* numbers) { numaDestroy(&numbers); });
    std::vector<double> changes(static_cast<std::size_t>(height) + 1, 0);
    l_float32 before = 0;
    for (int y = 0; y < height; ++y) {
        l_float32 value = 0;
        numaGetFValue(sums.get(), y, &value);
        // Dark borders and pictures fill a row; text does not.
        const double change =
            value < 0.5f * static_cast<float>(width) ? std::abs(value - before) : 0;
        changes[static_cast<std::size_t>(y) + 1] = changes[static_cast<std::size_t>(y)] + change;
        before = value;
    }
    int best = 0;
    double most = -1;
    for (int y = 0; y + band <= height; y += std::max(1, dpi / 20)) {
        const double here =
            changes[static_cast<std::size_t>(y + band)] - changes[static_cast<std::size_t>(y)];
        if (here > most) {
            most = here;
            best = y;
        }
    }
    BOX* area = boxCreate(0, best, width, band);
    PixPtr clip(pixClipRectangle(grey, area, nullptr));
    boxDestroy(&area);
    return clip;
}

double legibility(Pix* level, int half_turns, int dpi) {
    const PixPtr page = turned(level, 2 * half_turns);
    const PixPtr band = busiest_band(page.get(), dpi);
    return mean_confidence(read_lines(band.get(), dpi, Layout::Block, kTrialMilliseconds));
}

// By the heads and feet of letters: above nought upright, below it upside down.
double heads_up(Pix* level_ink) {
    l_float32 upright = 0;
    return pixUpDownDetect(level_ink, &upright, 0, 0, 0) == 0 ? upright : 0;
}

// What heads and feet of letters are worth beside a mean confidence: lists of short cells read
// badly whichever way they stand.
double worth_of(double heads) {
    if (heads > kVerySure) return 0.3;
    return heads > kSureUpright ? kClearlyBetter : 0;
}

// One way round that might be right.
struct Trial {
    Pix* level;
    int half_turns;
    Stance stance;
    double heads;
};

}  // namespace

Stance stance_of(Pix* grey, int dpi) {
    const PixPtr ink = binary_of(grey);
    const Lean lean = lean_of(ink.get());
    const auto worth = [](const Lean& l) { return std::abs(l.angle) < kTooLittle ? 0.0 : l.angle; };
    const Stance as_it_is{0, worth(lean)};
    const PixPtr level_ink = straightened_ink(grey, ink.get(), lean.angle);
    // Heads and feet of letters are as clear on a page that stands upright alone.
    const double heads = heads_up(level_ink.get());
    if (lean.confidence > kLines && heads > kSureUpright) return as_it_is;
    const PixPtr ink_sideways = turned(ink.get(), 1);
    const Lean lean_sideways = lean_of(ink_sideways.get());
    constexpr double kClearly = 1.5;
    const bool surely_level = lean.confidence > kClearly * lean_sideways.confidence;
    const bool surely_sideways = lean_sideways.confidence > kClearly * lean.confidence;
    const PixPtr level = straightened(grey, lean.angle);
    const double now = legibility(level.get(), 0, dpi);
    if (now >= kReadsWell) return as_it_is;

    std::vector<Trial> trials;
    PixPtr sideways;
    if (!surely_sideways) trials.push_back({level.get(), 1, {180, worth(lean)}, -heads});
    if (!surely_level) {
        const PixPtr quarter = turned(grey, 1);
        sideways = straightened(quarter.get(), lean_sideways.angle);
        const double aside = heads_up(
            straightened_ink(quarter.get(), ink_sideways.get(), lean_sideways.angle).get());
        trials.push_back({sideways.get(), 0, {90, worth(lean_sideways)}, aside});
        trials.push_back({sideways.get(), 1, {270, worth(lean_sideways)}, -aside});
    }
    Stance best = as_it_is;
    double most = now + worth_of(heads) + kClearlyBetter;
    for (const Trial& trial : trials) {
        const double reading =
            legibility(trial.level, trial.half_turns, dpi) + worth_of(trial.heads);
        if (reading <= most) continue;
        most = reading;
        best = trial.stance;
    }
    return best;
}

}  // namespace vanthu::ocr
