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

// What a paper is for: a report or minutes tell what was done in the words of an order.
enum class Purpose { Orders, Tells };

// By the paper's type, null for a letter.
Purpose purpose_of(const Entry* type);

std::vector<pipeline::Assignment> read_assignments(const std::vector<Paragraph>& paragraphs,
                                                   const Lexicons& lexicons, int year_of_issue,
                                                   Purpose purpose = Purpose::Orders);

}  // namespace vanthu::forms
