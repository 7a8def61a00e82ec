// assignments.h: who is ordered to do what by when.
//
// Orders are read where a paper gives them: "Giao Sở A ...", a part headed by an organ, a sentence
// whose subject is an organ or a group of them ("các cơ quan, đơn vị"), and what the last paragraph
// asks of everyone. Words are the paper's own; an organ that is not named stays empty. Pure
// function.
#pragma once

#include <vector>

#include "forms/lexicon.h"
#include "forms/paragraphs.h"
#include "pipeline/document.h"

namespace vanthu::forms {

std::vector<pipeline::Assignment> read_assignments(const std::vector<Paragraph>& paragraphs,
                                                   const Lexicons& lexicons, int year_of_issue);

}  // namespace vanthu::forms
