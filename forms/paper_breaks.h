// paper_breaks.h: two dispatches in one word processor's file.
//
// Such a file has no pages of its own: a second head below the first paper's Nơi nhận, with another
// code, begins the second paper. An enclosure's form has no such head and stays. Pure function.
#pragma once

#include "forms/layout.h"
#include "forms/lexicon.h"

namespace vanthu::forms {

// Gives the second paper's lines a page of their own behind the first's.
void part_papers(Layout& layout, const Lexicons& lexicons);

}  // namespace vanthu::forms
