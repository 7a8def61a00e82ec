// spelling.h: which Vietnamese syllables were most likely printed, given those that were read.
//
// A search over one run of text: every syllable may stay or become one that differs in marks or in
// letters the recogniser is known to confuse. The cheapest path wins, where a path costs what the
// language model says plus, for each change, how unlikely that misreading is; the surer the
// recogniser, the dearer the change. Names change only on evidence. Pure and const, so one object
// serves all threads; the model's tables are shared. Does not know pages or words with boxes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ocr/language_model.h"

namespace vanthu::ocr {

// Another spelling, and how much less likely (nats) it is where the syllable was read, by what the
// recogniser's network put out; below 0 where it is likelier.
struct Heard {
    std::u32string letters;
    double cost = 0;
};

struct Syllable {
    enum class Kind {
        Open,      // may be changed
        Title,     // has a capital inside a sentence: only with evidence of its neighbours
        Name,      // part of what looks like a name: the same, and dearer
        Person,    // a person's own name: only when it is no syllable at all
        Capitals,  // odd capitals between small words: may be meant small, else stays
        Fixed,     // stays, but is context: abbreviations, text that was not recognised
        Number,    // stays; any word with a digit
        Foreign,   // stays and says nothing about its neighbours: codes, addresses, signs
    };
    std::u32string seen;  // letters only, as read
    float confidence = 0;
    Kind kind = Kind::Open;
    bool starts_sentence = false;
    bool among_small = false;       // has capitals, where the words around it have none
    bool in_cell = false;           // of a table: a few words, of which no sentence tells much
    std::vector<Heard> heard = {};  // empty: what the network put out is not known
};

// How often a spelling stands in the document, read with certainty.
using OwnWords = std::map<std::string, int, std::less<>>;

// In nats. Tuned on real documents, see docs/repair.md.
struct SpellingCosts {
    double change = 1.5;    // any change, beside what the misreading itself costs
    double name = 2;        // a name changed
    double cell = 2.5;      // a word of a cell changed that may be one
    double unheard = 3;     // a small word of a cell kept that the training text never has
    double strange = 6;     // an accented word that can be no Vietnamese syllable, kept
    double own_word = 0.3;  // taken off for each factor e that the document itself uses it
    double other = 1;       // a change to what the network heard, beside what that costs
    double heard = 1;       // of each nat of that
    // Of two words never seen together, beside the second alone: what the model takes for each word
    // that stands beside many others tells of texts, not of cells. Below 0: as the model says.
    double unseen = -1;
};

class Spelling {
public:
    explicit Spelling(const LanguageModel& model, const SpellingCosts& costs = {})
        : model_(model), costs_(costs) {}

    const LanguageModel& model() const { return model_; }

    // For each syllable its new letters, in the case of the old ones, or nothing when it stays.
    std::vector<std::optional<std::u32string>> repaired(const std::vector<Syllable>& run,
                                                        const OwnWords& own_words) const;

private:
    struct Choice;
    struct Path;
    std::vector<Choice> choices(const Syllable& syllable, const OwnWords& own_words) const;
    std::vector<Choice> slips(const Syllable& syllable) const;
    void add_heard(const Syllable& syllable, bool strange, const OwnWords& own_words,
                   std::vector<Choice>& choices) const;
    double credit(std::string_view word, const OwnWords& own_words) const;
    double cost(const LanguageModel::Context& context, LanguageModel::WordId word) const;
    bool has_evidence(const std::vector<Syllable>& run, std::size_t at,
                      const std::vector<LanguageModel::WordId>& words) const;
    bool fits_closely(const std::vector<Syllable>& run, std::size_t at,
                      const std::vector<LanguageModel::WordId>& words) const;
    bool is_meant_small(const std::vector<Syllable>& run, std::size_t at,
                        const std::vector<LanguageModel::WordId>& words) const;

    LanguageModel model_;
    SpellingCosts costs_;
};

// As the language model spells it: lower case, new-style tone placement.
std::string spelling_of(std::u32string_view letters);

}  // namespace vanthu::ocr
