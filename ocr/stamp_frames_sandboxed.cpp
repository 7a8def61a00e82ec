#include "ocr/stamp_frames_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <new>

namespace vanthu::ocr {

using formats::PixPtr;
using pipeline::Box;
namespace {

// How much of a frame's side is drawn, 0..1; a side that the sheet's edge cuts off counts as drawn.
struct Side {
    Box band;
    bool across = true;
    bool at_sheet_edge = false;
};

double drawn(Pix* ink, const Side& side) {
    if (side.at_sheet_edge) return 1;
    const int length = side.across ? side.band.width() : side.band.height();
    const int depth = side.across ? side.band.height() : side.band.width();
    int seen = 0;
    for (int along = 0; along < length; ++along) {
        bool any = false;
        for (int i = 0; i < depth && !any; ++i) {
            const int x = side.band.left + (side.across ? along : i);
            const int y = side.band.top + (side.across ? i : along);
            l_uint32 value = 0;
            pixGetPixel(ink, x, y, &value);
            any = value != 0;
        }
        seen += any ? 1 : 0;
    }
    return length > 0 ? static_cast<double>(seen) / length : 0;
}

// How much of its four sides a frame shows at least, 0..1.
double least_side(Pix* ink, const Box& box, int dpi, int depth) {
    const int edge = dpi / 10;
    const int width = pixGetWidth(ink), height = pixGetHeight(ink);
    const std::array<Side, 4> sides{
        Side{{box.left, box.top, box.right, box.top + depth}, true, box.top < edge},
        Side{{box.left, box.bottom - depth, box.right, box.bottom},
             true,
             box.bottom > height - edge},
        Side{{box.left, box.top, box.left + depth, box.bottom}, false, box.left < edge},
        Side{{box.right - depth, box.top, box.right, box.bottom}, false, box.right > width - edge}};
    double least = 1;
    for (const Side& side : sides)
        least = std::min(least, drawn(ink, side));
    return least;
}

// Rules across that could be a frame's upper and lower side: about as long, one below the other.
// A stamp's uprights are often broken, and one of them may lie beyond the sheet.
std::vector<Box> between_rules(Pix* rules, int dpi) {
    const int longest = 7 * dpi / 2, shortest = 3 * dpi / 2, same = dpi / 7, edge = dpi / 8;
    PixPtr across(pixOpenBrick(nullptr, rules, dpi / 4, 1));
    across.reset(pixCloseSafeBrick(nullptr, across.get(), dpi / 8, 3));
    std::vector<Box> lines;
    Boxa* boxes = pixConnCompBB(across.get(), 8);
    const int count = boxes ? boxaGetCount(boxes) : 0;
    for (int i = 0; i < count; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        if (w >= shortest && w <= longest && h < dpi / 6) lines.push_back({x, y, x + w, y + h});
    }
    boxaDestroy(&boxes);
    constexpr std::size_t kMostRules = 60;
    if (lines.size() > kMostRules) return {};
    std::vector<Box> found;
    for (const Box& top : lines) {
        Box whole;
        for (const Box& other : lines) {
            const int apart = other.bottom - top.top;
            if (2 * apart < dpi || 4 * apart > 7 * dpi) continue;
            const bool level =
                std::abs(other.left - top.left) < same || (other.left < edge && top.left < edge);
            if (level && std::abs(other.right - top.right) < same && apart > whole.height())
                whole = {std::max(top.left, other.left), top.top, std::min(top.right, other.right),
                         other.bottom};
        }
        if (!whole.empty()) found.push_back(whole);
    }
    // The outermost first; what lies in another is a part of it.
    std::stable_sort(found.begin(), found.end(),
                     [](const Box& a, const Box& b) { return a.height() > b.height(); });
    std::vector<Box> outer;
    for (const Box& box : found)
        if (std::none_of(outer.begin(), outer.end(), [&](const Box& known) {
                return box.top < known.bottom && box.bottom > known.top && box.left < known.right &&
                       box.right > known.left;
            }))
            outer.push_back(box);
    if (outer.size() > kMostStamps) outer.resize(kMostStamps);
    return outer;
}

}  // namespace

std::vector<Box> framed_areas(Pix* red, int dpi) {
    PixPtr joined(pixCloseSafeBrick(nullptr, red, 3, 3));
    std::vector<Box> areas;
    Boxa* boxes = pixConnCompBB(joined.get(), 8);
    const int count = boxes ? boxaGetCount(boxes) : 0;
    for (int i = 0; i < count && areas.size() < kMostStamps; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        if (2 * w > 2 * dpi && 2 * h > dpi && w < 5 * dpi && h < 3 * dpi)
            areas.push_back({x, y, x + w, y + h});
    }
    boxaDestroy(&boxes);
    return areas;
}

std::vector<Frame> frames_of(Pix* page, Pix* rules, int dpi) {
    constexpr double kWhole = 0.75, kBroken = 0.3;  // of each side
    std::vector<Frame> frames;
    for (const Box& box : framed_areas(rules, dpi))
        if (box.width() > box.height() &&
            least_side(rules, box, dpi, std::max(4, dpi / 14)) > kWhole)
            frames.push_back({box, true});
    const PixPtr ink(pixThresholdToBinary(page, kFaintInk));
    for (const Box& box : between_rules(rules, dpi)) {
        const bool known = std::any_of(frames.begin(), frames.end(), [&](const Frame& one) {
            return box.top < one.box.bottom && box.bottom > one.box.top &&
                   box.left < one.box.right && box.right > one.box.left;
        });
        if (!known && least_side(ink.get(), box, dpi, dpi / 9) > kBroken)
            frames.push_back({box, false});
    }
    return frames;
}

PixPtr long_rules(Pix* rules, int across, int down) {
    PixPtr lines(pixOpenBrick(nullptr, rules, across, 1));
    const PixPtr upright(pixOpenBrick(nullptr, rules, 1, down));
    lines.reset(pixOr(nullptr, lines.get(), upright.get()));
    lines.reset(pixDilateBrick(nullptr, lines.get(), 3, 3));
    if (!lines) throw std::bad_alloc();
    return lines;
}

}  // namespace vanthu::ocr
