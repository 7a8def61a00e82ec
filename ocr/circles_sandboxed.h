// circles_sandboxed.h: the round outline of a seal among points of ink.
//
// The same points always give the same circle. What is not of a seal's size, or shows less than
// most of its round, is none. Pure function.
#pragma once

#include <optional>
#include <vector>

namespace vanthu::ocr {

struct Point {
    double x = 0, y = 0;
};

struct Circle {
    Point centre;
    double radius = 0;
};

// The outermost ring of a seal's size.
std::optional<Circle> seal_in(const std::vector<Point>& points, int dpi);

}  // namespace vanthu::ocr
