// misreadings.h: how Vietnamese letters are misread, as costs.
//
// The costs (negative natural logarithms, rounded) follow what Tesseract's `vie` model does to real
// dispatches at 200 dpi: marks over circumflex letters are small and get lost or read as another,
// a hook reads as an acute, a dotless-looking i as i with a hook; the rest is rare. Pure functions,
// safe from any thread. Does not know words.
#pragma once

#include <string_view>

namespace vanthu::ocr {

// What it costs to believe that `meant` was printed where `seen` was read, beyond believing what
// was read. Both in lower case; 0 when equal.
double misreading_cost(char32_t seen, char32_t meant);

// The sum over two words of equal length.
double misreading_cost(std::u32string_view seen, std::u32string_view meant);

// The same for words that differ in a letter too: one put in, left out or replaced.
double slip_cost(std::u32string_view seen, std::u32string_view meant);

// How the recogniser's confidence in a word (0..1) changes the cost of any misreading in it: below
// nothing when it was unsure. The engine's own scale is used: nearly all right words lie above
// 0.95.
double certainty_cost(double confidence);

// Both together. In smudged words anything happens; in words read well the unheard-of does not.
double change_cost(double misreading, double confidence);

}  // namespace vanthu::ocr
