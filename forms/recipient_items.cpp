#include "forms/recipient_items.h"

#include <algorithm>

#include "base/text.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

bool is_dash(char letter) {
    return letter == '-' || letter == '+' || letter == '*' || letter == '~';
}

// Only signs behind the one that closes an item: dirt.
void cut_dirt(std::string& text) {
    const std::size_t close = text.find(';');
    // "T25" is the drafter's mark.
    if (close != std::string::npos && letter_count(text.substr(close)) < 2 &&
        letters_only(text.substr(close)).size() < 3)
        text.resize(close);
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

// The signed initial of the drafter, flattened from a superscript: "CVNC^D", "CVNC<sup>D</sup>".
std::string without_superscript(const std::string& text) {
    static const Pattern marks("(<sup>[^<]{0,4}</sup>|\\^[^ ]{0,3})");
    return marks.replaced_in(text, "");
}

}  // namespace

void append(Item& item, const std::string& text, const Segment& line) {
    if (!item.text.empty()) item.text += ' ';
    item.text += text;
    item.closed = !text.empty() && (text.back() == ';' || text.back() == '.');
    item.box = united(item.box, line.box);
    item.confidence = std::min(item.confidence, line.confidence);
}

Finding list_finding(const std::vector<Item>& items, int page) {
    Finding finding;
    finding.page = page;
    finding.confidence = 1;
    for (const Item& item : items) {
        const std::string text = without_end(item.text);
        if (letter_count(text) < 2 || letters_only(text) == "noinhan") continue;  // its label again
        finding.list.push_back(text);
        finding.box = united(finding.box, item.box);
        finding.confidence = std::min(finding.confidence, item.confidence);
    }
    finding.text = join(finding.list, "; ");
    finding.normal = finding.text;
    return finding;
}

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

bool letter_for_dash(const Segment& line) {
    constexpr float kDoubtful = 0.5f;
    if (line.words.size() < 2 || line.words[0].confidence > kDoubtful) return false;
    const std::u32string first = to_utf32(line.words[0].text);
    const std::u32string next = to_utf32(line.words[1].text);
    return first.size() == 1 && next.size() > 1 && is_upper_letter(next[0]);
}

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

bool starts_lower(const std::string& text) {
    const std::u32string letters = to_utf32(text);
    return !letters.empty() && is_letter(letters[0]) && !is_upper_letter(letters[0]);
}

std::string with_comma_spaces(const std::string& text) {
    std::u32string spaced;
    const std::u32string letters = to_utf32(text);
    for (std::size_t i = 0; i < letters.size(); ++i) {
        spaced.push_back(letters[i] == U'\u201E' ? U',' : letters[i]);  // a speck below it
        if (letters[i] == U',' && i + 1 < letters.size() && is_letter(letters[i + 1]))
            spaced.push_back(U' ');
    }
    return to_utf8(spaced);
}

std::string formula_of(const std::string& item) {
    static const Pattern formula("^[^a-z]{0,4}(nhu (?:tren|dieu [0-9]{1,2}))[^a-z0-9(]*$");
    const Folded text = folded(item);
    Match match;
    if (text.text.size() > 40 || !formula.matches(text.text, match)) return item;
    const auto begin = static_cast<std::size_t>(match.position(1));
    return text.source(begin, begin + static_cast<std::size_t>(match.length(1)));
}

std::string with_plain_letters(const std::string& item) {
    Folded text = folded(item);
    const std::size_t purpose = text.text.find("(de ");
    std::string mended = item;
    if (purpose != std::string::npos)
        mended = text.source(0, purpose + 1) + "để" + text.source(purpose + 3, text.text.size());
    std::u32string letters = to_utf32(mended);
    for (std::size_t i = 1; i < letters.size(); ++i)
        if (letters[i] == U'\u20AC') letters[i] = is_upper_letter(letters[i - 1]) ? U'C' : U'c';
    return to_utf8(letters);
}

std::string with_purpose(const std::string& item, const Lexicons& lexicons) {
    static const Pattern purpose("[(]de ([a-z1/|]{2,3})[)]$");
    const Folded text = folded(item);
    Match match;
    if (text.text.size() > 300 || !purpose.found_in(text.text, match)) return item;
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

bool is_archive(const std::string& item) {
    static const Pattern pattern(
        "^([^a-z]{1,3} ?)?l[uy]u( |:|[.,;]|$)|^[a-z]{1,4} ?[:.]+ ?v[ti1](?![a-z])");
    const std::string opening = folded(item).text.substr(0, 40);
    return pattern.found_in(opening);
}

std::string archive_value(const std::string& line) {
    static const Pattern opening(
        "^(?:[^a-z]{1,3} ?)?(l[a-z]{0,2}u|[a-z]{1,4}(?= ?[:.]+ ?v[ti1]))[ :.,;]*");
    const Folded text = folded(line);
    Match match;
    std::size_t begin = 0;
    const std::string start = text.text.substr(0, 40);
    if (opening.found_in(start, match)) begin = static_cast<std::size_t>(match.length(0));
    std::string value = without_end(without_superscript(text.source(begin, text.text.size())));
    // What is kept is kept first of all at the office's desk: "VT", however thin its letters.
    static const Pattern desk("^v[til1](?=$|[,;. ])");
    const Folded low = folded(value);
    if (desk.found_in(low.text)) value = "VT" + low.source(2, low.text.size());
    return value;
}

}  // namespace vanthu::forms
