#include "ocr/spelling.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "ocr/misreadings.h"
#include "ocr/syllables.h"

namespace vanthu::ocr {
namespace {

using Kind = Syllable::Kind;
using WordId = LanguageModel::WordId;

constexpr std::size_t kBeam = 12;
constexpr std::size_t kMostChoices = 16;

bool may_change(Kind kind) {
    return kind == Kind::Open || kind == Kind::Title || kind == Kind::Name || kind == Kind::Person;
}

bool has_marks(std::u32string_view word) {
    return std::any_of(word.begin(), word.end(), [](char32_t c) { return c >= 0x80; });
}

// Words of the same length keep the case of every letter, others that of the first and last.
std::u32string in_case_of(std::u32string_view seen, std::u32string_view meant) {
    std::u32string out;
    for (std::size_t i = 0; i < meant.size(); ++i) {
        const char32_t model = seen[std::min(i, seen.size() - 1)];
        const std::string letter = to_utf8(std::u32string_view(&model, 1));
        const std::string own = to_utf8(meant.substr(i, 1));
        out += to_utf32(lower(letter) == letter ? own : upper(own));
    }
    return out;
}

}  // namespace

std::string spelling_of(std::u32string_view letters) {
    return unify_tone_placement(lower(to_utf8(letters)));
}

struct Spelling::Choice {
    WordId word = LanguageModel::kUnknown;
    double cost = 0;
    bool changed = false;
};

struct Spelling::Path {
    LanguageModel::Context context;
    double cost = 0;
    std::int32_t before = -1;  // path of the syllable before, in its column
    std::uint16_t choice = 0;
};

std::vector<Spelling::Choice> Spelling::choices(const Syllable& syllable,
                                                const OwnWords& own_words) const {
    if (syllable.kind == Kind::Number) return {{model_.find(LanguageModel::kNumber), 0, false}};
    if (syllable.kind == Kind::Foreign) return {{}};
    const std::string spelling = spelling_of(syllable.seen);
    const WordId own = model_.find(spelling);
    std::vector<Choice> out{{own, 0, false}};
    if (!may_change(syllable.kind)) return out;
    const std::u32string letters = to_utf32(spelling);
    const bool strange = has_marks(letters) && !is_syllable(letters);
    if (syllable.kind == Kind::Person && !strange) return out;
    if (strange) out[0].cost = costs_.strange;
    const auto credit = [&](std::string_view word) {
        const auto found = own_words.find(word);
        return found == own_words.end() ? 0 : costs_.own_word * std::log1p(found->second);
    };
    out[0].cost -= credit(spelling);

    const double change = costs_.change + certainty_cost(syllable.confidence) +
                          (syllable.kind == Kind::Name ? costs_.name : 0);
    for (const WordId word : model_.alike(fold(spelling))) {
        if (word == own) continue;
        if (out.size() > kMostChoices) break;
        const double misreading = misreading_cost(letters, to_utf32(model_.word(word)));
        out.push_back({word, change + misreading - credit(model_.word(word)), true});
    }
    return out;
}

bool Spelling::has_evidence(const std::vector<Syllable>& run, std::size_t at,
                            const std::vector<WordId>& words) const {
    if (run[at].kind == Kind::Open && run[at].seen.size() > 1) return true;
    return (at > 0 && model_.has_pair(words[at - 1], words[at])) ||
           (at + 1 < words.size() && model_.has_pair(words[at], words[at + 1]));
}

std::vector<std::optional<std::u32string>> Spelling::repaired(const std::vector<Syllable>& run,
                                                              const OwnWords& own_words) const {
    std::vector<std::vector<Choice>> options;
    std::vector<std::vector<Path>> columns{{Path{}}};
    for (const Syllable& syllable : run) {
        options.push_back(choices(syllable, own_words));
        const std::vector<Choice>& here = options.back();
        std::vector<Path> next;
        const std::vector<Path>& last = columns.back();
        for (std::size_t p = 0; p < last.size(); ++p) {
            LanguageModel::Context context = last[p].context;
            if (syllable.starts_sentence) context = {LanguageModel::kBoundary, -1};
            for (std::size_t c = 0; c < here.size(); ++c)
                next.push_back({model_.after(context, here[c].word),
                                last[p].cost + here[c].cost + model_.cost(context, here[c].word),
                                static_cast<std::int32_t>(p), static_cast<std::uint16_t>(c)});
        }
        const auto cheaper = [](const Path& a, const Path& b) { return a.cost < b.cost; };
        if (next.size() > kBeam) {
            std::nth_element(next.begin(), next.begin() + kBeam, next.end(), cheaper);
            next.resize(kBeam);
        }
        columns.push_back(std::move(next));
    }

    std::vector<std::optional<std::u32string>> out(run.size());
    std::vector<WordId> words(run.size());
    std::vector<bool> changed(run.size());
    const auto best =
        std::min_element(columns.back().begin(), columns.back().end(),
                         [](const Path& a, const Path& b) { return a.cost < b.cost; });
    const Path* path = &*best;
    for (std::size_t i = run.size(); i-- > 0;) {
        const Choice& choice = options[i][path->choice];
        words[i] = choice.word;
        changed[i] = choice.changed;
        path = &columns[i][static_cast<std::size_t>(path->before)];
    }
    for (std::size_t i = 0; i < run.size(); ++i)
        if (changed[i] && has_evidence(run, i, words))
            out[i] = in_case_of(run[i].seen, to_utf32(model_.word(words[i])));
    for (std::size_t i = 0; i < run.size(); ++i)
        if (is_meant_small(run, i, words)) out[i] = to_utf32(lower(to_utf8(run[i].seen)));
    return out;
}

// "hồ SƠ": letters whose capitals differ in size alone, in a word that follows the one before it.
bool Spelling::is_meant_small(const std::vector<Syllable>& run, std::size_t at,
                              const std::vector<WordId>& words) const {
    constexpr std::u32string_view kAlike = U"cosuvxzôơư";
    if (run[at].kind != Kind::Capitals || at == 0) return false;
    const std::u32string small = to_utf32(lower(to_utf8(run[at].seen)));
    return std::all_of(small.begin(), small.end(),
                       [&](char32_t c) {
                           return kAlike.find(without_tone(c).letter) != std::u32string_view::npos;
                       }) &&
           model_.has_pair(words[at - 1], words[at]);
}

}  // namespace vanthu::ocr
