#include "ocr/seals_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "ocr/circles_sandboxed.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

std::vector<Point> points_of(Pix* part, int left, int top) {
    std::vector<Point> points;
    for (int y = 0; y < pixGetHeight(part); y += 2) {
        const l_uint32* row = pixGetData(part) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(part);
        for (int x = 0; x < pixGetWidth(part); x += 2)
            if (GET_DATA_BIT(row, x))
                points.push_back({static_cast<double>(left + x), static_cast<double>(top + y)});
    }
    return points;
}

void wipe_disc(Pix* ink, const Circle& circle) {
    const double radius = circle.radius * 1.04 + 2;
    for (int y = std::max(0, static_cast<int>(circle.centre.y - radius));
         y < std::min(pixGetHeight(ink), static_cast<int>(circle.centre.y + radius) + 1); ++y) {
        const double half = std::sqrt(
            std::max(0.0, radius * radius - (y - circle.centre.y) * (y - circle.centre.y)));
        const int from = std::max(0, static_cast<int>(circle.centre.x - half));
        const int to = std::min(pixGetWidth(ink) - 1, static_cast<int>(circle.centre.x + half));
        l_uint32* row = pixGetData(ink) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(ink);
        for (int x = from; x <= to; ++x)
            CLEAR_DATA_BIT(row, x);
    }
}

}  // namespace

void wipe_seals(Pix* ink, int dpi) {
    PixPtr joined(pixCloseSafeBrick(nullptr, ink, 3, 3));
    Boxa* boxes = pixConnCompBB(joined.get(), 8);
    const int count = boxes ? boxaGetCount(boxes) : 0;
    for (int i = 0; i < count; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        if (w < 0.8 * dpi || h < 0.8 * dpi || w > 3 * dpi || h > 3 * dpi) continue;
        BOX* area = boxCreate(x, y, w, h);
        const PixPtr part(pixClipRectangle(ink, area, nullptr));
        boxDestroy(&area);
        if (!part) continue;
        if (const auto circle = seal_in(points_of(part.get(), x, y), dpi)) wipe_disc(ink, *circle);
    }
    boxaDestroy(&boxes);
}

}  // namespace vanthu::ocr
