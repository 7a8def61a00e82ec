// bpmn_nodes.h: what each kind of node asks for, read from its element.
//
// Reads one element by itself; references between elements are the reader's. Everything it cannot
// use is blamed.
#pragma once

#include "base/xml.h"
#include "workflow/bpmn_problems.h"
#include "workflow/process.h"

namespace vanthu::workflow {

// Sets kind and settings of `node`; false when elements of this name are not run.
bool read_node(const XmlElement& element, Node& node, BpmnProblems& problems);

}  // namespace vanthu::workflow
