#include "forms/head.h"

#include <algorithm>

#include "base/text.h"
#include "forms/head_lines.h"

namespace vanthu::forms {
namespace {

constexpr int kHeadPages = 3;  // a cover or an envelope may come first
struct Finder {
    const PageLayout& page;
    const Lexicons& lexicons;
    Head head;
    const Segment* country_line = nullptr;
    std::size_t tail = 0;  // words behind the type in its own line

    const Segment& at(std::size_t index) const { return page.segments[index]; }

    bool find_country() {
        const Segment* country = nullptr;
        const Segment* motto = nullptr;
        const Segment* half = nullptr;
        for (const Segment& segment : page.segments) {
            if (half == nullptr && is_country_opening(segment)) half = &segment;
            if (country == nullptr && is_country(segment)) {
                country = &segment;
                head.issuer = Issuer::State;
            } else if (country == nullptr && is_party(segment)) {
                country = &segment;
                head.issuer = Issuer::Party;
            } else if (motto == nullptr && is_motto(segment)) {
                motto = &segment;
            }
        }
        if (country == nullptr && half != nullptr) {
            country = half;
            head.issuer = Issuer::State;
        }
        // The youth union prints its own name where others have the country's.
        if (country == nullptr && motto == nullptr) {
            for (const Row& row : page.rows) {
                if (row.segments.size() != 2 || !is_youth(at(row.segments[1]))) continue;
                country = &at(row.segments[1]);
                head.issuer = Issuer::Youth;
                break;
            }
        }
        const Segment* anchor = country != nullptr ? country : motto;
        if (anchor == nullptr) return false;
        if (country == nullptr) head.issuer = Issuer::State;
        head.country = true;
        country_line = anchor;
        head.split = anchor->box.left - page.line_height / 4;
        if (country == motto || country == nullptr)
            head.split = anchor->box.left - page.line_height * 3;
        // A centred country line without a left column (minutes, requests) leaves the split in the
        // middle.
        head.top = anchor->box.top - page.line_height * 3 / 2;
        head.bottom = anchor->box.bottom;
        if (motto != nullptr) head.bottom = std::max(head.bottom, motto->box.bottom);
        return true;
    }

    // Everything of a row on one side of the split, joined.
    std::optional<Segment> side(const Row& row, bool left) const {
        std::vector<const Segment*> parts;
        for (std::size_t index : row.segments)
            if ((at(index).middle() < head.split) == left) parts.push_back(&at(index));
        if (parts.empty()) return std::nullopt;
        return joined(parts);
    }

    int head_reach() const { return head.bottom + page.line_height * 7; }

    void find_number_and_date() {
        std::optional<Segment> above;  // of the right column
        for (const Row& row : page.rows) {
            if (row.box.top < head.top || row.box.top > head_reach()) continue;
            if (!head.number) {
                const auto left = side(row, true);
                if (left && (opens_number(left->text) || is_symbol(left->text))) head.number = left;
            }
            if (!head.date) {
                const auto right = side(row, false);
                if (right && is_date_line(right->text))
                    head.date = right;
                else if (right && above && begins_date(*above)) {
                    const Segment both = joined({&*above, &*right});
                    if (is_date_line(both.text)) head.date = both;
                }
                if (right) above = right;
            } else if (lacks_year(*head.date)) {
                const auto right = side(row, false);
                if (right && is_year(*right)) head.date = joined({&*head.date, &*right});
            }
            if (head.number && head.date && !lacks_year(*head.date)) break;
        }
        if (!head.number || !head.date) look_again();
        if (head.number) join_broken_number();
        if (head.number) head.bottom = std::max(head.bottom, head.number->box.bottom);
        if (head.date) head.bottom = std::max(head.bottom, head.date->box.bottom);
    }

    // "Thành phố Hồ Chí Minh, ngày 21 tháng 01" / "năm 2026": a narrow column breaks the line.
    static bool begins_date(const Segment& line) {
        return line.text.text.size() < 60 && line.text.text.find(", ngay ") != std::string::npos;
    }

    static bool lacks_year(const Segment& line) {
        return line.text.text.size() > 4 && line.text.text.ends_with(" nam");
    }

    static bool is_year(const Segment& line) {
        const std::string& text = line.text.text;
        return text.size() == 4 && (text.starts_with("19") || text.starts_with("20"));
    }

    // "Số: 09/2025/TTLT-BGDĐT-" / "BYT": a narrow column breaks the symbol at its dash.
    void join_broken_number() {
        const std::string& read = head.number->text.text;
        if (read.empty() || (read.back() != '-' && read.back() != '/')) return;
        for (const Row& row : page.rows) {
            if ((row.box.top + row.box.bottom) / 2 < head.number->box.bottom ||
                row.box.top > head.number->box.bottom + page.line_height)
                continue;
            const auto rest = side(row, true);
            if (!rest || rest->text.text.find(' ') != std::string::npos ||
                letter_count(rest->text.original) < 2 || capital_share(rest->text.original) < 0.7)
                return;
            head.number = joined({&*head.number, &*rest});
            return;
        }
    }

    // The date may stand below the title (lists) or the number beside it (old forms).
    void look_again() {
        for (const Row& row : page.rows) {
            if (row.box.top < head.top || row.box.top > head_reach()) continue;
            for (std::size_t index : row.segments) {
                if (!head.number && opens_number(at(index).text) &&
                    at(index).text.text.find('/') != std::string::npos)
                    head.number = at(index);
                else if (!head.date && is_date_line(at(index).text))
                    head.date = at(index);
            }
        }
    }

    // Without a country line: number and date as short lines of their own near the top.
    bool find_without_country() {
        int seen = 0;
        for (const Row& row : page.rows) {
            if (++seen > 12) break;
            for (std::size_t index : row.segments) {
                const Segment& segment = at(index);
                if (!head.number && opens_number(segment.text) &&
                    segment.text.text.find('/') != std::string::npos)
                    head.number = segment;
                else if (!head.date && is_date_line(segment.text))
                    head.date = segment;
            }
        }
        if (!head.number && !head.date) return false;
        head.split = page.middle();
        if (head.date && head.date->box.left > page.left + page.line_height * 4)
            head.split = head.date->box.left;
        head.top = head.number ? head.number->box.top : head.date->box.top;
        if (head.date) head.top = std::min(head.top, head.date->box.top);
        head.top -= page.line_height * 6;
        head.bottom = head.top;
        if (head.number) head.bottom = std::max(head.bottom, head.number->box.bottom);
        if (head.date) head.bottom = std::max(head.bottom, head.date->box.bottom);
        return true;
    }

    // "... CHỦ NGHĨA VIỆT" / "NAM": a line too long for the page begins the next one at its margin;
    // one too long for its column goes on in it.
    bool is_rest_of_country(const Segment& segment) const {
        if (country_line == nullptr || !country_line->text.text.ends_with(" viet")) return false;
        if (segment.text.text != "nam" || segment.box.top < country_line->box.top) return false;
        return std::none_of(page.segments.begin(), page.segments.end(), [&](const Segment& other) {
            return other.text.text == "nam" && other.middle() > head.split;
        });
    }

    void find_left_column() {
        const int number_bottom = head.number ? head.number->box.bottom : head.bottom;
        const int number_top = head.number ? head.number->box.top : end_of_organs();
        for (const Row& row : page.rows) {
            for (std::size_t index : row.segments) {
                const Segment& segment = at(index);
                if (segment.middle() >= head.split || segment.box.top < head.top) continue;
                if (segment.centre() < number_top) {
                    if (letter_count(segment.text.original) < (typed(segment) ? 1 : 2)) continue;
                    if (is_rest_of_country(segment)) continue;
                    head.organs.push_back(&segment);
                } else if (segment.centre() > number_bottom &&
                           segment.box.top < number_bottom + page.line_height * 12) {
                    head.under_number.push_back(&segment);
                }
            }
        }
    }

    // Two text boxes side by side come one behind the other from a word processor's file: what is
    // left of the country stands above it.
    void find_stacked_column() {
        if (!page.whole_paragraphs || !head.organs.empty() || country_line == nullptr) return;
        std::vector<const Segment*> names, below;
        std::optional<Segment> number;
        for (const Segment& segment : page.segments) {
            if (segment.box.bottom > country_line->box.top) continue;
            if (!number && opens_number(segment.text))
                number = segment;
            else if (number)
                below.push_back(&segment);
            else if (capital_share(segment.text.original) > 0.7 &&
                     letter_count(segment.text.original) >= 2)
                names.push_back(&segment);
        }
        if (!number || names.empty()) return;
        head.number = number;
        head.organs = std::move(names);
        head.under_number = std::move(below);
    }

    // Without a number line the names end where the capitals or their even spacing do.
    int end_of_organs() const {
        int bottom = head.bottom;
        for (const Row& row : page.rows)
            for (std::size_t index : row.segments) {
                const Segment& segment = at(index);
                if (segment.box.right > head.split + page.line_height || segment.box.top < head.top)
                    continue;
                const bool next = segment.box.top - bottom < page.line_height;
                if (next && capital_share(segment.text.original) > 0.7)
                    bottom = std::max(bottom, segment.box.bottom);
            }
        return bottom;
    }

    bool centred(const pipeline::Box& box) const {
        const int off = std::abs((box.left + box.right) / 2 - page.middle());
        return off * 8 < page.right - page.left;
    }

    void find_type() {
        find_type_alone();
        if (head.type == nullptr && !is_letter_head()) find_type_with_subject();
    }

    bool is_letter_head() const {
        return std::any_of(head.under_number.begin(), head.under_number.end(), [](auto* line) {
            return starts_with(line->text.text, "v/v") || starts_with(line->text.text, "ve viec");
        });
    }

    // "BÁO CÁO KẾT QUẢ CÔNG TÁC QUÝ I": type and subject in one line of capitals.
    void find_type_with_subject() {
        const int reach = std::max(head.bottom, 0) + page.line_height * 12;
        for (const Row& row : page.rows) {
            if (row.box.top < head.bottom || row.box.top > reach || row.segments.size() != 1)
                continue;
            const Segment& segment = at(row.segments[0]);
            if (!centred(segment.box)) continue;
            const Entry* entry = type_and_more(segment, lexicons);
            if (entry == nullptr) continue;
            const auto words = 1 + std::count(entry->folded.begin(), entry->folded.end(), ' ');
            if (segment.words.size() <= static_cast<std::size_t>(words)) continue;
            head.type = &segment;
            head.type_entry = entry;
            head.title.push_back(
                make_segment({segment.words.begin() + words, segment.words.end()}));
            tail = segment.words.size() - static_cast<std::size_t>(words);
            return;
        }
    }

    void find_type_alone() {
        const int reach = std::max(head.bottom, 0) + page.line_height * 22;
        for (const Row& row : page.rows) {
            if (row.box.bottom < head.bottom || row.box.top > reach) continue;
            for (std::size_t index : row.segments) {
                const Segment& segment = at(index);
                if (!centred(segment.box)) continue;
                if (const Entry* entry = type_name(segment, lexicons)) {
                    head.type = &segment;
                    head.type_entry = entry;
                    return;
                }
            }
        }
    }

    void find_title() {
        int last_bottom = head.type->box.bottom;
        int last_centre = head.type->centre();
        int pitch = 0;  // between centres of the subject's lines, once known
        for (const Row& row : page.rows) {
            // The type's box may reach into the next line.
            if ((row.box.top + row.box.bottom) / 2 < head.type->box.bottom) continue;
            std::vector<const Segment*> parts;
            for (std::size_t index : row.segments)
                parts.push_back(&at(index));
            // The headings of a list stand as near below its title as a second line would.
            if (!head.type->cell && !parts.empty() && parts.front()->cell) break;
            Segment line = joined(parts);
            const int centre = line.centre();
            const int gap = line.box.top - last_bottom;
            const bool parenthesis = starts_with(line.text.text, "(");
            if (parenthesis && is_attachment(line)) {
                add_attachment(row);
                return;
            }
            const int widest = head.title.empty() ? page.line_height * 2 : page.line_height;
            if (gap > widest) break;
            if (pitch > 0 && (centre - last_centre) * 10 > pitch * 17) break;
            const bool number = !head.title.empty() && line.confidence > 0.6f &&
                                !letters_only(line.text.original).empty();
            if (letter_count(line.text.original) < 2 && !number) continue;  // a rule or dirt
            const bool upper = capital_share(line.text.original) > 0.9;
            const bool lower_before =
                !head.title.empty() && capital_share(head.title.back().text.original) < 0.9;
            if (names_authority(line, lexicons) &&
                (lower_before || (upper && !head.title.empty() && gap > page.line_height / 2)))
                break;
            if (begins_body(line) && (!head.title.empty() || names_addressee(line))) break;
            if (ends_bold(line)) break;
            if (begins_body(line) && !centred(line.box)) break;
            if (!centred(line.box)) break;
            if (head.title.size() >= 9) break;
            if (!head.title.empty()) {
                const int step = centre - last_centre;
                pitch = pitch == 0 ? step : std::min(pitch, step);
            }
            last_bottom = line.box.bottom;
            last_centre = centre;
            head.title.push_back(std::move(line));
        }
        head.body_top = last_bottom;
        if (names_type()) head.title.erase(head.title.begin());
    }

    static bool names_addressee(const Segment& line) {
        return starts_with(line.text.text, "kinh gui") || starts_with(line.text.text, "kinh trinh");
    }

    // A title in bold ends where the text in light print begins, however it is set.
    bool ends_bold(const Segment& line) const {
        return !head.title.empty() && head.title.back().bold && !line.bold && typed(line);
    }

    // "THÔNG BÁO HÀNG HẢI" above "Về ...", "PHIẾU CHUYỂN ĐƠN": the line names the type, no subject.
    bool names_type() const {
        constexpr std::size_t kLongestName = 3;
        if (tail == 0 || tail > kLongestName) return false;
        if (head.title.size() == 1) return tail == 1;
        const std::string& next = head.title[1].text.text;
        return starts_with(next, "ve ") || starts_with(next, "v/v");
    }

    static bool typed(const Segment& line) {
        constexpr float kRead = 0.999f;  // and not recognised
        return line.confidence >= kRead;
    }

    void add_attachment(const Row& first) {
        bool open = false;
        for (const Row& row : page.rows) {
            if (row.box.top < first.box.top) continue;
            std::vector<const Segment*> parts;
            for (std::size_t index : row.segments)
                parts.push_back(&at(index));
            Segment line = joined(parts);
            head.body_top = line.box.bottom;
            const bool ends = line.text.text.find(')') != std::string::npos;
            head.attached.push_back(std::move(line));
            open = !ends;
            if (!open || head.attached.size() >= 4) break;
        }
    }

    void find_marks() {
        for (const Segment& segment : page.segments) {
            if (segment.text.text.size() > 40 || capital_share(segment.text.original) < 0.8)
                continue;
            head.marks.push_back(&segment);
        }
        for (const Segment& stamp : page.stamps)
            head.marks.push_back(&stamp);
    }
};

}  // namespace

Head find_head(const Layout& layout, const Lexicons& lexicons) {
    Head best;
    int tried = 0;
    for (const PageLayout& page : layout.pages) {
        if (++tried > kHeadPages) break;
        Finder finder{page, lexicons, {}, nullptr, 0};
        const bool country = finder.find_country();
        if (country)
            finder.find_number_and_date();
        else if (!finder.find_without_country())
            finder.head.split = page.middle();
        finder.head.page = &page;
        if (country || finder.head.number || finder.head.date) finder.find_left_column();
        finder.find_stacked_column();
        finder.find_type();
        if (finder.head.type != nullptr) finder.find_title();
        finder.find_marks();
        if (country || finder.head.number || finder.head.date) return finder.head;
        if (best.page == nullptr && finder.head.type != nullptr) best = finder.head;
    }
    return best;
}

}  // namespace vanthu::forms
