// word_runs.h: the words of a block as one run of syllables, each with what may be done to it.
//
// Takes punctuation off, parts words at hyphens and tells apart what is no Vietnamese word (codes,
// numbers, addresses, signs), what is an abbreviation and what looks like a name. Judges by looks
// alone, from the block it is given. Pure, so safe from any thread; the pieces point into the
// block.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ocr/spelling.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

// The letters of one syllable inside a word.
struct WordPiece {
    pipeline::Word* word = nullptr;
    std::size_t begin = 0, size = 0;  // code points of the word's text
    std::size_t line = 0;             // of the block
    bool after_pause = false;         // punctuation stands between it and the piece before
};

struct WordRun {
    std::vector<WordPiece> pieces;
    std::vector<Syllable> syllables;  // as many
};

WordRun run_of(pipeline::Block& block);

// The word without punctuation around it; nothing when other than Vietnamese letters remain.
std::u32string letters_of(const pipeline::Word& word);

}  // namespace vanthu::ocr
