#include "workflow/run.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/id.h"
#include "base/text.h"
#include "pipeline/queue.h"
#include "store/audit.h"
#include "workflow/definitions.h"
#include "workflow/events.h"
#include "workflow/stuck.h"
#include "workflow/task_rows.h"

namespace vanthu::workflow {
namespace {

TokenRow token_of(const store::Row& row) {
    return {row.text("id"),  row.text("instance"), row.text("node"),
            row.text("via"), row.text("state"),    row.text("round")};
}

constexpr std::string_view kTokenColumns =
    "select id, instance, node, via, state, round from token ";

}  // namespace

int priority_of(const VariableSet& variables) {
    static const std::map<std::string, int> kPriorities = {
        {comparable("Hỏa tốc"), 10}, {comparable("Thượng khẩn"), 20}, {comparable("Khẩn"), 30}};
    const auto found = kPriorities.find(comparable(as_text(variables.value("priority"))));
    return found == kPriorities.end() ? 100 : found->second;
}

std::optional<TokenRow> find_token(store::Transaction& tx, const std::string& id) {
    const auto row = tx.query_one(std::string(kTokenColumns) + "where id = $1", {id});
    if (!row) return std::nullopt;
    return token_of(*row);
}

Run::Run(store::Transaction& tx, const std::string& instance, std::string actor, Instant now)
    : tx_(tx), actor_(std::move(actor)), now_(now) {
    const auto row = tx.query_one(
        "select i.definition_key, i.definition_version, i.document, i.state, i.reason, "
        "i.variables, "
        "i.revision, d.digest from process_instance i join process_definition d "
        "on d.key = i.definition_key and d.version = i.definition_version where i.id = $1",
        {instance});
    if (!row) throw Error(ErrorCode::NotFound, "process instance " + instance + " does not exist");
    row_ = {instance,
            row->text("definition_key"),
            static_cast<int>(row->integer("definition_version")),
            row->text("document"),
            row->text("state"),
            row->text("reason"),
            row->integer("revision")};
    process_ =
        deployed_process(tx, row_.definition_key, row_.definition_version, row->text("digest"));
    variables_ = VariableSet::parse(row->text("variables"));
    priority_ = priority_of(variables_);
}

void Run::start() {
    arrivals_.push_back({process_->start, {}});
}

void Run::follow(const Node& node) {
    for (const std::size_t flow : node.outgoing)
        arrivals_.push_back({process_->flows[flow].target, process_->flows[flow].id});
}

void Run::leave(const TokenRow& token) {
    remove_token(token);
    follow(process_->nodes[process_->find(token.node).value()]);
}

void Run::leave_by(std::size_t boundary, const TokenRow& token) {
    const Node& node = process_->nodes[boundary];
    if (node.interrupting) remove_token(token);
    follow(node);
}

void Run::resume() {
    std::vector<TokenRow> stuck;
    tx_.for_each(std::string(kTokenColumns) + "where instance = $1 and state = 'stuck' order by id",
                 {row_.id}, [&](const store::Row& row) { stuck.push_back(token_of(row)); });
    for (const TokenRow& token : stuck) {
        if (!token.round.empty()) {
            take_up_round(token);
            continue;
        }
        drop(token);
        arrivals_.push_back({process_->find(token.node).value(), token.via});
    }
}

void Run::mark_stuck(const TokenRow& token, const std::string& reason) {
    tx_.execute("update token set state = 'stuck', reason = $2 where id = $1", {token.id, reason});
}

void Run::remove_token(const TokenRow& token) {
    cancel_tasks(tx_, token.id, now_);
    cancel_timers(token.id, {});
    tx_.execute("delete from token where id = $1", {token.id});
}

void Run::drop(const TokenRow& token) {
    const Node& node = process_->nodes[process_->find(token.node).value()];
    if (node.kind == NodeKind::ServiceTask)
        pipeline::cancel_job(tx_, "service_task", token.id, now_);
    remove_token(token);
}

void Run::clear() {
    arrivals_.clear();
    std::vector<TokenRow> tokens;
    tx_.for_each(std::string(kTokenColumns) + "where instance = $1", {row_.id},
                 [&](const store::Row& row) { tokens.push_back(token_of(row)); });
    for (const TokenRow& token : tokens)
        drop(token);
}

std::string Run::add_token(const std::string& node, const std::string& via, std::string_view state,
                           const std::string& reason, const std::string& round) {
    std::string id = new_id();
    tx_.execute(
        "insert into token (id, instance, node, via, state, reason, round, created_at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        {id, row_.id, node, via, state, reason, round, now_});
    return id;
}

void Run::advance() {
    for (int steps = 1; !arrivals_.empty(); ++steps) {
        const Arrival arrival = arrivals_.front();
        arrivals_.pop_front();
        std::string reason;
        if (steps > kMostSteps) {
            reason = "cut after " + std::to_string(kMostSteps) +
                     " steps without waiting for anybody; the diagram turns in a loop";
        } else {
            try {
                visit(arrival);
            } catch (const Stuck& stuck) {
                reason = stuck.reason;
            }
        }
        if (!reason.empty())
            add_token(process_->nodes[arrival.node].id, arrival.via, "stuck", reason);
    }
    settle();
    save();
}

void Run::visit(const Arrival& arrival) {
    const Node& node = process_->nodes[arrival.node];
    switch (node.kind) {
        case NodeKind::Start:
            return follow(node);
        case NodeKind::End:
            return;
        case NodeKind::TerminateEnd:
            return clear();
        case NodeKind::UserTask:
            return visit_user_task(arrival, node);
        case NodeKind::ServiceTask:
            return visit_service_task(arrival, node);
        case NodeKind::ExclusiveGateway:
            return visit_choice(node);
        case NodeKind::ParallelGateway:
            return visit_parallel(arrival, node);
        case NodeKind::CatchTimer:
            return visit_timer(arrival, node);
        case NodeKind::BoundaryTimer:
        case NodeKind::Refused:
            throw Error(ErrorCode::Internal, "nothing can lead into " + node.id);
    }
}

void Run::visit_service_task(const Arrival& arrival, const Node& node) {
    const std::string token = add_token(node.id, arrival.via, "job");
    pipeline::NewJob job;
    job.kind = "service_task";
    job.subject = token;
    job.args = json_object({{"topic", node.topic},
                            {"instance", row_.id},
                            {"document", row_.document},
                            {"node", node.id}});
    job.priority = priority_of(variables_);
    job.run_at = now_;
    pipeline::enqueue(tx_, job);
}

void Run::visit_choice(const Node& node) {
    std::optional<std::size_t> chosen;
    for (const std::size_t flow : node.outgoing) {
        const auto& condition = process_->flows[flow].condition;
        if (!condition || !holds(*condition, node, {})) continue;
        chosen = flow;
        break;
    }
    if (!chosen) chosen = node.outgoing.size() == 1 ? node.outgoing.front() : node.default_flow;
    arrivals_.push_back({process_->flows[chosen.value()].target, process_->flows[*chosen].id});
}

void Run::visit_parallel(const Arrival& arrival, const Node& node) {
    if (node.incoming.size() > 1) {
        add_token(node.id, arrival.via, "join");
        std::map<std::string, std::string> first_by_flow;
        tx_.for_each(
            "select id, via from token where instance = $1 and node = $2 and state = 'join' order "
            "by id",
            {row_.id, node.id},
            [&](const store::Row& row) { first_by_flow.emplace(row.text("via"), row.text("id")); });
        if (first_by_flow.size() < node.incoming.size()) return;
        for (const auto& [via, token] : first_by_flow)
            tx_.execute("delete from token where id = $1", {token});
    }
    follow(node);
}

void Run::visit_timer(const Arrival& arrival, const Node& node) {
    const Instant due_at = due_of(node);
    add_timer(node, add_token(node.id, arrival.via, "timer"), due_at);
}

void Run::settle() {
    bool waiting = false;
    std::string stuck;
    std::set<std::string> joins;
    tx_.for_each("select node, state, reason from token where instance = $1 order by id", {row_.id},
                 [&](const store::Row& row) {
                     if (row.text("state") == "join") {
                         joins.insert(row.text("node"));
                     } else {
                         waiting = true;
                         if (row.text("state") == "stuck" && stuck.empty())
                             stuck = row.text("node") + ": " + row.text("reason");
                     }
                 });
    if (!waiting && !joins.empty())
        stuck = *joins.begin() +
                ": the gateway waits for a flow that nothing can come by any more; draw the paths "
                "that meet in it so that all of them are taken";
    if (!stuck.empty()) {
        if (row_.reason != stuck) {
            audit("process.stuck", {{"reason", stuck}});
            add_event(tx_, {"process_stuck", row_.id, row_.document, {}, {}, stuck, now_});
        }
        row_.state = "stuck";
        row_.reason = stuck;
    } else if (!waiting) {
        row_.state = "ended";
        row_.reason.clear();
        audit("process.ended", {});
    } else {
        row_.state = "running";
        row_.reason.clear();
    }
}

void Run::close(std::string_view state, const std::string& reason) {
    clear();
    row_.state = state;
    row_.reason = reason;
    save();
}

void Run::save() {
    std::optional<Instant> ended_at;
    if (!is_active()) ended_at = now_;
    const auto changed = tx_.execute(
        "update process_instance set state = $3, reason = $4, variables = $5, ended_at = $6, "
        "revision = revision + 1 where id = $1 and revision = $2",
        {row_.id, row_.revision, row_.state, row_.reason, variables_.json(), ended_at});
    if (changed != 1)
        throw Error(ErrorCode::Conflict, "process instance " + row_.id +
                                             " was moved on by somebody else just now; look at it "
                                             "again");
    ++row_.revision;
    const int priority = priority_of(variables_);
    if (priority != priority_ && is_active()) {
        if (priority < priority_) shorten_deadlines();
        reorder_tasks(tx_, row_.id, priority);
        reorder_jobs(priority);
    }
    priority_ = priority;
}

void Run::audit(std::string_view action,
                const std::vector<std::pair<std::string_view, std::string>>& detail) {
    std::vector<std::pair<std::string_view, std::string>> all = {
        {"instance", row_.id},
        {"process", row_.definition_key},
        {"version", std::to_string(row_.definition_version)}};
    all.insert(all.end(), detail.begin(), detail.end());
    store::append_audit(tx_, now_, actor_, action, row_.document, json_object(all));
}

}  // namespace vanthu::workflow
