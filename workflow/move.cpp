// The part of engine.h that moves a running instance to another version of its process.
#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "store/audit.h"
#include "workflow/definitions.h"
#include "workflow/engine.h"
#include "workflow/run.h"
#include "workflow/variables.h"

namespace vanthu::workflow {
namespace {

std::shared_ptr<const Process> process_of(store::Transaction& tx, const std::string& key,
                                          int version) {
    const auto row = tx.query_one(
        "select digest from process_definition where key = $1 and version = $2", {key, version});
    if (!row)
        throw Error(ErrorCode::NotFound,
                    "process " + key + " has no version " + std::to_string(version));
    return deployed_process(tx, key, version, row->text("digest"));
}

// Everything of an instance that names a node.
class Mover {
public:
    Mover(store::Transaction& tx, const std::string& id, const Move& move)
        : tx_(tx), instance_(instance(tx, id)), move_(move) {
        if (instance_.state != "running" && instance_.state != "stuck")
            throw Error(ErrorCode::Conflict, "process instance " + id + " is " + instance_.state +
                                                 "; only a running one can be moved");
        from_ = process_of(tx, instance_.definition_key, instance_.definition_version);
        to_ = process_of(tx, instance_.definition_key, move.version);
    }

    const InstanceInfo& instance_info() const { return instance_; }

    std::vector<std::string> problems() {
        tx_.for_each("select node, via, state from token where instance = $1 order by id",
                     {instance_.id}, [&](const store::Row& row) {
                         check_token(row.text("node"), row.text("via"), row.text("state"));
                     });
        tx_.for_each("select node, task from timer where instance = $1 order by id", {instance_.id},
                     [&](const store::Row& row) {
                         if (row.text("task").empty()) check_timer(row.text("node"));
                     });
        return std::move(problems_);
    }

    void write() {
        for (const Node& node : from_->nodes) {
            const std::string name = renamed(node.id);
            if (name == node.id) continue;
            for (const char* table : {"token", "timer"})
                tx_.execute("update " + std::string(table) +
                                " set node = $3 where instance = $1 and node = $2",
                            {instance_.id, node.id, "\n" + name});
            tx_.execute(
                "update task set node = $3 where instance = $1 and node = $2 and state = 'open'",
                {instance_.id, node.id, "\n" + name});
        }
        // Two steps, so that two nodes may swap their names.
        for (const char* table : {"token", "timer", "task"})
            tx_.execute("update " + std::string(table) +
                            " set node = substr(node, 2) where instance = $1 and node like $2",
                        {instance_.id, "\n%"});
        tx_.execute(
            "update task_candidate set node = (select node from task where task.id = "
            "task_candidate.task) where task in (select id from task where instance = $1)",
            {instance_.id});
        tx_.execute(
            "update task set definition_version = $2, revision = revision + 1 "
            "where instance = $1 and state = 'open'",
            {instance_.id, move_.version});
        tx_.execute(
            "update process_instance set definition_version = $2, revision = revision + 1 "
            "where id = $1",
            {instance_.id, move_.version});
    }

private:
    std::string renamed(const std::string& node) const {
        const auto found = move_.nodes.find(node);
        return found == move_.nodes.end() ? node : found->second;
    }

    void blame(const std::string& node, const std::string& why) {
        const std::string name = renamed(node);
        problems_.push_back(node + (name == node ? "" : " (as " + name + ")") + ": " + why);
    }

    const Node* target(const std::string& node) {
        const auto index = to_->find(renamed(node));
        if (!index) {
            blame(node, "version " + std::to_string(move_.version) +
                            " has no such step; say which one takes its place");
            return nullptr;
        }
        const Node& before = from_->nodes[from_->find(node).value()];
        const Node& after = to_->nodes[*index];
        if (before.kind == after.kind) return &after;
        blame(node, "is a step of another kind there");
        return nullptr;
    }

    void check_token(const std::string& node, const std::string& via, const std::string& state) {
        const Node* after = target(node);
        if (after == nullptr) return;
        const Node& before = from_->nodes[from_->find(node).value()];
        if (after->kind == NodeKind::UserTask &&
            before.task.multi_instance.has_value() != after->task.multi_instance.has_value())
            blame(node, "is given to several in only one of the versions");
        if (after->kind == NodeKind::ServiceTask && before.topic != after->topic)
            blame(node, "does \"" + after->topic + "\" there, not \"" + before.topic + "\"");
        if (state != "join") return;
        const auto flow = to_->find_flow(via);
        if (!flow || to_->nodes[to_->flows[*flow].target].id != after->id)
            blame(node, "waits there for other flows; \"" + via + "\" does not lead into it");
    }

    void check_timer(const std::string& node) {
        const Node* after = target(node);
        if (after == nullptr || after->kind != NodeKind::BoundaryTimer) return;
        const Node& before = from_->nodes[from_->find(node).value()];
        if (to_->nodes[after->attached_to].id != renamed(from_->nodes[before.attached_to].id))
            blame(node, "stands on another task there");
    }

    store::Transaction& tx_;
    InstanceInfo instance_;
    const Move& move_;
    std::shared_ptr<const Process> from_;
    std::shared_ptr<const Process> to_;
    std::vector<std::string> problems_;
};

}  // namespace

std::vector<std::string> move_problems(store::Transaction& tx, const std::string& id,
                                       const Move& move) {
    return Mover(tx, id, move).problems();
}

void move_instance(store::Transaction& tx, const std::string& id, const Move& move,
                   const std::string& user, Instant now) {
    Mover mover(tx, id, move);
    const auto problems = mover.problems();
    if (!problems.empty())
        throw Error(ErrorCode::Conflict,
                    "process instance " + id + " cannot be moved: " + join(problems, "; "));
    mover.write();
    store::append_audit(
        tx, now, user, "process.moved", mover.instance_info().document,
        json_object({{"instance", id},
                     {"process", mover.instance_info().definition_key},
                     {"from", std::to_string(mover.instance_info().definition_version)},
                     {"to", std::to_string(move.version)}}));
}

}  // namespace vanthu::workflow
