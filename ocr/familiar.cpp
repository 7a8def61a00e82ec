#include "ocr/familiar.h"

#include <string>

#include "base/text.h"
#include "ocr/latin_letters.h"
#include "ocr/spelling.h"

namespace vanthu::ocr {

bool is_familiar(std::string_view text, const LanguageModel& language) {
    using WordId = LanguageModel::WordId;
    WordId before = LanguageModel::kBoundary;  // nothing beside the next syllable
    bool any = false;
    std::u32string syllable;
    std::size_t letters_before = 0;
    const auto fits = [&] {
        letters_before = syllable.size();
        if (syllable.empty()) return true;
        const WordId word = language.find(spelling_of(syllable));
        syllable.clear();
        if (word == LanguageModel::kUnknown) return false;
        const bool seen = before == LanguageModel::kBoundary || language.has_pair(before, word);
        before = word;
        any = true;
        return seen;
    };
    constexpr std::size_t kAbbreviation = 3;  // TM., KT., TUQ.
    const std::u32string signs = to_utf32(nfc(text));
    for (std::size_t i = 0; i < signs.size(); ++i) {
        const char32_t letter = signs[i];
        if (is_letter(letter)) {
            syllable += letter;
            continue;
        }
        if (letter >= U'0' && letter <= U'9') return false;
        if (!fits()) return false;
        // Ink that was taken for a stop: TÂN.LẬP.
        const bool ends = i + 1 == signs.size() || signs[i + 1] == U' ';
        if (letter == U'.' && !(ends && letters_before > 0 && letters_before <= kAbbreviation))
            return false;
        if (letter != U' ' && letter != U'-') before = LanguageModel::kBoundary;
    }
    return fits() && any;
}

}  // namespace vanthu::ocr
