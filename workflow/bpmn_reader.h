// bpmn_reader.h: reads the strict subset of BPMN 2.0 that is run, and says of all else why it is
// not.
//
// Every problem is reported, each with its line, element and reason, so that a drawing is mended in
// one go. What only draws or describes (diagram interchange, lanes, notes, data objects, unknown
// extension data) is passed over; what would change the way of a paper and is not run is refused,
// never ignored. Pure functions; nothing is fetched, no code of a diagram runs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/engine.h"
#include "workflow/process.h"

namespace vanthu::workflow {

struct ReadResult {
    std::optional<Process> process;  // nothing when there are problems
    std::vector<Problem> problems;   // by line
};

// Error(Configuration) with file and line when the text is not XML.
ReadResult read_bpmn(std::string_view bpmn, const std::string& file);

}  // namespace vanthu::workflow
