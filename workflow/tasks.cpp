#include "workflow/tasks.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "store/audit.h"
#include "workflow/absences.h"
#include "workflow/events.h"
#include "workflow/run.h"
#include "workflow/task_rows.h"
#include "workflow/variables.h"

namespace vanthu::workflow {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_candidate(const Task& task, const std::string& user,
                  const std::vector<std::string>& groups) {
    return contains(task.candidate_users, user) ||
           std::any_of(groups.begin(), groups.end(), [&](const std::string& group) {
               return contains(task.candidate_groups, group);
           });
}

bool is_candidate(const Task& task, const Actor& actor) {
    return actor.administrator || is_candidate(task, actor.user, actor.groups);
}

bool holds(const Task& task, const std::string& user) {
    return task.assignee == user || task.owner == user;
}

// The absent person through whom the actor has a part in the task; "" when it is their own.
std::string absent_person(const Task& task, const Actor& actor) {
    if (holds(task, actor.user) || is_candidate(task, actor)) return {};
    for (const StandIn& absent : actor.stands_in_for) {
        if (!absent.process.empty() && absent.process != task.definition_key) continue;
        if (holds(task, absent.user) || is_candidate(task, absent.user, absent.groups))
            return absent.user;
    }
    return {};
}

std::string shown(const Task& task) {
    return "task " + task.id + " (" + task.name + ")";
}

[[noreturn]] void forbid(const Task& task, const Actor& actor, const std::string& why,
                         Sentence said = Sentence{"task_not_yours"}) {
    throw Error(ErrorCode::Forbidden, shown(task) + ": " + actor.user + " " + why, std::move(said));
}

[[noreturn]] void conflict(const Task& task, const std::string& why, Sentence said) {
    throw Error(ErrorCode::Conflict, shown(task) + " " + why, std::move(said));
}

Sentence held(const Task& task) {
    return Sentence{"task_held", {{"by", task.assignee}}};
}

void require_user(const Actor& actor) {
    if (actor.user.empty())
        throw Error(ErrorCode::Forbidden, "nobody is named who acts; sign in first");
}

// Somebody with no part in the task learns nothing of its state but that it is not theirs.
void require_part(const Task& task, const Actor& actor) {
    require_user(actor);
    if (!holds(task, actor.user) && !is_candidate(task, actor) &&
        absent_person(task, actor).empty())
        forbid(task, actor,
               "may not take it; it is for " + join(task.candidate_groups, ", ") + " " +
                   join(task.candidate_users, ", ") + " " + task.assignee);
    if (task.state == "completed")
        conflict(task, "was completed by " + task.completed_by + " already",
                 Sentence{"task_done", {{"by", task.completed_by}}});
    if (task.state == "cancelled")
        conflict(task, "was cancelled; the paper has moved on", Sentence{"task_over"});
}

bool stands_in_for_holder(const Task& task, const Actor& actor) {
    return std::any_of(actor.stands_in_for.begin(), actor.stands_in_for.end(),
                       [&](const StandIn& absent) {
                           return absent.user == task.assignee &&
                                  (absent.process.empty() || absent.process == task.definition_key);
                       });
}

// The actor holds it after this, or it throws.
void take(Task& task, const Actor& actor) {
    if (task.assignee == actor.user) return;
    if (!task.assignee.empty() && !stands_in_for_holder(task, actor)) {
        const std::string why = task.delegation == "pending" ? "is delegated to " + task.assignee +
                                                                   "; wait until it is resolved"
                                                             : "is held by " + task.assignee;
        conflict(task, why, held(task));
    }
    if (!is_candidate(task, actor) && absent_person(task, actor).empty())
        forbid(task, actor, "is no candidate for it");
    task.assignee = actor.user;
}

void require_running(const Task& task) {
    if (task.held_at)
        conflict(task, "is on hold (" + task.held_reason + "); resume it first",
                 Sentence{"task_on_hold", {{"why", task.held_reason}}});
}

void audit(store::Transaction& tx, const Task& task, const Actor& actor, std::string_view action,
           Instant now, const std::vector<std::pair<std::string_view, std::string>>& detail) {
    std::vector<std::pair<std::string_view, std::string>> all = {
        {"instance", task.instance}, {"task", task.id}, {"node", task.node}};
    all.insert(all.end(), detail.begin(), detail.end());
    store::append_audit(tx, now, actor.user, action, task.document, json_object(all));
}

void check_outcome(const Task& task, const std::string& outcome) {
    if (task.outcomes.empty() ? outcome.empty() : contains(task.outcomes, outcome)) return;
    const std::string allowed = task.outcomes.empty()
                                    ? "it has no outcomes; leave it empty"
                                    : "its outcomes are " + join(task.outcomes, ", ");
    throw Error(ErrorCode::BadInput,
                shown(task) + ": \"" + outcome + "\" is not one of its outcomes; " + allowed);
}

// How the actor signs by completing; "" in their own name, or when nothing is signed.
std::string signature(store::Transaction& tx, const Task& task, const Actor& actor,
                      const std::string& outcome, Instant now) {
    if (task.signs_for.empty() || outcome == "return") return {};
    if (actor.user == task.signs_for || contains(actor.groups, task.signs_for)) return {};
    const auto form = signing_form(tx, actor.user, task.signs_for, now);
    if (!form)
        forbid(task, actor,
               "may not sign for " + task.signs_for +
                   " today; an administrator enters the authority (ký thay, thừa lệnh, thừa ủy "
                   "quyền) with its decision");
    return *form;
}

void tell(store::Transaction& tx, const Task& task, const std::string& what,
          const std::string& person, Instant now, const std::string& detail = {}) {
    add_event(tx, {what, task.instance, task.document, task.id, person, detail, now});
}

void check_day(const Task& task, const std::string& due) {
    if (!due.empty() && !parse_iso_date(due))
        throw Error(ErrorCode::BadInput,
                    shown(task) + ": due \"" + due + "\" is no day; write it as 2026-03-14",
                    Sentence{"no_day", {{"day", due}}});
}

}  // namespace

void claim(store::Transaction& tx, const std::string& id, const Actor& actor, Instant now) {
    Task task = load_task(tx, id).task;
    require_part(task, actor);
    if (task.assignee == actor.user) return;
    const std::string absent = absent_person(task, actor);
    take(task, actor);
    update_task(tx, task);
    audit(tx, task, actor, "task.claimed", now, {{"on_behalf_of", absent}});
}

void release(store::Transaction& tx, const std::string& id, const Actor& actor, Instant now) {
    Task task = load_task(tx, id).task;
    require_part(task, actor);
    if (task.assignee.empty()) return;
    if (task.assignee != actor.user && !actor.administrator)
        conflict(task, "is held by " + task.assignee + ", who alone can release it", held(task));
    if (task.delegation == "pending")
        conflict(task, "is delegated; resolve it instead", Sentence{"task_delegated"});
    if (task.candidate_users.empty() && task.candidate_groups.empty())
        conflict(task, "has no other candidates; delegate it instead", Sentence{"task_no_other"});
    const std::string holder = task.assignee;
    task.assignee.clear();
    task.owner.clear();
    task.delegation.clear();
    update_task(tx, task);
    audit(tx, task, actor, "task.released", now, {{"holder", holder}});
}

void complete(store::Transaction& tx, const std::string& id, const Actor& actor,
              const Completion& completion, Instant now) {
    auto [task, token_id] = load_task(tx, id);
    require_part(task, actor);
    if (completion.revision && *completion.revision != task.revision)
        conflict(task,
                 "was changed since you opened it (revision " + std::to_string(task.revision) +
                     ", not " + std::to_string(*completion.revision) + "); look at it again",
                 Sentence{"changed_meanwhile"});
    require_running(task);
    const std::string absent = absent_person(task, actor);
    take(task, actor);
    if (task.delegation == "pending")
        conflict(task,
                 "is delegated to you by " + task.owner + ", who alone completes it; resolve it",
                 Sentence{"task_delegated_to_you", {{"by", task.owner}}});
    check_outcome(task, completion.outcome);
    check_day(task, completion.hand_out.due);
    if (completion.outcome == "assign" && trim(completion.hand_out.lead).empty())
        throw Error(ErrorCode::BadInput,
                    shown(task) + ": who is given the paper must say who leads (hand_out.lead)",
                    Sentence{"lead_missing"});
    const std::string signed_as = signature(tx, task, actor, completion.outcome, now);
    task.state = "completed";
    task.completed_at = now;
    task.completed_by = actor.user;
    task.outcome = completion.outcome;
    update_task(tx, task);
    append_opinion(tx, task,
                   {task.id, task.name, actor.user, completion.outcome, completion.opinion, now,
                    absent, signed_as, task.role, task.level, completion.hand_out});

    const auto token = find_token(tx, token_id);
    if (!token)
        conflict(task, "belongs to a step that is over; the paper has moved on",
                 Sentence{"task_over"});
    Run run(tx, task.instance, actor.user, now);
    run.variables().merge(VariableSet::parse(completion.variables));
    if (!completion.hand_out.empty())
        run.variables().merge(VariableSet::parse(hand_out_variables(completion.hand_out)));
    std::vector<std::pair<std::string_view, std::string>> detail = {
        {"task", task.id}, {"node", task.node}, {"outcome", completion.outcome}};
    if (!absent.empty()) detail.emplace_back("on_behalf_of", absent);
    if (!signed_as.empty()) detail.emplace_back("signed_as", signed_as);
    run.audit("task.completed", detail);
    run.task_completed(*token, task.id, completion.outcome);
    run.advance();
}

void delegate(store::Transaction& tx, const std::string& id, const Actor& actor,
              const std::string& to, Instant now, const std::string& due) {
    Task task = load_task(tx, id).task;
    require_part(task, actor);
    check_day(task, due);
    const std::string receiver = trim(to);
    if (receiver.empty())
        throw Error(ErrorCode::BadInput, shown(task) + ": say to whom it goes",
                    Sentence{"receiver_missing"});
    require_running(task);
    // An administrator may pass on what somebody holds, for example because they are ill.
    if (task.assignee.empty() || !actor.administrator) take(task, actor);
    if (receiver == task.assignee || receiver == task.owner)
        throw Error(ErrorCode::BadInput,
                    shown(task) + ": " + receiver +
                        " has it already; delegate to somebody else or resolve it",
                    Sentence{"task_there_already", {{"by", receiver}}});
    if (task.owner.empty()) task.owner = task.assignee;
    task.assignee = receiver;
    task.delegation = "pending";
    update_task(tx, task);
    std::vector<std::pair<std::string_view, std::string>> detail = {{"owner", task.owner},
                                                                    {"to", receiver}};
    if (!due.empty()) detail.emplace_back("due", due);
    audit(tx, task, actor, "task.delegated", now, detail);
    tell(tx, task, "task_delegated", receiver, now, due);
}

void resolve(store::Transaction& tx, const std::string& id, const Actor& actor,
             const std::string& opinion, Instant now) {
    Task task = load_task(tx, id).task;
    require_part(task, actor);
    if (task.delegation != "pending")
        conflict(task, "is not delegated; complete it instead", Sentence{"task_not_delegated"});
    if (task.assignee != actor.user && !actor.administrator && !stands_in_for_holder(task, actor))
        forbid(task, actor, "is not the one it was delegated to");
    require_running(task);
    const std::string absent = absent_person(task, actor);
    task.assignee = task.owner;
    task.delegation = "resolved";
    update_task(tx, task);
    append_opinion(
        tx, task,
        {task.id, task.name, actor.user, {}, opinion, now, absent, {}, task.role, task.level, {}});
    audit(tx, task, actor, "task.resolved", now, {{"owner", task.owner}});
    tell(tx, task, "task_resolved", task.owner, now);
}

void reassign(store::Transaction& tx, const std::string& id, const Actor& actor,
              const std::string& to, Instant now) {
    require_user(actor);
    Task task = load_task(tx, id).task;
    if (!actor.administrator && !actor.supervisor)
        forbid(task, actor, "may not give it to somebody else; ask an administrator or a head");
    if (task.state != "open")
        conflict(task, "is " + task.state + "; nobody holds it any more", Sentence{"task_over"});
    const std::string receiver = trim(to);
    if (receiver.empty())
        throw Error(ErrorCode::BadInput, shown(task) + ": say to whom it goes",
                    Sentence{"receiver_missing"});
    const std::string holder = task.assignee;
    task.assignee = receiver;
    task.owner.clear();
    task.delegation.clear();
    update_task(tx, task);
    audit(tx, task, actor, "task.reassigned", now, {{"holder", holder}, {"to", receiver}});
    tell(tx, task, "task_assigned", receiver, now);
}

void hold(store::Transaction& tx, const std::string& id, const Actor& actor,
          const std::string& reason, Instant now) {
    auto [task, token_id] = load_task(tx, id);
    require_part(task, actor);
    if (task.held_at)
        conflict(task, "is on hold already (" + task.held_reason + ")",
                 Sentence{"task_on_hold", {{"why", task.held_reason}}});
    if (trim(reason).empty())
        throw Error(ErrorCode::BadInput, shown(task) + ": say what it waits for",
                    Sentence{"reason_missing"});
    take(task, actor);
    task.held_at = now;
    task.held_reason = nfc(trim(reason));
    update_task(tx, task);
    Run run(tx, task.instance, actor.user, now);
    run.hold_timers(find_token(tx, token_id).value(), task.id);
    run.audit("task.held", {{"task", task.id}, {"node", task.node}, {"reason", task.held_reason}});
}

void resume(store::Transaction& tx, const std::string& id, const Actor& actor, Instant now) {
    auto [task, token_id] = load_task(tx, id);
    require_part(task, actor);
    if (!task.held_at) conflict(task, "is not on hold", Sentence{"task_not_on_hold"});
    if (task.assignee != actor.user && !actor.administrator && !actor.supervisor &&
        !stands_in_for_holder(task, actor))
        conflict(task, "is held by " + task.assignee + ", who alone can resume it", held(task));
    Run run(tx, task.instance, actor.user, now);
    const Instant held_at = *task.held_at;
    if (task.due_at) task.due_at = run.moved(*task.due_at, held_at);
    task.held_at.reset();
    task.held_reason.clear();
    update_task(tx, task);
    run.resume_timers(find_token(tx, token_id).value(), task.id, held_at);
    run.audit("task.resumed", {{"task", task.id}, {"node", task.node}});
}

void add_opinion(store::Transaction& tx, const std::string& id, const Actor& actor,
                 const std::string& text, Instant now) {
    const Task task = load_task(tx, id).task;
    require_part(task, actor);
    if (trim(text).empty())
        throw Error(ErrorCode::BadInput, shown(task) + ": the opinion is empty",
                    Sentence{"opinion_empty"});
    append_opinion(tx, task,
                   {task.id,
                    task.name,
                    actor.user,
                    {},
                    text,
                    now,
                    absent_person(task, actor),
                    {},
                    task.role,
                    task.level,
                    {}});
    audit(tx, task, actor, "task.opinion", now, {});
}

std::vector<Opinion> opinions_of(store::Transaction& tx, const std::string& document) {
    std::vector<Opinion> opinions;
    tx.for_each(
        "select o.task, o.node_name, o.user_id, o.outcome, o.text, o.at, o.on_behalf_of, "
        "o.signed_as, o.role, o.level, o.assigned from opinion o "
        "join process_instance i on i.id = o.instance where o.document = $1 "
        "order by i.started_at, i.id, o.position",
        {document}, [&](const store::Row& row) {
            opinions.push_back({row.text("task"), row.text("node_name"), row.text("user_id"),
                                row.text("outcome"), row.text("text"), row.integer("at"),
                                row.text("on_behalf_of"), row.text("signed_as"), row.text("role"),
                                row.text("level"), hand_out_of(row.text("assigned"))});
        });
    return opinions;
}

}  // namespace vanthu::workflow
