// proposal_counts.h: how many of which kind a submission proposes, and whether its list agrees.
//
// "tặng Bằng khen cho 05 tập thể và 12 cá nhân" gives two rows: award, kind, count. Kinds are the
// form's groups. Pure functions.
#pragma once

#include <optional>
#include <vector>

#include "forms/form.h"
#include "pipeline/document.h"

namespace vanthu::forms {

std::optional<pipeline::FieldTable> read_proposal_counts(const pipeline::Document& document,
                                                         const TableDefinition& table);

// Where the counts and the rows of the list differ; nothing to say without both.
std::vector<pipeline::Issue> compare_counts(const std::vector<pipeline::FieldTable>& tables);

}  // namespace vanthu::forms
