// word_tables_sandboxed.h: lists without rules down, put together from the words of a page that was
// read.
//
// A row that leans is laid flat first, as the rules of the page say. Words of a list leave their
// lines; the other lines stay as the recogniser made them, so that prose beside a list, or taken
// for one, keeps its order. Functions of data only.
#pragma once

#include <vector>

#include "formats/image_sandboxed.h"
#include "formats/unruled_tables_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

// Blocks of kind TableCell, tables numbered from `first`; `rules` as rules_of() finds them.
std::vector<pipeline::Block> take_word_tables(Pix* rules, int dpi, int first, formats::ListMay may,
                                              std::vector<pipeline::TextLine>& lines);

}  // namespace vanthu::ocr
