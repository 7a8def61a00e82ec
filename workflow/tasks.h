// tasks.h: one person's step: who may take it, who holds it, and what was decided.
//
// The functions below are the only ways a task changes; each checks the right, changes, and is
// audited, inside the caller's transaction. Opinions are kept as an ordered list per instance and
// never overwritten. Delegation keeps the owner: the delegate resolves, the owner alone completes.
// Returning is completing with the outcome `return` over an arrow that the diagram draws. Does not
// know accounts: the caller says which groups a user is in and for whom they stand in
// (absences.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/sql.h"

namespace vanthu::workflow {

// An absent person whose work the actor does today.
struct StandIn {
    std::string user;
    std::vector<std::string> groups = {};
    std::string process = {};  // key of the only process it holds for; "" = all
};

struct Actor {
    std::string user;
    std::vector<std::string> groups;  // roles and units
    bool administrator = false;       // may see and reassign everything
    bool supervisor = false;          // may reassign
    std::vector<StandIn> stands_in_for = {};
};

struct Task {
    std::string id;
    std::string instance;
    std::string document;
    std::string definition_key;
    int definition_version = 0;
    std::string node;      // BPMN element id
    std::string name;      // as drawn
    std::string form_key;  // which panel the web app shows: "check_fields", "approve", ...
    std::vector<std::string> outcomes;  // the buttons, e.g. "accept", "return"
    std::vector<std::string> candidate_groups;
    std::vector<std::string> candidate_users;
    std::string assignee;    // who holds it now, "" = nobody
    std::string owner;       // set while delegated
    std::string delegation;  // "", "pending", "resolved"
    std::string state;       // "open", "completed", "cancelled"
    int priority = 100;
    Instant created_at = 0;
    std::optional<Instant> due_at;
    std::optional<Instant> completed_at;
    std::string outcome;
    std::string completed_by;
    int revision = 0;
    std::string role;                // of several asked at once: "lead", "support", "know"
    std::string level;               // whose opinion it asks for: "agency", "unit", "handler"
    std::string signs_for;           // whose signature completing it gives
    std::optional<Instant> held_at;  // since when it waits for an answer
    std::string held_reason;
};

// To whom a leader gives a paper: chủ trì, phối hợp, để biết, thời hạn.
struct HandOut {
    std::string lead;
    std::vector<std::string> support;
    std::vector<std::string> know;
    std::string due;  // ISO day; "" = none

    bool empty() const { return lead.empty() && support.empty() && know.empty() && due.empty(); }
};

struct Opinion {
    std::string task;
    std::string node_name;
    std::string user;
    std::string outcome;
    std::string text;
    Instant at = 0;
    std::string on_behalf_of;  // the absent person the writer stood in for
    std::string signed_as;     // "KT", "TL", "TUQ"; "" = in one's own name, or no signature
    std::string role;
    std::string level;
    HandOut hand_out;
};

// What a work list is ordered by; within the same place by age.
enum class TaskOrder { Urgency, Due, Age, Newest };

struct TaskQuery {
    std::optional<Actor> visible_to;  // only tasks this person holds or may take
    std::string state = "open";       // "" = any
    std::string document;             // "" = any
    std::string node;                 // "" = any
    int limit = 100;
    std::string after;                     // cursor: id of the last task of the previous page
    TaskOrder order = TaskOrder::Urgency;  // by priority, then due date
    std::string process;                   // key; "" = any
    std::optional<Instant> due_before;
};

std::vector<Task> list_tasks(store::Transaction&, const TaskQuery& query);
Task task(store::Transaction&, const std::string& id);  // Error(NotFound)

// Error(Forbidden) when the person may not, Error(Conflict) when somebody else holds it or it is
// not open.
void claim(store::Transaction&, const std::string& id, const Actor& actor, Instant now);
void release(store::Transaction&, const std::string& id, const Actor& actor, Instant now);

struct Completion {
    std::string outcome;  // one of the task's outcomes; "" when it has none
    std::string opinion;
    std::string variables = "{}";  // JSON merged into the instance's variables
    std::optional<int> revision;   // refuse when stale
    HandOut hand_out = {};         // becomes the variables lead, support, know and reply_due
};
// Claims on the way when nobody holds it. Error(BadInput) naming the outcomes when `outcome` is not
// one of them. A task that signs asks for the right to sign today (absences.h), unless the paper is
// returned: Error(Forbidden) without it.
void complete(store::Transaction&, const std::string& id, const Actor& actor,
              const Completion& completion, Instant now);

// `due` (an ISO day, "" = none) is when the opinion is wanted: the one asked is told; the task's
// own deadline stays.
void delegate(store::Transaction&, const std::string& id, const Actor& actor, const std::string& to,
              Instant now, const std::string& due = {});
void resolve(store::Transaction&, const std::string& id, const Actor& actor,
             const std::string& opinion, Instant now);

// Somebody else holds it from now on; what was delegated is no more. For administrators and
// supervisors.
void reassign(store::Transaction&, const std::string& id, const Actor& actor, const std::string& to,
              Instant now);

// Waits for an answer: its deadline, reminder and boundary timers stand still until it is resumed.
void hold(store::Transaction&, const std::string& id, const Actor& actor, const std::string& reason,
          Instant now);
void resume(store::Transaction&, const std::string& id, const Actor& actor, Instant now);

// An opinion of somebody who has a part in the open task but does not decide it.
void add_opinion(store::Transaction&, const std::string& id, const Actor& actor,
                 const std::string& text, Instant now);

// In the order they were given.
std::vector<Opinion> opinions_of(store::Transaction&, const std::string& document);

}  // namespace vanthu::workflow
