// jobs.h: the table of job kinds, and of the service tasks that a diagram may name by topic.
//
// "process" takes a document through the stages; "service_task" does what the diagram's topic says
// (register, file, return, check_layout) and moves the process on, in one transaction; "timer"
// fires a timer of the diagram. A topic that is not in the table is refused when a diagram is
// deployed.
#pragma once

#include <vector>

#include "forms/layout_check.h"
#include "pipeline/runner.h"
#include "pipeline/worker.h"

namespace vanthu::stages {

// What "check_layout" works with; both outlive the handlers.
struct LayoutChecker {
    pipeline::SandboxPool& sandbox;
    const forms::LayoutRules& rules;
};

// The references must outlive what is returned.
std::vector<pipeline::JobHandler> job_handlers(store::Database& database,
                                               const store::FileBlobs& blobs, const Clock& clock,
                                               const pipeline::Runner& runner,
                                               const LayoutChecker& layout);

}  // namespace vanthu::stages
