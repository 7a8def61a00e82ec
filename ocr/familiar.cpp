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
    const auto fits = [&] {
        if (syllable.empty()) return true;
        const WordId word = language.find(spelling_of(syllable));
        syllable.clear();
        if (word == LanguageModel::kUnknown) return false;
        const bool seen = before == LanguageModel::kBoundary || language.has_pair(before, word);
        before = word;
        any = true;
        return seen;
    };
    for (const char32_t letter : to_utf32(nfc(text))) {
        if (is_letter(letter)) {
            syllable += letter;
            continue;
        }
        if (letter >= U'0' && letter <= U'9') return false;
        if (!fits()) return false;
        if (letter != U' ' && letter != U'-') before = LanguageModel::kBoundary;
    }
    return fits() && any;
}

}  // namespace vanthu::ocr
