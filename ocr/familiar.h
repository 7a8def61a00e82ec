// familiar.h: is a text made of syllables that were seen next to each other in print?
//
// A misread name seldom is: THÀNH PHỐ HUẾ was printed before, THÀNH PHỐ HUẼ never. Asks the
// language model's vocabulary and pairs alone; a stop, comma or other sign parts the text, a space
// or a hyphen does not. Numbers are not judged, so a text with a digit is never familiar. Pure
// function; safe from any thread. Says nothing of whether the text is the right one.
#pragma once

#include <string_view>

#include "ocr/language_model.h"

namespace vanthu::ocr {

bool is_familiar(std::string_view text, const LanguageModel& language);

}  // namespace vanthu::ocr
