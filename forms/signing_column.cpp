#include "forms/signing_column.h"

#include <algorithm>
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

bool is_banner(const Folded& line) {
    static const Pattern pattern(
        "(ky boi|nguoi ky|thoi gian ky|ngay ky|co quan:|email|@|chu ky|ky so)");
    return pattern.found_in(line.text.substr(0, 80));
}

}  // namespace

std::vector<Line> signing_column(const PageLayout& page, Side side, int top, const Segment* except,
                                 std::deque<Segment>& made) {
    std::vector<Line> lines;
    const int left_edge = page.left + (page.right - page.left) * 38 / 100;
    const auto stands_here = [&](const Segment& segment) {
        const bool right = segment.box.left >= left_edge && segment.middle() >= page.middle();
        const bool left = segment.middle() < page.middle();
        return &segment != except && !segment.words.empty() && segment.box.top >= top &&
               (side == Side::Right ? right : left) && !is_banner(segment.text);
    };
    for (const Row& row : page.rows) {
        std::vector<const Segment*> parts;
        const auto flush = [&] {
            if (parts.size() > 1) made.push_back(joined(parts));
            if (!parts.empty())
                lines.push_back({parts.size() > 1 ? &made.back() : parts[0], &page});
            parts.clear();
        };
        for (std::size_t index : row.segments) {
            const Segment& segment = page.segments[index];
            if (!stands_here(segment)) continue;
            if (!parts.empty() && segment.box.left - parts.back()->box.right > page.line_height / 2)
                flush();
            parts.push_back(&segment);
        }
        flush();
    }
    // Titles and names are often rubber stamps.
    if (!page.stamps.empty()) {
        for (const Segment& stamp : page.stamps)
            if (stands_here(stamp)) lines.push_back({&stamp, &page});
        std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
            return a.segment->centre() < b.segment->centre();
        });
    }
    return lines;
}

}  // namespace vanthu::forms
