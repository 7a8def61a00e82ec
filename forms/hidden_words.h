// hidden_words.h: what a seal may have hidden of a signing block, told by what is still to be seen.
//
// The lines of a block stand under one another's middle: one that does not has lost a word at an
// end. Who signs KT. CHỦ TỊCH is a deputy. Such values go to a person; nothing is made up that the
// block does not say. Only for recognised text. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "forms/finding.h"
#include "forms/layout.h"
#include "forms/lexicon.h"

namespace vanthu::forms {

struct SignedLine {
    const Segment* segment = nullptr;
    Finding* finding = nullptr;  // what was read from it
};

void doubt_off_centre(const std::vector<SignedLine>& lines);

// Between whom somebody signs for and the own title there is room for another line, or no title
// was read at all: a line of the competence may be hidden or part of it be the title.
void doubt_torn(const Segment& competence, const Segment* title, Finding& finding);

// PHÓ CHỦ TỊCH for CHỦ TỊCH under "KT. CHỦ TỊCH".
void mend_deputy(Finding& position, const std::vector<std::string>& competences,
                 const Lexicons& lexicons);

}  // namespace vanthu::forms
