#include "ocr/ink_runs_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "ocr/page_parts_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;
using pipeline::Box;

// Of the height of a letter.
constexpr double kLeastLetter = 0.55, kMostLetter = 2.2, kGap = 0.6, kOneLine = 0.5;
constexpr double kMarkAway = 0.55, kPointAway = 0.8;

int middle_of(std::vector<int> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

int gap_down(const Box& a, const Box& b) {
    return std::max(a.top, b.top) - std::min(a.bottom, b.bottom);
}

// The marks of "ể" on top of each other are as high as a letter, but letters stand below them.
bool is_mark(const Box& part, const std::vector<Box>& by_left, int height) {
    const auto first = std::lower_bound(by_left.begin(), by_left.end(), part.left - 3 * height,
                                        [](const Box& box, int left) { return box.left < left; });
    for (auto at = first; at != by_left.end() && at->left < part.right; ++at) {
        const int shared = std::min(part.right, at->right) - std::max(part.left, at->left);
        if (at->height() > kLeastLetter * height && at->bottom > part.bottom + height / 2 &&
            at->top < part.bottom + kMarkAway * height && at->top > part.top &&
            2 * shared > part.width() && part.width() < 1.2 * height)
            return true;
    }
    return false;
}

// A point below a line that touches a mark of the next: as high as a letter, but letters stand
// close above and below it.
bool is_between_lines(const Box& part, const std::vector<Box>& by_left, int height) {
    constexpr double kNarrow = 0.8, kNear = 0.45;
    if (part.width() > kNarrow * height || part.height() > 1.5 * height) return false;
    const auto first = std::lower_bound(by_left.begin(), by_left.end(), part.left - 3 * height,
                                        [](const Box& box, int left) { return box.left < left; });
    bool above = false, below = false;
    for (auto at = first; at != by_left.end() && at->left < part.right; ++at) {
        if (at->right <= part.left || at->height() < kLeastLetter * height) continue;
        above = above || (at->top < part.top - height / 2 && at->bottom < part.bottom &&
                          part.top - at->bottom < kNear * height);
        below = below || (at->bottom > part.bottom + height / 2 && at->top > part.top &&
                          at->top - part.bottom < kNear * height);
    }
    return above && below;
}

bool level(const Box& a, const Box& b) {
    return -gap_down(a, b) > kOneLine * std::min(a.height(), b.height());
}

}  // namespace

std::vector<Box> parts_of(Pix* ink, const Box& area) {
    const PixPtr clip = clip_of(ink, area);
    std::vector<Box> parts;
    Boxa* boxes = pixConnCompBB(clip.get(), 8);
    const int count = boxes ? boxaGetCount(boxes) : 0;
    for (int i = 0; i < count; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        parts.push_back({area.left + x, area.top + y, area.left + x + w, area.top + y + h});
    }
    boxaDestroy(&boxes);
    return parts;
}

int letter_height(const std::vector<Box>& parts, int dpi) {
    std::vector<int> heights;
    for (const Box& part : parts)
        if (part.height() > dpi / 25 && part.height() < dpi / 4) heights.push_back(part.height());
    return heights.empty() ? dpi / 12 : middle_of(std::move(heights));
}

std::vector<InkRun> ink_runs(std::vector<Box> parts, int height) {
    struct Open {
        InkRun run;
        Box last;
        std::vector<int> feet;
    };
    std::sort(parts.begin(), parts.end(),
              [](const Box& a, const Box& b) { return a.left < b.left; });
    std::vector<Open> runs;
    std::vector<Box> marks;
    std::vector<std::size_t> near;
    for (const Box& part : parts) {
        const bool small = part.height() < kLeastLetter * height;
        if (small || (part.height() < 1.2 * height && is_mark(part, parts, height))) {
            marks.push_back(part);
            continue;
        }
        if (part.height() > kMostLetter * height) continue;
        if (is_between_lines(part, parts, height)) {
            const int middle = (part.top + part.bottom) / 2;
            marks.push_back({part.left, part.top, part.right, middle});
            marks.push_back({part.left, middle, part.right, part.bottom});
            continue;
        }
        // Runs that end too far left are not looked at again.
        std::erase_if(near, [&](std::size_t i) {
            return part.left - runs[i].last.right > kGap * height + height;
        });
        Open* home = nullptr;
        for (const std::size_t i : near)
            if (part.left - runs[i].last.right < kGap * height && level(runs[i].last, part) &&
                part.right > runs[i].last.right - height)
                home = &runs[i];
        if (!home) {
            near.push_back(runs.size());
            home = &runs.emplace_back();
        }
        home->run.letters = united(home->run.letters, part);
        home->last = part;
        home->feet.push_back(part.bottom);
    }
    std::vector<InkRun> result;
    for (Open& open : runs) {
        open.run.box = open.run.letters;
        open.run.baseline = middle_of(std::move(open.feet));
        result.push_back(open.run);
    }
    // Marks and points belong to the nearest run that they stand over, under or beside.
    for (const Box& part : marks) {
        if (part.width() > 3 * height) continue;
        if (part.width() < 2 && part.height() < 2) continue;
        InkRun* nearest = nullptr;
        double least = kMarkAway * height;
        for (InkRun& run : result) {
            const double aside =
                std::max(part.left - run.letters.right, run.letters.left - part.right);
            if (aside > kPointAway * height || gap_down(run.letters, part) >= least) continue;
            least = gap_down(run.letters, part);
            nearest = &run;
        }
        if (nearest) nearest->box = united(nearest->box, part);
    }
    return result;
}

std::vector<InkRun> ink_lines(std::vector<InkRun> runs) {
    std::sort(runs.begin(), runs.end(),
              [](const InkRun& a, const InkRun& b) { return a.baseline < b.baseline; });
    std::vector<InkRun> lines;
    for (const InkRun& run : runs) {
        if (lines.empty() || !level(lines.back().letters, run.letters)) {
            lines.push_back(run);
            continue;
        }
        InkRun& line = lines.back();
        if (run.letters.width() > line.letters.width()) line.baseline = run.baseline;
        line.box = united(line.box, run.box);
        line.letters = united(line.letters, run.letters);
    }
    return lines;
}

}  // namespace vanthu::ocr
