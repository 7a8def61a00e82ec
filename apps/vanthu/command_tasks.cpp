// vanthu tasks, vanthu task, vanthu correct: the work list, one step of a task, a clerk's
// correction.

#include <iostream>

#include "apps/vanthu/actor.h"
#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "base/text.h"
#include "pipeline/document_json.h"
#include "server/views.h"
#include "stages/decisions.h"
#include "workflow/tasks.h"

namespace vanthu::apps {
namespace {

void print(const workflow::Task& task) {
    std::cout << task.id << "  " << task.name << "  " << task.document << "  "
              << (task.assignee.empty() ? "(" + join(task.candidate_groups, ", ") + ")"
                                        : task.assignee)
              << '\n';
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

}  // namespace

int command_tasks(const Words& words) {
    const Arguments arguments(words, {"json"},
                              {"user", "state", "limit", "order", "process", "node", "data"});
    const auto office = open_office(arguments.value("data", kDefaultData));
    std::vector<workflow::Task> tasks;
    std::map<std::string, server::Summary> summaries;
    office->database->read([&](store::Transaction& tx) {
        workflow::TaskQuery query;
        query.limit = arguments.number("limit", 1000);
        query.state = arguments.value("state", "open");
        query.order = order_of(arguments.value("order", "urgency"));
        query.process = arguments.value("process");
        query.node = arguments.value("node");
        if (arguments.has("user")) query.visible_to = actor(tx, arguments.value("user"), "--user");
        tasks = workflow::list_tasks(tx, query);
        std::vector<std::string> documents;
        for (const workflow::Task& task : tasks)
            documents.push_back(task.document);
        summaries = server::summaries_of(tx, documents);
    });
    if (!arguments.has("json")) {
        for (const workflow::Task& task : tasks)
            print(task);
        return 0;
    }
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    for (const workflow::Task& task : tasks) {
        const auto summary = summaries.find(task.document);
        rows->add(server::view(task, summary == summaries.end() ? nullptr : &summary->second));
    }
    Poco::JSON::Object::Ptr list = server::new_object();
    list->set("tasks", rows);
    std::cout << pipeline::json_text(*list) << '\n';
    return 0;
}

int command_task(const Words& words) {
    const Arguments arguments(
        words, {"json"},
        {"as", "outcome", "opinion", "to", "reason", "lead", "support", "know", "due", "data"});
    const std::string& what = arguments.operand(0, kStepNames);
    const std::string& id = arguments.operand(1, "ID of a task");
    for (const Step& step : kSteps) {
        if (step.name != what) continue;
        const auto office = open_office(arguments.value("data", kDefaultData));
        workflow::Task task;
        office->database->write([&](store::Transaction& tx) {
            step.run(*office, tx, id, actor(tx, arguments.value("as"), "--as"), arguments);
            task = workflow::task(tx, id);
        });
        finish_service_tasks(*office);
        if (arguments.has("json"))
            std::cout << pipeline::json_text(*server::view(task, nullptr)) << '\n';
        else
            std::cout << task.id << ' ' << task.state
                      << (task.outcome.empty() ? "" : " " + task.outcome) << '\n';
        return 0;
    }
    throw Error(ErrorCode::BadInput, "task '" + what + "': it is " + std::string(kStepNames));
}

int command_correct(const Words& words) {
    const Arguments arguments(words, {"json"}, {"as", "data"});
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
    const auto office = open_office(arguments.value("data", kDefaultData));
    office->database->write([&](store::Transaction& tx) {
        const workflow::Actor who = actor(tx, arguments.value("as"), "--as");
        stages::correct_fields(tx, *office->blobs, id, values, who.user, office->clock.now());
    });
    std::cout << id << " corrected\n";
    return 0;
}

}  // namespace vanthu::apps
