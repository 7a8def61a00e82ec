// vanthu workflow: check and deploy approval processes, and help papers on that are under way.

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>

#include <Poco/JSON/Array.h>

#include "apps/vanthu/actor.h"
#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "base/text.h"
#include "pipeline/document_json.h"
#include "workflow/engine.h"

namespace vanthu::apps {
namespace {

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in)
        throw Error(ErrorCode::NotFound, path + ": there is no such file, or it may not be read");
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

int check(const std::string& file) {
    const auto problems = workflow::check_definition(read_file(file), file);
    for (const workflow::Problem& problem : problems)
        std::cout << file << ':' << problem.line << ": " << problem.element << ": "
                  << problem.reason << '\n';
    return problems.empty() ? 0 : 2;
}

int deploy(OpenOffice& office, const std::string& file, const std::string& as) {
    const std::string bpmn = read_file(file);
    workflow::DefinitionInfo info;
    office.database->write([&](store::Transaction& tx) {
        const std::string who = as.empty() ? "system" : actor(tx, as, "--as").user;
        info = workflow::deploy(tx, bpmn, file, who, office.clock.now());
    });
    std::cout << info.key << ' ' << info.version << ' ' << info.name << '\n';
    return 0;
}

int list(OpenOffice& office, bool json) {
    Poco::JSON::Array rows;
    office.database->read([&](store::Transaction& tx) {
        for (const workflow::DefinitionInfo& info : workflow::definitions(tx)) {
            if (!json) {
                std::cout << info.key << ' ' << info.version << (info.latest ? " * " : "   ")
                          << info.name << '\n';
                continue;
            }
            Poco::JSON::Object::Ptr row = new Poco::JSON::Object(Poco::JSON_PRESERVE_KEY_ORDER);
            row->set("key", info.key);
            row->set("version", info.version);
            row->set("name", info.name);
            row->set("latest", info.latest);
            row->set("deployed_at", rfc3339(info.deployed_at));
            rows.add(row);
        }
    });
    if (json) {
        rows.stringify(std::cout);
        std::cout << '\n';
    }
    return 0;
}

// The processes under way, the stuck ones with their reasons.
int instances(OpenOffice& office, const std::string& state) {
    office.database->read([&](store::Transaction& tx) {
        for (const workflow::InstanceInfo& info : workflow::instances_in(tx, state, 1000)) {
            std::cout << info.id << "  " << info.definition_key << ' ' << info.definition_version
                      << "  " << info.state << "  " << info.document << "  "
                      << join(info.active_nodes, ", ");
            if (!info.reason.empty()) std::cout << "  " << info.reason;
            std::cout << '\n';
        }
    });
    return 0;
}

workflow::Move move_of(const Arguments& arguments) {
    workflow::Move move;
    move.version = arguments.number("to", 0);
    if (move.version < 1) throw Error(ErrorCode::BadInput, "needs --to VERSION");
    for (const std::string& word : arguments.values("node")) {
        const auto equals = word.find('=');
        if (equals == std::string::npos)
            throw Error(ErrorCode::BadInput, "'" + word + "' is not OLD=NEW");
        move.nodes[word.substr(0, equals)] = word.substr(equals + 1);
    }
    return move;
}

// One instance; with --dry-run only what stands in the way.
int move(OpenOffice& office, const std::string& id, const Arguments& arguments) {
    const workflow::Move to = move_of(arguments);
    if (!arguments.has("dry-run")) {
        office.database->write([&](store::Transaction& tx) {
            const std::string who = actor(tx, arguments.value("as"), "--as").user;
            workflow::move_instance(tx, id, to, who, office.clock.now());
        });
        std::cout << id << " moved to version " << to.version << '\n';
        return 0;
    }
    std::vector<std::string> problems;
    office.database->read(
        [&](store::Transaction& tx) { problems = workflow::move_problems(tx, id, to); });
    for (const std::string& problem : problems)
        std::cout << problem << '\n';
    return problems.empty() ? 0 : 3;
}

int change(OpenOffice& office, const std::string& what, const std::string& id,
           const Arguments& arguments) {
    office.database->write([&](store::Transaction& tx) {
        const std::string who = actor(tx, arguments.value("as"), "--as").user;
        if (what == "resume")
            workflow::resume_instance(tx, id, who, office.clock.now());
        else
            workflow::withdraw_instance(tx, id, who, nfc(arguments.value("reason")),
                                        office.clock.now());
        std::cout << id << ' ' << workflow::instance(tx, id).state << '\n';
    });
    return 0;
}

}  // namespace

int command_workflow(const Words& words) {
    const Arguments arguments(words, {"json", "dry-run"},
                              {"data", "as", "to", "node", "reason", "state"});
    constexpr std::string_view kNames = "check, deploy, list, instances, move, resume or withdraw";
    const std::string& what = arguments.operand(0, kNames);
    if (what == "check") return check(arguments.operand(1, "FILE.bpmn"));
    const std::vector<std::string> known = {"deploy", "list",   "instances",
                                            "move",   "resume", "withdraw"};
    if (std::find(known.begin(), known.end(), what) == known.end())
        throw Error(ErrorCode::BadInput, "workflow '" + what + "': it is " + std::string(kNames));
    const bool makes = what == "deploy" || what == "list";
    const auto office = open_office(arguments.value("data", kDefaultData),
                                    makes ? Missing::Create : Missing::Refuse);
    if (what == "deploy")
        return deploy(*office, arguments.operand(1, "FILE.bpmn"), arguments.value("as"));
    if (what == "list") return list(*office, arguments.has("json"));
    if (what == "instances") return instances(*office, arguments.value("state"));
    const std::string& id = arguments.operand(1, "ID of a process instance");
    if (what == "move") return move(*office, id, arguments);
    return change(*office, what, id, arguments);
}

}  // namespace vanthu::apps
