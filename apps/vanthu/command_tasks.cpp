// vanthu tasks, vanthu task, vanthu correct: the work list, one step of a task, a clerk's
// correction.

#include <iostream>

#include "apps/vanthu/actor.h"
#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "apps/vanthu/remote.h"
#include "base/error.h"
#include "base/text.h"
#include "pipeline/document_json.h"
#include "server/views.h"
#include "stages/decisions.h"
#include "workflow/tasks.h"

namespace vanthu::apps {
namespace {

using Poco::JSON::Object;

constexpr int kPageOfTasks = 200;  // what the service gives at once

void print(const Object& task) {
    std::cout << task.getValue<std::string>("id") << "  " << task.getValue<std::string>("name")
              << "  " << task.getValue<std::string>("document") << "  ";
    if (task.isNull("assignee")) {
        std::vector<std::string> groups;
        for (const auto& group : *task.getArray("candidate_groups"))
            groups.push_back(group.convert<std::string>());
        std::cout << '(' << join(groups, ", ") << ")\n";
    } else {
        std::cout << task.getValue<std::string>("assignee") << '\n';
    }
}

constexpr std::string_view kStepNames =
    "claim, release, complete, delegate, resolve, reassign, hold, resume or opinion";

// What `vanthu task` may be told to do; the row's function runs inside one transaction.
struct Step {
    std::string_view name;
    void (*run)(OpenOffice&, store::Transaction&, const std::string& id, const workflow::Actor&,
                const Arguments&);
};

const Step kSteps[] = {
    {"claim", [](OpenOffice& office, store::Transaction& tx, const std::string& id,
                 const workflow::Actor& who,
                 const Arguments&) { workflow::claim(tx, id, who, office.clock.now()); }},
    {"release", [](OpenOffice& office, store::Transaction& tx, const std::string& id,
                   const workflow::Actor& who,
                   const Arguments&) { workflow::release(tx, id, who, office.clock.now()); }},
    {"complete",
     [](OpenOffice& office, store::Transaction& tx, const std::string& id,
        const workflow::Actor& who, const Arguments& arguments) {
         workflow::Completion completion;
         completion.outcome = arguments.value("outcome");
         completion.opinion = nfc(arguments.value("opinion"));
         completion.hand_out = {nfc(arguments.value("lead")), arguments.values("support"),
                                arguments.values("know"), arguments.value("due")};
         stages::complete_task(tx, *office.blobs, id, who, completion, office.clock.now());
     }},
    {"delegate",
     [](OpenOffice& office, store::Transaction& tx, const std::string& id,
        const workflow::Actor& who, const Arguments& arguments) {
         const std::string to = actor(tx, arguments.value("to"), "--to").user;
         workflow::delegate(tx, id, who, to, office.clock.now(), arguments.value("due"));
     }},
    {"resolve",
     [](OpenOffice& office, store::Transaction& tx, const std::string& id,
        const workflow::Actor& who, const Arguments& arguments) {
         workflow::resolve(tx, id, who, nfc(arguments.value("opinion")), office.clock.now());
     }},
    {"reassign",
     [](OpenOffice& office, store::Transaction& tx, const std::string& id,
        const workflow::Actor& who, const Arguments& arguments) {
         const std::string to = actor(tx, arguments.value("to"), "--to").user;
         workflow::reassign(tx, id, who, to, office.clock.now());
     }},
    {"hold",
     [](OpenOffice& office, store::Transaction& tx, const std::string& id,
        const workflow::Actor& who, const Arguments& arguments) {
         workflow::hold(tx, id, who, nfc(arguments.value("reason")), office.clock.now());
     }},
    {"resume", [](OpenOffice& office, store::Transaction& tx, const std::string& id,
                  const workflow::Actor& who,
                  const Arguments&) { workflow::resume(tx, id, who, office.clock.now()); }},
    {"opinion",
     [](OpenOffice& office, store::Transaction& tx, const std::string& id,
        const workflow::Actor& who, const Arguments& arguments) {
         workflow::add_opinion(tx, id, who, nfc(arguments.value("opinion")), office.clock.now());
     }},
};

workflow::TaskOrder order_of(const std::string& text) {
    if (text == "urgency") return workflow::TaskOrder::Urgency;
    if (text == "due") return workflow::TaskOrder::Due;
    if (text == "age") return workflow::TaskOrder::Age;
    if (text == "newest") return workflow::TaskOrder::Newest;
    throw Error(ErrorCode::BadInput, "--order '" + text + "': it is urgency, due, age or newest");
}

// What a decision leads to (a number, the filing) happens at once also when no service runs.
void finish_service_tasks(OpenOffice& office) {
    if (const auto working = WorkingOffice::begin(office))
        working->worker().run_until_idle("service_task");
}

Poco::JSON::Array::Ptr tasks_here(const Arguments& arguments) {
    const auto office = open_office(arguments.value("data", kDefaultData));
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office->database->read([&](store::Transaction& tx) {
        workflow::TaskQuery query;
        query.limit = arguments.number("limit", 1000);
        query.state = arguments.value("state", "open");
        query.order = order_of(arguments.value("order", "urgency"));
        query.process = arguments.value("process");
        query.node = arguments.value("node");
        if (arguments.has("user")) query.visible_to = actor(tx, arguments.value("user"), "--user");
        const std::vector<workflow::Task> tasks = workflow::list_tasks(tx, query);
        std::vector<std::string> documents;
        for (const workflow::Task& task : tasks)
            documents.push_back(task.document);
        const auto summaries = server::summaries_of(tx, documents);
        for (const workflow::Task& task : tasks) {
            const auto summary = summaries.find(task.document);
            rows->add(server::view(task, summary == summaries.end() ? nullptr : &summary->second));
        }
    });
    return rows;
}

Poco::JSON::Array::Ptr tasks_of(RemoteOffice& remote, const Arguments& arguments) {
    const int limit = arguments.number("limit", 1000);
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    for (std::string after; static_cast<int>(rows->size()) < limit;) {
        const int wanted = std::min(kPageOfTasks, limit - static_cast<int>(rows->size()));
        const Object::Ptr page =
            remote.get("/tasks", {{"scope", arguments.has("user") ? "mine" : "all"},
                                  {"state", arguments.value("state", "open")},
                                  {"order", arguments.value("order", "urgency")},
                                  {"process", arguments.value("process")},
                                  {"node", arguments.value("node")},
                                  {"limit", std::to_string(wanted)},
                                  {"after", after}});
        const auto tasks = page->getArray("tasks");
        for (unsigned i = 0; i < tasks->size(); ++i)
            rows->add(tasks->getObject(i));
        if (page->isNull("next")) break;
        after = page->getValue<std::string>("next");
    }
    return rows;
}

// With --server the token says who acts; another name beside it would be a lie in the audit.
void check_actor(RemoteOffice& remote, const Arguments& arguments, std::string_view option) {
    const std::string named = arguments.value(option);
    const std::string user = remote.get("/session")->getObject("user")->getValue<std::string>("id");
    if (!named.empty() && named != user)
        throw Error(ErrorCode::Forbidden, "the token is " + user + "'s, so --" +
                                              std::string(option) + " cannot be " + named);
}

Object::Ptr done_remotely(RemoteOffice& remote, const std::string& step, const std::string& id,
                          const Arguments& arguments) {
    check_actor(remote, arguments, "as");
    Object body;
    for (const char* name : {"outcome", "opinion", "to", "reason", "due"})
        if (arguments.has(name)) body.set(name, nfc(arguments.value(name)));
    if (step == "complete") {
        Object::Ptr hand_out = server::new_object();
        hand_out->set("lead", nfc(arguments.value("lead")));
        hand_out->set("support", server::text_array(arguments.values("support")));
        hand_out->set("know", server::text_array(arguments.values("know")));
        hand_out->set("due", arguments.value("due"));
        body.set("hand_out", hand_out);
    }
    return remote.post("/tasks/" + in_path(id) + "/" + step, body);
}

Object::Ptr done_here(const Step& step, const std::string& id, const Arguments& arguments) {
    const auto office = open_office(arguments.value("data", kDefaultData));
    workflow::Task task;
    office->database->write([&](store::Transaction& tx) {
        step.run(*office, tx, id, actor(tx, arguments.value("as"), "--as"), arguments);
        task = workflow::task(tx, id);
    });
    finish_service_tasks(*office);
    return server::view(task, nullptr);
}

}  // namespace

int command_tasks(const Words& words) {
    const Arguments arguments(
        words, {"json"},
        {"user", "state", "limit", "order", "process", "node", "data", "server", "token-file"});
    const auto remote = RemoteOffice::of(arguments);
    if (remote) check_actor(*remote, arguments, "user");
    const Poco::JSON::Array::Ptr tasks =
        remote ? tasks_of(*remote, arguments) : tasks_here(arguments);
    if (!arguments.has("json")) {
        for (unsigned i = 0; i < tasks->size(); ++i)
            print(*tasks->getObject(i));
        return 0;
    }
    Object::Ptr list = server::new_object();
    list->set("tasks", tasks);
    std::cout << pipeline::json_text(*list) << '\n';
    return 0;
}

int command_task(const Words& words) {
    const Arguments arguments(words, {"json"},
                              {"as", "outcome", "opinion", "to", "reason", "lead", "support",
                               "know", "due", "data", "server", "token-file"});
    const std::string& what = arguments.operand(0, kStepNames);
    const std::string& id = arguments.operand(1, "ID of a task");
    for (const Step& step : kSteps) {
        if (step.name != what) continue;
        const auto remote = RemoteOffice::of(arguments);
        const Object::Ptr task =
            remote ? done_remotely(*remote, what, id, arguments) : done_here(step, id, arguments);
        if (arguments.has("json")) {
            std::cout << pipeline::json_text(*task) << '\n';
            return 0;
        }
        std::cout << task->getValue<std::string>("id") << ' '
                  << task->getValue<std::string>("state")
                  << (task->isNull("outcome") ? "" : " " + task->getValue<std::string>("outcome"))
                  << '\n';
        return 0;
    }
    throw Error(ErrorCode::BadInput, "task '" + what + "': it is " + std::string(kStepNames));
}

int command_correct(const Words& words) {
    const Arguments arguments(words, {"json"}, {"as", "data", "server", "token-file"});
    const std::string& id = arguments.operand(0, "ID of a document");
    arguments.operand(1, "at least one FIELD=VALUE");
    std::vector<std::pair<pipeline::FieldId, std::string>> values;
    for (std::size_t i = 1; i < arguments.operands().size(); ++i) {
        const std::string& word = arguments.operands()[i];
        const auto equals = word.find('=');
        if (equals == std::string::npos)
            throw Error(ErrorCode::BadInput, "'" + word + "' is not FIELD=VALUE");
        values.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
    if (const auto remote = RemoteOffice::of(arguments)) {
        check_actor(*remote, arguments, "as");
        Object::Ptr fields = server::new_object();
        for (const auto& [field, value] : values)
            fields->set(field, value);
        Object body;
        body.set("fields", fields);
        const std::string path = "/documents/" + in_path(id);
        remote->patch(path + "/fields", body, remote->get(path)->getValue<int>("revision"));
        std::cout << id << " corrected\n";
        return 0;
    }
    const auto office = open_office(arguments.value("data", kDefaultData));
    office->database->write([&](store::Transaction& tx) {
        const workflow::Actor who = actor(tx, arguments.value("as"), "--as");
        stages::correct_fields(tx, *office->blobs, id, values, who.user, office->clock.now());
    });
    std::cout << id << " corrected\n";
    return 0;
}

}  // namespace vanthu::apps
