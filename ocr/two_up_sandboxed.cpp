#include "ocr/two_up_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <vector>

#include "pipeline/document.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

using pipeline::Box;

constexpr int kInk = 170;  // faded lines count too
constexpr double kWiderThanHigh = 1.25;
constexpr double kFromShare = 0.4, kToShare = 0.6;  // of the width: where the pages may meet
constexpr double kLeastGap = 0.02;                  // of the width
constexpr double kLongLine = 0.28;                  // of the width: most of one page's line
constexpr int kFullPage = 6, kShortPage = 3;        // lines

std::vector<Box> parts_of(Pix* ink) {
    std::vector<Box> parts;
    Boxa* boxes = pixConnCompBB(ink, 8);
    const int count = boxes ? boxaGetCount(boxes) : 0;
    for (int i = 0; i < count; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        parts.push_back({x, y, x + w, y + h});
    }
    boxaDestroy(&boxes);
    return parts;
}

bool at_edge(const Box& part, int width, int height) {
    return part.left <= 2 || part.top <= 2 || part.right >= width - 2 || part.bottom >= height - 2;
}

// The widest stretch around the middle that no part covers: its left and right end.
std::pair<int, int> widest_gap(const std::vector<Box>& parts, int width) {
    std::vector<char> covered(static_cast<std::size_t>(width), 0);
    for (const Box& part : parts)
        std::fill(covered.begin() + std::clamp(part.left, 0, width),
                  covered.begin() + std::clamp(part.right, 0, width), 1);
    std::pair<int, int> best{0, 0};
    int start = -1;
    const int last = static_cast<int>(kToShare * width);
    for (int x = static_cast<int>(kFromShare * width); x <= last; ++x) {
        const bool free = x < last && !covered[static_cast<std::size_t>(x)];
        if (free && start < 0) start = x;
        if (free || start < 0) continue;
        if (x - start > best.second - best.first) best = {start, x};
        start = -1;
    }
    return best;
}

}  // namespace

std::optional<int> gutter_of(Pix* grey, int dpi) {
    const int width = pixGetWidth(grey), height = pixGetHeight(grey);
    if (width < kWiderThanHigh * height) return std::nullopt;
    const PixPtr ink(pixThresholdToBinary(grey, kInk));
    const PixPtr joined(pixCloseSafeBrick(nullptr, ink.get(), std::max(3, dpi / 8), 1));

    std::vector<Box> lines;
    for (const Box& part : parts_of(joined.get()))
        if (part.height() > dpi / 30 && part.height() < dpi / 3 && part.width() > dpi / 6 &&
            !at_edge(part, width, height))
            lines.push_back(part);
    const auto [from, to] = widest_gap(lines, width);
    if (to - from < kLeastGap * width) return std::nullopt;
    const int gutter = (from + to) / 2;

    int left = 0, right = 0, long_left = 0, long_right = 0;
    for (const Box& line : lines) {
        const bool on_left = line.right <= gutter, is_long = line.width() > kLongLine * width;
        (on_left ? left : right) += 1;
        if (is_long) (on_left ? long_left : long_right) += 1;
    }
    if (std::max(long_left, long_right) < kFullPage) return std::nullopt;
    if (std::min(left, right) < kShortPage) return std::nullopt;
    // A rule or a frame across the gap belongs to one page; the scanner's dark border does not.
    for (const Box& part : parts_of(ink.get()))
        if (part.left < from && part.right > to && !at_edge(part, width, height))
            return std::nullopt;
    return gutter;
}

}  // namespace vanthu::ocr
