// Deployed diagrams and where a paper stands in one.

#include <functional>

#include "server/api.h"
#include "server/views.h"

namespace vanthu::server {
namespace {

constexpr std::uint64_t kDiagramBytes = 4u << 20;

Response changed_instance(
    const Office& office, Request& request,
    const std::function<void(store::Transaction&, const std::string& id)>& change) {
    Poco::JSON::Object::Ptr answer;
    office.database.write([&](store::Transaction& tx) {
        change(tx, request.parameter("id"));
        answer = view(workflow::instance(tx, request.parameter("id")));
    });
    return json_response(*answer);
}

workflow::Move move_of(const Poco::JSON::Object& body) {
    workflow::Move move;
    const Var version = body.get("version");
    if (!version.isInteger())
        throw Error(ErrorCode::BadInput, "\"version\" is missing or no number");
    move.version = version.convert<int>();
    if (!body.has("nodes") || body.isNull("nodes")) return move;
    const auto nodes = body.getObject("nodes");
    if (!nodes) throw Error(ErrorCode::BadInput, "\"nodes\" is no object of old to new id");
    for (const auto& [from, to] : *nodes) {
        if (!to.isString())
            throw Error(ErrorCode::BadInput, "\"nodes\" is no object of old to new id");
        move.nodes[from] = to.extract<std::string>();
    }
    return move;
}

}  // namespace

Response list_processes(const Office& office, Request&) {
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        for (const workflow::DefinitionInfo& definition : workflow::definitions(tx))
            rows->add(view(definition));
    });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("processes", rows);
    return json_response(*answer);
}

Response deploy_process(const Office& office, Request& request) {
    const std::string bpmn = request.text_body(kDiagramBytes);
    const std::string file = percent_decoded(request.header("X-Filename").value_or("diagram.bpmn"));
    workflow::DefinitionInfo definition;
    try {
        office.database.write([&](store::Transaction& tx) {
            definition = workflow::deploy(tx, bpmn, file, request.user(), office.clock.now());
        });
    } catch (const Error& error) {
        // What is wrong with the diagram is for who sent it, not for the log.
        if (error.code() == ErrorCode::Configuration)
            throw Error(ErrorCode::BadInput, error.what());
        throw;
    }
    Response response = json_response(*view(definition), 201);
    response.headers.emplace_back("Location", "/api/v1/processes/" +
                                                  percent_encoded(definition.key) + "/" +
                                                  std::to_string(definition.version));
    return response;
}

Response show_process(const Office& office, Request& request) {
    std::string xml;
    office.database.read([&](store::Transaction& tx) {
        xml = workflow::definition_xml(tx, request.parameter("key"),
                                       request.parameter_number("version"));
    });
    return {.media_type = "application/xml", .body = xml};
}

Response show_instance(const Office& office, Request& request) {
    Poco::JSON::Object::Ptr answer;
    office.database.read([&](store::Transaction& tx) {
        answer = view(workflow::instance(tx, request.parameter("id")));
    });
    return json_response(*answer);
}

Response withdraw_instance(const Office& office, Request& request) {
    const std::string reason = required_text(*request.json(), "reason");
    return changed_instance(office, request, [&](store::Transaction& tx, const std::string& id) {
        workflow::withdraw_instance(tx, id, request.user(), reason, office.clock.now());
    });
}

Response resume_instance(const Office& office, Request& request) {
    return changed_instance(office, request, [&](store::Transaction& tx, const std::string& id) {
        workflow::resume_instance(tx, id, request.user(), office.clock.now());
    });
}

// With "dry_run" it only says what stands in the way.
Response move_instance(const Office& office, Request& request) {
    const auto body = request.json();
    const workflow::Move move = move_of(*body);
    if (!body->optValue<bool>("dry_run", false))
        return changed_instance(
            office, request, [&](store::Transaction& tx, const std::string& id) {
                workflow::move_instance(tx, id, move, request.user(), office.clock.now());
            });
    std::vector<std::string> problems;
    office.database.read([&](store::Transaction& tx) {
        problems = workflow::move_problems(tx, request.parameter("id"), move);
    });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("problems", text_array(problems));
    return json_response(*answer);
}

}  // namespace vanthu::server
