#include "forms/signing.h"

#include <algorithm>
#include <deque>
#include <optional>

#include "base/text.h"
#include "forms/hidden_words.h"
#include "forms/look_alikes.h"
#include "forms/organ_names.h"
#include "forms/pattern.h"
#include "forms/person_name.h"
#include "forms/signing_column.h"

namespace vanthu::forms {
namespace {

struct Competence {
    std::string prefix;   // "KT."
    std::string kind;     // "deputy"
    std::size_t end = 0;  // where the head's title begins
};

// "KT. CHỦ TỊCH", "KT.CHÁNH VĂN PHÒNG", "TM, ỦY BAN", "T/M BAN THƯỜNG VỤ"
std::optional<Competence> competence_of(const Folded& line, const Lexicons& lexicons) {
    static const Pattern pattern(
        "^[^a-z]{0,3}(t/m|k/t|t/l|t[.]m|k[.]t|t[.]l|tuq|tun|tm|kt|tl|q)(( ?[.,:;]{1,3} ?)| "
        ")(?=[a-z])");
    Match match;
    if (!pattern.found_in(line.text, match)) return std::nullopt;
    const bool bare = match[3].length() == 0;
    if (bare && match[1].str() == "q") return std::nullopt;
    for (const Entry& entry : lexicons.competence.entries())
        if (letters_only(entry.text) == letters_only(match[1].str()) &&
            (entry.text.find('/') != std::string::npos) ==
                (match[1].str().find('/') != std::string::npos))
            return Competence{entry.text, entry.kind, static_cast<std::size_t>(match.length(0))};
    return std::nullopt;
}

// "TM BAN THƯỜNG VỤ" and "T.M BAN ..." were TM. or the Party's T/M.
bool may_have_lost_a_stroke(const Segment& line) {
    static const Pattern bare("^[^a-z]{0,3}(tm|kt|tl|t[.]m|k[.]t|t[.]l) (?=[a-z])");
    return line.confidence < 0.999f && line.text.text.size() < 200 && bare.found_in(line.text.text);
}

// The Party writes its competences with a stroke, which a scan loses easily.
std::string with_stroke(const Competence& competence, const Segment& line, Issuer issuer,
                        const Lexicons& lexicons) {
    if (issuer != Issuer::Party || !may_have_lost_a_stroke(line)) return competence.prefix;
    for (const Entry& entry : lexicons.competence.entries())
        if (entry.text.find('/') != std::string::npos &&
            letters_only(entry.text) == letters_only(competence.prefix))
            return entry.text;
    return competence.prefix;
}

// The known title that the line begins with, allowing lost letters at its start (covered by the
// seal).
struct Title {
    const Entry* entry = nullptr;
    std::string text;  // with the lexicon's marks, rest of the line as read
    double fit = 0;
};

Letters letters_of(const Segment& line) {
    constexpr float kRead = 0.999f;  // and not recognised
    return line.confidence < kRead ? Letters::Recognised : Letters::Typed;
}

std::string tidy(const std::string& text, Letters source = Letters::Recognised) {
    std::u32string letters = to_utf32(single_spaced(text));
    // "TRƯỞNG BAN ĐẦU TƯ 3": a digit that was typed is no dirt.
    const bool number = source == Letters::Typed && !letters.empty() && letters.back() >= U'0' &&
                        letters.back() <= U'9';
    auto dirt = [](char32_t letter) {
        return !is_letter(letter) && letter != U')' && letter != U'(';
    };
    while (!letters.empty() && dirt(letters.front()))
        letters.erase(0, 1);
    while (!number && !letters.empty() && dirt(letters.back()))
        letters.pop_back();
    return to_utf8(letters);
}

// Typed letters are what they are; a title is only near to recognised ones.
std::optional<Title> title_of(const std::string& line, const Lexicons& lexicons, Letters source) {
    const std::string text = with_joined_letters(tidy(line, source));
    if (letter_count(text) < 4 || capital_share(text) < 0.7) return std::nullopt;
    const Folded low = folded(text);
    if (low.text.size() > 100) return std::nullopt;
    if (const Entry* entry = lexicons.positions.opening(low.text)) {
        Title title{entry, entry->text, 1};
        const std::string rest = trim(low.source(entry->folded.size(), low.text.size()));
        // What a pen adds behind the title is short or not in capitals.
        if (letter_count(rest) >= 3 && capital_share(rest) > 0.8)
            title.text += (rest.front() == ',' ? "" : " ") + mend_phrases(rest, lexicons);
        // A title with two readings of the same letters (THỦ/THỨ TRƯỞNG) keeps what was read.
        if (lexicons.positions.by_letters(entry->text) == nullptr) title.text = text;
        return title;
    }
    // A list of titles is never whole; what begins like one and was typed is one.
    const std::string first = lower(text.substr(0, text.find(' ')));
    const bool begins = first == "phó" || first == "trưởng" || first == "chánh" || first == "quyền";
    if (source == Letters::Typed && capital_share(text) > 0.9 && begins &&
        first.size() < text.size())
        return Title{nullptr, text, 0.9};
    if (source == Letters::Typed) return std::nullopt;
    const Entry* near = lexicons.positions.nearest(text, text.size() > 12 ? 2 : 1);
    if (near != nullptr) return Title{near, near->text, 0.75};
    return std::nullopt;
}

// "PHÓ TRƯỞNG BAN THƯỜNG" / "TRỰC"
bool ends_title(const std::string& title, const std::string& rest, const Lexicons& lexicons) {
    return lexicons.positions.by_letters(title + " " + rest) != nullptr;
}

// "... QUẢN LÝ TỔNG" / "HỢP": one word is no one's name.
bool is_typed_word(const Segment& segment) {
    return letters_of(segment) == Letters::Typed && letter_count(segment.text.original) >= 2 &&
           segment.text.text.find(' ') == std::string::npos;
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
    float goes_on = 1;    // confidence of the competence's further lines
    std::size_t end = 0;  // index behind the last title line
};

Block read_titles(const std::vector<Line>& lines, Issuer issuer, const Lexicons& lexicons) {
    Block block;
    bool in_competence = false, unread_above = false;
    std::size_t titled = 0;  // the last line of a title
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Segment& segment = *lines[i].segment;
        const std::string& text = segment.text.original;
        if (letter_count(text) < 3 &&
            !is_typed_word(segment)) {  // a mark that was taken for a line of its own
            if (i == block.end) block.end = i + 1;
            continue;
        }
        if (!block.titles.empty() && read_name(text, lexicons).fit >= 0.9 &&
            capital_share(text) < 0.7)
            break;
        if (const auto competence = competence_of(segment.text, lexicons)) {
            const std::string rest = segment.text.source(competence->end, segment.text.text.size());
            if (capital_share(rest) < 0.6) continue;
            const auto title = title_of(rest, lexicons, letters_of(segment));
            block.competences.emplace_back(
                lines[i], with_stroke(*competence, segment, issuer, lexicons) + " " +
                              (title ? title->text
                                     : mend_phrases(with_joined_letters(tidy(rest)), lexicons)));
            // Who acts as head bears the title that stands behind Q.
            if (title && competence->kind == "acting") block.titles.emplace_back(lines[i], *title);
            in_competence = true;
            block.end = i + 1;
            if (unread_above) block.goes_on = std::min(block.goes_on, 0.5f);
            unread_above = false;
            continue;
        }
        if (const auto title = title_of(text, lexicons, letters_of(segment))) {
            block.titles.emplace_back(lines[i], *title);
            titled = i;
            in_competence = false;
            block.end = i + 1;
            continue;
        }
        // "BAN THƯỜNG VỤ" that lost its TM.
        unread_above = block.competences.empty() && block.titles.empty() &&
                       capital_share(text) > 0.8 && segment.confidence < 0.999f;
        if (capital_share(text) < 0.85 || segment.confidence < 0.5 || i != block.end) continue;
        // A line that goes on: "TM. ỦY BAN NHÂN DÂN" / "TỈNH ...", "GIÁM ĐỐC TRUNG TÂM" / "HÀNH
        // CHÍNH CÔNG".
        if (in_competence) {
            // "PHÓ (" is the rest of a title that could not be read.
            block.goes_on = std::min(block.goes_on, segment.confidence);
            if (letter_count(text) < 4) block.goes_on = std::min(block.goes_on, 0.5f);
            block.competences.back().second +=
                " " + mend_phrases(with_joined_letters(tidy(text)), lexicons);
            block.end = i + 1;
        } else if (!block.titles.empty() &&
                   (letter_count(text) >= 6 || is_typed_word(segment) ||
                    ends_title(block.titles.back().second.text, text, lexicons))) {
            Title& last = block.titles.back().second;
            // "TRƯỞNG PHÒNG TỔ CHỨC -" / "HÀNH CHÍNH"
            const std::string above = trim(lines[titled].segment->text.original);
            const bool dashed = !above.empty() && above.back() == '-';
            last.text += (dashed ? " - " : " ") + mend_phrases(tidy(text), lexicons);
            titled = i;
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
        const NameReading reading = read_name(text, lexicons, letters_of(*lines[i].segment));
        // The printed name is the lowest; the same name above it is the signature's picture.
        if (reading.fit < 0.5 || reading.fit < best_fit - 0.2) continue;
        // Without a known family name the letters themselves must be sure.
        if (reading.fit < 0.8 && lines[i].segment->confidence < 0.5f) continue;
        best_fit = reading.fit;
        best = finding(lines[i], text, reading.name, reading.fit);
    }
    return best;
}

// Where the block begins: a little above Nơi nhận; minutes print Nơi nhận below it.
enum class Reach { BesideRecipients, AboveRecipients };

int top_of_block(const PageLayout& page, const Foot& foot, Reach reach) {
    if (foot.anchor == nullptr || foot.page != &page) return 0;
    return foot.anchor->box.top - page.line_height * (reach == Reach::BesideRecipients ? 4 : 20);
}

// Who signed on the left, as the secretary of a meeting does: a title on the height of the other's,
// and a name below.
Finding read_cosigner(const PageLayout& page, const Foot& foot, const Line& title, Issuer issuer,
                      const Lexicons& lexicons) {
    std::deque<Segment> made;
    const int top = title.segment->box.top - page.line_height * 2;
    std::vector<Line> lines = signing_column(page, Side::Left, top, foot.anchor, made);
    if (foot.anchor != nullptr && foot.page == &page)
        std::erase_if(
            lines, [&](const Line& line) { return line.segment->box.top > foot.anchor->box.top; });
    const Block block = read_titles(lines, issuer, lexicons);
    if (block.titles.empty()) return {};
    const Segment& own = *block.titles.front().first.segment;
    if (std::abs(own.centre() - title.segment->centre()) > page.line_height * 2) return {};
    Finding name = read_full_name(lines, block.end, lexicons);
    if (name.has_value()) name.text = block.titles.back().second.text;
    return name;
}

// Of the name only the box is known; it is a line like the others.
void doubt_hidden_words(const Block& block, const std::vector<std::string>& competences,
                        const Lexicons& lexicons, Signing& signing) {
    mend_deputy(signing.position, competences, lexicons);
    Segment name;
    name.box = signing.full_name.box;
    std::vector<SignedLine> lines;
    for (const auto& [line, text] : block.competences)
        lines.push_back({line.segment, &signing.competence});
    for (const auto& [line, title] : block.titles)
        lines.push_back({line.segment, &signing.position});
    if (signing.full_name.has_value()) lines.push_back({&name, &signing.full_name});
    doubt_off_centre(lines);
    if (!block.competences.empty())
        doubt_torn(*block.competences.back().first.segment,
                   block.titles.empty() ? nullptr : block.titles.front().first.segment,
                   signing.competence);
}

}  // namespace

Signing read_signing(const Layout& layout, const Foot& foot, Issuer issuer,
                     const Lexicons& lexicons) {
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
        int top = top_of_block(*page, foot, Reach::BesideRecipients);
        std::vector<Line> lines = signing_column(*page, Side::Right, top, foot.anchor, made);
        Block block = read_titles(lines, issuer, lexicons);
        if (block.titles.empty() && block.competences.empty() && foot.page == page) {
            top = top_of_block(*page, foot, Reach::AboveRecipients);
            const auto above = signing_column(*page, Side::Right, top, foot.anchor, made);
            Block found = read_titles(above, issuer, lexicons);
            const Finding name = read_full_name(above, found.end, lexicons);
            if (!found.titles.empty() && name.has_value() && name.box.top < foot.anchor->box.top) {
                lines = above;
                block = std::move(found);
            }
        }
        if (foot.page == nullptr && block.titles.empty()) continue;
        std::vector<std::string> competences;
        for (const auto& [line, text] : block.competences) {
            competences.push_back(text);
            const double fit = may_have_lost_a_stroke(*line.segment) ? 0.5 : 1;
            const Finding one = finding(line, line.segment->text.original, text, fit);
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
        signing.competence.confidence = std::min(signing.competence.confidence, block.goes_on);
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
                if (!said && title.entry != nullptr && head.entry != nullptr &&
                    title.entry->of == head.entry->text) {
                    Finding inferred =
                        finding(above, above.segment->text.original, "KT. " + head.text, 0.5);
                    if (signing.competence.has_value())
                        inferred.normal = signing.competence.normal + " " + inferred.normal;
                    signing.competence = inferred;
                }
            }
        }
        signing.full_name = read_full_name(lines, block.end, lexicons);
        doubt_hidden_words(block, competences, lexicons, signing);
        if (!block.titles.empty())
            signing.cosigner =
                read_cosigner(*page, foot, block.titles.front().first, issuer, lexicons);
        break;
    }
    return signing;
}

}  // namespace vanthu::forms
