#include "workflow/engine.h"

#include "base/error.h"
#include "base/id.h"
#include "base/text.h"
#include "pipeline/queue.h"
#include "workflow/events.h"
#include "workflow/run.h"
#include "workflow/task_rows.h"
#include "workflow/variables.h"

namespace vanthu::workflow {
namespace {

constexpr std::string_view kSystem = "system";

constexpr std::string_view kInstanceColumns =
    "select id, definition_key, definition_version, document, state, reason, variables, "
    "started_at, "
    "ended_at from process_instance ";

InstanceInfo info_of(store::Transaction& tx, const store::Row& row) {
    InstanceInfo info;
    info.id = row.text("id");
    info.definition_key = row.text("definition_key");
    info.definition_version = static_cast<int>(row.integer("definition_version"));
    info.document = row.text("document");
    info.state = row.text("state");
    info.reason = row.text("reason");
    info.variables = row.text("variables");
    info.started_at = row.integer("started_at");
    info.ended_at = row.optional_integer("ended_at");
    tx.for_each("select distinct node from token where instance = $1 order by node", {info.id},
                [&](const store::Row& token) { info.active_nodes.push_back(token.text("node")); });
    return info;
}

std::optional<std::string> active_instance(store::Transaction& tx, const std::string& key,
                                           const std::string& document) {
    const auto row = tx.query_one(
        "select id from process_instance where document = $1 and definition_key = $2 "
        "and state in ('running', 'stuck')",
        {document, key});
    if (!row) return std::nullopt;
    return row->text("id");
}

// The service task's token, while it still waits for its job.
std::optional<TokenRow> waiting_token(store::Transaction& tx, const std::string& id) {
    auto token = find_token(tx, id);
    if (token && token->state != "job" && token->state != "stuck") token.reset();
    return token;
}

// A task's own timer: before its end a reminder, at its end that it is late, then nothing more.
void remind(store::Transaction& tx, const std::string& timer, const std::string& task_id,
            Instant now) {
    const TaskRow row = load_task(tx, task_id);
    const Task& task = row.task;
    const bool late = !task.due_at || *task.due_at <= now;
    if (task.state == "open")
        add_event(tx, {late ? "task_overdue" : "task_reminder",
                       task.instance,
                       task.document,
                       task.id,
                       task.assignee,
                       {},
                       now});
    if (late || task.state != "open") {
        tx.execute("delete from timer where id = $1", {timer});
        return;
    }
    tx.execute("update timer set due_at = $2 where id = $1", {timer, *task.due_at});
    pipeline::NewJob job;
    job.kind = "timer";
    job.subject = timer;
    job.priority = task.priority;
    job.run_at = *task.due_at;
    pipeline::enqueue(tx, job);
}

}  // namespace

std::string start_instance(store::Transaction& tx, const std::string& key,
                           const std::string& document, const Variables& variables,
                           const std::string& user, Instant now) {
    if (const auto active = active_instance(tx, key, document)) return *active;
    const auto definition = tx.query_one(
        "select max(version) as version from process_definition where key = $1", {key});
    if (definition->is_null("version"))
        throw Error(ErrorCode::NotFound, "process " + key +
                                             " is not deployed; deploy its file with vanthu "
                                             "workflow deploy");
    const std::string id = new_id();
    const auto inserted = tx.execute(
        "insert into process_instance (id, definition_key, definition_version, document, state, "
        "reason, variables, revision, started_at, started_by, ended_at) "
        "values ($1, $2, $3, $4, 'running', '', $5, 0, $6, $7, null) on conflict do nothing",
        {id, key, definition->integer("version"), document, VariableSet::parse(variables).json(),
         now, user});
    if (inserted == 0) {
        if (const auto active = active_instance(tx, key, document)) return *active;
        throw Error(ErrorCode::Conflict, "process " + key + " was started for document " +
                                             document + " by somebody else just now");
    }
    Run run(tx, id, user, now);
    run.audit("process.started", {});
    run.start();
    run.advance();
    return id;
}

InstanceInfo instance(store::Transaction& tx, const std::string& id) {
    const auto row = tx.query_one(std::string(kInstanceColumns) + "where id = $1", {id});
    if (!row) throw Error(ErrorCode::NotFound, "process instance " + id + " does not exist");
    return info_of(tx, *row);
}

std::vector<InstanceInfo> instances_of(store::Transaction& tx, const std::string& document) {
    std::vector<InstanceInfo> found;
    for (const store::Row& row :
         tx.query(std::string(kInstanceColumns) + "where document = $1 order by started_at, id",
                  {document}))
        found.push_back(info_of(tx, row));
    return found;
}

std::vector<InstanceInfo> instances_in(store::Transaction& tx, const std::string& state,
                                       int limit) {
    std::vector<InstanceInfo> found;
    for (const store::Row& row :
         tx.query(std::string(kInstanceColumns) +
                      "where state = $1 or ($1 = '' and state in ('running', 'stuck')) "
                      "order by started_at, id limit $2",
                  {state, limit}))
        found.push_back(info_of(tx, row));
    return found;
}

ServiceTaskArgs service_task_args(const std::string& job_args) {
    const VariableSet args = VariableSet::parse(job_args);
    return {as_text(args.value("topic")), as_text(args.value("instance")),
            as_text(args.value("document")), as_text(args.value("node"))};
}

void finish_service_task(store::Transaction& tx, const std::string& token, const Variables& results,
                         Instant now) {
    const auto row = waiting_token(tx, token);
    if (!row) return;
    Run run(tx, row->instance, std::string(kSystem), now);
    run.variables().merge(VariableSet::parse(results));
    run.audit("service.done", {{"node", row->node}});
    run.leave(*row);
    run.advance();
}

void fail_service_task(store::Transaction& tx, const std::string& token, const std::string& reason,
                       Instant now) {
    const auto row = waiting_token(tx, token);
    if (!row) return;
    Run run(tx, row->instance, std::string(kSystem), now);
    run.mark_stuck(*row, reason.empty() ? "the service task failed" : reason);
    run.advance();
}

void fire_timer(store::Transaction& tx, const std::string& timer, Instant now) {
    const auto row = tx.query_one(
        "select token, node, task from timer where id = $1 and held_at is null", {timer});
    if (!row) return;
    if (!row->text("task").empty()) return remind(tx, timer, row->text("task"), now);
    const TokenRow token = find_token(tx, row->text("token")).value();
    // Before the token goes: its other timers' jobs are cancelled, this one is being done.
    tx.execute("delete from timer where id = $1", {timer});
    Run run(tx, token.instance, std::string(kSystem), now);
    const std::string node = row->text("node");
    run.audit("timer.fired", {{"node", node}});
    if (node == token.node)
        run.leave(token);
    else
        run.leave_by(run.process().find(node).value(), token);
    run.advance();
}

int fire_due_timers(store::Transaction& tx, Instant now, int limit) {
    std::vector<std::string> due;
    tx.for_each(
        "select id from timer where due_at <= $1 and held_at is null order by due_at limit $2",
        {now, limit}, [&](const store::Row& row) { due.push_back(row.text("id")); });
    for (const std::string& timer : due) {
        pipeline::settle_job(tx, "timer", timer, now);
        fire_timer(tx, timer, now);
    }
    return static_cast<int>(due.size());
}

void set_variables(store::Transaction& tx, const std::string& instance, const Variables& changes,
                   Instant now) {
    Run run(tx, instance, std::string(kSystem), now);
    if (!run.is_active())
        throw Error(ErrorCode::Conflict, "process instance " + instance + " is " + run.row().state +
                                             "; its variables stay as they are");
    run.variables().merge(VariableSet::parse(changes));
    run.advance();
}

void resume_instance(store::Transaction& tx, const std::string& id, const std::string& user,
                     Instant now) {
    Run run(tx, id, user, now);
    if (run.row().state != "stuck")
        throw Error(ErrorCode::Conflict,
                    "process instance " + id + " is " + run.row().state + ", not stuck");
    run.audit("process.resumed", {});
    run.resume();
    run.advance();
}

void withdraw_instance(store::Transaction& tx, const std::string& id, const std::string& user,
                       const std::string& reason, Instant now) {
    if (trim(reason).empty())
        throw Error(ErrorCode::BadInput, "a withdrawal needs a reason; say why");
    Run run(tx, id, user, now);
    if (!run.is_active())
        throw Error(ErrorCode::Conflict, "process instance " + id + " is " + run.row().state +
                                             "; only a running one can be withdrawn");
    run.audit("process.withdrawn", {{"reason", nfc(trim(reason))}});
    run.close("withdrawn", nfc(trim(reason)));
}

}  // namespace vanthu::workflow
