// heard_words_sandboxed.h: what several looks have in the place of one word, and what that word
// tells by itself.
//
// Numbers, dates, signs, abbreviations and letters of other languages have no neighbour that would
// speak for them: the looks vote, weighed by what the recogniser's network put out, and the
// calendar or the alphabet is the referee. A word that was changed so is in doubt. Words of the
// language are weighed with their neighbours (cell_words_sandboxed.h). Functions of data; one
// thread.
#pragma once

#include <string_view>
#include <vector>

#include "ocr/language_model.h"
#include "ocr/word_fits_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

// A word as one look at a line has it.
struct SeenWord {
    pipeline::Word word;
    WordSteps steps;
};
using SeenLine = std::vector<SeenWord>;

// What settling needs to know beside the lines.
struct CellKnowledge {
    const LanguageModel& language;
    const LineLetters& letters;
    const std::vector<std::u32string>& family_names;
};

// What the looks have in the place of one word.
struct Hearing {
    std::vector<WordSteps> steps;
    std::vector<pipeline::Word> words;  // the text of each look there
};

// What all looks have in the place of each word.
std::vector<Hearing> hearings_of(const std::vector<pipeline::Word>& words,
                                 const std::vector<const SeenLine*>& looks);

// How well the network's output of all looks bears the text; natural logarithm, 0 is best.
double fit(std::u32string_view text, const Hearing& hearing, const LineLetters& letters);

// Makes a person look at it.
void doubt(pipeline::Word& word);

// `next`: the word behind it, null at the end.
void settle_alone(const Hearing& hearing, const pipeline::Word* next,
                  const CellKnowledge& knowledge, pipeline::Word& word);

// A year alone in a cell is one in which somebody living was born or did something; `copy` is the
// same line and follows.
void settle_year(const Hearing& hearing, const LineLetters& letters, pipeline::TextLine& line,
                 pipeline::TextLine& copy);

}  // namespace vanthu::ocr
