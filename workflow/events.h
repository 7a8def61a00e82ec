// events.h: what happened in a process that somebody may want to hear of.
//
// Written in the transaction of the step, read in order by whoever tells people (notices/). An
// event is never changed; who has read up to where is the reader's business. Not the history: that
// is store/audit.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/sql.h"

namespace vanthu::workflow {

struct Event {
    std::string kind;  // task_created, task_assigned, task_delegated, task_resolved,
                       // task_reminder, task_overdue, process_stuck
    std::string instance;
    std::string document;
    std::string task;    // "" when it is about the whole process
    std::string person;  // whom it is for; "" = all who may take the task
    std::string detail;
    Instant at = 0;
    std::int64_t sequence = 0;
};

// The sequence is given here.
void add_event(store::Transaction&, const Event& event);

// In order, at most `limit`.
std::vector<Event> events_after(store::Transaction&, std::int64_t sequence, int limit);

}  // namespace vanthu::workflow
