#include "ocr/cell_words_sandboxed.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "ocr/latin_letters.h"
#include "ocr/printed_dates.h"
#include "ocr/spelling.h"
#include "ocr/syllables.h"
#include "ocr/word_runs.h"

namespace vanthu::ocr {
namespace {

using pipeline::Block;
using pipeline::Box;
using pipeline::TextLine;
using pipeline::Word;
using Kind = Syllable::Kind;

// What the looks have in the place of one word.
struct Hearing {
    std::vector<WordSteps> steps;
    std::vector<Word> words;  // the text of each look there
};

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

// What all looks have in the place of each word.
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

class Cells {
public:
    Cells(std::vector<HeardCell> cells, const CellKnowledge& knowledge)
        : knowledge_(knowledge), cells_(std::move(cells)) {
        for (const HeardCell& cell : cells_)
            heard_.push_back(hear_cell(cell));
        weigh_together();
    }

    void look_again_where_in_doubt(const LookAgain& look_again) {
        const std::vector<std::vector<bool>> doubted = doubts();
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            bool looked = false;
            for (std::size_t line = 0; line < cells_[i].size(); ++line) {
                const SeenLine* look = doubted[i][line] ? look_again(i, line) : nullptr;
                if (look) cells_[i][line].looks.push_back(look);
                looked = looked || look;
            }
            if (looked) heard_[i] = hear_cell(cells_[i]);
        }
        weigh_together();
    }

    void settle() {
        const Spelling spelling(knowledge_.language, costs_of_cells());
        for (Cell& cell : heard_) {
            const auto found = spelling.repaired(cell.run.syllables, own_words_);
            for (std::size_t i = 0; i < found.size(); ++i)
                if (found[i]) write(cell, i, *found[i]);
        }
    }

private:
    std::vector<std::vector<bool>> doubts() const {
        SpellingCosts costs = costs_of_cells();
        constexpr double kHalfHeard = 0.3;
        costs.heard *= kHalfHeard;
        const Spelling spelling(knowledge_.language, costs);
        std::vector<std::vector<bool>> doubted;
        for (std::size_t c = 0; c < heard_.size(); ++c) {
            const Cell& cell = heard_[c];
            std::vector<bool> lines(cells_[c].size());
            const auto found = spelling.repaired(cell.run.syllables, own_words_);
            for (std::size_t i = 0; i < found.size(); ++i)
                if (found[i] || has_rival(cell.run.syllables[i]) || is_unclear(cell, i))
                    lines[cell.run.pieces[i].line] = true;
            doubted.push_back(std::move(lines));
        }
        return doubted;
    }

    static SpellingCosts costs_of_cells() {
        SpellingCosts costs;
        costs.unseen = 2;
        return costs;
    }

    struct Cell {
        Block block;  // copies of the lines, as the run points into them
        WordRun run;
        std::vector<Hearing> hearings;                            // by syllable
        std::vector<std::pair<std::size_t, std::size_t>> places;  // line and word of each syllable
        std::vector<std::vector<Heard>> alone;  // before it is weighed with others
    };

    Cell hear_cell(const HeardCell& lines) const {
        Cell cell;
        cell.block.kind = Block::Kind::TableCell;
        std::vector<std::vector<Hearing>> hearings;
        for (std::size_t l = 0; l < lines.size(); ++l) {
            const HeardLine& line = lines[l];
            const bool ends = l + 1 == lines.size() || lines[l + 1].line->words.empty();
            const Word* below = ends ? nullptr : &lines[l + 1].line->words.front();
            hearings.push_back(hearings_of(line.line->words, line.looks));
            std::vector<Word>& words = line.line->words;
            for (std::size_t i = 0; i < words.size(); ++i) {
                vote_on_signs(hearings.back()[i], words[i]);
                drop_sign(hearings.back()[i], i + 1 < words.size() ? &words[i + 1] : below,
                          words[i]);
                settle_stranger(hearings.back()[i], words[i]);
                settle_abbreviation(hearings.back()[i], words[i]);
                settle_capitals(hearings.back()[i], words[i]);
                settle_date(hearings.back()[i], words[i]);
            }
            cell.block.lines.push_back(*line.line);
        }
        if (lines.size() == 1 && cell.block.lines[0].words.size() == 1)
            settle_year(hearings[0][0], *lines[0].line, cell.block.lines[0]);
        cell.run = run_of(cell.block);
        for (std::size_t i = 0; i < cell.run.pieces.size(); ++i) {
            const WordPiece& piece = cell.run.pieces[i];
            std::vector<Word>& words = cell.block.lines[piece.line].words;
            cell.places.emplace_back(piece.line,
                                     static_cast<std::size_t>(piece.word - words.data()));
            cell.hearings.push_back(hearings[piece.line][cell.places.back().second]);
            hear(cell, i);
        }
        for (std::size_t i = 0; i + 1 < cell.run.syllables.size(); ++i)
            if (cell.run.syllables[i].kind == Kind::Name &&
                cell.run.syllables[i + 1].kind == Kind::Person)
                prefer_family_names(cell.run.syllables[i]);
        for (const Syllable& syllable : cell.run.syllables)
            cell.alone.push_back(syllable.heard);
        return cell;
    }

    void weigh_together() {
        for (Cell& cell : heard_)
            for (std::size_t i = 0; i < cell.alone.size(); ++i)
                cell.run.syllables[i].heard = cell.alone[i];
        pool();
        count_words();
    }

    // Before a person's own name stands one that families bear.
    void prefer_family_names(Syllable& syllable) const {
        constexpr double kFar = 8;
        if (is_family_name(syllable.seen)) {
            syllable.heard.clear();
            return;
        }
        const Heard* best = nullptr;
        for (const Heard& heard : syllable.heard)
            if (is_family_name(heard.letters) && heard.cost < (best ? best->cost : kFar))
                best = &heard;
        if (!best) return;
        constexpr double kSettled = -30;
        syllable.heard = {{best->letters, kSettled}};
    }

    bool is_family_name(std::u32string_view letters) const {
        const std::string small = lower(to_utf8(letters));
        return std::any_of(
            knowledge_.family_names.begin(), knowledge_.family_names.end(),
            [&](const std::u32string& name) { return lower(to_utf8(name)) == small; });
    }

    // A speck within a sentence: a stop or colon before a small letter, or a sign before a word.
    void drop_sign(const Hearing& hearing, const Word* next, Word& word) const {
        constexpr double kHardly = 8;
        const std::u32string text = to_utf32(word.text);
        if (text.size() < 3 || hearing.steps.empty() || has_digit(word.text)) return;
        std::u32string without = text;
        if (next && begins_small(next->text) && (text.back() == U'.' || text.back() == U':') &&
            is_letter(text[text.size() - 2]))
            without.pop_back();
        if ((text.front() == U'.' || text.front() == U'\'') && is_letter(text[1]))
            without.erase(0, 1);
        if (without == text || fit(without, hearing) < fit(text, hearing) - kHardly) return;
        word.text = to_utf8(without);
    }

    // "NÑgô", "cöng": the Vietnamese word that fits best in its place.
    void settle_stranger(const Hearing& hearing, Word& word) const {
        const std::u32string text = to_utf32(word.text);
        if (hearing.steps.empty() || !has_strangers(text)) return;
        std::u32string without;
        for (const char32_t c : text)
            if (!has_strangers(std::u32string_view(&c, 1))) without.push_back(c);
        std::vector<std::u32string> others;
        for (const Word& other : hearing.words)
            if (!has_strangers(to_utf32(other.text))) others.push_back(to_utf32(other.text));
        for (const std::string& folded : {fold(word.text), fold(to_utf8(without))})
            for (const auto id : knowledge_.language.alike(folded)) {
                std::u32string other = to_utf32(knowledge_.language.word(id));
                if (is_capital(text[0])) {
                    const std::u32string first = to_utf32(upper(to_utf8(other.substr(0, 1))));
                    other.replace(0, 1, first);
                }
                others.push_back(std::move(other));
            }
        const std::u32string* best = nullptr;
        double most = 0;
        for (const std::u32string& other : others) {
            const double fits = fit(other, hearing);
            if (!best || fits > most) best = &other, most = fits;
        }
        if (!best) return;
        word.text = to_utf8(*best);
        doubt(word);
    }

    void settle_abbreviation(const Hearing& hearing, Word& word) const {
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
            if (fit(known, hearing) < fit(text, hearing) - kHardly) continue;
            word.text = to_utf8(known);
            doubt(word);
            return;
        }
    }

    // "tẦng": capitals that are no larger than small letters would be.
    void settle_capitals(const Hearing& hearing, Word& word) const {
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
            fit(small, hearing) < fit(text, hearing) - kHardly)
            return;
        word.text = other.text;
    }

    // A year alone in a cell is one in which somebody living was born or did something.
    void settle_year(const Hearing& hearing, TextLine& line, TextLine& copy) const {
        constexpr double kHardly = 12;
        Word& word = line.words.front();
        std::u32string text = to_utf32(word.text);
        if (text.size() != 4 || hearing.steps.empty() || text.substr(0, 2) != U"18" ||
            text.find_first_not_of(U"0123456789") != std::u32string::npos)
            return;
        const double own = fit(text, hearing);
        text[1] = U'9';
        if (fit(text, hearing) > own - kHardly) word.text = to_utf8(text);
        doubt(word);
        copy.words.front() = word;
    }

    // A date that no calendar has: the likeliest one that it may be.
    void settle_date(const Hearing& hearing, Word& word) const {
        constexpr double kHardly = 14;
        if (hearing.steps.empty() || !is_impossible_date(word.text)) return;
        const std::u32string text = to_utf32(word.text);
        const double own = fit(text, hearing);
        std::string best;
        double most = own - kHardly;
        for (const std::string& date : dates_like(word.text)) {
            const double fits = fit(to_utf32(date), hearing);
            if (fits > most) most = fits, best = date;
        }
        if (!best.empty()) word.text = best;
        doubt(word);
    }

    double fit(std::u32string_view text, const Hearing& hearing) const {
        constexpr double kWorst = -14;  // one look alone must not outweigh all others
        double sum = 0;
        for (const WordSteps& steps : hearing.steps)
            sum += std::max(kWorst, fit_in(text, steps, knowledge_.letters));
        return sum / static_cast<double>(std::max<std::size_t>(1, hearing.steps.size()));
    }

    // Numbers, signs and strange letters: what the looks read there, and which of it fits best.
    void vote_on_signs(const Hearing& hearing, Word& word) const {
        if (hearing.words.size() < 2) return;
        constexpr double kMadeUp = 2;  // specks look like signs more often than signs like nothing
        const Word* best = &word;
        double most = fit(to_utf32(word.text), hearing);
        bool differ = false;
        for (const Word& other : hearing.words) {
            differ = differ || other.text != word.text;
            if (!same_but_signs(word.text, other.text) ||
                digits_of(other.text) < digits_of(word.text))
                continue;
            const double more = other.text.size() > word.text.size() ? kMadeUp : 0;
            const double fits = fit(to_utf32(other.text), hearing) - more;
            if (fits > most) most = fits, best = &other;
        }
        if (best != &word) word.text = best->text;
        if (differ && has_digit(word.text)) doubt(word);
    }

    // They differ in digits, in signs, or in letters that no Vietnamese word has.
    static bool same_but_signs(const std::string& one, const std::string& other) {
        Word a, b;
        a.text = one;
        b.text = other;
        const std::u32string mine = letters_of(a), theirs = letters_of(b);
        if (mine.empty() || theirs.empty()) return true;
        return mine == theirs;
    }

    static void doubt(Word& word) {
        constexpr float kDoubted = 0.5f;
        word.confidence = std::min(word.confidence, kDoubted);
    }

    // The other words that the network may have seen in the place of a syllable.
    void hear(Cell& cell, std::size_t at) const {
        constexpr double kHardly = 13;
        Syllable& syllable = cell.run.syllables[at];
        const Hearing& hearing = cell.hearings[at];
        if (syllable.kind == Kind::Number || syllable.kind == Kind::Foreign ||
            hearing.steps.empty() || syllable.seen.size() < 2)
            return;
        const WordPiece& piece = cell.run.pieces[at];
        const std::u32string text = to_utf32(piece.word->text);
        const double own = fit(text, hearing);
        std::set<std::string> tried{spelling_of(syllable.seen)};
        const auto add = [&](std::string_view spelling) {
            if (!tried.emplace(spelling).second) return;
            std::u32string other = text;
            const std::u32string letters = in_case(syllable.seen, to_utf32(spelling));
            other.replace(piece.begin, piece.size, letters);
            const double cost = own - fit(other, hearing);
            if (cost < kHardly) syllable.heard.push_back({letters, cost});
        };
        const auto add_all = [&](const std::string& folded) {
            for (const auto id : knowledge_.language.alike(folded))
                add(knowledge_.language.word(id));
        };
        const std::string spelling = spelling_of(syllable.seen);
        add_all(fold(spelling));
        for (const Word& other : hearing.words)
            if (const std::u32string letters = letters_of(other); !letters.empty()) {
                add(spelling_of(letters));
                add_all(fold(spelling_of(letters)));
            }
        constexpr float kUnsure = 0.85f;
        if (!is_syllable(to_utf32(spelling)) || syllable.confidence < kUnsure)
            for (const auto id : knowledge_.language.one_letter_off(fold(spelling)))
                add(knowledge_.language.word(id));
        if (syllable.heard.empty()) syllable.heard.push_back({syllable.seen, 0});
    }

    static std::u32string in_case(std::u32string_view seen, std::u32string_view meant) {
        std::u32string out;
        for (std::size_t i = 0; i < meant.size(); ++i) {
            const std::string model = to_utf8(seen.substr(std::min(i, seen.size() - 1), 1));
            const std::string own = to_utf8(meant.substr(i, 1));
            out += to_utf32(lower(model) == model ? own : upper(own));
        }
        return out;
    }

    // The same three words elsewhere in the table were printed from the same letters: what one
    // place shows badly another shows well. Never people's names, which differ in marks alone.
    void pool() {
        using Key = std::tuple<std::string, std::string, std::string>;
        std::map<Key, std::vector<Syllable*>> groups;
        for (Cell& cell : heard_) {
            std::vector<Syllable>& run = cell.run.syllables;
            const auto folded = [&](std::size_t i) {
                return i < run.size() ? fold(spelling_of(run[i].seen)) : std::string();
            };
            for (std::size_t i = 0; i < run.size(); ++i)
                if (!run[i].heard.empty() && run[i].kind != Kind::Person &&
                    (i > 0 || i + 1 < run.size()))
                    groups[{i > 0 ? folded(i - 1) : "", folded(i), folded(i + 1)}].push_back(
                        &run[i]);
        }
        for (auto& [key, group] : groups)
            if (group.size() > 1) pool(group);
    }

    static void pool(const std::vector<Syllable*>& group) {
        constexpr double kUnheard = 14;
        // What each spelling costs over the whole group, against the best in each place.
        std::map<std::string, double> costs;
        for (const Syllable* one : group) {
            costs.emplace(spelling_of(one->seen), 0);
            for (const Heard& heard : one->heard)
                costs.emplace(spelling_of(heard.letters), 0);
        }
        for (auto& [spelling, sum] : costs)
            for (const Syllable* one : group) {
                double best = 0, own = spelling == spelling_of(one->seen) ? 0 : kUnheard;
                for (const Heard& heard : one->heard) {
                    best = std::min(best, heard.cost);
                    if (spelling_of(heard.letters) == spelling) own = std::min(own, heard.cost);
                }
                sum += std::min(kUnheard, own - best);
            }
        for (Syllable* one : group) {
            const double own = costs[spelling_of(one->seen)];
            std::vector<Heard> heard;
            for (const auto& [spelling, sum] : costs) {
                if (spelling == spelling_of(one->seen)) continue;
                heard.push_back({in_case(one->seen, to_utf32(spelling)),
                                 (sum - own) / static_cast<double>(group.size())});
            }
            if (!heard.empty()) one->heard = std::move(heard);
        }
    }

    void count_words() {
        constexpr float kCertain = 0.96f;
        own_words_.clear();
        for (const Cell& cell : heard_)
            for (const Syllable& syllable : cell.run.syllables)
                if (syllable.confidence >= kCertain && syllable.kind != Kind::Number &&
                    syllable.kind != Kind::Foreign && syllable.kind != Kind::Person)
                    ++own_words_[spelling_of(syllable.seen)];
    }

    static bool has_rival(const Syllable& syllable) {
        constexpr double kNear = 3;
        return std::any_of(syllable.heard.begin(), syllable.heard.end(), [&](const Heard& heard) {
            return heard.cost < kNear && heard.letters != syllable.seen;
        });
    }

    static bool is_unclear(const Cell& cell, std::size_t at) {
        constexpr float kUnclear = 0.8f;
        return cell.run.pieces[at].word->confidence < kUnclear;
    }

    // A change that a look has itself is as sure as that look; any other stays in doubt.
    void write(Cell& cell, std::size_t at, const std::u32string& letters) {
        const WordPiece& piece = cell.run.pieces[at];
        std::u32string text = to_utf32(piece.word->text);
        text.replace(piece.begin, piece.size, letters);
        const auto [line, place] = cell.places[at];
        Word& word =
            cells_[static_cast<std::size_t>(&cell - heard_.data())][line].line->words[place];
        word.text = piece.word->text = to_utf8(text);
        const bool witnessed = std::any_of(
            cell.hearings[at].words.begin(), cell.hearings[at].words.end(), [&](const Word& other) {
                return other.text == word.text && other.confidence >= word.confidence;
            });
        if (!witnessed) doubt(word);
    }

    const CellKnowledge& knowledge_;
    std::vector<HeardCell> cells_;
    std::vector<Cell> heard_;
    OwnWords own_words_;
};

}  // namespace

void settle_words(std::vector<HeardCell> cells, const CellKnowledge& knowledge,
                  const LookAgain& look_again) {
    Cells words(std::move(cells), knowledge);
    words.look_again_where_in_doubt(look_again);
    words.settle();
}

}  // namespace vanthu::ocr
