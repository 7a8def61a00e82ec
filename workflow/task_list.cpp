// The part of tasks.h that looks: one task, and pages of work lists.
#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "workflow/task_rows.h"
#include "workflow/tasks.h"

namespace vanthu::workflow {
namespace {

constexpr int kLongestPage = 1000;

// Builds one statement and its parameters side by side.
class Statement {
public:
    // The "$n" that stands for the value.
    std::string parameter(const store::Value& value) {
        parameters_.push_back(value);
        return "$" + std::to_string(parameters_.size());
    }

    const store::Transaction::Parameters& parameters() const { return parameters_; }

private:
    store::Transaction::Parameters parameters_;
};

// Where the previous page ended.
struct Position {
    std::int64_t priority = 0;
    Instant due_order = 0;
    Instant created_at = 0;
    std::string id;
};

std::optional<Position> position_of(store::Transaction& tx, const std::string& id) {
    if (id.empty()) return std::nullopt;
    const auto row =
        tx.query_one("select priority, due_order, created_at from task where id = $1", {id});
    if (!row)
        throw Error(ErrorCode::NotFound, "task " + id + " does not exist; start the list anew");
    return Position{row->integer("priority"), row->integer("due_order"), row->integer("created_at"),
                    id};
}

// A name that the person has on work lists, in their own right or for somebody absent.
struct ListName {
    std::string kind;
    std::string name;
    std::string process;  // only tasks of that process; "" = all
};

class TaskList {
public:
    TaskList(store::Transaction& tx, const TaskQuery& query)
        : tx_(tx), query_(query), after_(position_of(tx, query.after)) {}

    std::vector<Task> page() {
        std::string sql = "select " + std::string(kTaskColumns) + " from task t ";
        const bool everything = !query_.visible_to || query_.visible_to->administrator;
        if (everything)
            sql += "where true" + filters("t") + after("t", "id");
        else if (!query_.document.empty())
            sql += "where true" + filters("t") + after("t", "id") + " and " + is_visible();
        else
            sql += "where t.id in (" + visible_ids() + ")";
        sql += " order by " + order("t", "id") + " limit " + limit();
        std::vector<Task> tasks;
        tx_.for_each(sql, statement_.parameters(),
                     [&](const store::Row& row) { tasks.push_back(task_of(row)); });
        return tasks;
    }

private:
    std::string limit() const { return std::to_string(std::clamp(query_.limit, 1, kLongestPage)); }

    std::string filters(const std::string& table) {
        std::string sql;
        if (!query_.state.empty())
            sql += " and " + table + ".state = " + statement_.parameter(query_.state);
        if (!query_.document.empty())
            sql += " and " + table + ".document = " + statement_.parameter(query_.document);
        if (!query_.node.empty())
            sql += " and " + table + ".node = " + statement_.parameter(query_.node);
        if (!query_.process.empty())
            sql += " and " + table + ".definition_key = " + statement_.parameter(query_.process);
        if (query_.due_before)
            sql += " and " + table + ".due_order < " + statement_.parameter(*query_.due_before);
        return sql;
    }

    std::vector<std::string> order_columns() const {
        switch (query_.order) {
            case TaskOrder::Urgency:
                return {"priority", "due_order", "created_at"};
            case TaskOrder::Due:
                return {"due_order", "created_at"};
            case TaskOrder::Age:
            case TaskOrder::Newest:
                break;
        }
        return {"created_at"};
    }

    std::string order(const std::string& table, const std::string& id) const {
        const std::string direction = query_.order == TaskOrder::Newest ? " desc" : "";
        std::string sql;
        for (const std::string& column : order_columns())
            sql += table + "." + column + direction + ", ";
        return sql + table + "." + id + direction;
    }

    std::string after(const std::string& table, const std::string& id) {
        if (!after_) return {};
        const auto value = [&](const std::string& column) -> store::Value {
            if (column == "priority") return after_->priority;
            return column == "due_order" ? after_->due_order : after_->created_at;
        };
        std::string columns, values;
        for (const std::string& column : order_columns()) {
            columns += table + "." + column + ", ";
            values += statement_.parameter(value(column)) + ", ";
        }
        return " and (" + columns + table + "." + id + ") " +
               (query_.order == TaskOrder::Newest ? "<" : ">") + " (" + values +
               statement_.parameter(after_->id) + ")";
    }

    // Who the person is on the work list.
    std::vector<ListName> names() const {
        const Actor& actor = *query_.visible_to;
        std::vector<ListName> names;
        const auto add = [&](const std::string& user, const std::vector<std::string>& groups,
                             const std::string& process) {
            if (!process.empty() && !query_.process.empty() && process != query_.process) return;
            names.push_back({"holder", user, process});
            names.push_back({"user", user, process});
            for (const std::string& group : groups)
                names.push_back({"group", group, process});
        };
        add(actor.user, actor.groups, "");
        for (const StandIn& absent : actor.stands_in_for)
            add(absent.user, absent.groups, absent.process);
        return names;
    }

    std::string is_visible() {
        const std::string user = statement_.parameter(query_.visible_to->user);
        std::string sql =
            "(t.assignee = " + user + " or t.owner = " + user + " or t.completed_by = " + user;
        for (const ListName& each : names()) {
            sql += " or exists (select 1 from task_candidate c where c.task = t.id and c.kind = " +
                   statement_.parameter(each.kind) +
                   " and c.name = " + statement_.parameter(each.name);
            if (!each.process.empty())
                sql += " and c.process = " + statement_.parameter(each.process);
            sql += ")";
        }
        return sql + ")";
    }

    // The first page of each list the person stands on; every branch is one walk along an index.
    std::string visible_ids() {
        std::vector<std::string> branches;
        if (query_.state.empty() || query_.state == "open")
            for (const ListName& each : names())
                branches.push_back(open_branch(each));
        if (query_.state != "open") branches.push_back(done_branch());
        return join(branches, " union ");
    }

    std::string open_branch(const ListName& list) {
        std::string sql =
            "select id from (select c.task as id from task_candidate c where c.kind = " +
            statement_.parameter(list.kind) + " and c.name = " + statement_.parameter(list.name);
        const std::string process = list.process.empty() ? query_.process : list.process;
        if (!process.empty()) sql += " and c.process = " + statement_.parameter(process);
        if (!query_.node.empty()) sql += " and c.node = " + statement_.parameter(query_.node);
        if (query_.due_before)
            sql += " and c.due_order < " + statement_.parameter(*query_.due_before);
        return sql + after("c", "task") + " order by " + order("c", "task") + " limit " + limit() +
               ") as list_" + std::to_string(statement_.parameters().size());
    }

    // What the person has done. Cancelled tasks were nobody's.
    std::string done_branch() {
        std::string sql = "select id from (select t.id from task t where t.completed_by = " +
                          statement_.parameter(query_.visible_to->user) + filters("t") +
                          after("t", "id");
        return sql + " order by " + order("t", "id") + " limit " + limit() + ") as done";
    }

    store::Transaction& tx_;
    const TaskQuery& query_;
    std::optional<Position> after_;
    Statement statement_;
};

}  // namespace

std::vector<Task> list_tasks(store::Transaction& tx, const TaskQuery& query) {
    return TaskList(tx, query).page();
}

Task task(store::Transaction& tx, const std::string& id) {
    return load_task(tx, id).task;
}

}  // namespace vanthu::workflow
