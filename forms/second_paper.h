// second_paper.h: where another dispatch begins in one file.
//
// A file may hold two papers that were scanned in one go. A page that has a whole head of its own
// (country or party line, number and date, by hand perhaps) with another code or symbol begins the
// second; an enclosure has none of its own. Pure function.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "forms/layout.h"
#include "forms/lexicon.h"

namespace vanthu::forms {

struct SecondPaper {
    std::size_t index = 0;  // into Layout::pages
    std::string code;
};

std::optional<SecondPaper> find_second_paper(const Layout& layout, const Lexicons& lexicons);

}  // namespace vanthu::forms
