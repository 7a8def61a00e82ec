// definitions.h: deployed diagrams as the engine needs them, read once per process and content.
//
// Safe from several threads. What engine.h says of definitions is implemented here too.
#pragma once

#include <memory>
#include <string>

#include "store/sql.h"
#include "workflow/process.h"

namespace vanthu::workflow {

// `digest` is the one of that version's row; a version never changes, so neither does its Process.
std::shared_ptr<const Process> deployed_process(store::Transaction&, const std::string& key,
                                                int version, const std::string& digest);

}  // namespace vanthu::workflow
