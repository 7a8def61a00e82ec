// engine.h: runs approval processes: deployed definitions, their instances, and one function that
// moves an instance on.
//
// advance runs an instance until only people, clocks or jobs are left, inside the caller's
// transaction: tokens, tasks and timers are rows. A deployed definition never changes; running
// instances stay on theirs. Conditions see the instance's variables only. Safe from several
// processes: the instance's revision refuses a concurrent step with Error(Conflict). Knows nothing
// of scans or registers: a service task becomes a job that names its topic, and whoever does the
// job calls finish_service_task in the transaction of its effect.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "store/sql.h"

namespace vanthu::workflow {

using Variables = std::string;  // JSON object of texts, numbers, true/false

struct DefinitionInfo {
    std::string key;  // id of the BPMN process
    int version = 0;
    std::string name;
    std::string digest;
    Instant deployed_at = 0;
    bool latest = false;
};

// What external service tasks may ask for; each has its handler in the stages room.
inline constexpr std::array<std::string_view, 4> kServiceTopics = {"register", "return", "file",
                                                                   "check_layout"};

struct Problem {
    int line = 0;
    std::string element;  // kind, name and id: exclusiveGateway "Decision" (Gateway_1)
    std::string reason;
};

// What the strict subset refuses; empty when the file can be deployed. Error(Configuration) when it
// is not XML.
std::vector<Problem> check_definition(std::string_view bpmn, const std::string& file);

// A new version, or the newest one when the bytes are the same. Error(BadInput) with all problems,
// one a line.
DefinitionInfo deploy(store::Transaction&, std::string_view bpmn, const std::string& file,
                      const std::string& user, Instant now);

std::vector<DefinitionInfo> definitions(store::Transaction&);

// The deployed bytes. Error(NotFound).
std::string definition_xml(store::Transaction&, const std::string& key, int version);

struct InstanceInfo {
    std::string id;
    std::string definition_key;
    int definition_version = 0;
    std::string document;
    std::string state;  // "running", "ended", "stuck" (an error a person must resolve), "withdrawn"
    std::string reason;  // why it is stuck or was withdrawn, else ""
    Variables variables;
    std::vector<std::string> active_nodes;  // BPMN element ids that hold a token
    Instant started_at = 0;
    std::optional<Instant> ended_at;
};

// Starts the newest version of `key` for a document; at most one running instance per document and
// key: the second call gives the first instance.
std::string start_instance(store::Transaction&, const std::string& key, const std::string& document,
                           const Variables& variables, const std::string& user, Instant now);

InstanceInfo instance(store::Transaction&, const std::string& id);  // Error(NotFound)
std::vector<InstanceInfo> instances_of(store::Transaction&, const std::string& document);
// Those in that state, "" = running or stuck; oldest first.
std::vector<InstanceInfo> instances_in(store::Transaction&, const std::string& state, int limit);

// args of the job of kind "service_task"; its subject is the token id.
struct ServiceTaskArgs {
    std::string topic;
    std::string instance;
    std::string document;
    std::string node;
};
ServiceTaskArgs service_task_args(const std::string& job_args);

// The job is done: `results` are merged into the variables and the token goes on. A second call
// changes nothing.
void finish_service_task(store::Transaction&, const std::string& token, const Variables& results,
                         Instant now);

// The job failed for good: the instance is stuck with the reason until the job is tried again
// (finish_service_task still counts) or resume_instance makes a new one.
void fail_service_task(store::Transaction&, const std::string& token, const std::string& reason,
                       Instant now);

// The subject of a job of kind "timer" is the timer's id. A timer that is no longer wanted changes
// nothing. The job is completed before, as a reminder comes back with a new one.
void fire_timer(store::Transaction&, const std::string& timer, Instant now);

// Fires what is due besides, at most so many, and takes their jobs out of the queue; how many. When
// thousands are due in the same minute, one transaction serves hundreds of them.
int fire_due_timers(store::Transaction&, Instant now, int limit);

// Merges variables (e.g. a corrected priority, which also reorders its open tasks) into an instance
// that has not ended.
void set_variables(store::Transaction&, const std::string& instance, const Variables& changes,
                   Instant now);

// Tries again from where a stuck instance stands, after its cause was mended (set_variables).
// Error(Conflict) when it is not stuck.
void resume_instance(store::Transaction&, const std::string& id, const std::string& user,
                     Instant now);

// Takes the paper out of the process: open tasks, timers and jobs are cancelled. Error(Conflict)
// when it has ended.
void withdraw_instance(store::Transaction&, const std::string& id, const std::string& user,
                       const std::string& reason, Instant now);

// To another version of the same process. Where the paper stands keeps its id there unless `nodes`
// says what it is called now.
struct Move {
    int version = 0;
    std::map<std::string, std::string> nodes = {};  // old id to new id
};

// Why the instance cannot be moved so, one sentence each; empty when it can.
std::vector<std::string> move_problems(store::Transaction&, const std::string& id,
                                       const Move& move);

// Tasks, timers and jobs go along as they are; only what comes after is the new version's.
// Error(Conflict) with the problems.
void move_instance(store::Transaction&, const std::string& id, const Move& move,
                   const std::string& user, Instant now);

}  // namespace vanthu::workflow
