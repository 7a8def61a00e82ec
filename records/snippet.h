// snippet.h: the piece of a text that shows why it was found.
//
// Works on the text as printed, so that what people see has its marks and capitals; hits stand
// between U+0001 and U+0002. Pure function.
#pragma once

#include <string>
#include <vector>

#include "records/search_words.h"

namespace vanthu::records {

// `folded` has one code point for each of `text`. Shows the place where most of the phrases stand
// close together, about `length` characters long; the beginning when none stands in the text.
std::string make_snippet(const std::string& text, const std::string& folded,
                         const std::vector<Phrase>& phrases, std::size_t length = 200);

}  // namespace vanthu::records
