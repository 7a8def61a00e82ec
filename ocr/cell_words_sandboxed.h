// cell_words_sandboxed.h: which words most likely stand in the cells of a scanned table.
//
// A cell is a few words: one misread mark changes what it says, and no sentence tells of it. Here
// four witnesses are heard together: what the recogniser's network put out for each letter, in each
// look at the line; the same words elsewhere in the table; what the language model knows of words
// side by side; and for people's names the first two alone. What only one witness has stays in
// doubt: its confidence says so. Nothing is made up: a letter that the network hardly saw is not
// chosen. Functions of data; one thread.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "ocr/heard_words_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

// A line of a cell with all looks at it; the words of `line` are those to be settled.
struct HeardLine {
    pipeline::TextLine* line = nullptr;
    std::vector<const SeenLine*> looks;
};
using HeardCell = std::vector<HeardLine>;

// Another look at a line, null where there is none; it must live as long as the cells.
using LookAgain = std::function<const SeenLine*(std::size_t cell, std::size_t line)>;

// Writes the likeliest words into the lines. Asks for another look at those whose words might as
// well be others, or that no neighbour speaks for.
void settle_words(std::vector<HeardCell> cells, const CellKnowledge& knowledge,
                  const LookAgain& look_again);

}  // namespace vanthu::ocr
