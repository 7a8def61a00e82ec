// word_fits_sandboxed.h: how well other words fit in the place of a word that was read.
//
// The recogniser answers with one text; its network said of every step of the line how likely each
// letter is there. A word is found among those steps, and any other word can be weighed by the same
// steps: what is hardly less likely was nearly read, what is much less likely is not there. Steps
// are shared and never changed. Pure.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "ocr/line_letters_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

// The steps in which one word was read.
struct WordSteps {
    std::shared_ptr<const LineOutputs> line;
    int begin = 0, end = 0;
};

// Of each word of `line`, which was read from `outputs`; empty where they do not fit together.
std::vector<WordSteps> steps_of_words(const pipeline::TextLine& line, LineOutputs outputs,
                                      const LineLetters& letters);

// How much less likely (natural logarithm, 0 or below) `text` is in those steps than what the
// network likes best there. An empty text: that there is nothing.
double fit_in(std::u32string_view text, const WordSteps& steps, const LineLetters& letters);

}  // namespace vanthu::ocr
