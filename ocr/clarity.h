// clarity.h: how clearly a line was read, by its letters.
//
// Pure functions.
#pragma once

#include <cstddef>

#include "base/text.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

struct Clarity {
    double confidence = 0;  // mean over the letters
    std::size_t letters = 0;
};

inline Clarity clarity_of(const pipeline::TextLine& line) {
    Clarity clarity;
    for (const pipeline::Word& word : line.words) {
        const std::size_t length = to_utf32(word.text).size();
        clarity.confidence += static_cast<double>(word.confidence) * static_cast<double>(length);
        clarity.letters += length;
    }
    if (clarity.letters > 0) clarity.confidence /= static_cast<double>(clarity.letters);
    return clarity;
}

}  // namespace vanthu::ocr
