// signing_column.h: the lines of one side of a page's foot, where somebody signs.
//
// Pieces of a line that ink has torn apart are joined; rubber stamps stand among the lines; the
// banner of an electronic signature is left out. Pure functions.
#pragma once

#include <deque>
#include <vector>

#include "forms/layout.h"

namespace vanthu::forms {

struct Line {
    const Segment* segment = nullptr;
    const PageLayout* page = nullptr;
};

enum class Side { Left, Right };

// Top down, from `top` on; `except` is no line of it. What was joined is kept in `made`, which must
// outlive the lines.
std::vector<Line> signing_column(const PageLayout& page, Side side, int top, const Segment* except,
                                 std::deque<Segment>& made);

}  // namespace vanthu::forms
