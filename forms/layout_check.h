// layout_check.h: what departs in a draft's DOCX from how the decree wants a document set.
//
// Takes the look that the page worker read (paragraphs with font, size, alignment; sections with
// margins) and the rules of a layout file (forms/layouts/), finds the zones by what stands in them,
// and tells every departure with its place, the rule and its remedy. Whether a document says the
// right thing is not its work. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "forms/layout_rules.h"
#include "forms/set_document.h"

namespace vanthu::forms {

struct LayoutFinding {
    std::string severity;  // "warning": departs from the rule; "error": a part that must be there
                           // is missing or misspelled
    std::string code;      // margin, paper, font, size, bold, italic, capitals, alignment, indent,
                           // spacing, missing, grammar, page_number
    std::string zone;      // id of the zone, "page" for the sheet
    int paragraph = 0;     // from 1, as they follow in the file; 0 = the whole
    std::string text;      // what stands there, shortened
    std::string detail;    // what is and what should be
    std::string rule;      // where the decree says so
    std::string remedy;
};

std::vector<LayoutFinding> check_layout(const SetDocument& document, const LayoutRules& rules);

}  // namespace vanthu::forms
