#include "ocr/heard_words_sandboxed.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "base/text.h"
#include "ocr/latin_letters.h"
#include "ocr/printed_dates.h"
#include "ocr/spelling.h"
#include "ocr/syllables.h"
#include "ocr/word_runs.h"

namespace vanthu::ocr {
namespace {

using pipeline::TextLine;
using pipeline::Word;

// How much two words look like one: 1 the same, 0 nothing in common.
double likeness(const std::string& a, const std::string& b) {
    if (a == b) return 1;
    const std::u32string one = to_utf32(fold(a)), other = to_utf32(fold(b));
    const auto longer = static_cast<double>(std::max(one.size(), other.size()));
    return longer == 0 ? 0 : 0.99 * (1 - edit_distance(one, other) / longer);
}

// For each word of the line the one of the look that was read in its place, by their order and
// their letters: places on a worn page are told less well than words. -1: none.
std::vector<int> counterparts(const std::vector<Word>& words, const SeenLine& look) {
    constexpr double kAlike = 0.34;
    const std::size_t n = words.size(), m = look.size();
    std::vector<std::vector<double>> best(n + 1, std::vector<double>(m + 1, 0)), like = best;
    for (std::size_t i = n; i-- > 0;)
        for (std::size_t j = m; j-- > 0;) {
            like[i][j] = likeness(words[i].text, look[j].word.text);
            best[i][j] = std::max(best[i + 1][j], best[i][j + 1]);
            if (like[i][j] > kAlike)
                best[i][j] = std::max(best[i][j], best[i + 1][j + 1] + like[i][j]);
        }
    std::vector<int> found(n, -1);
    for (std::size_t i = 0, j = 0; i < n && j < m;) {
        if (like[i][j] > kAlike && best[i][j] == best[i + 1][j + 1] + like[i][j])
            found[i++] = static_cast<int>(j++);
        else if (best[i][j] == best[i + 1][j])
            ++i;
        else
            ++j;
    }
    return found;
}

// What lists shorten; their letters have no syllable that would speak for them.
constexpr std::array<std::u32string_view, 10> kAbbreviations{
    U"UBND", U"HĐND", U"TNHH", U"THCS", U"THPT", U"MTTQ", U"UBMTTQ", U"LĐLĐ", U"CCVC", U"TDTT"};

// Letters, and some of them of other languages' alphabets.
bool has_strangers(std::u32string_view text) {
    constexpr std::u32string_view kTones = U"ăâđêôơư";
    return std::any_of(text.begin(), text.end(), [&](char32_t c) {
        const std::u32string small = to_utf32(lower(to_utf8(std::u32string_view(&c, 1))));
        const char32_t plain = small.size() == 1 ? without_tone(small[0]).letter : c;
        return is_letter(c) && plain >= 0x80 && kTones.find(plain) == std::u32string_view::npos;
    });
}

bool begins_small(const std::string& text) {
    const std::u32string letters = to_utf32(text);
    return !letters.empty() && is_letter(letters[0]) && !is_capital(letters[0]);
}

std::ptrdiff_t digits_of(std::string_view text) {
    return std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool has_digit(std::string_view text) {
    return text.find_first_of("0123456789") != std::string_view::npos;
}

// They differ in digits, in signs, or in letters that no Vietnamese word has.
bool same_but_signs(const std::string& one, const std::string& other) {
    Word a, b;
    a.text = one;
    b.text = other;
    const std::u32string mine = letters_of(a), theirs = letters_of(b);
    if (mine.empty() || theirs.empty()) return true;
    return mine == theirs;
}

// Numbers, signs and strange letters: what the looks read there, and which of it fits best.
void vote_on_signs(const Hearing& hearing, const CellKnowledge& knowledge, Word& word) {
    if (hearing.words.size() < 2) return;
    constexpr double kMadeUp = 2;  // specks look like signs more often than signs like nothing
    const Word* best = &word;
    double most = fit(to_utf32(word.text), hearing, knowledge.letters);
    bool differ = false;
    for (const Word& other : hearing.words) {
        differ = differ || other.text != word.text;
        if (!same_but_signs(word.text, other.text) || digits_of(other.text) < digits_of(word.text))
            continue;
        const double more = other.text.size() > word.text.size() ? kMadeUp : 0;
        const double fits = fit(to_utf32(other.text), hearing, knowledge.letters) - more;
        if (fits > most) most = fits, best = &other;
    }
    if (best != &word) word.text = best->text;
    if (differ && has_digit(word.text)) doubt(word);
}

// A speck within a sentence: a stop or colon before a small letter, or a sign before a word.
void drop_sign(const Hearing& hearing, const CellKnowledge& knowledge, const Word* next,
               Word& word) {
    constexpr double kHardly = 8;
    const std::u32string text = to_utf32(word.text);
    if (text.size() < 3 || hearing.steps.empty() || has_digit(word.text)) return;
    std::u32string without = text;
    if (next && begins_small(next->text) && (text.back() == U'.' || text.back() == U':') &&
        is_letter(text[text.size() - 2]))
        without.pop_back();
    if ((text.front() == U'.' || text.front() == U'\'') && is_letter(text[1])) without.erase(0, 1);
    if (without == text ||
        fit(without, hearing, knowledge.letters) < fit(text, hearing, knowledge.letters) - kHardly)
        return;
    word.text = to_utf8(without);
}

// "NÑgô", "cöng": the Vietnamese word that fits best in its place.
void settle_stranger(const Hearing& hearing, const CellKnowledge& knowledge, Word& word) {
    const std::u32string text = to_utf32(word.text);
    if (hearing.steps.empty() || !has_strangers(text)) return;
    std::u32string without;
    for (const char32_t c : text)
        if (!has_strangers(std::u32string_view(&c, 1))) without.push_back(c);
    std::vector<std::u32string> others;
    for (const Word& other : hearing.words)
        if (!has_strangers(to_utf32(other.text))) others.push_back(to_utf32(other.text));
    for (const std::string& folded : {fold(word.text), fold(to_utf8(without))})
        for (const auto id : knowledge.language.alike(folded)) {
            std::u32string other = to_utf32(knowledge.language.word(id));
            if (is_capital(text[0])) {
                const std::u32string first = to_utf32(upper(to_utf8(other.substr(0, 1))));
                other.replace(0, 1, first);
            }
            others.push_back(std::move(other));
        }
    const std::u32string* best = nullptr;
    double most = 0;
    for (const std::u32string& other : others) {
        const double fits = fit(other, hearing, knowledge.letters);
        if (!best || fits > most) best = &other, most = fits;
    }
    if (!best) return;
    word.text = to_utf8(*best);
    doubt(word);
}

void settle_abbreviation(const Hearing& hearing, const CellKnowledge& knowledge, Word& word) {
    constexpr double kHardly = 10;
    const std::u32string text = to_utf32(word.text);
    constexpr std::size_t kShortest = 3;
    if (hearing.steps.empty() || text.size() < kShortest ||
        !std::all_of(text.begin(), text.end(), is_capital))
        return;
    const auto begin = kAbbreviations.begin(), end = kAbbreviations.end();
    if (std::find(begin, end, text) != end) return;
    for (const std::u32string_view known : kAbbreviations) {
        if (edit_distance(text, known, 2) > 1) continue;
        if (fit(known, hearing, knowledge.letters) <
            fit(text, hearing, knowledge.letters) - kHardly)
            continue;
        word.text = to_utf8(known);
        doubt(word);
        return;
    }
}

// "tẦng": capitals that are no larger than small letters would be.
void settle_capitals(const Hearing& hearing, const CellKnowledge& knowledge, Word& word) {
    constexpr double kHardly = 10;
    const std::u32string text = to_utf32(word.text);
    if (text.size() < 3 || hearing.steps.empty() || !is_letter(text[0])) return;
    const auto capitals = std::count_if(text.begin() + 1, text.end(), is_capital);
    const auto letters = std::count_if(text.begin() + 1, text.end(), is_letter);
    if (capitals == 0 || capitals == letters) return;
    const std::u32string small = text.substr(0, 1) + to_utf32(lower(to_utf8(text.substr(1))));
    Word other;
    other.text = to_utf8(small);
    const std::u32string syllable = letters_of(other);
    if (syllable.empty() || !is_syllable(to_utf32(spelling_of(syllable))) ||
        fit(small, hearing, knowledge.letters) < fit(text, hearing, knowledge.letters) - kHardly)
        return;
    word.text = other.text;
}

// A date that no calendar has: the likeliest one that it may be.
void settle_date(const Hearing& hearing, const CellKnowledge& knowledge, Word& word) {
    constexpr double kHardly = 14;
    if (hearing.steps.empty() || !is_impossible_date(word.text)) return;
    const std::u32string text = to_utf32(word.text);
    const double own = fit(text, hearing, knowledge.letters);
    std::string best;
    double most = own - kHardly;
    for (const std::string& date : dates_like(word.text)) {
        const double fits = fit(to_utf32(date), hearing, knowledge.letters);
        if (fits > most) most = fits, best = date;
    }
    if (!best.empty()) word.text = best;
    doubt(word);
}

}  // namespace

std::vector<Hearing> hearings_of(const std::vector<Word>& words,
                                 const std::vector<const SeenLine*>& looks) {
    std::vector<Hearing> hearings(words.size());
    for (const SeenLine* look : looks) {
        const std::vector<int> found = counterparts(words, *look);
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (found[i] < 0) continue;
            const SeenWord& seen = (*look)[static_cast<std::size_t>(found[i])];
            hearings[i].steps.push_back(seen.steps);
            hearings[i].words.push_back(seen.word);
        }
    }
    return hearings;
}

double fit(std::u32string_view text, const Hearing& hearing, const LineLetters& letters) {
    constexpr double kWorst = -14;  // one look alone must not outweigh all others
    double sum = 0;
    for (const WordSteps& steps : hearing.steps)
        sum += std::max(kWorst, fit_in(text, steps, letters));
    return sum / static_cast<double>(std::max<std::size_t>(1, hearing.steps.size()));
}

void doubt(Word& word) {
    constexpr float kDoubted = 0.5f;
    word.confidence = std::min(word.confidence, kDoubted);
}

void settle_alone(const Hearing& hearing, const Word* next, const CellKnowledge& knowledge,
                  Word& word) {
    vote_on_signs(hearing, knowledge, word);
    drop_sign(hearing, knowledge, next, word);
    settle_stranger(hearing, knowledge, word);
    settle_abbreviation(hearing, knowledge, word);
    settle_capitals(hearing, knowledge, word);
    settle_date(hearing, knowledge, word);
}

void settle_year(const Hearing& hearing, const LineLetters& letters, TextLine& line,
                 TextLine& copy) {
    constexpr double kHardly = 12;
    Word& word = line.words.front();
    std::u32string text = to_utf32(word.text);
    if (text.size() != 4 || hearing.steps.empty() || text.substr(0, 2) != U"18" ||
        text.find_first_not_of(U"0123456789") != std::u32string::npos)
        return;
    const double own = fit(text, hearing, letters);
    text[1] = U'9';
    if (fit(text, hearing, letters) > own - kHardly) word.text = to_utf8(text);
    doubt(word);
    copy.words.front() = word;
}

}  // namespace vanthu::ocr
