// decisions.h: what a person's decision on a task means for the document.
//
// Completing a check verifies what the clerk saw; correcting a field makes it findable under its
// new value and known to the conditions of the diagram. One place for the web, the command line and
// whatever comes later. All inside the caller's transaction.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pipeline/document.h"
#include "store/sql.h"
#include "workflow/tasks.h"

namespace vanthu::stages {

// The document as the conditions of a diagram see it: book, form, type_name, priority, code,
// organ_name, page_amount; of a list of nominees also what lists.h adds.
std::string process_variables(store::Transaction&, const pipeline::Document& document);

// Completes the task. A task with the panel "check_fields" that is accepted verifies the document's
// fields first.
void complete_task(store::Transaction&, const store::BlobStore& blobs, const std::string& task,
                   const workflow::Actor& actor, const workflow::Completion& completion,
                   Instant now);

// Several fields at once, all or none, with what the office learns from it (records/lessons.h). Error(Conflict) when `revision` is given and stale.
void correct_fields(store::Transaction&, const store::BlobStore& blobs,
                    const pipeline::DocumentId& id,
                    const std::vector<std::pair<pipeline::FieldId, std::string>>& values,
                    const std::string& user, Instant now,
                    std::optional<int> revision = std::nullopt);

}  // namespace vanthu::stages
