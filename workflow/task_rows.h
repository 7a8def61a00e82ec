// task_rows.h: the rows behind tasks.h: how a task is made, found and closed, and who sees it on
// the work list.
//
// task_candidate always says who may see an open task now: its holder, or every candidate while
// nobody holds it. Every function that changes one keeps the other in step. Works inside the
// caller's transaction; checks no rights.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "store/sql.h"
#include "workflow/tasks.h"

namespace vanthu::workflow {

// The columns of `task`, read from rows named t.
extern const std::string_view kTaskColumns;

Task task_of(const store::Row& row);

struct TaskRow {
    Task task;
    std::string token;
};
TaskRow load_task(store::Transaction&, const std::string& id);  // Error(NotFound)

// Gives it an id; everything else of `task` is written as it is.
std::string insert_task(store::Transaction&, Task task, const std::string& token,
                        const std::string& item);

// Writes assignee, owner, delegation, hold, due date, state, outcome and completion, and the work
// list.
// Error(Conflict) when the row has another revision than `task` by now.
void update_task(store::Transaction&, Task& task);

// Closes what is open of a token without anybody's decision.
void cancel_tasks(store::Transaction&, const std::string& token, Instant now);

// Puts every open task of an instance at its place for another priority.
void reorder_tasks(store::Transaction&, const std::string& instance, int priority);

// Writes it unless it says nothing: no text, no signature, nobody given the paper.
void append_opinion(store::Transaction&, const Task& task, const Opinion& opinion);

// The JSON kept with an opinion, back; and as variables of the process.
HandOut hand_out_of(const std::string& json);
std::string hand_out_variables(const HandOut& hand_out);

}  // namespace vanthu::workflow
