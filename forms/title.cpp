#include "forms/title.h"

#include <algorithm>

#include "base/text.h"
#include "forms/code_number.h"
#include "forms/misread_numbers.h"
#include "forms/organ_names.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

std::size_t after_about(const Folded& line) {
    // V/v; the slash may be read as l, i, 1 or lost.
    static const Pattern opening("^[^a-z0-9]{0,6}(v ?[/lij1|]? ?[vw]|v ?/|w)(?=[^a-z])[ :.,]*");
    Match match;
    const std::string head = line.text.substr(0, 16);
    if (!opening.found_in(head, match)) return std::string::npos;
    return static_cast<std::size_t>(match.length(0));
}

// The Party prints a letter's subject without "V/v"; its symbol is CV.
bool is_party_letter(const Head& head) {
    static const Pattern letter("- ?cv ?/");
    return head.issuer != Issuer::State && head.type == nullptr && head.number &&
           letter.found_in(head.number->text.text);
}

bool opens_subject(const Segment& line, const Head& head) {
    if (after_about(line.text) != std::string::npos) return true;
    if (starts_with(line.text.text, "ve viec ")) return true;
    return is_party_letter(head) && capital_share(line.text.original) < 0.7 &&
           !find_like(line.text.text.substr(0, 30), "kinh gui", 1).found;
}

// "KHẨN", "MẬT": shorter than the capitals that end a subject, and no part of it.
bool is_urgency(const Segment& line) {
    const std::string letters = letters_only(line.text.original);
    return letters == "khan" || letters == "mat";
}

// Lines under the number that belong together: first the V/v line, then its continuation.
std::vector<const Segment*> letter_lines(const Head& head) {
    std::vector<const Segment*> lines;
    int last_bottom = 0;
    for (const Segment* segment : head.under_number) {
        // "... cơn bão số" / "3": a number alone goes on with the subject, dirt does not.
        const bool number = !lines.empty() && segment->confidence > 0.6f &&
                            !letters_only(segment->text.original).empty();
        if (letter_count(segment->text.original) < 2 && !number) continue;
        const int line_height = head.page->line_height;
        if (lines.empty()) {
            if (!opens_subject(*segment, head)) continue;
        } else {
            if (segment->box.top - last_bottom > line_height * 3 / 4) break;
            if (capital_share(segment->text.original) > 0.95 &&
                (letter_count(segment->text.original) > 4 || is_urgency(*segment)))
                break;
            if (find_like(segment->text.text.substr(0, 30), "kinh gui", 1).found) break;
        }
        lines.push_back(segment);
        last_bottom = segment->box.bottom;
        if (lines.size() >= 10) break;
    }
    return lines;
}

Finding text_of(const std::vector<const Segment*>& lines, int page, bool scanned,
                const Lexicons& lexicons) {
    Finding finding;
    finding.page = page;
    finding.confidence = 1;
    std::vector<std::string> texts;
    for (const Segment* line : lines) {
        texts.push_back(line->text.original);
        finding.box = united(finding.box, line->box);
        finding.confidence = std::min(finding.confidence, line->confidence);
    }
    finding.text = single_spaced(join(texts, " "));
    finding.normal = mend_phrases(scanned ? without_specks(finding.text) : finding.text, lexicons);
    return finding;
}

Finding mark_finding(const Head& head, const Segment& segment, std::string value, int errors) {
    Finding finding;
    finding.text = segment.text.original;
    finding.normal = std::move(value);
    finding.page = head.page->number;
    finding.box = segment.box;
    finding.confidence = std::min(segment.confidence, errors == 0 ? 1.0f : 0.6f);
    return finding;
}

// The sides of a stamp's frame are read as thin letters: "IKHẨNI".
std::string without_frame(std::string letters) {
    constexpr std::string_view kThin = "il1j";
    while (!letters.empty() && kThin.find(letters.front()) != std::string_view::npos)
        letters.erase(0, 1);
    while (!letters.empty() && kThin.find(letters.back()) != std::string_view::npos)
        letters.pop_back();
    return letters;
}

Finding mark_in(const Head& head, const Segment& segment, const FieldDefinition& field) {
    constexpr std::size_t kLongMark = 7;
    const std::string letters = without_frame(letters_only(segment.text.original));
    for (const Anchor& anchor : field.anchors) {
        const std::string wanted = letters_only(anchor.text);
        // Short words must agree: KHẨN is one letter from other words.
        const int allowed = wanted.size() >= 6 ? 1 : 0;
        const int errors = edit_distance(to_utf32(letters), to_utf32(wanted), allowed);
        if (errors <= allowed) return mark_finding(head, segment, anchor.text, errors);
        // A worn stamp loses its last letters: "THƯỢNG KH".
        if (letters.size() >= kLongMark && letters.size() < wanted.size() &&
            starts_with(wanted, letters))
            return mark_finding(head, segment, anchor.text, 1);
    }
    return {};
}

// "THƯỢNG" above "KHẨN": a narrow frame breaks the mark, whose second word is one of its own.
Finding stacked_mark(const Head& head, const FieldDefinition& field) {
    constexpr std::size_t kMostMarks = 100;
    const auto one_word = [](const Segment& segment) {
        return segment.text.text.size() <= 12 && segment.text.text.find(' ') == std::string::npos;
    };
    if (head.marks.size() > kMostMarks) return {};
    for (const Segment* below : head.marks)
        for (const Segment* above : head.marks) {
            const int gap = below->box.top - above->box.bottom;
            const int height = head.page->line_height;
            if (above == below || !one_word(*above) || !one_word(*below) || gap < -height / 2 ||
                gap > height || std::abs(above->middle() - below->middle()) > 2 * height)
                continue;
            const Finding mark = mark_in(head, joined({above, below}), field);
            if (mark.has_value()) return mark;
        }
    return {};
}

}  // namespace

Finding read_type(const Head& head) {
    Finding finding;
    if (head.page == nullptr) return finding;
    finding.page = head.page->number;
    if (head.type != nullptr) {
        finding.text = head.type->text.original;
        finding.normal = head.type_entry->text;
        finding.box = head.type->box;
        const bool exact = starts_with(letters_only(finding.text), head.type_entry->letters);
        finding.confidence = exact ? std::max(head.type->confidence, 0.9f) : 0.7f;
        return finding;
    }
    const std::vector<const Segment*> lines = letter_lines(head);
    if (lines.empty() && !is_party_letter(head)) return {};
    if (lines.empty()) {
        finding.text = head.number->text.original;
        finding.normal = "Công văn";
        finding.box = head.number->box;
        finding.confidence = 0.9f;
        return finding;
    }
    finding.text = lines[0]->text.original;
    finding.normal = "Công văn";
    finding.box = lines[0]->box;
    finding.confidence = 0.9f;
    return finding;
}

Finding read_subject(const Head& head, const Lexicons& lexicons) {
    if (head.page == nullptr) return {};
    std::vector<const Segment*> lines;
    if (head.type != nullptr && !head.title.empty()) {
        for (const Segment& line : head.title)
            lines.push_back(&line);
    } else {
        lines = letter_lines(head);
    }
    if (lines.empty()) return {};
    Finding subject = text_of(lines, head.page->number, head.page->scanned, lexicons);
    // "V/v" as the decree writes it, however it was read.
    const Folded text = folded(subject.normal);
    const std::size_t about = after_about(text);
    if (about != std::string::npos) subject.normal = "V/v " + text.source(about, text.text.size());
    return subject;
}

Finding read_mark(const Head& head, const FieldDefinition& field) {
    if (head.page == nullptr) return {};
    if (Finding mark = stacked_mark(head, field); mark.has_value()) return mark;
    for (const Segment* segment : head.marks) {
        Finding mark = mark_in(head, *segment, field);
        if (mark.has_value()) return mark;
    }
    // A stamp beside the addressees stands on their line.
    for (const Segment& segment : head.page->segments) {
        const auto addressed = std::find_if(
            segment.words.begin(), segment.words.end(),
            [](const pipeline::Word& word) { return folded(word.text).text == "kinh"; });
        if (addressed == segment.words.end() || segment.words.end() - addressed < 2 ||
            !starts_with(folded(std::next(addressed)->text).text, "gui"))
            continue;
        const Segment before = make_segment({segment.words.begin(), addressed});
        Finding mark = mark_in(head, before, field);
        if (mark.has_value()) return mark;
    }
    return {};
}

Finding read_attached_to(const Head& head, const Lexicons& lexicons) {
    if (head.attached.empty()) return {};
    std::vector<const Segment*> parts;
    for (const Segment& line : head.attached)
        parts.push_back(&line);
    const Segment line = joined(parts);
    if (line.text.text.size() > 500) return {};
    static const Pattern pattern(
        "so:? ?([0-9]{0,6}[a-z]? ?[/-] ?(?:[0-9]{4}/)?[a-z]{1,6}(?: ?[/-] ?[a-z.&]{1,14}){1,3})");
    Match match;
    if (!pattern.found_in(line.text.text, match)) return {};
    const auto begin = static_cast<std::size_t>(match.position(1));
    const auto end = begin + static_cast<std::size_t>(match.length(1));
    std::string code;
    for (const std::string& part : split(line.text.source(begin, end), ' '))
        code += part;
    Finding finding;
    finding.text = line.text.original;
    finding.normal = canonical_code(code, lexicons);
    finding.page = head.page->number;
    finding.box = box_of(line, begin, end);
    finding.confidence = confidence_of(line, begin, end);
    return finding;
}

}  // namespace vanthu::forms
