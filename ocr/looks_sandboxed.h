// looks_sandboxed.h: one line read several times, and what the readings agree on.
//
// The recogniser is sure of wrong letters where a stroke lies over them or a mark was cut off; the
// same line larger, or without a seal, is misread in another way. Each word is the one that most
// readings have, weighed by their confidence; a word that they disagree on is less sure than any of
// them. Nothing is made up: every word was read. One engine per process, one thread.
#pragma once

#include <optional>
#include <vector>

#include "ocr/line_letters_sandboxed.h"
#include "ocr/row_ink_sandboxed.h"
#include "pipeline/document.h"

struct Pix;

namespace vanthu::ocr {

struct Look {
    pipeline::TextLine line;
    LineOutputs outputs;  // what it was read from; empty where that is not known
};

// One line of `area`, `scale` times as large as it stands there; words without the strokes beside
// them. Nothing where no line, or more than one, was read.
std::optional<Look> look_at(Pix* page, int dpi, const pipeline::Box& area, double scale,
                            int milliseconds);

// The same of a row by itself.
std::optional<Look> look_at(const RowInk& row, int dpi, double scale, int milliseconds);

// Of what a line was read from, in pieces or in one way or another, that which became this text.
LineOutputs outputs_for(const pipeline::TextLine& line, std::vector<LineOutputs> read,
                        const LineLetters& letters);

// A quarter of a letter more than `box`, where marks stand.
pipeline::Box with_marks(Pix* page, const pipeline::Box& box);

// Whether the last word closes a bracket that one before it opened, as "b/c)" behind "(để" does: no
// stroke of a pen does that, however weak it reads. Not of a line without words.
bool closes_bracket(const pipeline::TextLine& line);

// Looks must not be empty.
pipeline::TextLine agreed(const std::vector<Look>& looks);

bool same_words(const pipeline::TextLine& one, const pipeline::TextLine& other);

}  // namespace vanthu::ocr
