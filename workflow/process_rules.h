// process_rules.h: what must hold of a diagram as a whole before it may be deployed.
//
// Read once every node and flow is known; together with the reader's own refusals they give what
// process.h promises. Elements the reader refused already are not blamed twice. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workflow/engine.h"
#include "workflow/process.h"

namespace vanthu::workflow {

// A process being read, with the place of each part for messages.
struct Draft {
    struct Place {
        int line = 0;
        std::string element;
        bool blamed = false;  // the reader found something in it that its rules would repeat
    };
    Process process;
    Place place;
    std::vector<Place> node_places;  // one per node
    std::vector<Place> flow_places;  // one per flow
};

void check_process(const Draft& draft, std::vector<Problem>& problems);

}  // namespace vanthu::workflow
