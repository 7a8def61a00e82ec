#include "ocr/circles_sandboxed.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <random>

namespace vanthu::ocr {
namespace {

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

// The circle that the points near it are on best (least squares in x, y and the squared radius).
Circle fitted(const std::vector<Point>& points, Circle circle, double tolerance) {
    double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0, xz = 0, yz = 0, z = 0;
    for (const Point& point : points) {
        const double u = point.x - circle.centre.x, v = point.y - circle.centre.y;
        if (std::abs(std::hypot(u, v) - circle.radius) > tolerance) continue;
        const double w = u * u + v * v;
        n += 1, x += u, y += v, xx += u * u, yy += v * v, xy += u * v;
        xz += u * w, yz += v * w, z += w;
    }
    if (n < 3) return circle;
    // About the mean of the points.
    const double a = xx - x * x / n, b = xy - x * y / n, c = yy - y * y / n;
    const double d = (xz - x * z / n) / 2, e = (yz - y * z / n) / 2;
    const double determinant = a * c - b * b;
    if (std::abs(determinant) < 1) return circle;
    const double u = (d * c - b * e) / determinant, v = (a * e - b * d) / determinant;
    const double radius = std::sqrt(std::max(1.0, (z - 2 * u * x - 2 * v * y) / n + u * u + v * v));
    return {{circle.centre.x + u, circle.centre.y + v}, radius};
}

}  // namespace

std::optional<Circle> seal_in(const std::vector<Point>& points, int dpi) {
    constexpr int kTrials = 1000;
    constexpr std::size_t kFew = 100, kEnough = 1500;
    constexpr double kSmallest = 0.4, kLargest = 1.1;  // radius in inches
    constexpr double kRound = 0.6;                     // of the ring must be seen
    constexpr double kAsClear = 0.04;
    if (points.size() < kFew) return std::nullopt;
    std::minstd_rand random(1);  // the same page must always read the same
    const auto pick = [&] { return points[random() % points.size()]; };
    std::vector<Point> some;
    for (std::size_t i = 0; i < points.size(); i += points.size() / kEnough + 1)
        some.push_back(points[i]);
    const double tolerance = std::max(1.5, dpi / 100.0);
    std::optional<Circle> best;
    double seen = kRound;
    for (int i = 0; i < kTrials; ++i) {
        const auto circle = circle_through(pick(), pick(), pick());
        if (!circle || circle->radius < kSmallest * dpi || circle->radius > kLargest * dpi)
            continue;
        const double round = coverage(some, *circle, tolerance);
        // Of rings that are as clear the outer one.
        const bool outer = best && circle->radius > best->radius && round > seen - kAsClear;
        if (round < kRound || (best && round <= seen && !outer)) continue;
        best = circle;
        seen = round;
    }
    for (int step = 0; best && step < 3; ++step)
        best = fitted(points, *best, tolerance);
    return best;
}

}  // namespace vanthu::ocr
