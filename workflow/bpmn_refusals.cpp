#include "workflow/bpmn_refusals.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace vanthu::workflow {
namespace {

using Refusal = std::pair<std::string_view, std::string_view>;

constexpr std::string_view kSubprocess =
    "subprocesses are not run: draw the steps in the process itself";
constexpr std::string_view kRoles =
    "roles are not read from here: set camunda:candidateGroups, camunda:candidateUsers or "
    "camunda:assignee";

constexpr auto kElements = std::to_array<Refusal>({
    {"scriptTask", "script tasks are not run: no code runs from a diagram"},
    {"task", "a task without a type does nothing: make it a user task or an external service task"},
    {"manualTask",
     "manual tasks are not run: make it a user task, so that somebody can say that it is done"},
    {"businessRuleTask", "business rule tasks are not run: decide with an exclusive gateway"},
    {"sendTask", "send tasks are not run: messages are not part of the subset"},
    {"receiveTask", "receive tasks are not run: messages are not part of the subset"},
    {"subProcess", kSubprocess},
    {"transaction", kSubprocess},
    {"adHocSubProcess", kSubprocess},
    {"callActivity", "call activities are not run: draw the steps in the process itself"},
    {"inclusiveGateway", "inclusive gateways are not run: use exclusive and parallel gateways"},
    {"eventBasedGateway", "event-based gateways are not run: put a boundary timer on the task"},
    {"complexGateway", "complex gateways are not run: use exclusive and parallel gateways"},
    {"intermediateThrowEvent",
     "throwing events are not run: signals, messages and links are not part of the subset"},
    {"implicitThrowEvent", "throwing events are not run"},
    {"choreographyTask", "choreographies are not run"},
    {"subChoreography", "choreographies are not run"},
    {"callChoreography", "choreographies are not run"},
    {"standardLoopCharacteristics",
     "loop markers are not run: draw the way back with an exclusive gateway"},
    {"multiInstanceLoopCharacteristics", "only user tasks can be given to several at once"},
    {"potentialOwner", kRoles},
    {"humanPerformer", kRoles},
    {"performer", kRoles},
    {"resourceRole", kRoles},
});

constexpr auto kEvents = std::to_array<Refusal>({
    {"messageEventDefinition", "message events are not run"},
    {"signalEventDefinition", "signal events are not run"},
    {"errorEventDefinition", "error events are not run: a step that fails waits for a person"},
    {"escalationEventDefinition", "escalation events are not run: use a boundary timer"},
    {"compensateEventDefinition", "compensation is not run"},
    {"cancelEventDefinition", "cancel events are not run: transactions are not part of the subset"},
    {"conditionalEventDefinition",
     "conditional events are not run: decide with an exclusive gateway"},
    {"linkEventDefinition", "link events are not run: draw the flow"},
    {"timerEventDefinition",
     "a timer cannot stand here: use a boundary timer on a user task or a catching timer"},
    {"terminateEventDefinition", "only an end event can terminate"},
    {"eventDefinitionRef",
     "references to event definitions are not read: define the event in place"},
});

constexpr auto kExtensions = std::to_array<Refusal>({
    {"executionListener", "execution listeners are not run: no code runs from a diagram"},
    {"taskListener", "task listeners are not run: no code runs from a diagram"},
    {"connector", "connectors are not run: use an external service task"},
    {"inputOutput",
     "input and output mappings are not run: conditions see the variables as they are"},
});

constexpr auto kDescriptions = std::to_array<std::string_view>({
    "documentation",
    "extensionElements",
    "incoming",
    "outgoing",
    "laneSet",
    "textAnnotation",
    "association",
    "group",
    "dataObject",
    "dataObjectReference",
    "dataStoreReference",
    "ioSpecification",
    "property",
    "dataInputAssociation",
    "dataOutputAssociation",
    "dataInput",
    "dataOutput",
    "inputSet",
    "outputSet",
    "rendering",
    "auditing",
    "monitoring",
    "artifact",
    "supports",
    "correlationSubscription",
});

std::optional<std::string_view> reason(std::span<const Refusal> table, std::string_view name) {
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const Refusal& refusal) { return refusal.first == name; });
    if (found == table.end()) return std::nullopt;
    return found->second;
}

}  // namespace

std::optional<std::string_view> refusal_of_element(std::string_view name) {
    return reason(kElements, name);
}

std::optional<std::string_view> refusal_of_event(std::string_view definition) {
    return reason(kEvents, definition);
}

std::optional<std::string_view> refusal_of_extension(std::string_view name) {
    return reason(kExtensions, name);
}

bool is_description(std::string_view name) {
    return std::find(kDescriptions.begin(), kDescriptions.end(), name) != kDescriptions.end();
}

}  // namespace vanthu::workflow
