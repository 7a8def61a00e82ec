// word_shapes.h: what is put right in a line by the looks of its words, before marks are repaired.
//
// Letters that no Vietnamese word has stand for the ones that look like them; the number of a legal
// document that was read in two pieces is joined; two words read as one are parted where the
// language model knows them as neighbours. No digit is ever changed. Looks at recognised words only
// (confidence below 1). Pure, so safe from any thread.
#pragma once

#include <string>
#include <vector>

#include "ocr/language_model.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

struct Reshaped {
    std::string seen, meant;
};

// Works in place; a word that is parted shares out its box. Tells what it did.
std::vector<Reshaped> reshape_words(pipeline::TextLine& line, const LanguageModel& model);

}  // namespace vanthu::ocr
