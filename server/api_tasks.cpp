// The work list and what people do with a task. The rights are the workflow's own; here they only
// learn who asks.

#include "server/actors.h"
#include "server/api.h"
#include "server/views.h"
#include "stages/decisions.h"

namespace vanthu::server {
namespace {

const Summary* find_summary(const std::map<std::string, Summary>& summaries,
                            const std::string& document) {
    const auto found = summaries.find(document);
    return found == summaries.end() ? nullptr : &found->second;
}

Poco::JSON::Object::Ptr task_view(store::Transaction& tx, const std::string& id) {
    const workflow::Task task = workflow::task(tx, id);
    return view(task, find_summary(summaries_of(tx, {task.document}), task.document));
}

template <class Change>
Response change_task(const Office& office, Request& request, const Change& change) {
    Poco::JSON::Object::Ptr answer;
    office.database.write([&](store::Transaction& tx) {
        const workflow::Actor actor = actor_of(tx, request.principal().account, office.clock.now());
        change(tx, request.parameter("id"), actor, office.clock.now());
        answer = task_view(tx, request.parameter("id"));
    });
    return json_response(*answer);
}

std::optional<int> revision_member(const Poco::JSON::Object& body) {
    const Var value = body.get("revision");
    if (value.isEmpty()) return std::nullopt;
    if (!value.isInteger()) throw Error(ErrorCode::BadInput, "\"revision\" is no number");
    return value.convert<int>();
}

workflow::TaskOrder order_of(const std::string& text) {
    if (text == "urgency") return workflow::TaskOrder::Urgency;
    if (text == "due") return workflow::TaskOrder::Due;
    if (text == "age") return workflow::TaskOrder::Age;
    if (text == "newest") return workflow::TaskOrder::Newest;
    throw Error(ErrorCode::BadInput,
                "query \"order\" is \"" + text + "\"; it is urgency, due, age or newest");
}

std::vector<std::string> text_list(const Poco::JSON::Object& object, const std::string& name) {
    std::vector<std::string> texts;
    if (!object.has(name) || object.isNull(name)) return texts;
    if (!object.isArray(name))
        throw Error(ErrorCode::BadInput, "\"" + name + "\" is no list of texts");
    for (const Var& item : *object.getArray(name)) {
        if (!item.isString())
            throw Error(ErrorCode::BadInput, "\"" + name + "\" is no list of texts");
        texts.push_back(item.extract<std::string>());
    }
    return texts;
}

workflow::HandOut hand_out_member(const Poco::JSON::Object& body) {
    if (!body.has("hand_out") || body.isNull("hand_out")) return {};
    const auto object = body.getObject("hand_out");
    if (!object) throw Error(ErrorCode::BadInput, "\"hand_out\" is no object");
    workflow::HandOut hand_out{text_member(*object, "lead").value_or(""),
                               text_list(*object, "support"), text_list(*object, "know"),
                               text_member(*object, "due").value_or("")};
    return hand_out;
}

void require_account(store::Transaction& tx, const std::string& id) {
    const auto account = find_account(tx, id);
    if (!account || account->standing == Standing::Disabled)
        throw Error(ErrorCode::BadInput, "there is no account \"" + id + "\" to give it to");
}

}  // namespace

Response list_tasks(const Office& office, Request& request) {
    const std::string scope = request.query("scope").value_or("mine");
    if (scope != "mine" && scope != "all")
        throw Error(ErrorCode::BadInput, "query \"scope\" is \"" + scope + "\"; it is mine or all");
    const std::string state = request.query("state").value_or("open");
    if (state != "open" && state != "completed" && state != "cancelled" && state != "any")
        throw Error(ErrorCode::BadInput, "query \"state\" is \"" + state +
                                             "\"; it is open, completed, cancelled or any");
    workflow::TaskQuery query;
    query.order = order_of(request.query("order").value_or("urgency"));
    query.process = request.query("process").value_or("");
    query.node = request.query("node").value_or("");
    if (const auto due_before = request.query("due_before")) {
        query.due_before = parse_rfc3339(*due_before);
        if (!query.due_before)
            throw Error(ErrorCode::BadInput,
                        "query \"due_before\" is no time such as 2026-03-14T17:00:00Z");
    }
    query.state = state == "any" ? "" : state;
    query.document = request.query("document").value_or("");
    query.after = request.query("after").value_or("");
    const int limit = request.query_number("limit", 100, 1, 200);
    query.limit = limit + 1;

    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    Var next;
    office.database.read([&](store::Transaction& tx) {
        if (scope == "mine")
            query.visible_to = actor_of(tx, request.principal().account, office.clock.now());
        std::vector<workflow::Task> tasks = workflow::list_tasks(tx, query);
        if (tasks.size() > static_cast<std::size_t>(limit)) {
            tasks.pop_back();
            next = tasks.back().id;
        }
        std::vector<std::string> documents;
        for (const workflow::Task& task : tasks)
            documents.push_back(task.document);
        const auto summaries = summaries_of(tx, documents);
        for (const workflow::Task& task : tasks)
            rows->add(view(task, find_summary(summaries, task.document)));
    });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("tasks", rows);
    answer->set("next", next);
    return json_response(*answer);
}

Response claim_task(const Office& office, Request& request) {
    return change_task(office, request, workflow::claim);
}

Response release_task(const Office& office, Request& request) {
    return change_task(office, request, workflow::release);
}

Response complete_task(const Office& office, Request& request) {
    const auto body = request.json();
    workflow::Completion completion;
    completion.outcome = text_member(*body, "outcome").value_or("");
    completion.opinion = text_member(*body, "opinion").value_or("");
    completion.revision = revision_member(*body);
    completion.hand_out = hand_out_member(*body);
    return change_task(office, request,
                       [&](auto& tx, const auto& id, const auto& actor, Instant now) {
                           stages::complete_task(tx, office.blobs, id, actor, completion, now);
                       });
}

Response delegate_task(const Office& office, Request& request) {
    const auto body = request.json();
    const std::string to = required_text(*body, "to");
    const std::string due = text_member(*body, "due").value_or("");
    return change_task(office, request,
                       [&](auto& tx, const auto& id, const auto& actor, Instant now) {
                           require_account(tx, to);
                           workflow::delegate(tx, id, actor, to, now, due);
                       });
}

Response resolve_task(const Office& office, Request& request) {
    const std::string opinion = text_member(*request.json(), "opinion").value_or("");
    return change_task(office, request,
                       [&](auto& tx, const auto& id, const auto& actor, Instant now) {
                           workflow::resolve(tx, id, actor, opinion, now);
                       });
}

Response reassign_task(const Office& office, Request& request) {
    const std::string to = required_text(*request.json(), "to");
    return change_task(office, request,
                       [&](auto& tx, const auto& id, const auto& actor, Instant now) {
                           require_account(tx, to);
                           workflow::reassign(tx, id, actor, to, now);
                       });
}

Response hold_task(const Office& office, Request& request) {
    const std::string reason = required_text(*request.json(), "reason");
    return change_task(office, request,
                       [&](auto& tx, const auto& id, const auto& actor, Instant now) {
                           workflow::hold(tx, id, actor, reason, now);
                       });
}

Response resume_task(const Office& office, Request& request) {
    return change_task(office, request, workflow::resume);
}

Response give_opinion(const Office& office, Request& request) {
    const std::string opinion = required_text(*request.json(), "opinion");
    return change_task(office, request,
                       [&](auto& tx, const auto& id, const auto& actor, Instant now) {
                           workflow::add_opinion(tx, id, actor, opinion, now);
                       });
}

}  // namespace vanthu::server
