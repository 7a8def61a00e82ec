#include "forms/citation_parts.h"

#include <algorithm>
#include <initializer_list>

#include "base/text.h"
#include "forms/date_line.h"
#include "forms/misread_numbers.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

constexpr std::size_t kOrganLetters = 120;
constexpr std::size_t kSubjectLetters = 400;

bool is_word(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

bool starts_at(const std::string& text, std::size_t at, std::string_view word) {
    if (text.compare(at, word.size(), word) != 0) return false;
    const std::size_t end = at + word.size();
    return end >= text.size() || !is_word(text[end]);
}

bool any_starts_at(const std::string& text, std::size_t at,
                   std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return starts_at(text, at, word); });
}

// Verbs that say what an act does: its subject where "về" is not said.
bool begins_subject(const std::string& text, std::size_t at) {
    return any_starts_at(text, at,
                         {"quy dinh", "ban hanh", "sua doi", "huong dan", "phe duyet", "cong bo",
                          "thong qua", "bai bo", "dinh chinh", "giao", "dieu chinh"});
}

// Words that end an organ's name and begin what the document is about.
bool ends_organ(const std::string& text, std::size_t at) {
    return begins_subject(text, at) ||
           any_starts_at(text, at,
                         {"ve", "va", "tai", "de", "tren", "dong y", "da", "duoc", "cho"});
}

// Words that go on with the sentence behind a comma, after the subject.
bool goes_on(const Running& running, std::size_t at, const Lexicons& lexicons) {
    const std::string& text = running.text.text;
    if (any_starts_at(text, at,
                      {"nham", "de", "nhung", "trong", "dong thoi", "tu do", "hien nay", "theo",
                       "cu the", "ngay", "nay"}))
        return true;
    const std::u32string first = to_utf32(running.text.source(at, at + 1));
    if (first.empty() || !is_upper_letter(first[0])) return false;
    const std::string rest = text.substr(at, 60);
    const Entry* organ = lexicons.organs.opening(rest);
    return (organ != nullptr && organ->kind != "continuation") ||
           lexicons.positions.opening(rest) != nullptr;
}

// Where a subject ends: a closing sign, the next citation, or a comma before what goes on.
std::size_t subject_end(const Running& running, std::size_t begin, const Lexicons& lexicons) {
    const std::string& text = running.text.text;
    std::size_t at = begin;
    while (at < text.size() && at - begin < kSubjectLetters) {
        const char letter = text[at];
        if (letter == ';' || letter == '"' || letter == ':') break;
        if (letter == '.' && (at + 1 >= text.size() || text[at + 1] == ' ' || text[at + 1] == '/'))
            break;
        if (letter == ',' && at + 2 < text.size() && goes_on(running, at + 2, lexicons)) break;
        if (letter == ' ' && starts_at(text, at + 1, "va")) {
            const Entry* type = lexicons.types.opening(text.substr(at + 4, 40));
            if (type != nullptr && starts_at(text, at + 5 + type->folded.size(), "so")) break;
        }
        ++at;
    }
    return at;
}

}  // namespace

int Running::page_at(std::size_t offset) const {
    int page = starts.empty() ? 0 : starts.front().second;
    for (const auto& [start, number] : starts)
        if (start <= offset) page = number;
    return page;
}

Running running_text(const Layout& layout) {
    Running running;
    std::string text;
    std::size_t letters = 0;
    for (const PageLayout& page : layout.pages) {
        running.starts.emplace_back(letters, page.number);
        for (const Row& row : page.rows) {
            const std::string read = nfc(page.row_text(row));
            const std::string line = page.scanned ? with_read_numbers(read) : read;
            text += line;
            letters += to_utf32(line).size();
            // A symbol broken at its dash goes on without a space.
            if (!line.empty() && line.back() == '-' && line.size() > 1 &&
                line[line.size() - 2] != ' ')
                continue;
            text += ' ';
            ++letters;
        }
    }
    running.text = folded(text);
    return running;
}

std::optional<CodePlace> code_around(const std::string& text, std::size_t slash) {
    std::size_t begin = slash;
    if (begin > 0 && text[begin - 1] == ' ' && begin > 1 && text[begin - 2] >= '0' &&
        text[begin - 2] <= '9')
        --begin;
    std::size_t left = begin;
    while (left > 0 && begin - left < 14 &&
           (is_word(text[left - 1]) || text[left - 1] == '-' || text[left - 1] == '/'))
        --left;
    std::size_t end = slash + 1;
    if (end < text.size() && text[end] == ' ') ++end;
    while (end < text.size() && end - slash < 40 &&
           (is_word(text[end]) || text[end] == '-' || text[end] == '/' || text[end] == '&' ||
            (text[end] == '.' && end + 1 < text.size() && text[end + 1] >= 'a' &&
             text[end + 1] <= 'z')))
        ++end;
    while (end > slash && !is_word(text[end - 1]))
        --end;
    std::string code;
    for (std::size_t i = left; i < end; ++i)
        if (text[i] != ' ') code.push_back(text[i]);
    static const Pattern state(
        "[0-9]{1,6}[a-z]?/(((19|20)[0-9]{2})/)?[a-z]{1,7}[0-9]{0,3}(-[a-z0-9.&]{1,14}){0,4}");
    static const Pattern party("[0-9]{1,5}[a-z]?-[a-z]{2,5}/[a-z]{2,8}(-[a-z0-9]{1,8}){0,2}");
    Match match;
    if (party.matches(code)) return CodePlace{left, end};
    if (!state.matches(code, match)) return std::nullopt;
    // "7/8 hộ" is no code: a symbol has a dash, a year before it, or is called a number.
    const bool dashed = code.find('-', code.find('/')) != std::string::npos;
    if (dashed || match[1].length() > 0) return CodePlace{left, end};
    const bool called = left > 3 && text.compare(left - 3, 3, "so ") == 0;
    return called ? std::optional(CodePlace{left, end, true}) : std::nullopt;
}

Before type_before(const Running& running, std::size_t code_begin, const Lexicons& lexicons) {
    const std::string& text = running.text.text;
    std::size_t end = code_begin;
    auto skip_spaces = [&] {
        while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == ':'))
            --end;
    };
    skip_spaces();
    const std::size_t with_number = end;
    if (end >= 2 && text.compare(end - 2, 2, "so") == 0 && (end == 2 || !is_word(text[end - 3])))
        end -= 2;
    skip_spaces();
    const Entry* best = nullptr;
    for (const Entry& entry : lexicons.types.entries()) {
        const std::size_t size = entry.folded.size();
        if (size > end || text.compare(end - size, size, entry.folded) != 0) continue;
        if (end > size && is_word(text[end - size - 1])) continue;
        if (best == nullptr || size > best->folded.size()) best = &entry;
    }
    if (best != nullptr) return {best->text, end - best->folded.size()};
    return {"", end < with_number ? end : code_begin};
}

std::string with_type(const std::string& code, const std::string& type_name,
                      const Lexicons& lexicons) {
    const Entry* type = lexicons.types.by_letters(type_name);
    if (type == nullptr || type->codes.empty()) return code;
    const std::u32string letters = to_utf32(code);
    std::size_t begin = letters.size();
    for (std::size_t i = 0; i < letters.size() && begin == letters.size(); ++i)
        if (is_letter(letters[i]) && i > 0 && !is_letter(letters[i - 1]) &&
            (letters[i - 1] == U'/' || letters[i - 1] == U'-'))
            begin = i;
    std::size_t end = begin;
    while (end < letters.size() && is_letter(letters[end]))
        ++end;
    if (end == letters.size() || end - begin < 2) return code;
    const std::u32string read = letters.substr(begin, end - begin);
    for (const std::string& right : type->codes) {
        const std::u32string wanted = to_utf32(right);
        if (wanted.size() != read.size() || edit_distance(read, wanted, 1) != 1) continue;
        if (!lexicons.types.by_code(to_utf8(read)).empty()) continue;  // another type's
        return to_utf8(letters.substr(0, begin)) + right + to_utf8(letters.substr(end));
    }
    return code;
}

std::optional<std::pair<std::string, std::size_t>> date_after(const std::string& text,
                                                              std::size_t begin) {
    // Specks of a scan may stand between the words.
    static const Pattern pattern(
        "^ ?[,()]? ?(ky |lap )?(n[a-z0-9]{1,2}[yv][ .,:;'-]+)?([0-9]{1,2} ?[/.-] ?[0-9]{1,2} "
        "?[/.-] "
        "?(19|20)[0-9]{2}|[0-9li|]{1,2}[ .,:;'-]+"
        "th[a-z0-9]{1,3}g[ .,:;'-]+[0-9li|]{1,2}[ .,:;'-]+n[a-z]m[ .,:;'-]+"
        "(19|20)[0-9]{2})");
    Match match;
    const std::string rest = text.substr(begin, 60);
    if (!pattern.found_in(rest, match)) return std::nullopt;
    const auto iso = read_date(match[3].str());
    if (!iso) return std::nullopt;
    return std::pair{*iso, begin + static_cast<std::size_t>(match.length(0))};
}

std::pair<std::string, std::size_t> organ_after(const Running& running, std::size_t begin) {
    const std::string& text = running.text.text;
    std::size_t at = begin;
    while (at < text.size() && (text[at] == ' ' || text[at] == ')' || text[at] == ','))
        ++at;
    if (!starts_at(text, at, "cua")) return {"", begin};
    at += 4;
    const std::size_t organ = at;
    while (at < text.size() && at - organ < kOrganLetters) {
        const char letter = text[at];
        if (std::string_view(";\"():.,").find(letter) != std::string_view::npos) break;
        if (letter == ' ' && at + 1 < text.size() && ends_organ(text, at + 1)) {
            // "Bộ Giáo dục và Đào tạo": what follows "và" inside a name is capitalised.
            if (starts_at(text, at + 1, "va") && at + 4 < text.size()) {
                const std::u32string next = to_utf32(running.text.source(at + 4, at + 5));
                if (!next.empty() && is_upper_letter(next[0])) {
                    at += 3;
                    continue;
                }
            }
            break;
        }
        ++at;
    }
    return {trim(running.text.source(organ, at)), at};
}

std::string subject_after(const Running& running, std::size_t begin, const Lexicons& lexicons) {
    const std::string& text = running.text.text;
    std::size_t at = begin;
    while (at < text.size() && (text[at] == ' ' || text[at] == ','))
        ++at;
    if (at < text.size() && text[at] == '"') {
        const std::size_t end = text.find('"', at + 1);
        if (end == std::string::npos || end - at > kSubjectLetters) return {};
        return trim(running.text.source(at + 1, end));
    }
    if (starts_at(text, at, "ve viec"))
        at += 7;
    else if (starts_at(text, at, "ve"))
        at += 2;
    else if (!begins_subject(text, at))
        return {};
    while (at < text.size() && (text[at] == ' ' || text[at] == '"' || text[at] == ':'))
        ++at;
    return trim(running.text.source(at, subject_end(running, at, lexicons)));
}

std::string organ_before(const Running& running, std::size_t begin, const Lexicons& lexicons) {
    const std::string& text = running.text.text;
    constexpr std::string_view kAt = " tai ";
    if (begin < kAt.size() || text.compare(begin - kAt.size(), kAt.size(), kAt) != 0) return {};
    const std::size_t end = begin - kAt.size();
    const std::size_t of = text.rfind("cua ", end);
    if (of == std::string::npos || end - of > kOrganLetters) return {};
    const std::string organ = running.text.source(of + 4, end);
    if (organ.find_first_of(";:.,") != std::string::npos) return {};
    // "Giám đốc Sở Tài chính": the organ, not who heads it.
    const Folded name = folded(trim(organ));
    if (const Entry* title = lexicons.positions.opening(name.text)) {
        const std::size_t rest = std::min(title->folded.size() + 1, name.text.size());
        if (lexicons.organs.opening(name.text.substr(rest)) != nullptr)
            return name.source(rest, name.text.size());
    }
    return name.original;
}

}  // namespace vanthu::forms
