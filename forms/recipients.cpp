#include "forms/recipients.h"

#include <algorithm>
#include <regex>

#include "base/text.h"
#include "forms/organ_names.h"

namespace vanthu::forms {
namespace {

bool is_dash(char letter) {
    return letter == '-' || letter == '+' || letter == '*' || letter == '~';
}

// An item in the making: text, and whether a closing sign ended it.
struct Item {
    std::string text;
    bool closed = false;
    bool dashed = false;
    pipeline::Box box;
    float confidence = 1;
};

// Where the item's words begin behind its dash; a dash may be read as '_', '.', '„' or with a
// letter's confidence.
std::size_t after_dash(const Folded& line, bool& dashed) {
    std::size_t at = 0;
    dashed = false;
    while (at < line.text.size()) {
        const char letter = line.text[at];
        if (letter == ' ')
            ++at;
        else if (is_dash(letter) || letter == '_' || letter == '?' || letter == '.' ||
                 letter == ',' || letter == '=' || letter == '"' || letter == '\'' ||
                 letter == '`' || letter == ':' || letter == ';') {
            // Quotes and dots open an item only when a space follows.
            if (!is_dash(letter) && letter != '_' && at + 1 < line.text.size() &&
                line.text[at + 1] != ' ' && (letter == '\'' || letter == '"'))
                break;
            dashed = true;
            ++at;
        } else {
            break;
        }
    }
    return at;
}

// Only signs behind the one that closes an item: dirt.
void cut_dirt(std::string& text) {
    const std::size_t close = text.find(';');
    if (close != std::string::npos && letter_count(text.substr(close)) < 2) text.resize(close);
}

// A recogniser loses the thin space behind a comma.
std::string with_comma_spaces(const std::string& text) {
    std::u32string spaced;
    const std::u32string letters = to_utf32(text);
    for (std::size_t i = 0; i < letters.size(); ++i) {
        spaced.push_back(letters[i]);
        if (letters[i] == U',' && i + 1 < letters.size() && is_letter(letters[i + 1]))
            spaced.push_back(U' ');
    }
    return to_utf8(spaced);
}

// Nothing but letters, digits and what encloses them ends or begins an item.
std::string without_end(std::string text) {
    text = trim(text);
    cut_dirt(text);
    std::u32string letters = to_utf32(text);
    const auto says = [](char32_t letter) {
        return is_letter(letter) || (letter >= U'0' && letter <= U'9');
    };
    const auto closes = [](char32_t letter) {
        return letter == U')' || letter == U'"' || letter == U'\u201D' || letter == U'\u00BB';
    };
    const auto opens = [](char32_t letter) {
        return letter == U'(' || letter == U'"' || letter == U'\u201C' || letter == U'\u00AB';
    };
    while (!letters.empty() && !says(letters.back()) && !closes(letters.back()))
        letters.pop_back();
    while (!letters.empty() && !says(letters.front()) && !opens(letters.front()))
        letters.erase(0, 1);
    return to_utf8(letters);
}

// "Như Điều 3", "Như trên": nothing stands before or behind it but dirt.
std::string formula_of(const std::string& item) {
    static const std::regex formula("^[^a-z]{0,4}(nhu (?:tren|dieu [0-9]{1,2}))[^a-z0-9(]*$");
    const Folded text = folded(item);
    std::smatch match;
    if (text.text.size() > 40 || !std::regex_match(text.text, match, formula)) return item;
    const auto begin = static_cast<std::size_t>(match.position(1));
    return text.source(begin, begin + static_cast<std::size_t>(match.length(1)));
}

// "(đề b/c)" is "(để b/c)", "KSTTH€" is "KSTTHC": no other word opens a purpose, no name has that
// sign.
std::string with_plain_letters(const std::string& item) {
    Folded text = folded(item);
    const std::size_t purpose = text.text.find("(de ");
    std::string mended = item;
    if (purpose != std::string::npos)
        mended = text.source(0, purpose + 1) + "để" + text.source(purpose + 3, text.text.size());
    std::u32string letters = to_utf32(mended);
    for (std::size_t i = 1; i < letters.size(); ++i)
        if (letters[i] == U'\u20AC' && is_upper_letter(letters[i - 1])) letters[i] = U'C';
    return to_utf8(letters);
}

// "(để bíc)", "(để th)": the slash of a purpose was read as a thin letter or lost.
std::string with_purpose(const std::string& item, const Lexicons& lexicons) {
    static const std::regex purpose("[(]de ([a-z1/|]{2,3})[)]$");
    const Folded text = folded(item);
    std::smatch match;
    if (text.text.size() > 300 || !std::regex_search(text.text, match, purpose)) return item;
    std::string read = match[1].str();
    if (read.find('/') != std::string::npos) return item;
    if (read.size() == 3 && std::string_view("il1|").find(read[1]) != std::string_view::npos)
        read.erase(1, 1);
    for (const Entry& entry : lexicons.purposes.entries()) {
        if (entry.letters != read) continue;
        const auto begin = static_cast<std::size_t>(match.position(1));
        return text.source(0, begin) + entry.text + ")";
    }
    return item;
}

// A dash that was taken for a letter: alone, doubtful, before a capital.
bool letter_for_dash(const Segment& line) {
    constexpr float kDoubtful = 0.5f;
    if (line.words.size() < 2 || line.words[0].confidence > kDoubtful) return false;
    const std::u32string first = to_utf32(line.words[0].text);
    const std::u32string next = to_utf32(line.words[1].text);
    return first.size() == 1 && next.size() > 1 && is_upper_letter(next[0]);
}

// Ink that was taken for letters behind the sign that closes an item.
Segment without_dirt(Segment line) {
    constexpr float kDoubtful = 0.5f;
    std::size_t keep = line.words.size();
    for (std::size_t i = line.words.size(); i-- > 0;) {
        const std::string& text = line.words[i].text;
        if (!text.empty() && (text.find(';') != std::string::npos || text.back() == '.')) {
            keep = i + 1;
            break;
        }
        if (line.words[i].confidence >= kDoubtful || letter_count(text) > 3) break;
    }
    if (keep == line.words.size()) return line;
    line.words.resize(keep);
    return make_segment(std::move(line.words));
}

void append(Item& item, const std::string& text, const Segment& line) {
    if (!item.text.empty()) item.text += ' ';
    item.text += text;
    item.closed = !text.empty() && (text.back() == ';' || text.back() == '.');
    item.box = united(item.box, line.box);
    item.confidence = std::min(item.confidence, line.confidence);
}

bool starts_lower(const std::string& text) {
    const std::u32string letters = to_utf32(text);
    return !letters.empty() && is_letter(letters[0]) && !is_upper_letter(letters[0]);
}

Finding list_finding(const std::vector<Item>& items, int page) {
    Finding finding;
    finding.page = page;
    finding.confidence = 1;
    for (const Item& item : items) {
        const std::string text = without_end(item.text);
        if (letter_count(text) < 2) continue;
        finding.list.push_back(text);
        finding.box = united(finding.box, item.box);
        finding.confidence = std::min(finding.confidence, item.confidence);
    }
    finding.text = join(finding.list, "; ");
    finding.normal = finding.text;
    return finding;
}

Likeness anchor_in(const Segment& segment, const FieldDefinition& field, int errors) {
    if (segment.text.text.size() > 200) return {};
    const std::string opening = segment.text.text.substr(0, 40);
    for (const Anchor& anchor : field.anchors) {
        const Likeness found = find_like(opening, anchor.folded, errors);
        if (found.found && found.begin <= 4) return found;
    }
    return {};
}

// The signed initial of the drafter, flattened from a superscript: "CVNC^D", "CVNC<sup>D</sup>".
std::string without_superscript(const std::string& text) {
    static const std::regex marks("(<sup>[^<]{0,4}</sup>|\\^[^ ]{0,3})");
    return std::regex_replace(text, marks, "");
}

std::string archive_value(const std::string& line) {
    static const std::regex opening(
        "^(?:[^a-z]{1,3} ?)?(l[a-z]{0,2}u|[a-z]{1,4}(?= ?[:.]+ ?v[ti1]))[ :.,]*");
    const Folded text = folded(line);
    std::smatch match;
    std::size_t begin = 0;
    const std::string start = text.text.substr(0, 40);
    if (std::regex_search(start, match, opening)) begin = static_cast<std::size_t>(match.length(0));
    std::string value = without_end(without_superscript(text.source(begin, text.text.size())));
    // What is kept is kept first of all at the office's desk: "VT", however thin its letters.
    static const std::regex desk("^v[til1](?=$|[,;. ])");
    const Folded low = folded(value);
    if (std::regex_search(low.text, desk)) value = "VT" + low.source(2, low.text.size());
    return value;
}

bool is_archive(const std::string& item) {
    static const std::regex pattern(
        "^([^a-z]{1,3} ?)?l[uy]u( |:|[.,]|$)|^[a-z]{1,4} ?[:.]+ ?v[ti1](?![a-z])");
    const std::string opening = folded(item).text.substr(0, 40);
    return std::regex_search(opening, pattern);
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
        const Segment line = without_dirt(joined(parts));
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
        if (items.empty() || dashed || (items.back().closed && !starts_lower(text)) ||
            is_archive(text)) {
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
            item = with_purpose(formula_of(with_plain_letters(with_comma_spaces(item))), lexicons);
    }
    if (page.scanned) foot.archive_line.normal = with_comma_spaces(foot.archive_line.normal);
    return foot;
}

}  // namespace vanthu::forms
