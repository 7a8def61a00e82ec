#include "forms/arrival.h"

#include <algorithm>

#include "base/text.h"
#include "forms/date_line.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

constexpr int kMostTries = 50;  // lines with ĐẾN on one page

enum class Label { None, Arrived, Number, Date, Forward, Dossier };

struct Labelled {
    Label label = Label::None;
    std::size_t end = 0;  // behind the label
};

// A stamp's small labels lose their colons; in its own lines they need none.
enum class Colon { Needed, Optional };

Labelled label_of(const std::string& text, std::size_t begin, Colon colon = Colon::Needed) {
    // Small print: Sẽ, Sá, Nsày and Ngy are what is often made of them.
    static const Pattern number("^s[oae0]( den)? ?[:.;]");
    static const Pattern date("^n[gas][a-z]{1,2}( den)? ?[:.;]");
    static const Pattern forward("^chuyen( den)? ?[:.;]");
    static const Pattern dossier(
        "^(l?uu ho so( so)?|so va ky hieu (ho so|hs)|so, ky hieu hs|luu hs|ho so) ?[:.;]");
    static const Pattern arrived("^(cong van |cv |van ban )?den(?![a-z])");
    static const Pattern bare_number("^s[oe0]( den)?(?= ?[0-9.]|$)");
    static const Pattern bare_date("^nga?y?( den)?(?= ?[0-9.]|$)");
    Match match;
    const std::string rest = text.substr(begin, 60);
    const std::pair<Label, const Pattern*> labels[] = {{Label::Dossier, &dossier},
                                                       {Label::Number, &number},
                                                       {Label::Date, &date},
                                                       {Label::Forward, &forward},
                                                       {Label::Arrived, &arrived}};
    for (const auto& [label, pattern] : labels)
        if (pattern->found_in(rest, match))
            return {label, begin + static_cast<std::size_t>(match.length(0))};
    if (colon == Colon::Optional && begin == 0 && text.size() <= 40) {
        if (bare_number.found_in(rest, match))
            return {Label::Number, static_cast<std::size_t>(match.length(0))};
        if (bare_date.found_in(rest, match))
            return {Label::Date, static_cast<std::size_t>(match.length(0))};
    }
    return {};
}

Finding value_of(const Segment& segment, std::size_t begin, std::size_t end, int page) {
    Finding finding;
    std::string text = trim(segment.text.source(begin, end));
    while (!text.empty() &&
           (text.back() == '.' || text.back() == '_' || text.back() == ' ' || text.back() == ';'))
        text.pop_back();
    while (!text.empty() && (text.front() == '.' || text.front() == '_' || text.front() == ' '))
        text.erase(0, 1);
    finding.text = text;
    finding.normal = text;
    finding.page = page;
    finding.box = box_of(segment, begin, end);
    // A receiver fills its stamp in by hand.
    finding.confidence = std::min(confidence_of(segment, begin, end), 0.75f);
    return finding;
}

// The line from its first letter on: a frame leaves strokes before it.
std::string clean_start(const Segment& segment) {
    const std::string& text = segment.text.text;
    std::size_t at = 0;
    while (at < text.size() && !(text[at] >= 'a' && text[at] <= 'z'))
        ++at;
    return text.substr(at);
}

void read_line(const Segment& segment, int page, Colon colon, Arrival& arrival) {
    const std::string& text = segment.text.text;
    std::size_t at = 0;
    Labelled current;
    std::size_t value_begin = 0;
    auto close = [&](std::size_t end) {
        if (current.label == Label::None || current.label == Label::Arrived) return;
        Finding value = value_of(segment, value_begin, end, page);
        if (value.normal.empty()) return;
        switch (current.label) {
            case Label::Number: {
                static const Pattern digits("^[0-9]{1,6}$");
                if (!digits.matches(value.normal)) {
                    value.candidates.push_back(value.normal);
                    value.normal.clear();
                }
                arrival.number = value;
                break;
            }
            case Label::Date:
                if (const auto date = read_date(value.text))
                    value.normal = *date;
                else
                    value.normal.clear();
                arrival.date = value;
                break;
            case Label::Forward:
                arrival.forward = value;
                break;
            case Label::Dossier:
                arrival.dossier = value;
                break;
            default:
                break;
        }
    };
    while (at < text.size()) {
        if (at == 0 || text[at - 1] == ' ') {
            const Labelled label = label_of(text, at, colon);
            if (label.label != Label::None) {
                close(at);
                current = label;
                value_begin = label.end;
                at = label.end;
                continue;
            }
        }
        ++at;
    }
    close(text.size());
    // "ĐẾN ... 71": the small label between them is often lost.
    static const Pattern trailing("^[^0-9]*den.{0,12} ([0-9]{1,5})$");
    Match match;
    if (arrival.number.page == 0 && text.size() < 40 && trailing.matches(text, match)) {
        arrival.number =
            value_of(segment, static_cast<std::size_t>(match.position(1)), text.size(), page);
        arrival.number.confidence = std::min(arrival.number.confidence, 0.6f);
    }
}

bool is_organ_line(const Segment& segment) {
    return capital_share(segment.text.original) > 0.7 && letter_count(segment.text.original) >= 6;
}

void read_lines(const std::vector<const Segment*>& lines, int page, Colon colon, Arrival& arrival) {
    std::vector<const Segment*> organ;
    bool labels = false;
    for (const Segment* line : lines) {
        const bool labelled = label_of(line->text.text, 0, colon).label != Label::None;
        if (!labels && !labelled && is_organ_line(*line)) organ.push_back(line);
        labels = labels || labelled;
        read_line(*line, page, colon, arrival);
    }
    if (organ.empty()) return;
    const Segment whole = joined(organ);
    arrival.organ = value_of(whole, 0, whole.text.text.size(), page);
}

// The segments of a stamp in running text: a line with ĐẾN and label lines right below or beside
// it.
std::vector<std::size_t> find_cluster(const PageLayout& page) {
    std::vector<std::size_t> order;
    for (const Row& row : page.rows)
        for (std::size_t index : row.segments)
            order.push_back(index);
    int tried = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Segment& arrived = page.segments[order[i]];
        if (arrived.text.text.size() > 40 || label_of(arrived.text.text, 0).label != Label::Arrived)
            continue;
        if (++tried > kMostTries) break;
        if (arrived.text.original.find("ĐẾN") == std::string::npos) continue;
        std::vector<std::size_t> cluster{order[i]};
        int labels = arrived.text.text.find("so") != std::string::npos ? 1 : 0;
        const int reach = page.line_height * 5;
        for (std::size_t index : order) {
            const Segment& segment = page.segments[index];
            if (index == order[i] || segment.text.text.size() > 70) continue;
            if (std::abs(segment.centre() - arrived.centre()) > reach) continue;
            const Label label = label_of(segment.text.text, 0).label;
            if (label == Label::None || label == Label::Arrived) continue;
            if (segment.text.text.find('/') != std::string::npos && label == Label::Number)
                continue;
            ++labels;
            cluster.push_back(index);
        }
        if (labels < 2) continue;
        // The receiver's name: capitals right above.
        pipeline::Box box;
        for (std::size_t index : cluster)
            box = united(box, page.segments[index].box);
        std::size_t organ = page.segments.size();
        for (std::size_t index : order) {
            const Segment& segment = page.segments[index];
            if (!is_organ_line(segment) || segment.box.bottom > box.top + page.line_height / 2)
                continue;
            if (box.top - segment.box.bottom > page.line_height * 3 / 2) continue;
            if (segment.box.right < box.left || segment.box.left > box.right) continue;
            organ = index;
        }
        if (organ < page.segments.size()) cluster.push_back(organ);
        return cluster;
    }
    return {};
}

void take_out(PageLayout& page, const std::vector<std::size_t>& taken) {
    for (Row& row : page.rows) {
        std::erase_if(row.segments, [&](std::size_t index) {
            return std::find(taken.begin(), taken.end(), index) != taken.end();
        });
        row.box = {};
        for (std::size_t index : row.segments)
            row.box = united(row.box, page.segments[index].box);
    }
    std::erase_if(page.rows, [](const Row& row) { return row.segments.empty(); });
    for (std::size_t index : taken)
        page.segments[index] = Segment{};
}

// A stamp's coloured lines with what was written into it: ink of another colour is ordinary text
// inside its frame.
std::vector<std::size_t> inside(const PageLayout& page, const pipeline::Box& frame) {
    std::vector<std::size_t> found;
    for (const Row& row : page.rows)
        for (std::size_t index : row.segments) {
            const Segment& segment = page.segments[index];
            const int x = segment.middle(), y = segment.centre();
            if (x > frame.left && x < frame.right && y > frame.top && y < frame.bottom &&
                segment.box.width() < frame.width())
                found.push_back(index);
        }
    return found;
}

// At its start a label needs no colon; rows that were joined hold more.
int labels_of(const Segment& line) {
    const std::string text = clean_start(line);
    int labels = label_of(text, 0, Colon::Optional).label != Label::None ? 1 : 0;
    for (std::size_t at = 1; labels > 0 && at < text.size(); ++at)
        labels += text[at - 1] == ' ' && label_of(text, at).label != Label::None ? 1 : 0;
    return labels;
}

Arrival read_stamp(PageLayout& page) {
    Arrival arrival;
    std::vector<const Segment*> lines;
    pipeline::Box frame;
    int labels = 0;
    for (const Segment& line : page.stamps) {
        const int own = line.text.text.size() <= 70 ? labels_of(line) : 0;
        if (own > 0) frame = united(frame, line.box);
        labels += own;
    }
    if (labels < 2) return arrival;
    for (const Segment& line : page.stamps)
        if (line.box.bottom > frame.top - page.line_height * 5 &&
            line.box.top < frame.bottom + page.line_height &&
            line.box.left < frame.right + page.line_height * 8 &&
            line.box.right > frame.left - page.line_height * 3)
            lines.push_back(&line);
    for (const Segment* line : lines)
        frame = united(frame, line->box);
    frame.right += page.line_height * 3;
    frame.bottom += page.line_height / 2;
    const std::vector<std::size_t> written = inside(page, frame);
    std::vector<Segment> rows;
    std::vector<bool> used(written.size(), false);
    // What stands far behind its label is a segment of its own.
    const auto labelled = [](const Segment& line) {
        return label_of(clean_start(line), 0, Colon::Optional).label != Label::None;
    };
    const auto behind = [&](const Segment& line, const Segment& other) {
        return !labelled(other) && other.box.left >= line.box.right &&
               std::abs(other.centre() - line.centre()) * 3 <= page.line_height * 2;
    };
    for (const Segment* line : lines) {
        const bool taken = std::any_of(lines.begin(), lines.end(), [&](const Segment* other) {
            return labelled(*other) && behind(*other, *line);
        });
        if (taken) continue;
        std::vector<const Segment*> parts{line};
        if (labelled(*line))
            for (const Segment* other : lines)
                if (behind(*line, *other)) parts.push_back(other);
        if (labelled(*line))
            for (std::size_t i = 0; i < written.size(); ++i) {
                const Segment& ink = page.segments[written[i]];
                if (used[i] || std::abs(ink.centre() - line->centre()) * 3 > page.line_height * 2)
                    continue;
                if (ink.box.left < line->box.left) continue;
                // Read with the stamp already.
                if (ink.box.right <= line->box.right + page.line_height / 2) {
                    used[i] = true;
                    continue;
                }
                used[i] = true;
                parts.push_back(&ink);
            }
        rows.push_back(joined(parts));
    }
    std::vector<const Segment*> pointers;
    for (const Segment& row : rows)
        pointers.push_back(&row);
    std::stable_sort(pointers.begin(), pointers.end(),
                     [](const Segment* a, const Segment* b) { return a->box.top < b->box.top; });
    read_lines(pointers, page.number, Colon::Optional, arrival);
    // The label of the number is small and often lost; a bare number above the date's row is it.
    if (arrival.number.page == 0)
        for (std::size_t i = 0; i < written.size(); ++i) {
            const Segment& ink = page.segments[written[i]];
            static const Pattern digits("^[0-9]{1,5}$");
            if (used[i] || !digits.matches(ink.text.text)) continue;
            arrival.number = value_of(ink, 0, ink.text.text.size(), page.number);
            arrival.number.confidence = std::min(arrival.number.confidence, 0.6f);
            used[i] = true;
            break;
        }
    if (arrival.date.page == 0)
        for (std::size_t i = 0; i < written.size(); ++i) {
            const Segment& ink = page.segments[written[i]];
            const auto date =
                used[i] || ink.text.text.size() > 40 ? std::nullopt : read_date(ink.text.text);
            if (!date) continue;
            arrival.date = value_of(ink, 0, ink.text.text.size(), page.number);
            arrival.date.normal = *date;
            arrival.date.confidence = std::min(arrival.date.confidence, 0.6f);
            break;
        }
    take_out(page, written);
    return arrival;
}

}  // namespace

bool Arrival::found() const {
    return number.page != 0 || date.page != 0 || organ.page != 0 || forward.page != 0;
}

Arrival take_arrival(Layout& layout) {
    Arrival arrival;
    for (PageLayout& page : layout.pages) {
        if (!page.stamps.empty()) {
            Arrival stamped = read_stamp(page);
            if (stamped.found()) return stamped;
        }
        const std::vector<std::size_t> cluster = find_cluster(page);
        if (cluster.empty()) continue;
        std::vector<std::size_t> ordered = cluster;
        std::sort(ordered.begin(), ordered.end(), [&](std::size_t a, std::size_t b) {
            return page.segments[a].box.top < page.segments[b].box.top;
        });
        std::vector<const Segment*> parts;
        for (std::size_t index : ordered)
            parts.push_back(&page.segments[index]);
        read_lines(parts, page.number, Colon::Needed, arrival);
        take_out(page, cluster);
        if (arrival.found()) break;
    }
    return arrival;
}

}  // namespace vanthu::forms
