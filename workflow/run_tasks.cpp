// The part of run.h that makes tasks for people: who gets one, until when, and rounds of several at
// once.
#include <algorithm>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Parser.h>

#include "base/error.h"
#include "base/text.h"
#include "workflow/deadline.h"
#include "workflow/events.h"
#include "workflow/run.h"
#include "workflow/stuck.h"
#include "workflow/task_rows.h"

namespace vanthu::workflow {
namespace {

constexpr std::size_t kMostItems = 1000;

std::string shown(const Node& node) {
    return node.name.empty() ? node.id : "\"" + node.name + "\" (" + node.id + ")";
}

[[noreturn]] void stick(const Node& node, const std::string& what) {
    throw Stuck{shown(node) + ": " + what};
}

void add_once(std::vector<std::string>& names, const std::string& list) {
    for (const std::string& part : split(list, ',')) {
        const std::string name = single_spaced(part);
        if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    }
}

}  // namespace

struct Run::Assignment {
    std::string assignee;
    std::vector<std::string> users;
    std::vector<std::string> groups;
    std::optional<Instant> due_at;
    std::string signs_for;
    std::string item;
};

// How far a task given to several has come; the items are fixed when it begins.
struct Run::Round {
    std::vector<std::string> items;
    std::size_t started = 0;
    std::size_t completed = 0;

    std::string json() const {
        Poco::JSON::Object object;
        Poco::JSON::Array::Ptr list = new Poco::JSON::Array;
        for (const std::string& item : items)
            list->add(item);
        object.set("items", list);
        object.set("started", static_cast<std::int64_t>(started));
        object.set("completed", static_cast<std::int64_t>(completed));
        std::ostringstream out;
        object.stringify(out);
        return out.str();
    }

    static Round parse(const std::string& json) {
        Poco::JSON::Parser parser;
        const auto object = parser.parse(json).extract<Poco::JSON::Object::Ptr>();
        Round round;
        for (const auto& item : *object->getArray("items"))
            round.items.push_back(item.convert<std::string>());
        round.started = object->getValue<std::size_t>("started");
        round.completed = object->getValue<std::size_t>("completed");
        return round;
    }
};

ExpressionScope Run::scope(const Locals& locals) const {
    return [this, &locals](std::string_view name) -> ExpressionValue {
        if (name.ends_with(')'))  // workdays(5): names have no parentheses
            return local_text(moment_after(calendar(), now_, std::string(name)).value());
        const auto local = locals.find(name);
        return local != locals.end() ? local->second : variables_.value(name);
    };
}

std::string Run::text(const Setting& setting, const Node& node, const Locals& locals) const {
    if (!setting.expression) return setting.literal;
    try {
        return trim(as_text(setting.expression->evaluate(scope(locals))));
    } catch (const Error& error) {
        stick(node, error.what());
    }
}

bool Run::holds(const Expression& condition, const Node& node, const Locals& locals) const {
    try {
        return condition.holds(scope(locals));
    } catch (const Error& error) {
        stick(node, error.what());
    }
}

Run::Assignment Run::assignment(const Node& node, const Locals& locals) const {
    Assignment result;
    result.assignee = single_spaced(text(node.task.assignee, node, locals));
    for (const Setting& users : node.task.candidate_users)
        add_once(result.users, text(users, node, locals));
    for (const Setting& groups : node.task.candidate_groups)
        add_once(result.groups, text(groups, node, locals));
    if (result.assignee.empty() && result.users.empty() && result.groups.empty())
        stick(node, "nobody is named who could do it");
    result.signs_for = text(node.task.signs_for, node, locals);
    const std::string due = text(node.task.due, node, locals);
    if (!due.empty()) {
        result.due_at = moment_after(calendar(), now_, due);
        if (!result.due_at)
            stick(node, "the due date \"" + due + "\" is neither a length nor a date");
    }
    if (const auto limit = urgent_limit(); limit && result.due_at.value_or(*limit) >= *limit)
        result.due_at = limit;
    return result;
}

void Run::add_task(const Node& node, const std::string& token, const Assignment& assignment) {
    Task task;
    task.instance = row_.id;
    task.document = row_.document;
    task.definition_key = row_.definition_key;
    task.definition_version = row_.definition_version;
    task.node = node.id;
    task.name = node.name.empty() ? node.id : node.name;
    task.form_key = node.task.form_key;
    task.outcomes = node.task.outcomes;
    task.candidate_groups = assignment.groups;
    task.candidate_users = assignment.users;
    task.assignee = assignment.assignee;
    task.priority = priority_of(variables_);
    task.created_at = now_;
    task.due_at = assignment.due_at;
    task.role = node.task.role;
    task.level = node.task.level;
    task.signs_for = assignment.signs_for;
    const std::string id = insert_task(tx_, std::move(task), token, assignment.item);
    add_event(tx_, {"task_created", row_.id, row_.document, id, assignment.assignee, {}, now_});
    if (node.task.remind.empty() || !assignment.due_at || *assignment.due_at <= now_) return;
    const auto remind_at = moment_before(calendar(), *assignment.due_at, node.task.remind);
    add_timer(node, token, std::max(remind_at.value_or(now_), now_ + 1), id);
}

std::vector<std::pair<const Node*, Instant>> Run::boundary_timers(const Node& node) const {
    std::vector<std::pair<const Node*, Instant>> timers;
    for (const std::size_t index : node.boundary)
        timers.emplace_back(&process_->nodes[index], due_of(process_->nodes[index]));
    return timers;
}

// Everything a diagram can get wrong is worked out before the first row is written.
void Run::visit_user_task(const Arrival& arrival, const Node& node) {
    const auto timers = boundary_timers(node);
    std::vector<Assignment> assignments;
    std::string round_json;
    if (node.task.multi_instance) {
        Round round = new_round(node);
        variables_.remove("outcomes_" + node.id);
        if (round.items.empty()) {
            set_outcome(node, {});
            return follow(node);
        }
        round.started = node.task.multi_instance->sequential ? 1 : round.items.size();
        for (std::size_t i = 0; i < round.started; ++i)
            assignments.push_back(assignment(node, locals_of(node, round, static_cast<int>(i))));
        for (std::size_t i = 0; i < round.started; ++i)
            assignments[i].item = round.items[i];
        round_json = round.json();
    } else {
        assignments.push_back(assignment(node, {}));
    }
    const std::string token = add_token(node.id, arrival.via, "task", {}, round_json);
    for (const Assignment& each : assignments)
        add_task(node, token, each);
    for (const auto& [timer, due_at] : timers)
        add_timer(*timer, token, due_at);
}

Run::Round Run::new_round(const Node& node) const {
    const MultiInstance& loop = *node.task.multi_instance;
    Round round;
    if (!loop.collection.empty()) {
        auto items = variables_.list(loop.collection);
        if (!items) stick(node, "the variable " + loop.collection + " is no list of whom to ask");
        round.items = std::move(*items);
    } else {
        const std::string number = text(loop.cardinality, node, {});
        const bool digits = !number.empty() && number.size() <= 4 &&
                            number.find_first_not_of("0123456789") == std::string::npos;
        if (!digits) stick(node, "\"" + number + "\" is no number of tasks");
        const int count = std::stoi(number);
        for (int i = 0; i < count; ++i)
            round.items.push_back(std::to_string(i));
    }
    if (round.items.size() > kMostItems)
        stick(node, "asks " + std::to_string(round.items.size()) + " at once, the limit is " +
                        std::to_string(kMostItems));
    return round;
}

Run::Locals Run::locals_of(const Node& node, const Round& round, int index) const {
    Locals locals;
    const auto item = static_cast<std::size_t>(index);
    const std::string& name = node.task.multi_instance->item_variable;
    if (!name.empty() && item < round.items.size()) locals[name] = round.items[item];
    // The names that modelers offer for completion conditions.
    locals["loopCounter"] = static_cast<double>(index);
    locals["nrOfInstances"] = static_cast<double>(round.items.size());
    locals["nrOfCompletedInstances"] = static_cast<double>(round.completed);
    locals["nrOfActiveInstances"] = static_cast<double>(round.started - round.completed);
    return locals;
}

void Run::set_outcome(const Node& node, const std::string& outcome) {
    for (const std::string& name : {std::string("outcome"), "outcome_" + node.id}) {
        if (outcome.empty())
            variables_.set_null(name);
        else
            variables_.set(name, outcome);
    }
}

void Run::task_completed(const TokenRow& token, const std::string& task,
                         const std::string& outcome) {
    const Node& node = process_->nodes[process_->find(token.node).value()];
    set_outcome(node, outcome);
    if (token.round.empty()) return leave(token);
    cancel_timers(token.id, task);
    if (!outcome.empty()) variables_.count("outcomes_" + node.id, outcome);
    Round round = Round::parse(token.round);
    ++round.completed;
    continue_round(token, round);
}

void Run::take_up_round(const TokenRow& token) {
    continue_round(token, Round::parse(token.round));
}

void Run::continue_round(const TokenRow& token, const Round& before) {
    const Node& node = process_->nodes[process_->find(token.node).value()];
    const MultiInstance& loop = *node.task.multi_instance;
    Round round = before;
    std::string reason;
    try {
        const Locals locals = locals_of(node, round, static_cast<int>(round.completed));
        if (round.completed >= round.items.size() ||
            (loop.completion && holds(*loop.completion, node, locals)))
            return leave(token);
        if (round.started == round.completed) {
            Assignment next = assignment(node, locals);
            next.item = round.items[round.started++];
            add_task(node, token.id, next);
        }
    } catch (const Stuck& stuck) {
        reason = stuck.reason;
    }
    tx_.execute("update token set state = $2, reason = $3, round = $4 where id = $1",
                {token.id, reason.empty() ? "task" : "stuck", reason, round.json()});
}

}  // namespace vanthu::workflow
