#include "forms/paragraphs.h"

#include <algorithm>

#include "base/text.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

constexpr std::size_t kMostParagraphs = 5000;

struct Opening {
    Depth depth = Depth::Plain;
    std::size_t length = 0;
};

Opening opening_of(const std::string& line) {
    static const std::pair<Pattern, Depth> marks[] = {
        {Pattern("^(?:phan|chuong) (?:[ivx]{1,5}|thu [a-z]{2,4})[.:]? *"), Depth::Roman},
        {Pattern("^[ivx]{1,5} ?[.)/-] *(?=[a-z])"), Depth::Roman},
        {Pattern("^dieu [0-9]{1,3} ?[.:] *"), Depth::Article},
        {Pattern("^[0-9]{1,2}[.][0-9]{1,2}(?:[.][0-9]{1,2})?[.)]? *(?=[a-z])"), Depth::SubNumber},
        {Pattern("^[0-9]{1,2} ?(?:[.)/]|-(?= )) *(?=[a-z])"), Depth::Number},
        {Pattern("^[a-z?][0-9]? ?[)] *"), Depth::Letter},  // "ø)" was g)
        {Pattern("^[-+*~] *"), Depth::Dash},
    };
    const std::string start = line.substr(0, 40);
    Match match;
    for (const auto& [pattern, depth] : marks)
        if (pattern.found_in(start, match))
            return {depth, static_cast<std::size_t>(match.length(0))};
    return {};
}

bool ends_sentence(const std::string& text) {
    const std::string end = trim(text);
    return !end.empty() && std::string_view(".;:").find(end.back()) != std::string_view::npos;
}

struct Line {
    std::string text;
    int page = 0;
    bool begins = false;  // a first-line indent or a whole paragraph
    bool heading = false;
    bool short_end = false;  // stops well before the right margin
};

// Where full lines begin: the second leftmost of the wide rows, since dirt may lie left of one.
int left_margin(const PageLayout& page) {
    std::vector<int> lefts;
    for (const Row& row : page.rows)
        if (row.box.width() * 2 > page.width) lefts.push_back(row.box.left);
    if (lefts.size() < 2) return page.left;
    std::nth_element(lefts.begin(), lefts.begin() + 1, lefts.end());
    return std::min(page.left, lefts[1]);
}

// A number alone in the margin above or below the text.
bool is_page_number(const PageLayout& page, const Row& row, const std::string& text) {
    const bool edge = &row == &page.rows.front() || &row == &page.rows.back();
    return edge && letters_only(text).size() <= 3 && letter_count(text) == 0;
}

std::vector<Line> lines_of(const Layout& layout, const Head& head, const Foot& foot) {
    std::vector<Line> lines;
    bool started = head.page == nullptr;
    for (const PageLayout& page : layout.pages) {
        started = started || head.page == &page;
        if (!started) continue;
        const int left = left_margin(page);
        for (const Row& row : page.rows) {
            if (head.page == &page && row.box.top < std::max(head.bottom, head.body_top)) continue;
            if (foot.page == &page && foot.anchor != nullptr &&
                row.box.bottom > foot.anchor->box.top)
                return lines;
            bool cell = false, bold = true;
            for (std::size_t index : row.segments) {
                cell = cell || page.segments[index].cell;
                bold = bold && page.segments[index].bold;
            }
            Line line;
            line.text = trim(page.row_text(row));
            if (cell || letters_only(line.text).empty() || is_page_number(page, row, line.text))
                continue;
            if (page.scanned && letter_count(line.text) < 2 && letters_only(line.text).size() < 4)
                continue;  // dirt
            line.page = page.number;
            line.begins = page.whole_paragraphs || row.box.left > left + page.line_height * 3 / 4;
            line.heading = bold || capital_share(line.text) > 0.9;
            line.short_end = row.box.right < page.right - page.line_height * 2;
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

}  // namespace

std::vector<Paragraph> read_paragraphs(const Layout& layout, const Head& head, const Foot& foot) {
    std::vector<Paragraph> paragraphs;
    std::string text;
    bool last_heading = false, last_short = false;
    const auto flush = [&] {
        if (!paragraphs.empty()) paragraphs.back().text = folded(text);
    };
    for (const Line& line : lines_of(layout, head, foot)) {
        const Folded low = folded(line.text);
        const Opening opening = opening_of(low.text);
        const std::u32string first = to_utf32(low.source(opening.length, opening.length + 1));
        const bool capital = !first.empty() && is_upper_letter(first[0]);
        bool begins = paragraphs.empty();
        if (opening.depth != Depth::Plain)
            // A dash or a number at the start of a wrapped line goes on with its sentence.
            begins = begins || line.begins || ends_sentence(text) ||
                     (capital && (last_short || last_heading));
        else if (line.begins)
            begins = begins || capital || ends_sentence(text);
        else
            begins = begins || (capital && last_short && ends_sentence(text)) ||
                     (last_heading && !line.heading && capital && last_short);
        if (begins) {
            flush();
            if (paragraphs.size() >= kMostParagraphs) break;
            paragraphs.push_back({line.page, opening.depth, {}});
            text = low.source(opening.length, low.text.size());
        } else {
            // A word broken at its dash goes on without a space.
            const bool broken =
                text.size() > 1 && text.back() == '-' && text[text.size() - 2] != ' ';
            text += (broken ? "" : " ") + line.text;
        }
        last_heading = line.heading;
        last_short = line.short_end;
    }
    flush();
    return paragraphs;
}

}  // namespace vanthu::forms
