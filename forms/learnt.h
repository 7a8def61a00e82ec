// learnt.h: what clerks corrected on earlier papers, weighed against what this page shows.
//
// A lesson is one more witness. It lifts the confidence of a reading that says the same. It takes
// the place of a reading only where the page is hard to read and its letters are nearly the
// lesson's, or where the same head was parted wrongly before and the lesson's words stand on it;
// then the value is `needs_review`, what was read stays as `raw` and as a candidate, and an issue
// `learnt` says from which paper it comes. A clear reading stays; if just that reading was
// corrected before, a person is asked to look. Where the page shows nothing, nothing is put. Final
// fields are not touched. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "forms/confidence.h"
#include "pipeline/document.h"

namespace vanthu::forms {

struct Learnt {
    pipeline::FieldId field;
    std::string seen;                    // as it had been read; of the head both names together
    std::string value;                   // "" = belongs to no such field
    std::string told;                    // "document 1f3a, corrected by lan"
    std::string document = {}, by = {};  // the same apart
};

// organization_in_charge and organ_name, together: the line between them may have been drawn
// wrongly.
void weigh_learnt_head(const pipeline::Document& document, std::vector<pipeline::Field>& fields,
                       const std::vector<Learnt>& learnt, const Calibration& calibration,
                       std::vector<pipeline::Issue>& issues);

// The other fields, by what was learnt of this issuer.
void weigh_learnt(const pipeline::Document& document, std::vector<pipeline::Field>& fields,
                  const std::vector<Learnt>& learnt, const Calibration& calibration,
                  std::vector<pipeline::Issue>& issues);

}  // namespace vanthu::forms
