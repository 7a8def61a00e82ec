// submissions.h: the counts of a submission (tờ trình) beside the lists that came with it as papers
// of their own.
//
// Where they differ both papers say so; where they agree again nobody does. Of several submissions
// that no link tells apart nothing is said. Inside the caller's transaction.
#pragma once

#include "pipeline/document.h"
#include "store/sql.h"

namespace vanthu::stages {

// For a submission or a list that came, was corrected or was joined to another paper; others pass
// untouched.
void compare_with_submission(store::Transaction&, const pipeline::DocumentId& document);

}  // namespace vanthu::stages
