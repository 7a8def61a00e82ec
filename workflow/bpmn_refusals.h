// bpmn_refusals.h: which BPMN elements are drawn but not run, and the sentence that says why.
//
// A pure table. Elements it does not know are for the reader to judge.
#pragma once

#include <optional>
#include <string_view>

namespace vanthu::workflow {

// Why an element of a process is refused; nothing for one that is not in the table.
std::optional<std::string_view> refusal_of_element(std::string_view name);

// Why an event with this definition ("messageEventDefinition") is refused.
std::optional<std::string_view> refusal_of_event(std::string_view definition);

// Why extension data of the engine that the `camunda:` attributes come from is refused: it would
// change what happens.
std::optional<std::string_view> refusal_of_extension(std::string_view name);

// Only drawing, description or data notes: kept with the file, not read.
bool is_description(std::string_view name);

}  // namespace vanthu::workflow
