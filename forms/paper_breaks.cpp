#include "forms/paper_breaks.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "forms/head_lines.h"
#include "forms/second_paper.h"

namespace vanthu::forms {
namespace {

// Where a country or party line stands below a Nơi nhận.
std::optional<int> second_head(const PageLayout& page) {
    int recipients = -1;
    for (const Row& row : page.rows)
        for (std::size_t index : row.segments) {
            const Segment& segment = page.segments[index];
            if (starts_with(segment.text.text, "noi nhan") && recipients < 0)
                recipients = segment.box.bottom;
            const bool below = recipients >= 0 && segment.box.top > recipients;
            if (below && (is_country(segment) || is_party(segment)))
                return segment.box.top - page.line_height / 2;
        }
    return std::nullopt;
}

PageLayout part_of(const PageLayout& page, bool below, int cut) {
    PageLayout part = page;
    part.segments.clear();
    part.rows.clear();
    for (const Row& row : page.rows) {
        if (((row.box.top + row.box.bottom) / 2 >= cut) != below) continue;
        Row kept{row.box, {}};
        for (std::size_t index : row.segments) {
            kept.segments.push_back(part.segments.size());
            part.segments.push_back(page.segments[index]);
        }
        part.rows.push_back(std::move(kept));
    }
    return part;
}

}  // namespace

void part_papers(Layout& layout, const Lexicons& lexicons) {
    for (std::size_t i = 0; i < layout.pages.size(); ++i) {
        if (!layout.pages[i].whole_paragraphs) continue;
        const auto cut = second_head(layout.pages[i]);
        if (!cut) continue;
        Layout parted;
        parted.pages = {part_of(layout.pages[i], false, *cut),
                        part_of(layout.pages[i], true, *cut)};
        if (!find_second_paper(parted, lexicons)) continue;
        layout.pages[i] = std::move(parted.pages[0]);
        layout.pages.insert(layout.pages.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                            std::move(parted.pages[1]));
        return;  // what follows the second paper is not the first's
    }
}

}  // namespace vanthu::forms
