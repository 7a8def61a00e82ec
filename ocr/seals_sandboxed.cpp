#include "ocr/seals_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <random>
#include <vector>

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

struct Point {
    double x = 0, y = 0;
};

struct Circle {
    Point centre;
    double radius = 0;
};

std::optional<Circle> circle_through(const Point& a, const Point& b, const Point& c) {
    const double d = 2 * (a.x * (b.y - c.y) + b.x * (c.y - a.y) + c.x * (a.y - b.y));
    if (std::abs(d) < 1) return std::nullopt;
    const double aa = a.x * a.x + a.y * a.y, bb = b.x * b.x + b.y * b.y, cc = c.x * c.x + c.y * c.y;
    const Point centre{(aa * (b.y - c.y) + bb * (c.y - a.y) + cc * (a.y - b.y)) / d,
                       (aa * (c.x - b.x) + bb * (a.x - c.x) + cc * (b.x - a.x)) / d};
    return Circle{centre, std::hypot(a.x - centre.x, a.y - centre.y)};
}

// How much of the circle's round is inked, 0..1.
double coverage(const std::vector<Point>& points, const Circle& circle, double tolerance) {
    constexpr int kSectors = 72;
    std::array<bool, kSectors> inked{};
    for (const Point& point : points) {
        const double dx = point.x - circle.centre.x, dy = point.y - circle.centre.y;
        if (std::abs(std::hypot(dx, dy) - circle.radius) > tolerance) continue;
        const double turn = std::atan2(dy, dx) / (2 * 3.14159265358979) + 0.5;
        inked[static_cast<std::size_t>(turn * kSectors) % kSectors] = true;
    }
    return static_cast<double>(std::count(inked.begin(), inked.end(), true)) / kSectors;
}

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

// The outermost ring among the strokes that hang together, if there is one of a seal's size.
std::optional<Circle> seal_in(const std::vector<Point>& points, int dpi) {
    constexpr int kTrials = 400;
    constexpr double kSmallest = 0.4, kLargest = 1.1;  // radius in inches
    constexpr double kRound = 0.6;                     // of the ring must be seen
    if (points.size() < 100) return std::nullopt;
    std::minstd_rand random(1);  // the same page must always read the same
    const auto pick = [&] { return points[random() % points.size()]; };
    std::optional<Circle> best;
    for (int i = 0; i < kTrials; ++i) {
        const auto circle = circle_through(pick(), pick(), pick());
        if (!circle || circle->radius < kSmallest * dpi || circle->radius > kLargest * dpi)
            continue;
        if (best && circle->radius <= best->radius) continue;
        if (coverage(points, *circle, dpi / 80.0) >= kRound) best = circle;
    }
    return best;
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
