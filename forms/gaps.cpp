#include "forms/gaps.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "forms/arrival.h"
#include "forms/arrival_gaps.h"
#include "forms/code_number.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

using pipeline::Word;

double letter_width(char32_t letter) {
    static const std::u32string narrow = U"iljtf/.,:;'|![]()I";
    const std::string plain = fold(to_utf8(std::u32string(1, letter)));
    const char base = plain.empty() ? 'x' : plain[0];
    const bool capital = is_upper_letter(letter);
    if (letter == U' ') return 0.25;
    if (letter == U'-') return 0.333;
    if (narrow.find(letter) != std::u32string::npos) return letter == U'I' ? 0.333 : 0.278;
    if (base >= '0' && base <= '9') return 0.5;
    if (capital) switch (base) {
            case 'm':
                return 0.889;
            case 'i':
                return 0.333;
            case 's':
            case 'p':
                return 0.556;
            case 't':
            case 'l':
                return 0.611;
            case 'b':
            case 'c':
            case 'v':
                return 0.667;
            default:
                return 0.722;
        }
    if (base == 'm') return 0.778;
    if (base == 'i' || base == 'l' || base == 't') return 0.278;
    return 0.5;
}

struct Located {
    std::size_t word = 0;
    std::size_t at = 0;  // letter within the word
};

// The word that holds letter `index` of the segment's text.
std::optional<Located> locate(const Segment& segment, std::size_t index) {
    std::size_t begin = 0;
    for (std::size_t w = 0; w < segment.words.size(); ++w) {
        const std::size_t size = to_utf32(nfc(segment.words[w].text)).size();
        if (index < begin + size) return Located{w, index > begin ? index - begin : 0};
        begin += size + 1;
    }
    return std::nullopt;
}

std::u32string letters_of(const Word& word) {
    return to_utf32(nfc(word.text));
}

std::optional<Gap> number_gap(const Head& head, const Lexicons& lexicons) {
    const Segment& line = *head.number;
    const CodeReading reading = read_code(line.text.original, {head.issuer, {}, {}}, lexicons);
    if (reading.notation.empty()) return std::nullopt;
    // The Party's symbol begins with its type before the slash; a year may stand between.
    const auto place = locate(line, reading.notation_begin);
    if (!place) return std::nullopt;
    const Word& symbol = line.words[place->word];
    Gap gap;
    gap.part = Gap::Part::Number;
    gap.page = head.page->number;
    gap.print = symbol.box;
    gap.right = symbol.box.right;
    gap.right_em = em_width(std::u32string_view(letters_of(symbol)).substr(place->at));
    if (place->at > 0) {  // the print alone, not what was written before it
        const double em = symbol.box.width() / em_width(letters_of(symbol));
        gap.print.left = std::max(symbol.box.left,
                                  static_cast<int>(symbol.box.right - gap.right_em * em * 0.92));
    }
    const Word& first = line.words.front();
    static const Pattern label("^[^a-z0-9]{0,2}s[o60a-z]");
    const std::string opening = folded(first.text).text;
    gap.left = first.box.left;
    if (label.found_in(opening)) {
        gap.left_em = 1.25;
        if (place->word > 0 && opening.size() <= 3) {
            gap.left = first.box.right;
            gap.left_em = 0;
        }
    }
    return gap;
}

bool is_word(const Word& word, const Pattern& pattern) {
    return pattern.found_in(folded(word.text).text);
}

// Print to measure by: the year, else the longest word.
pipeline::Box year_of(const Segment& line) {
    static const Pattern year("^.{0,4}(19|20)[0-9]{2}");
    for (std::size_t i = line.words.size(); i-- > 0;)
        if (is_word(line.words[i], year)) return line.words[i].box;
    return {};
}

void date_gaps(const Head& head, std::vector<Gap>& gaps) {
    const Segment& line = *head.date;
    static const Pattern day("^[^a-z]?n[a-z0-9]{1,2}[yv]|n[a-z0-9]{1,2}[yv][^a-z]{0,4}$");
    static const Pattern month("th[a-z0-9]{1,3}g"), year("n[a-z]m");
    static const Pattern opens_month("^th[a-z0-9]{1,3}g"), opens_year("^n[a-z]m");
    std::size_t day_at = line.words.size(), month_at = day_at, year_at = day_at;
    for (std::size_t i = 0; i < line.words.size(); ++i) {
        const Word& word = line.words[i];
        if (day_at == line.words.size() && is_word(word, day)) {
            day_at = i;
            if (is_word(word, month)) month_at = i;  // all one word to the recogniser
        } else if (day_at < i && month_at == line.words.size() && is_word(word, month))
            month_at = i;
        else if (month_at < i && year_at == line.words.size() && is_word(word, year))
            year_at = i;
    }
    const pipeline::Box print = year_of(line);
    if (print.empty() || month_at == line.words.size() || day_at == line.words.size()) return;
    // From the end of one printed word to the start of the next, also when a pen glued them.
    const auto between = [&](Gap::Part part, std::size_t from, double from_em, const Pattern& to,
                             std::size_t behind, double behind_em) {
        Gap gap;
        gap.part = part;
        gap.page = head.page->number;
        gap.print = print;
        const Word& left = line.words[from];
        const std::string text = folded(left.text).text;
        const bool clean = !text.empty() && text.back() >= 'a' && text.back() <= 'z';
        const bool opens = !text.empty() && (text[0] == 'n' || text[0] == 't');
        gap.left = clean || !opens ? left.box.right : left.box.left;
        gap.left_em = clean || !opens ? 0 : from_em;
        const Word& right = line.words[behind];
        const bool starts = is_word(right, to);
        gap.right = starts ? right.box.left : right.box.right;
        gap.right_em = starts ? 0 : behind_em;
        if (from == behind) {
            gap.left = left.box.left;
            gap.left_em = from_em;
        }
        gaps.push_back(gap);
    };
    between(Gap::Part::Day, day_at, 1.94, opens_month, month_at, 2.28);
    if (year_at < line.words.size())
        between(Gap::Part::Month, month_at, 2.28, opens_year, year_at, 1.78);
}

}  // namespace

double em_width(std::u32string_view text) {
    double width = 0;
    for (const char32_t letter : text)
        width += letter_width(letter);
    return width;
}

std::vector<Gap> find_gaps(const pipeline::Document& document, const FormLibrary& library) {
    const Lexicons& lexicons = library.lexicons();
    Layout layout = lay_out(document);
    std::vector<Gap> gaps;
    for (const pipeline::Page& page : document.pages)
        if (const auto found = arrival_gaps(page); !found.empty()) {
            gaps = found;
            break;
        }
    take_arrival(layout);
    const Head head = find_head(layout, lexicons);
    if (head.page == nullptr) return gaps;
    for (const pipeline::Page& page : document.pages)
        if (page.number == head.page->number && page.origin != pipeline::TextOrigin::Ocr &&
            page.origin != pipeline::TextOrigin::Mixed)
            return gaps;
    if (head.number)
        if (const auto gap = number_gap(head, lexicons)) gaps.push_back(*gap);
    if (head.date) date_gaps(head, gaps);
    return gaps;
}

}  // namespace vanthu::forms
