#include "ocr/cell_words_sandboxed.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/text.h"
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
                settle_alone(hearings.back()[i], i + 1 < words.size() ? &words[i + 1] : below,
                             knowledge_, words[i]);
            }
            cell.block.lines.push_back(*line.line);
        }
        if (lines.size() == 1 && cell.block.lines[0].words.size() == 1)
            settle_year(hearings[0][0], knowledge_.letters, *lines[0].line, cell.block.lines[0]);
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
        const double own = fit(text, hearing, knowledge_.letters);
        std::set<std::string> tried{spelling_of(syllable.seen)};
        const auto add = [&](std::string_view spelling) {
            if (!tried.emplace(spelling).second) return;
            std::u32string other = text;
            const std::u32string letters = in_case(syllable.seen, to_utf32(spelling));
            other.replace(piece.begin, piece.size, letters);
            const double cost = own - fit(other, hearing, knowledge_.letters);
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
