#include "forms/recipients.h"

#include <algorithm>

#include "base/text.h"
#include "forms/look_alikes.h"
#include "forms/organ_names.h"
#include "forms/pattern.h"
#include "forms/recipient_items.h"

namespace vanthu::forms {
namespace {

Likeness anchor_in(const Segment& segment, const FieldDefinition& field, int errors) {
    if (segment.text.text.size() > 200) return {};
    const std::string opening = segment.text.text.substr(0, 40);
    for (const Anchor& anchor : field.anchors) {
        const Likeness found = find_like(opening, anchor.folded, errors);
        if (found.found && found.begin <= 4) return found;
    }
    return {};
}

// A semicolon of a scan, behind words that can stand by themselves.
bool ends_in_colon(const Item& item) {
    constexpr int kWhole = 12;  // letters
    return !item.text.empty() && item.text.back() == ':' && letter_count(item.text) > kWhole;
}

}  // namespace

Finding read_addressees(const Head& head, const FieldDefinition& field) {
    if (head.page == nullptr) return {};
    const PageLayout& page = *head.page;
    std::vector<Item> items;
    const Segment* anchor = nullptr;
    int item_left = 0, last_bottom = 0;
    for (const Row& row : page.rows) {
        std::vector<const Segment*> parts;
        for (std::size_t index : row.segments) {
            const Segment& segment = page.segments[index];
            // A V/v in the left column may stand beside the list.
            if (anchor != nullptr && segment.box.right < anchor->box.left) continue;
            parts.push_back(&segment);
        }
        if (parts.empty()) continue;
        // Kính gửi stands between head and text; further down the words are a sentence's.
        const int reach = std::max(head.bottom, head.body_top) + page.line_height * 16;
        if (anchor == nullptr && (row.box.bottom < head.bottom || row.box.top > reach)) continue;
        if (anchor == nullptr) {
            for (std::size_t i = 0; i < parts.size(); ++i) {
                const Likeness found = anchor_in(*parts[i], field, 1);
                if (!found.found) continue;
                anchor = parts[i];
                const std::vector<const Segment*> rest(
                    parts.begin() + static_cast<std::ptrdiff_t>(i), parts.end());
                const Segment line = joined(rest);
                std::size_t begin = found.end;
                while (begin < line.text.text.size() &&
                       (line.text.text[begin] == ':' || line.text.text[begin] == ' '))
                    ++begin;
                Folded tail = folded(line.text.source(begin, line.text.text.size()));
                bool dashed = false;
                const std::size_t words = after_dash(tail, dashed);
                last_bottom = line.box.bottom;
                if (letter_count(tail.original) >= 2) {
                    Item item;
                    item.dashed = dashed;
                    append(item, tail.source(words, tail.text.size()), line);
                    items.push_back(item);
                    item_left = box_of(line, begin, line.text.text.size()).left;
                }
                break;
            }
            continue;
        }
        const Segment line = joined(parts);
        if (letter_count(line.text.original) < 2) continue;
        if (line.box.top - last_bottom > page.line_height * 5 / 2) break;
        bool dashed = false;
        const std::size_t words = after_dash(line.text, dashed);
        const std::string text = line.text.source(words, line.text.text.size());
        if (starts_with(line.text.text, "(") ||
            line.text.text.find("day goi ") != std::string::npos)
            break;
        const bool one_liner = items.size() == 1 && !items[0].dashed;
        // The list is indented; body lines begin further left.
        if (line.box.left < anchor->box.left - page.line_height && !dashed) break;
        if (item_left > 0 && line.box.left < item_left - page.line_height * 3 && !dashed) break;
        if (!dashed && one_liner &&
            (items[0].closed || line.box.left < item_left - page.line_height))
            break;
        if (!dashed && !items.empty() && items.back().closed && items.back().text.back() == '.')
            break;
        if (dashed && line.box.left < anchor->box.left - page.line_height * 2) break;
        if (items.empty()) item_left = line.box.left;
        if (dashed || items.empty() || items.back().closed) {
            Item item;
            item.dashed = dashed;
            append(item, text, line);
            items.push_back(item);
        } else {
            append(items.back(), text, line);
        }
        last_bottom = line.box.bottom;
        if (items.size() > 60) break;
    }
    if (anchor == nullptr) return {};
    return list_finding(items, page.number);
}

Foot read_foot(const Layout& layout, const FieldDefinition& to_places, const Lexicons& lexicons) {
    Foot foot;
    // The best read one, of equals the first: pages after it are enclosures, which may have lists
    // of their own.
    int errors = 3;
    for (const PageLayout& page : layout.pages) {
        for (const Segment& segment : page.segments) {
            const Likeness found = anchor_in(segment, to_places, 2);
            if (!found.found || found.errors >= errors || segment.text.text.size() > 60) continue;
            if (segment.box.left > page.left + (page.right - page.left) / 3) continue;
            const std::u32string first =
                to_utf32(segment.text.source(found.begin, found.begin + 1));
            // The seal may have eaten the first letter; then the label must stand alone.
            const bool alone = segment.text.text.size() <= 12;
            if (!alone && (first.empty() || !is_upper_letter(first[0]))) continue;
            errors = found.errors;
            foot.page = &page;
            foot.anchor = &segment;
        }
    }
    if (foot.anchor == nullptr) return foot;
    const PageLayout& page = *foot.page;
    foot.split = page.left + (page.right - page.left) * 45 / 100;

    std::vector<Item> items;
    int last_bottom = foot.anchor->box.bottom;
    {
        const Likeness found = anchor_in(*foot.anchor, to_places, 2);
        std::size_t begin = found.end;
        const std::string& text = foot.anchor->text.text;
        while (begin < text.size() &&
               (text[begin] == ':' || text[begin] == ' ' || text[begin] == '.'))
            ++begin;
        const std::string tail = foot.anchor->text.source(begin, text.size());
        if (letter_count(tail) >= 4) {
            Item item;
            append(item, tail, *foot.anchor);
            items.push_back(item);
        }
    }
    bool archived = false;
    for (const Row& row : page.rows) {
        // The label's box may reach into the next line.
        const int row_centre = (row.box.top + row.box.bottom) / 2;
        if (row.box.bottom <= foot.anchor->box.bottom && row_centre <= foot.anchor->centre())
            continue;
        std::vector<const Segment*> parts;
        for (std::size_t index : row.segments) {
            const Segment& segment = page.segments[index];
            if (&segment == foot.anchor || segment.box.left >= foot.split) continue;
            if (segment.centre() <= foot.anchor->centre()) continue;
            if (!parts.empty() && segment.box.left - parts.back()->box.right > page.line_height * 3)
                continue;
            parts.push_back(&segment);
        }
        if (parts.empty()) continue;
        const Segment print = joined(parts);
        // What somebody typed behind the sign is no dirt: "Lưu: VT, TM; T25."
        const Segment line = page.scanned ? without_dirt(print) : print;
        if (letters_only(line.text.original).empty()) continue;
        if (line.box.top - last_bottom > page.line_height * 4) break;
        if (line.box.left > foot.anchor->box.left + page.line_height * 5)
            continue;  // ink of the seal
        bool dashed = false;
        std::size_t words = after_dash(line.text, dashed);
        if (!dashed && page.scanned && letter_for_dash(line)) {
            dashed = true;
            words = 2;
        }
        const std::string text = line.text.source(words, line.text.text.size());
        last_bottom = line.box.bottom;
        const bool closed = !items.empty() &&
                            (items.back().closed || (page.scanned && ends_in_colon(items.back())));
        if (items.empty() || dashed || (closed && !starts_lower(text)) || is_archive(text)) {
            if (archived) break;
            Item item;
            item.dashed = dashed;
            append(item, text, line);
            items.push_back(item);
            archived = is_archive(text);
        } else {
            append(items.back(), text, line);
        }
        if (archived && items.back().closed) break;
        if (items.size() > 120) break;
    }
    std::vector<Item> places;
    for (const Item& item : items) {
        if (!is_archive(item.text)) {
            places.push_back(item);
            continue;
        }
        foot.archive_line.text = item.text;
        foot.archive_line.normal = archive_value(item.text);
        foot.archive_line.confidence = item.confidence;
        foot.archive_line.page = page.number;
        foot.archive_line.box = item.box;
    }
    foot.to_places = list_finding(places, page.number);
    for (std::string& item : foot.to_places.list) {
        item = mend_phrases(item, lexicons);
        if (page.scanned)
            item = with_purpose(
                formula_of(with_plain_letters(with_list_signs(with_comma_spaces(item)))), lexicons);
    }
    if (page.scanned) {
        const std::string read = with_comma_spaces(foot.archive_line.normal);
        foot.archive_line.normal = with_unit_number(read);
        if (foot.archive_line.normal != read)
            foot.archive_line.confidence = std::min(foot.archive_line.confidence, 0.5f);
    }
    return foot;
}

}  // namespace vanthu::forms
