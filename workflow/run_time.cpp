// The part of run.h that knows clocks: deadlines, reminders, and tasks on hold.
#include <algorithm>

#include "base/id.h"
#include "pipeline/queue.h"
#include "workflow/deadline.h"
#include "workflow/run.h"
#include "workflow/stuck.h"
#include "workflow/task_rows.h"

namespace vanthu::workflow {

const Calendar& Run::calendar() const {
    if (!calendar_) calendar_ = calendar_of(tx_);
    return *calendar_;
}

std::optional<Instant> Run::urgent_limit() const {
    const std::string priority = as_text(variables_.value("priority"));
    if (priority.empty()) return std::nullopt;
    const auto within = calendar().limit_of(priority);
    return within ? moment_after(calendar(), now_, *within) : std::nullopt;
}

Instant Run::due_of(const Node& node) const {
    const std::string when = text(node.timer.when, node, {});
    const auto due_at = node.timer.kind == Timer::Kind::Duration
                            ? moment_after(calendar(), now_, when)
                            : moment_after(Calendar(), now_, when);
    if (!due_at)
        throw Stuck{(node.name.empty() ? node.id : "\"" + node.name + "\" (" + node.id + ")") +
                    ": \"" + when + "\" is no time to wait for"};
    return *due_at;
}

void Run::add_timer(const Node& node, const std::string& token, Instant due_at,
                    const std::string& task) {
    const std::string id = new_id();
    tx_.execute(
        "insert into timer (id, instance, token, node, due_at, task) values ($1, $2, $3, $4, $5, "
        "$6)",
        {id, row_.id, token, node.id, due_at, task});
    enqueue_timer(id, node.id, due_at);
}

void Run::enqueue_timer(const std::string& id, const std::string& node, Instant due_at) {
    pipeline::NewJob job;
    job.kind = "timer";
    job.subject = id;
    job.args = json_object({{"instance", row_.id}, {"document", row_.document}, {"node", node}});
    job.priority = priority_of(variables_);
    job.run_at = due_at;
    pipeline::enqueue(tx_, job);
}

void Run::cancel_timers(const std::string& token, const std::string& task) {
    bool any = false;
    tx_.for_each("select id, task from timer where token = $1", {token},
                 [&](const store::Row& timer) {
                     if (!task.empty() && timer.text("task") != task) return;
                     pipeline::cancel_job(tx_, "timer", timer.text("id"), now_);
                     any = true;
                 });
    if (!any) return;
    if (task.empty())
        tx_.execute("delete from timer where token = $1", {token});
    else
        tx_.execute("delete from timer where token = $1 and task = $2", {token, task});
}

namespace {

struct WaitingTimer {
    std::string id;
    std::string node;
    std::string task;
    Instant due_at = 0;
    std::optional<Instant> held_at;
};

std::vector<WaitingTimer> timers_of(store::Transaction& tx, const std::string& token) {
    std::vector<WaitingTimer> timers;
    tx.for_each("select id, node, task, due_at, held_at from timer where token = $1 order by id",
                {token}, [&](const store::Row& row) {
                    timers.push_back({row.text("id"), row.text("node"), row.text("task"),
                                      row.integer("due_at"), row.optional_integer("held_at")});
                });
    return timers;
}

}  // namespace

void Run::hold_timers(const TokenRow& token, const std::string& task) {
    const bool others_go_on =
        tx_.query_one(
               "select 1 as open from task where token = $1 and state = 'open' and id <> $2 "
               "and held_at is null",
               {token.id, task})
            .has_value();
    for (const WaitingTimer& timer : timers_of(tx_, token.id)) {
        if (timer.held_at || (timer.task != task && (others_go_on || !timer.task.empty())))
            continue;
        pipeline::cancel_job(tx_, "timer", timer.id, now_);
        tx_.execute("update timer set held_at = $2 where id = $1", {timer.id, now_});
    }
}

void Run::resume_timers(const TokenRow& token, const std::string& task, Instant held_at) {
    for (const WaitingTimer& timer : timers_of(tx_, token.id)) {
        if (!timer.held_at || (timer.task != task && !timer.task.empty())) continue;
        const Instant due_at = moved(timer.due_at, timer.task == task ? held_at : *timer.held_at);
        tx_.execute("update timer set held_at = null, due_at = $2 where id = $1",
                    {timer.id, due_at});
        enqueue_timer(timer.id, timer.node, due_at);
    }
}

Instant Run::moved(Instant due_at, Instant held_at) const {
    if (due_at <= held_at) return due_at;
    const Instant by_clock = now_ + (due_at - held_at);
    const Instant by_work = calendar().add_work(now_, calendar().work_between(held_at, due_at));
    return std::max(by_clock, by_work);
}

void Run::reorder_jobs(int priority) {
    std::vector<std::string> subjects;
    tx_.for_each(
        "select id from token where instance = $1 and state = 'job' union all "
        "select id from timer where token in (select id from token where instance = $1)",
        {row_.id}, [&](const store::Row& row) { subjects.push_back(row.text("id")); });
    for (const std::string& subject : subjects)
        pipeline::reorder_jobs(tx_, subject, priority);
}

void Run::shorten_deadlines() {
    const auto limit = urgent_limit();
    if (!limit) return;
    tx_.execute(
        "update task_candidate set due_order = $2 where due_order > $2 and task in "
        "(select id from task where instance = $1 and state = 'open')",
        {row_.id, *limit});
    tx_.execute(
        "update task set due_at = $2, due_order = $2, revision = revision + 1 "
        "where instance = $1 and state = 'open' and due_order > $2",
        {row_.id, *limit});
}

}  // namespace vanthu::workflow
