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

bool is_small(char32_t c) {
    const std::string letter = to_utf8(std::u32string_view(&c, 1));
    return lower(letter) == letter;
}

// Words of the same length keep the case of every letter, others that of the first and last.
std::u32string in_case_of(std::u32string_view seen, std::u32string_view meant) {
    std::u32string out;
    for (std::size_t i = 0; i < meant.size(); ++i) {
        const char32_t model = seen[std::min(i, seen.size() - 1)];
        const std::string own = to_utf8(meant.substr(i, 1));
        out += to_utf32(is_small(model) ? own : upper(own));
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
    bool slip = false;  // a letter differs, not only marks
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
    if (!syllable.heard.empty()) {
        if (strange) out[0].cost = costs_.strange;
        add_heard(syllable, strange, own_words, out);
        return out;
    }
    if (syllable.kind == Kind::Person && !strange) return out;
    if (strange) out[0].cost = costs_.strange;
    const bool unheard = own == LanguageModel::kUnknown && syllable.kind == Kind::Open &&
                         syllable.in_cell && has_marks(letters) && is_small(syllable.seen[0]);
    if (unheard && !strange) out[0].cost = costs_.unheard;
    out[0].cost -= credit(spelling, own_words);

    const double change = costs_.change + (syllable.kind == Kind::Name ? costs_.name : 0) +
                          (syllable.in_cell && !strange && !unheard ? costs_.cell : 0);
    for (const WordId word : model_.alike(fold(spelling))) {
        if (word == own) continue;
        if (out.size() > kMostChoices) break;
        const double misreading = misreading_cost(letters, to_utf32(model_.word(word)));
        out.push_back({word,
                       change + change_cost(misreading, syllable.confidence) -
                           credit(model_.word(word), own_words),
                       true});
    }
    if (out.size() == 1) {
        const std::vector<Choice> more = slips(syllable);
        out.insert(out.end(), more.begin(), more.end());
    }
    return out;
}

double Spelling::credit(std::string_view word, const OwnWords& own_words) const {
    const auto found = own_words.find(word);
    return found == own_words.end() ? 0 : costs_.own_word * std::log1p(found->second);
}

// A person's own name is what the network heard best: no sentence tells of it.
void Spelling::add_heard(const Syllable& syllable, bool strange, const OwnWords& own_words,
                         std::vector<Choice>& choices) const {
    constexpr double kHeardWell = 2;
    const std::string spelling = spelling_of(syllable.seen);
    if (syllable.kind == Kind::Person) {
        constexpr double kUncommon = 1.5;  // no text has it
        const bool uncommon = choices[0].word == LanguageModel::kUnknown;
        const double least = strange ? costs_.strange : uncommon ? kUncommon : 0;
        const Heard* best = nullptr;
        for (const Heard& heard : syllable.heard) {
            const std::string other = spelling_of(heard.letters);
            if (is_syllable(to_utf32(other)) && model_.find(other) != LanguageModel::kUnknown &&
                heard.cost < (best ? best->cost : least))
                best = &heard;
        }
        if (best) choices = {{model_.find(spelling_of(best->letters)), 0, true}};
        return;
    }
    choices[0].cost -= credit(spelling, own_words);
    const std::string folded = fold(spelling);
    for (const Heard& heard : syllable.heard) {
        const std::string other = spelling_of(heard.letters);
        const WordId word = model_.find(other);
        if (word == LanguageModel::kUnknown || word == choices[0].word) continue;
        const double change = costs_.other + (syllable.kind == Kind::Name ? costs_.name : 0);
        choices.push_back({word, change + costs_.heard * heard.cost - credit(other, own_words),
                           true, heard.cost > kHeardWell && fold(other) != folded});
    }
}

// Words that can be no syllable whatever their marks are ("tịh", "tr"), read without certainty.
// Abbreviations and foreign words are such, too: what is chosen must fit closely.
std::vector<Spelling::Choice> Spelling::slips(const Syllable& syllable) const {
    constexpr float kUnsure = 0.95f;
    constexpr std::size_t kShortest = 2, kLongest = 8, kLongCapitals = 5;
    constexpr double kLookAlike = 3;
    std::vector<Choice> out;
    if (syllable.kind != Kind::Open || syllable.confidence >= kUnsure ||
        syllable.seen.size() < kShortest || syllable.seen.size() > kLongest)
        return out;
    const std::u32string letters = to_utf32(spelling_of(syllable.seen));
    // Short words with a capital are abbreviations more often than not: "Ds.", "EVN".
    if (!is_small(syllable.seen[0]) && syllable.seen.size() < kLongCapitals &&
        !(has_marks(letters) && !is_small(syllable.seen.back())))
        return out;
    const std::string folded = fold(to_utf8(letters));
    if (is_syllable(to_utf32(folded))) return out;
    const double change = costs_.change + certainty_cost(syllable.confidence);
    for (const WordId word : model_.one_letter_off(folded)) {
        const std::u32string meant = to_utf32(model_.word(word));
        if (!is_syllable(meant)) continue;
        const double slip = slip_cost(letters, meant);
        if (letters.size() > kShortest || slip < kLookAlike)
            out.push_back({word, change + slip, true, true});
    }
    const auto cheaper = [](const Choice& a, const Choice& b) { return a.cost < b.cost; };
    if (out.size() > kMostChoices) {
        std::nth_element(out.begin(), out.begin() + kMostChoices, out.end(), cheaper);
        out.resize(kMostChoices);
    }
    return out;
}

double Spelling::cost(const LanguageModel::Context& context, WordId word) const {
    if (costs_.unseen < 0 || context.last == LanguageModel::kBoundary ||
        context.last == LanguageModel::kUnknown || model_.has_pair(context.last, word))
        return model_.cost(context, word);
    return model_.cost({}, word) + costs_.unseen;
}

// Seen beside every neighbour in the training text, and likely beside one of them.
bool Spelling::fits_closely(const std::vector<Syllable>& run, std::size_t at,
                            const std::vector<WordId>& words) const {
    constexpr double kLikely = 4.5;
    const auto cost = [&](std::size_t second) {
        return model_.cost(model_.after({}, words[second - 1]), words[second]);
    };
    bool likely = false;
    if (at > 0 && !run[at].starts_sentence) {
        if (!model_.has_pair(words[at - 1], words[at])) return false;
        likely = cost(at) < kLikely;
    }
    if (at + 1 < run.size() && !run[at + 1].starts_sentence) {
        if (!model_.has_pair(words[at], words[at + 1])) return false;
        likely = likely || cost(at + 1) < kLikely;
    }
    return likely;
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
                                last[p].cost + here[c].cost + cost(context, here[c].word),
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
    std::vector<bool> changed(run.size()), slip(run.size());
    const auto best =
        std::min_element(columns.back().begin(), columns.back().end(),
                         [](const Path& a, const Path& b) { return a.cost < b.cost; });
    const Path* path = &*best;
    for (std::size_t i = run.size(); i-- > 0;) {
        const Choice& choice = options[i][path->choice];
        words[i] = choice.word;
        changed[i] = choice.changed;
        slip[i] = choice.slip;
        path = &columns[i][static_cast<std::size_t>(path->before)];
    }
    for (std::size_t i = 0; i < run.size(); ++i)
        if (changed[i] && (slip[i] ? fits_closely(run, i, words) : has_evidence(run, i, words)))
            out[i] = in_case_of(run[i].seen, to_utf32(model_.word(words[i])));
    for (std::size_t i = 0; i < run.size(); ++i)
        if (is_meant_small(run, i, words))
            out[i] = to_utf32(lower(to_utf8(out[i] ? *out[i] : run[i].seen)));
    return out;
}

// "hồ SƠ", "bổ Sung", "sCan": capitals that differ from small letters in size alone, in a word that
// goes with the one before it. A first letter needs more: it may be meant as a capital.
bool Spelling::is_meant_small(const std::vector<Syllable>& run, std::size_t at,
                              const std::vector<WordId>& words) const {
    constexpr std::u32string_view kAlike = U"cosuvxzôơư";
    constexpr double kNearlyCertain = 0.7;
    const Syllable& syllable = run[at];
    if (syllable.kind == Kind::Number || syllable.kind == Kind::Foreign) return false;
    const std::u32string small = to_utf32(lower(to_utf8(syllable.seen)));
    for (std::size_t i = 0; i < small.size(); ++i)
        if (small[i] != syllable.seen[i] &&
            kAlike.find(without_tone(small[i]).letter) == std::u32string_view::npos)
            return false;
    const auto odd = std::find_if_not(syllable.seen.begin() + 1, syllable.seen.end(), is_small);
    const bool mixed = std::any_of(syllable.seen.begin(), syllable.seen.end(), is_small);
    if (odd != syllable.seen.end() && mixed)
        return words[at] != LanguageModel::kUnknown &&
               (syllable.among_small || is_small(syllable.seen[0]));
    if (!syllable.among_small || at == 0) return false;
    return odd != syllable.seen.end() ||
           model_.cost(model_.after({}, words[at - 1]), words[at]) < kNearlyCertain;
}

}  // namespace vanthu::ocr
