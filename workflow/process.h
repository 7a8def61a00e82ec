// process.h: a deployed diagram as the engine walks it: nodes, flows, and what each node asks for.
//
// Made by bpmn_reader only, which guarantees: one start, every node on a way from it and with a way
// to an end, every flow between existing nodes, a default wherever conditions may all fail, every
// expression parsed. Nodes and flows are named by their index in the vectors and by their BPMN id.
// Immutable after reading, so shared between threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expression.h"

namespace vanthu::workflow {

enum class NodeKind {
    Start,
    End,
    TerminateEnd,
    UserTask,
    ServiceTask,
    ExclusiveGateway,
    ParallelGateway,
    CatchTimer,
    BoundaryTimer,
    Refused,  // only while reading: keeps the flows of an element that is not run from dangling
};

// A word of the diagram, or `${...}` to be worked out when the step is reached.
struct Setting {
    std::string literal;
    std::optional<Expression> expression;

    bool empty() const { return literal.empty() && !expression; }
};

struct Timer {
    enum class Kind { Duration, Moment } kind = Kind::Duration;
    Setting when;
};

// One task for each item of a list, at once or one after the other.
struct MultiInstance {
    bool sequential = false;
    std::string collection;     // variable that holds the list; "" when a number is given
    std::string item_variable;  // name of the item in the task's own settings
    Setting cardinality;
    std::optional<Expression> completion;
};

struct UserTask {
    std::string form_key;
    std::vector<std::string> outcomes;
    Setting assignee;
    std::vector<Setting> candidate_users;
    std::vector<Setting> candidate_groups;
    Setting due;
    std::string remind;  // how long before the due date a reminder is sent
    Setting signs_for;   // whose signature completing it gives: a group or a user
    std::string role;    // "lead" (chủ trì), "support" (phối hợp), "know" (để biết)
    std::string level;   // whose opinion it asks for: "agency", "unit", "handler"
    std::optional<MultiInstance> multi_instance;
};

struct Flow {
    std::string id;
    std::string name;
    std::size_t source = 0;
    std::size_t target = 0;
    std::optional<Expression> condition;
};

struct Node {
    NodeKind kind = NodeKind::Refused;
    std::string id;
    std::string name;
    std::vector<std::size_t> incoming;  // flows, in document order
    std::vector<std::size_t> outgoing;
    std::optional<std::size_t> default_flow;
    UserTask task;                      // of a user task
    std::string topic;                  // of a service task
    Timer timer;                        // of a timer
    std::size_t attached_to = 0;        // of a boundary timer: its task
    bool interrupting = true;           // of a boundary timer
    std::vector<std::size_t> boundary;  // of a user task: the timers on it
};

struct Process {
    std::string id;
    std::string name;
    std::string version_tag;
    std::vector<Node> nodes;
    std::vector<Flow> flows;
    std::size_t start = 0;

    // The node of that BPMN id, or nothing.
    std::optional<std::size_t> find(std::string_view node_id) const;
    std::optional<std::size_t> find_flow(std::string_view flow_id) const;
};

}  // namespace vanthu::workflow
