#include "forms/organ_names.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "forms/folded.h"
#include "forms/look_alikes.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

constexpr float kDoubtful = 0.6f;

bool ends_openly(const std::string& folded_line) {
    for (std::string_view word :
         {" va", " cua", " thuoc", " ve", ",", "-", " quan ly", " kiem", " co"})
        if (folded_line.size() >= word.size() &&
            folded_line.compare(folded_line.size() - word.size(), word.size(), word) == 0)
            return true;
    return false;
}

// A unit's bare name ("VĂN PHÒNG") goes on with the organ it belongs to, since superiors are
// printed above, not below.
bool bare_unit(const std::string& folded_line, const Lexicons& lexicons) {
    const Entry* entry = lexicons.organs.opening(folded_line);
    return entry != nullptr && entry->kind == "unit" && entry->folded == folded_line;
}

// "CÔNG TY CỔ PHẦN" / "BỆNH VIỆN MẮT ...": what kind of body it is, its name stands below.
bool bare_company(const std::string& folded_line) {
    static const Pattern form(
        "^(cong ty|tong cong ty|tap doan|ngan hang|hop tac xa|doanh nghiep tu nhan)( (co phan|cp|"
        "tnhh|trach nhiem huu han|mtv|mot thanh vien|hai thanh vien|thuong mai|tm))*$");
    return form.matches(folded_line);
}

bool is_title(const std::string& folded_line, const Lexicons& lexicons) {
    const Entry* entry = lexicons.positions.opening(folded_line);
    return entry != nullptr && entry->folded == folded_line;
}

// "BẢO HIỂM" is no BÁO, "ĐƠN VỊ" no ĐỒN; a word that lost all its marks may be either.
bool other_marks(const std::string& printed, const Entry& entry) {
    const std::string word = printed.substr(0, printed.find(' '));
    return comparable(word) != comparable(entry.text) && lower(word) != entry.folded;
}

// `line` is folded, `printed` is not.
bool begins_name(const std::vector<std::string>& name, const std::string& line,
                 const std::string& printed, const Lexicons& lexicons) {
    if (name.empty()) return true;
    if (ends_openly(name.back())) return false;
    const Entry* entry = lexicons.organs.opening_like(line);
    if (entry == nullptr || entry->kind == "continuation") return false;
    if (entry->folded.find(' ') == std::string::npos && other_marks(printed, *entry)) return false;
    if (name.size() == 1 && bare_unit(name[0], lexicons) && entry->kind == "head") return false;
    // "TRƯỜNG" / "ĐẠI HỌC TÂY ĐÔ"
    if (name.size() == 1 && name[0] == "truong") return false;
    if (name.size() == 1 && bare_company(name[0]) && line.find("cong ty") == std::string::npos)
        return false;
    // "CHỦ TỊCH" / "ỦY BAN NHÂN DÂN TỈNH ...": who issues is the office itself.
    if (name.size() == 1 && is_title(name[0], lexicons)) return false;
    return true;
}

// Lines of the column that can be names: capitals with letters, not the rule under them.
bool is_name_line(const Segment& line) {
    const std::string& text = line.text.original;
    constexpr float kRead = 0.999f;
    // "THÚ" / "Y": a lone letter that was typed is no dirt.
    if (letters_only(text).size() < (line.confidence < kRead ? 2 : 1)) return false;
    if (capital_share(text) < 0.7) return false;
    return line.text.text.size() <= 90;
}

// A stroke between the words is the rule of a table or dirt.
std::string without_strokes(const std::string& text) {
    std::string kept;
    for (const std::string& word : split(text, ' ')) {
        if (word == "|" || word == "_" || word == "~") continue;
        if (!kept.empty()) kept += ' ';
        kept += word;
    }
    return kept;
}

std::string cleaned(const Segment& line) {
    std::u32string text = to_utf32(without_strokes(line.text.original));
    auto dirt = [](char32_t letter) {
        return !is_letter(letter) && !(letter >= U'0' && letter <= U'9') && letter != U')' &&
               letter != U'(' && letter != U'"' && letter != U'.' && letter != U'-';
    };
    while (!text.empty() && (dirt(text.front()) || text.front() == U'.' || text.front() == U'-'))
        text.erase(0, 1);
    while (!text.empty() && (dirt(text.back()) || text.back() == U'-' || text.back() == U'.'))
        text.pop_back();
    // A lost space: UBNDTỈNH.
    constexpr std::u32string_view kCommittee = U"UBND";
    if (text.size() > kCommittee.size() && text.compare(0, kCommittee.size(), kCommittee) == 0 &&
        text[kCommittee.size()] != U' ')
        text.insert(kCommittee.size(), U" ");
    const std::string name = single_spaced(to_utf8(text));
    constexpr float kRead = 0.999f;  // and not recognised
    return line.confidence < kRead ? with_joined_letters(name) : name;
}

// "BỘ GIÁO DỤC VÀ ĐÀO TẠO -" / "BỘ Y TẾ": typed dashes join; on scans they may be dirt.
bool dash_joins(const Segment& above, const Segment& line) {
    constexpr float kRead = 0.999f;
    if (above.confidence < kRead || line.confidence < kRead) return false;
    const std::string first = trim(above.text.text), second = trim(line.text.text);
    return first.ends_with("-") || second.starts_with("- ");
}

struct Name {
    std::vector<const Segment*> lines;
    std::vector<std::string> folded_lines;
    bool bold = false;
};

// A name and its issuer's differ in weight; lines of one name do not.
bool goes_on(const Name& above, const Segment& line) {
    return above.bold == line.bold;
}

// A superior in light print ends where the issuer's bold name begins, whatever it is called; print
// that was recognised says too little of its weight.
bool grows_bold(const Name& above, const Segment& line, const std::string& text,
                const Lexicons& lexicons) {
    constexpr float kRead = 0.999f;
    if (above.bold || !line.bold || line.confidence < kRead) return false;
    if (ends_openly(above.folded_lines.back())) return false;
    const Entry* entry = lexicons.organs.opening(text);
    return entry == nullptr || entry->kind != "continuation";
}

Finding finding(const std::vector<Name>& names, std::size_t begin, std::size_t end, int page,
                const Lexicons& lexicons) {
    Finding result;
    result.page = page;
    result.confidence = 1;
    std::vector<std::string> texts;
    const Segment* above = nullptr;
    bool known = false;
    for (std::size_t i = begin; i < end; ++i) {
        for (const Segment* line : names[i].lines) {
            const bool last = i + 1 == end && line == names[i].lines.back();
            const std::string as_read = trim(line->text.original);
            const bool comma = !last && !as_read.empty() && as_read.back() == ',';
            if (!texts.empty() && above != nullptr && dash_joins(*above, *line))
                texts.back() += " -";
            above = line;
            texts.push_back(cleaned(*line) + (comma ? "," : ""));
            result.box = united(result.box, line->box);
            result.confidence = std::min(result.confidence, line->confidence);
        }
        known = known || lexicons.organs.opening(names[i].folded_lines[0]) != nullptr;
    }
    if (texts.empty()) return {};
    result.text = join(texts, " ");
    result.normal = mend_phrases(result.text, lexicons);
    if (!known) result.confidence = std::min(result.confidence, kDoubtful);
    return result;
}

bool boundary(const std::string& text, std::size_t index) {
    if (index >= text.size()) return true;
    const char letter = text[index];
    return !((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9'));
}

// The marks of `right` over the letters at `at`, capitals kept; both fold to the same text.
void write_marks(std::u32string& letters, std::size_t at, const std::u32string& right) {
    const std::string printed = to_utf8(std::u32string_view(letters).substr(at, right.size()));
    if (comparable(printed) == comparable(to_utf8(right))) return;
    for (std::size_t i = 0; i < right.size(); ++i) {
        const bool capital = is_upper_letter(letters[at + i]);
        const std::string one = to_utf8(std::u32string_view(&right[i], 1));
        letters[at + i] = to_utf32(capital ? upper(one) : lower(one))[0];
    }
}

// "TỈNH QUÁNG NGÃI": behind the word for a province only a province's name stands.
void mend_places(const Folded& text, std::u32string& letters, const Lexicons& lexicons) {
    for (std::string_view word : {"tinh ", "thanh pho "}) {
        for (std::size_t at = text.text.find(word); at != std::string::npos;
             at = text.text.find(word, at + 1)) {
            if (at > 0 && !boundary(text.text, at - 1)) continue;
            const std::size_t name = at + word.size();
            for (const Entry& place : lexicons.places.entries()) {
                if (text.text.compare(name, place.folded.size(), place.folded) != 0 ||
                    !boundary(text.text, name + place.folded.size()))
                    continue;
                write_marks(letters, name, to_utf32(place.text));
                if (word == "tinh ") write_marks(letters, at, U"tỉnh");
                break;
            }
        }
    }
}

}  // namespace

std::string mend_phrases(const std::string& text, const Lexicons& lexicons) {
    const Folded have = folded(text);
    std::u32string letters = to_utf32(have.original);
    for (const Entry& entry : lexicons.phrases.entries()) {
        const std::u32string right = to_utf32(entry.text);
        if (right.size() != entry.folded.size()) continue;
        for (std::size_t at = have.text.find(entry.folded); at != std::string::npos;
             at = have.text.find(entry.folded, at + 1)) {
            const bool whole = (at == 0 || boundary(have.text, at - 1)) &&
                               boundary(have.text, at + entry.folded.size());
            if (whole) write_marks(letters, at, right);
        }
    }
    mend_places(have, letters, lexicons);
    return to_utf8(letters);
}

OrganNames read_organs(const std::vector<const Segment*>& lines, int page,
                       const Lexicons& lexicons) {
    std::vector<Name> names;
    std::vector<const Segment*> printed;
    std::copy_if(lines.begin(), lines.end(), std::back_inserter(printed),
                 [](const Segment* line) { return is_name_line(*line); });
    for (const Segment* line : printed) {
        const std::string text = folded(cleaned(*line)).text;
        // "SỞ NÔNG NGHIỆP VÀ MÔI" / "TRƯỜNG": a lone syllable at the end is no organ, whatever
        // organ begins with it.
        const bool rest = line == printed.back() && printed.size() > 1 &&
                          text.find(' ') == std::string::npos && text != "ubnd";
        const bool dashed = !names.empty() && dash_joins(*names.back().lines.back(), *line);
        const bool begins =
            names.empty() ||
            (!dashed && (grows_bold(names.back(), *line, text, lexicons) ||
                         (begins_name(names.back().folded_lines, text, cleaned(*line), lexicons) &&
                          !(rest && goes_on(names.back(), *line)))));
        if (begins) names.push_back({{}, {}, line->bold});
        names.back().lines.push_back(line);
        names.back().folded_lines.push_back(text);
    }
    OrganNames result;
    if (names.empty()) return result;
    // The issuer is bold and its superior is not: where type is known it decides.
    std::size_t issuer = names.size() - 1;
    if (std::any_of(names.begin(), names.end(), [](const Name& name) { return name.bold; }) &&
        std::any_of(names.begin(), names.end(), [](const Name& name) { return !name.bold; })) {
        while (issuer > 0 && names[issuer].bold && names[issuer - 1].bold)
            --issuer;
    }
    result.above = finding(names, 0, issuer, page, lexicons);
    result.issuer = finding(names, issuer, names.size(), page, lexicons);
    // Three names in the same print: whose paper it is the page does not say.
    if (names.size() > 2 && printed.front()->confidence > 0.999f &&
        std::all_of(names.begin(), names.end(),
                    [&](const Name& name) { return name.bold == names[0].bold; })) {
        result.above.confidence = std::min(result.above.confidence, kDoubtful);
        result.issuer.confidence = std::min(result.issuer.confidence, kDoubtful);
    }
    for (std::size_t i = issuer; i < names.size(); ++i)
        for (const Segment* line : names[i].lines)
            result.issuer_lines.push_back(cleaned(*line));
    return result;
}

}  // namespace vanthu::forms
