#include "workflow/task_rows.h"

#include <limits>
#include <sstream>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include "base/error.h"
#include "base/id.h"
#include "base/text.h"
#include "workflow/variables.h"

namespace vanthu::workflow {
namespace {

// Where a task without a due date sorts.
constexpr Instant kEndOfTime = std::numeric_limits<Instant>::max();

std::vector<std::string> lines(const std::string& text) {
    return text.empty() ? std::vector<std::string>() : split(text, '\n');
}

std::string text_of(const std::vector<std::string>& lines) {
    return join(lines, "\n");
}

void show_to(store::Transaction& tx, const Task& task, std::string_view kind,
             const std::string& name) {
    tx.execute(
        "insert into task_candidate (kind, name, priority, due_order, created_at, task, process, "
        "node) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        {kind, name, task.priority, task.due_at.value_or(kEndOfTime), task.created_at, task.id,
         task.definition_key, task.node});
}

void show(store::Transaction& tx, const Task& task) {
    if (task.state != "open") return;
    if (!task.assignee.empty()) {
        show_to(tx, task, "holder", task.assignee);
        // The owner of a delegated task keeps it in sight.
        if (!task.owner.empty()) show_to(tx, task, "holder", task.owner);
        return;
    }
    for (const std::string& user : task.candidate_users)
        show_to(tx, task, "user", user);
    for (const std::string& group : task.candidate_groups)
        show_to(tx, task, "group", group);
}

}  // namespace

const std::string_view kTaskColumns =
    "t.id, t.instance, t.token, t.document, t.definition_key, t.definition_version, t.node, "
    "t.name, "
    "t.form_key, t.outcomes, t.candidate_groups, t.candidate_users, t.assignee, t.owner, "
    "t.delegation, t.state, t.priority, t.due_at, t.created_at, t.completed_at, t.completed_by, "
    "t.outcome, t.revision, t.due_order, t.role, t.level, t.signs_for, t.held_at, t.held_reason";

Task task_of(const store::Row& row) {
    Task task;
    task.id = row.text("id");
    task.instance = row.text("instance");
    task.document = row.text("document");
    task.definition_key = row.text("definition_key");
    task.definition_version = static_cast<int>(row.integer("definition_version"));
    task.node = row.text("node");
    task.name = row.text("name");
    task.form_key = row.text("form_key");
    task.outcomes = lines(row.text("outcomes"));
    task.candidate_groups = lines(row.text("candidate_groups"));
    task.candidate_users = lines(row.text("candidate_users"));
    task.assignee = row.text("assignee");
    task.owner = row.text("owner");
    task.delegation = row.text("delegation");
    task.state = row.text("state");
    task.priority = static_cast<int>(row.integer("priority"));
    task.created_at = row.integer("created_at");
    task.due_at = row.optional_integer("due_at");
    task.completed_at = row.optional_integer("completed_at");
    task.outcome = row.text("outcome");
    task.completed_by = row.text("completed_by");
    task.revision = static_cast<int>(row.integer("revision"));
    task.role = row.text("role");
    task.level = row.text("level");
    task.signs_for = row.text("signs_for");
    task.held_at = row.optional_integer("held_at");
    task.held_reason = row.text("held_reason");
    return task;
}

TaskRow load_task(store::Transaction& tx, const std::string& id) {
    const auto row =
        tx.query_one("select " + std::string(kTaskColumns) + " from task t where t.id = $1", {id});
    if (!row) throw Error(ErrorCode::NotFound, "task " + id + " does not exist");
    return {task_of(*row), row->text("token")};
}

std::string insert_task(store::Transaction& tx, Task task, const std::string& token,
                        const std::string& item) {
    task.id = new_id();
    tx.execute(
        "insert into task (id, instance, token, document, definition_key, definition_version, "
        "node, "
        "name, form_key, outcomes, candidate_groups, candidate_users, item, assignee, owner, "
        "delegation, state, priority, due_at, due_order, created_at, completed_at, completed_by, "
        "outcome, revision, role, level, signs_for) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
        "$10, $11, $12, $13, $14, '', '', 'open', $15, $16, $17, $18, null, '', '', 0, $19, $20, "
        "$21)",
        {task.id,
         task.instance,
         token,
         task.document,
         task.definition_key,
         task.definition_version,
         task.node,
         task.name,
         task.form_key,
         text_of(task.outcomes),
         text_of(task.candidate_groups),
         text_of(task.candidate_users),
         item,
         task.assignee,
         task.priority,
         task.due_at,
         task.due_at.value_or(kEndOfTime),
         task.created_at,
         task.role,
         task.level,
         task.signs_for});
    task.state = "open";
    show(tx, task);
    return task.id;
}

void update_task(store::Transaction& tx, Task& task) {
    const auto changed = tx.execute(
        "update task set assignee = $3, owner = $4, delegation = $5, state = $6, completed_at = "
        "$7, "
        "completed_by = $8, outcome = $9, due_at = $10, due_order = $11, held_at = $12, "
        "held_reason = $13, revision = revision + 1 where id = $1 and revision = $2",
        {task.id, task.revision, task.assignee, task.owner, task.delegation, task.state,
         task.completed_at, task.completed_by, task.outcome, task.due_at,
         task.due_at.value_or(kEndOfTime), task.held_at, task.held_reason});
    if (changed != 1)
        throw Error(ErrorCode::Conflict,
                    "task " + task.id + " was changed by somebody else just now; look at it again",
                    Sentence{"changed_meanwhile"});
    ++task.revision;
    tx.execute("delete from task_candidate where task = $1", {task.id});
    show(tx, task);
}

void cancel_tasks(store::Transaction& tx, const std::string& token, Instant now) {
    tx.execute(
        "delete from task_candidate where task in "
        "(select id from task where token = $1 and state = 'open')",
        {token});
    tx.execute(
        "update task set state = 'cancelled', completed_at = $2, revision = revision + 1 "
        "where token = $1 and state = 'open'",
        {token, now});
}

void reorder_tasks(store::Transaction& tx, const std::string& instance, int priority) {
    tx.execute(
        "update task_candidate set priority = $2 where task in "
        "(select id from task where instance = $1 and state = 'open')",
        {instance, priority});
    tx.execute("update task set priority = $2 where instance = $1 and state = 'open'",
               {instance, priority});
}

void append_opinion(store::Transaction& tx, const Task& task, const Opinion& opinion) {
    if (trim(opinion.text).empty() && task.signs_for.empty() && opinion.hand_out.empty()) return;
    tx.execute(
        "insert into opinion (instance, position, document, task, node_name, user_id, outcome, "
        "text, at, on_behalf_of, signed_as, role, level, assigned) "
        "select $1, coalesce(max(position), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
        "$13 from opinion where instance = $1",
        {task.instance, task.document, task.id, task.name, opinion.user, opinion.outcome,
         nfc(trim(opinion.text)), opinion.at, opinion.on_behalf_of, opinion.signed_as, opinion.role,
         opinion.level,
         opinion.hand_out.empty() ? std::string("{}") : hand_out_variables(opinion.hand_out)});
}

std::string hand_out_variables(const HandOut& hand_out) {
    Poco::JSON::Object object(Poco::JSON_PRESERVE_KEY_ORDER);
    const auto list = [](const std::vector<std::string>& names) {
        Poco::JSON::Array::Ptr array = new Poco::JSON::Array;
        for (const std::string& name : names)
            array->add(nfc(trim(name)));
        return array;
    };
    object.set("lead", nfc(trim(hand_out.lead)));
    object.set("support", list(hand_out.support));
    object.set("know", list(hand_out.know));
    object.set("reply_due", hand_out.due);
    std::ostringstream out;
    object.stringify(out);
    return out.str();
}

HandOut hand_out_of(const std::string& json) {
    if (json == "{}") return {};
    const VariableSet values = VariableSet::parse(json);
    return {as_text(values.value("lead")),
            values.list("support").value_or(std::vector<std::string>()),
            values.list("know").value_or(std::vector<std::string>()),
            as_text(values.value("reply_due"))};
}

}  // namespace vanthu::workflow
