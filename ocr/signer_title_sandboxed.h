// signer_title_sandboxed.h: a signer's title settled by several looks at its line.
//
// Titles are few. Where a line reads as none of them, because a seal's ring or another line runs
// through it, the one is taken that fits best what the recogniser's network said in all looks; one
// that does not stand out is not taken. What was settled so is for a person to check. Pure
// function.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/looks_sandboxed.h"

namespace vanthu::ocr {

// `titles` in capitals with their marks.
std::optional<pipeline::TextLine> settled_title(const std::vector<Look>& looks,
                                                const std::vector<std::u32string>& titles,
                                                const LineLetters& letters,
                                                const pipeline::Box& area);

}  // namespace vanthu::ocr
