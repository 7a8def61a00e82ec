// rules.h: what a person must look at, by a form's required fields and its checks across fields.
//
// Checks are conditions of base/expression over the stored values; a missing field is null. A check
// that does not hold is an Issue with the check's id as code. Pure function.
#pragma once

#include <vector>

#include "forms/form.h"
#include "pipeline/document.h"

namespace vanthu::forms {

// Codes: low_confidence, missing_required, and the ids of the form's checks.
std::vector<pipeline::Issue> check_fields(const pipeline::Document& document, const Form& form);

}  // namespace vanthu::forms
