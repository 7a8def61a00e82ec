// language_model.h: how likely Vietnamese syllables are after one another.
//
// Holds the trained file of models/ (format in models/README.md): about 7 000 syllables with the
// cost (negative natural logarithm of the probability) of each alone, after one and after two
// others. Words are known by lower-case, NFC, new-style spelling; any word with a digit is "#".
// Loaded once and never changed, so any number of threads may ask; copies share the tables.
// Promises for lookups but one_letter_off: no allocation, no throw. Does not split text into words
// and decides nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vanthu::ocr {

class LanguageModel {
public:
    using WordId = std::uint16_t;

    static constexpr WordId kBoundary = 0;     // start of a sentence
    static constexpr WordId kUnknown = 65535;  // not in the vocabulary
    static constexpr std::string_view kNumber = "#";

    // What stands before a word: nothing known, one syllable or two.
    struct Context {
        WordId last = kUnknown;
        std::int32_t pair = -1;  // row of the last two in the table of pairs, -1 when unseen
    };

    // Reads and checks the whole file; Error(Configuration) when it is missing, damaged or of
    // another version.
    static LanguageModel load(const std::string& path);

    // The same from an open file, which stays the caller's; `path` is for messages.
    static LanguageModel load(int descriptor, const std::string& path);

    // Where it was loaded from.
    const std::string& path() const;

    // `word` in lower case, NFC, new-style tone placement.
    WordId find(std::string_view word) const;
    std::string_view word(WordId id) const;

    // The vocabulary that is equal to `folded` (base/text.h fold) once its marks are off, most
    // frequent first.
    std::span<const WordId> alike(std::string_view folded) const;

    // The vocabulary that is one letter away from `folded` (put in, left out or replaced) once its
    // marks are off. Looks at every word: for the few that can be no syllable.
    std::vector<WordId> one_letter_off(std::string_view folded) const;

    Context after(const Context& context, WordId word) const;
    double cost(const Context& context, WordId word) const;

    // Were the two ever seen next to each other in the training text?
    bool has_pair(WordId first, WordId second) const;

private:
    struct Tables;
    static LanguageModel load(const std::string& path, const std::string& bytes);
    explicit LanguageModel(std::shared_ptr<const Tables> tables) : tables_(std::move(tables)) {}
    std::shared_ptr<const Tables> tables_;
};

}  // namespace vanthu::ocr
