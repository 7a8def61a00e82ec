#include "forms/signing.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <regex>

#include "base/text.h"
#include "forms/organ_names.h"

namespace vanthu::forms {
namespace {

struct Competence {
    std::string prefix;   // "KT."
    std::string kind;     // "deputy"
    std::size_t end = 0;  // where the head's title begins
};

// "KT. CHỦ TỊCH", "KT.CHÁNH VĂN PHÒNG", "TM, ỦY BAN", "T/M BAN THƯỜNG VỤ"
std::optional<Competence> competence_of(const Folded& line, const Lexicons& lexicons) {
    static const std::regex pattern(
        "^[^a-z]{0,3}(t/m|k/t|t/l|tuq|tun|tm|kt|tl|q)(( ?[.,:;]{1,3} ?)| )(?=[a-z])");
    std::smatch match;
    if (!std::regex_search(line.text, match, pattern)) return std::nullopt;
    const bool bare = match[3].length() == 0;
    if (bare && match[1].str() == "q") return std::nullopt;
    for (const Entry& entry : lexicons.competence.entries())
        if (letters_only(entry.text) == letters_only(match[1].str()) &&
            (entry.text.find('/') != std::string::npos) ==
                (match[1].str().find('/') != std::string::npos))
            return Competence{entry.text, entry.kind, static_cast<std::size_t>(match.length(0))};
    return std::nullopt;
}

// The known title that the line begins with, allowing lost letters at its start (covered by the
// seal).
struct Title {
    const Entry* entry = nullptr;
    std::string text;  // with the lexicon's marks, rest of the line as read
    double fit = 0;
};

std::string tidy(const std::string& text) {
    std::u32string letters = to_utf32(single_spaced(text));
    auto dirt = [](char32_t letter) {
        return !is_letter(letter) && letter != U')' && letter != U'(';
    };
    while (!letters.empty() && dirt(letters.front()))
        letters.erase(0, 1);
    while (!letters.empty() && dirt(letters.back()))
        letters.pop_back();
    return to_utf8(letters);
}

std::optional<Title> title_of(const std::string& line, const Lexicons& lexicons) {
    const std::string text = tidy(line);
    if (letter_count(text) < 4 || capital_share(text) < 0.7) return std::nullopt;
    const Folded low = folded(text);
    if (low.text.size() > 100) return std::nullopt;
    if (const Entry* entry = lexicons.positions.opening(low.text)) {
        Title title{entry, entry->text, 1};
        const std::string rest = trim(low.source(entry->folded.size(), low.text.size()));
        // What a pen adds behind the title is short or not in capitals.
        if (letter_count(rest) >= 3 && capital_share(rest) > 0.8)
            title.text += " " + mend_phrases(rest, lexicons);
        // A title with two readings of the same letters (THỦ/THỨ TRƯỞNG) keeps what was read.
        if (lexicons.positions.by_letters(entry->text) == nullptr) title.text = text;
        return title;
    }
    const Entry* near = lexicons.positions.nearest(text, text.size() > 12 ? 2 : 1);
    if (near != nullptr) return Title{near, near->text, 0.75};
    return std::nullopt;
}

bool is_banner(const Folded& line) {
    static const std::regex pattern(
        "(ky boi|nguoi ky|thoi gian ky|ngay ky|co quan:|email|@|chu ky|ky so)");
    return std::regex_search(line.text.substr(0, 80), pattern);
}

struct Line {
    const Segment* segment = nullptr;
    const PageLayout* page = nullptr;
};

// The column's lines, top down. Pieces of one line that ink has torn apart are joined in `made`,
// which keeps them.
std::vector<Line> right_column(const PageLayout& page, const Foot& foot,
                               std::deque<Segment>& made) {
    std::vector<Line> lines;
    const int left_edge = page.left + (page.right - page.left) * 38 / 100;
    const int top = foot.anchor != nullptr && foot.page == &page
                        ? foot.anchor->box.top - page.line_height * 4
                        : 0;
    const auto stands_here = [&](const Segment& segment) {
        return &segment != foot.anchor && !segment.words.empty() && segment.box.left >= left_edge &&
               segment.middle() >= page.middle() && segment.box.top >= top &&
               !is_banner(segment.text);
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

Finding finding(const Line& line, const std::string& text, const std::string& normal, double fit) {
    Finding result;
    result.text = text;
    result.normal = normal;
    result.page = line.page->number;
    result.box = line.segment->box;
    result.confidence = std::min(line.segment->confidence, static_cast<float>(fit));
    return result;
}

struct Block {
    std::vector<std::pair<Line, std::string>> competences;  // as they will be written
    std::vector<std::pair<Line, Title>> titles;
    std::size_t end = 0;  // index behind the last title line
};

Block read_titles(const std::vector<Line>& lines, const Lexicons& lexicons) {
    Block block;
    bool in_competence = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Segment& segment = *lines[i].segment;
        const std::string& text = segment.text.original;
        if (letter_count(text) < 3) continue;
        if (!block.titles.empty() && read_name(text, lexicons).fit >= 0.9 &&
            capital_share(text) < 0.7)
            break;
        if (const auto competence = competence_of(segment.text, lexicons)) {
            const std::string rest = segment.text.source(competence->end, segment.text.text.size());
            if (capital_share(rest) < 0.6) continue;
            const auto title = title_of(rest, lexicons);
            block.competences.emplace_back(
                lines[i], competence->prefix + " " +
                              (title ? title->text : mend_phrases(tidy(rest), lexicons)));
            in_competence = true;
            block.end = i + 1;
            continue;
        }
        if (const auto title = title_of(text, lexicons)) {
            block.titles.emplace_back(lines[i], *title);
            in_competence = false;
            block.end = i + 1;
            continue;
        }
        if (capital_share(text) < 0.85 || segment.confidence < 0.5 || i != block.end) continue;
        // A line that goes on: "TM. ỦY BAN NHÂN DÂN" / "TỈNH ...", "GIÁM ĐỐC TRUNG TÂM" / "HÀNH
        // CHÍNH CÔNG".
        if (in_competence) {
            block.competences.back().second += " " + mend_phrases(tidy(text), lexicons);
            block.end = i + 1;
        } else if (!block.titles.empty() && letter_count(text) >= 6) {
            Title& last = block.titles.back().second;
            // "TRƯỞNG PHÒNG TỔ CHỨC -" / "HÀNH CHÍNH"
            const std::string above = trim(lines[i - 1].segment->text.original);
            const bool dashed = !above.empty() && above.back() == '-';
            last.text += (dashed ? " - " : " ") + mend_phrases(tidy(text), lexicons);
            block.end = i + 1;
        }
    }
    return block;
}

Finding read_full_name(const std::vector<Line>& lines, std::size_t begin,
                       const Lexicons& lexicons) {
    Finding best;
    double best_fit = 0;
    for (std::size_t i = begin; i < lines.size(); ++i) {
        const std::string& text = lines[i].segment->text.original;
        if (lines[i].segment->text.text.size() > 60) continue;
        const NameReading reading = read_name(text, lexicons);
        // The printed name is the lowest; the same name above it is the signature's picture.
        if (reading.fit < 0.5 || reading.fit < best_fit - 0.2) continue;
        // Without a known family name the letters themselves must be sure.
        if (reading.fit < 0.8 && lines[i].segment->confidence < 0.5f) continue;
        best_fit = reading.fit;
        best = finding(lines[i], text, reading.name, reading.fit);
    }
    return best;
}

// Degrees, ranks and forms of address before a name.
std::string without_degrees(std::string text) {
    static const std::regex abbreviated(
        "^(gs|pgs|ts|ths|th|bs|ds|cn|ks|kts|cki|ckii|ck1|ck2|bscki|bsckii|bsck|dscki|dsckii|ncs|"
        "ngut|nsut|ls)"
        "([.] ?| (?=[a-z]+ [a-z]+))");
    static const std::regex spelled(
        "^(dai tuong|thuong tuong|trung tuong|thieu tuong|dai ta|thuong ta|trung ta|thieu ta|dai "
        "uy|thuong uy|luat "
        "su|ong|ba) (?=[a-z]+ [a-z]+)");
    for (int round = 0; round < 6; ++round) {
        Folded low = folded(text);
        std::size_t begin = 0;
        while (begin < low.text.size() && !(low.text[begin] >= 'a' && low.text[begin] <= 'z'))
            ++begin;
        low = folded(low.source(begin, low.text.size()));
        text = low.original;
        std::smatch match;
        const std::string opening = low.text.substr(0, 40);
        if (!std::regex_search(opening, match, abbreviated) &&
            !std::regex_search(opening, match, spelled))
            break;
        text = low.source(static_cast<std::size_t>(match.length(0)), low.text.size());
    }
    return text;
}

}  // namespace

NameReading read_name(std::string_view line, const Lexicons& lexicons) {
    const std::string text = without_degrees(single_spaced(line));
    if (capital_share(text) > 0.9 && lexicons.positions.opening(folded(text).text) != nullptr)
        return {};
    std::vector<std::string> words;
    for (const std::string& word : split(text, ' ')) {
        std::u32string letters = to_utf32(word);
        while (!letters.empty() && !is_letter(letters.back()))
            letters.pop_back();
        while (!letters.empty() && !is_letter(letters.front()))
            letters.erase(0, 1);
        if (!letters.empty()) words.push_back(to_utf8(letters));
    }
    if (words.size() < 2 || words.size() > 6) return {};
    int capitalised = 0, letters = 0;
    bool all_upper = true;
    for (const std::string& word : words) {
        const std::u32string signs = to_utf32(word);
        if (signs.size() > 7) return {};  // no Vietnamese syllable is longer
        if (is_upper_letter(signs[0])) ++capitalised;
        all_upper = all_upper && capital_share(word) > 0.99;
        letters += static_cast<int>(signs.size());
        if (!all_upper && signs.size() > 1 &&
            capital_share(to_utf8(std::u32string_view(signs).substr(1))) > 0)
            return {};
        // "Trần Đình Ý", "Y Bhiăng": of one letter only these two are names, with any mark.
        if (signs.size() == 1 && folded(word).text != "y" && folded(word).text != "a") return {};
    }
    if (capitalised != static_cast<int>(words.size()) || letters < 5) return {};
    NameReading reading;
    reading.fit = 0.6;
    const Entry* family = lexicons.family_names.by_letters(words[0]);
    const bool known = lexicons.family_names.contains_folded(words[0]);
    if (known) {
        reading.fit = words.size() <= 5 ? 1 : 0.8;
        if (family != nullptr && comparable(family->text) != comparable(words[0]))
            words[0] = all_upper ? upper(family->text) : family->text;
    } else if (words[0].size() >= 3 && !all_upper) {
        // The seal may have eaten the first letter: "rần Phước" would not be capitalised, "Tê
        // Thành" is one letter off.
        const Entry* near = lexicons.family_names.nearest(words[0], 0);
        if (near != nullptr) words[0] = near->text;
    }
    if (all_upper && !known) return {};
    for (std::size_t i = 1; i + 1 < words.size(); ++i)
        if (words[i] == "Thi") words[i] = "Thị";
    reading.name = join(words, " ");
    return reading;
}

Signing read_signing(const Layout& layout, const Foot& foot, const Lexicons& lexicons) {
    Signing signing;
    std::vector<const PageLayout*> pages;
    if (foot.page != nullptr) {
        pages.push_back(foot.page);
    } else {
        for (auto page = layout.pages.rbegin(); page != layout.pages.rend(); ++page)
            pages.push_back(&*page);
    }
    for (const PageLayout* page : pages) {
        std::deque<Segment> made;
        const std::vector<Line> lines = right_column(*page, foot, made);
        const Block block = read_titles(lines, lexicons);
        if (foot.page == nullptr && block.titles.empty()) continue;
        std::vector<std::string> competences;
        for (const auto& [line, text] : block.competences) {
            competences.push_back(text);
            const Finding one = finding(line, line.segment->text.original, text, 1);
            if (signing.competence.page == 0)
                signing.competence = one;
            else {
                signing.competence.confidence =
                    std::min(signing.competence.confidence, one.confidence);
                signing.competence.box = united(signing.competence.box, one.box);
                signing.competence.text += " " + one.text;
            }
        }
        signing.competence.normal = join(competences, " ");
        if (!block.titles.empty()) {
            const auto& [line, title] = block.titles.back();
            signing.position = finding(line, line.segment->text.original, title.text, title.fit);
            // A deputy under the bare title of the head signs for it: KT. was written by hand and
            // not read.
            if (block.titles.size() >= 2) {
                const auto& [above, head] = block.titles[block.titles.size() - 2];
                const bool said = std::any_of(
                    competences.begin(), competences.end(), [](const std::string& text) {
                        return starts_with(text, "KT") || starts_with(text, "K/T");
                    });
                if (!said && title.entry->of == head.entry->text) {
                    Finding inferred =
                        finding(above, above.segment->text.original, "KT. " + head.text, 0.5);
                    if (signing.competence.has_value())
                        inferred.normal = signing.competence.normal + " " + inferred.normal;
                    signing.competence = inferred;
                }
            }
        }
        signing.full_name = read_full_name(lines, block.end, lexicons);
        break;
    }
    return signing;
}

}  // namespace vanthu::forms
