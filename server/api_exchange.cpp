// Packets between offices: what came, what went, and the clerk's hand on both.

#include <charconv>

#include "base/error.h"
#include "exchange/mailbox.h"
#include "server/api.h"
#include "server/readers.h"
#include "server/views.h"

namespace vanthu::server {
namespace {

const exchange::MailboxSettings& settings_of(const Office& office) {
    if (!office.exchange)
        throw Error(ErrorCode::Conflict,
                    "this office takes no part in the exchange; an administrator writes <exchange> "
                    "into office.xml (docs/exchange.md)",
                    Sentence{"exchange_off"});
    return *office.exchange;
}

pipeline::Intake intake_of(const Office& office) {
    return {office.database, office.blobs, office.clock, office.upload_bytes};
}

Poco::JSON::Object::Ptr view(const exchange::Organ& organ) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("id", organ.id);
    o->set("name", organ.name);
    return o;
}

Poco::JSON::Object::Ptr view(const exchange::ArrivalLine& line) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("packet", line.packet);
    o->set("file", line.file);
    o->set("kind", line.kind);
    o->set("state", line.state);
    o->set("reason", text_or_null(line.reason));
    o->set("from_organ", text_or_null(line.from_organ));
    o->set("from_name", text_or_null(line.from_name));
    o->set("document_id", text_or_null(line.document_id));
    o->set("code", text_or_null(line.code));
    o->set("subject", text_or_null(line.subject));
    o->set("document", text_or_null(line.document));
    o->set("status", text_or_null(line.status));
    o->set("business", line.business);
    o->set("recall_open", line.recall_open);
    o->set("at", rfc3339(line.at));
    return o;
}

Poco::JSON::Object::Ptr view(const exchange::DispatchLine& line, const Summary* document) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("document", line.document);
    const auto field = [&](const char* id) {
        const auto found = document->fields.find(id);
        return found == document->fields.end() ? Var() : text_or_null(found->second);
    };
    o->set("source", document ? Var(document->document.source) : Var());
    o->set("code", document ? field("code") : Var());
    o->set("subject", document ? field("subject") : Var());
    o->set("organ", line.organ);
    o->set("organ_name", text_or_null(line.organ_name));
    o->set("document_id", line.document_id);
    o->set("sent_by", line.sent_by);
    o->set("at", rfc3339(line.at));
    o->set("status", text_or_null(line.status));
    o->set("status_at", time_or_null(line.status_at));
    o->set("waiting", line.waiting);
    return o;
}

// One more than asked for tells whether there are more; where they go on is a time.
exchange::LineQuery query_of(const Request& request) {
    exchange::LineQuery query;
    query.limit = request.query_number("limit", 50, 1, 200) + 1;
    if (const auto before = request.query("before")) {
        const auto [end, problem] =
            std::from_chars(before->data(), before->data() + before->size(), query.before);
        if (problem != std::errc() || end != before->data() + before->size())
            throw Error(ErrorCode::BadInput, "\"before\" is what an answer gave as \"next\"");
    }
    return query;
}

template <class Line>
Var cut(std::vector<Line>& lines, const exchange::LineQuery& query) {
    if (lines.size() < static_cast<std::size_t>(query.limit)) return {};
    lines.pop_back();
    return std::to_string(lines.back().at);
}

Response answer(const char* name, const Poco::JSON::Array::Ptr& rows, const Var& next) {
    Poco::JSON::Object::Ptr object = new_object();
    object->set(name, rows);
    object->set("next", next);
    return json_response(*object);
}

}  // namespace

Response show_exchange(const Office& office, Request&) {
    Poco::JSON::Array::Ptr organs = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        for (const exchange::Organ& organ : exchange::known_organs(tx))
            if (!office.exchange || organ.id != office.exchange->own.id) organs->add(view(organ));
    });
    Poco::JSON::Object::Ptr object = new_object();
    object->set("own", office.exchange ? Var(view(office.exchange->own)) : Var());
    object->set("organs", organs);
    return json_response(*object);
}

Response list_arrivals(const Office& office, Request& request) {
    exchange::LineQuery query = query_of(request);
    query.with_words = request.query("words") == "yes";
    std::vector<exchange::ArrivalLine> lines;
    office.database.read([&](store::Transaction& tx) { lines = exchange::arrivals(tx, query); });
    const Var next = cut(lines, query);
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    for (const exchange::ArrivalLine& line : lines)
        rows->add(view(line));
    return answer("arrivals", rows, next);
}

Response list_dispatches(const Office& office, Request& request) {
    const exchange::LineQuery query = query_of(request);
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    Var next;
    office.database.read([&](store::Transaction& tx) {
        std::vector<exchange::DispatchLine> lines = exchange::dispatches(tx, query);
        next = cut(lines, query);
        std::vector<std::string> ids;
        for (const exchange::DispatchLine& line : lines)
            ids.push_back(line.document);
        const auto known = summaries_of(tx, ids);
        for (const exchange::DispatchLine& line : lines) {
            const auto found = known.find(line.document);
            rows->add(view(line, found == known.end() ? nullptr : &found->second));
        }
    });
    return answer("dispatches", rows, next);
}

Response list_statuses(const Office& office, Request& request) {
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        check_readable(tx, request, request.parameter("id"));
        for (const exchange::StatusLine& line :
             exchange::statuses_of(tx, request.parameter("id"))) {
            Poco::JSON::Object::Ptr o = new_object();
            o->set("organ", line.organ);
            o->set("direction", line.direction);
            o->set("code", line.code);
            o->set("description", text_or_null(line.description));
            o->set("anomaly", text_or_null(line.anomaly));
            o->set("at", rfc3339(line.at));
            rows->add(o);
        }
    });
    Poco::JSON::Object::Ptr object = new_object();
    object->set("statuses", rows);
    return json_response(*object);
}

Response send_dispatch(const Office& office, Request& request) {
    const auto body = request.json();
    const std::string document = required_text(*body, "document");
    const auto array = body->getArray("to");
    if (!array || array->size() == 0)
        throw Error(ErrorCode::BadInput, "\"to\" is a list of organs, each with id and name");
    std::vector<exchange::Organ> to;
    for (unsigned i = 0; i < array->size(); ++i) {
        const auto each = array->getObject(i);
        if (!each) throw Error(ErrorCode::BadInput, "an organ is an object of id and name");
        exchange::Organ organ;
        organ.id = required_text(*each, "id");
        organ.name = text_member(*each, "name").value_or(organ.id);
        to.push_back(std::move(organ));
    }
    const int sent =
        exchange::send(intake_of(office), document, settings_of(office).own, to, request.user());
    Poco::JSON::Object::Ptr object = new_object();
    object->set("sent", sent);
    return json_response(*object, 201);
}

Response send_dispatch_again(const Office& office, Request& request) {
    const auto body = request.json();
    settings_of(office);
    exchange::send_again(intake_of(office), required_text(*body, "document"),
                         required_text(*body, "organ"), request.user());
    return no_content();
}

Response try_packet_again(const Office& office, Request& request) {
    exchange::try_again(intake_of(office), settings_of(office).in, request.parameter("packet"),
                        request.user());
    return no_content();
}

Response answer_recall(const Office& office, Request& request) {
    const auto body = request.json();
    if (!body->has("agree") || !body->get("agree").isBoolean())
        throw Error(ErrorCode::BadInput, "\"agree\" is true or false");
    exchange::answer_recall(intake_of(office), request.parameter("id"), settings_of(office).own,
                            body->getValue<bool>("agree"),
                            text_member(*body, "reason").value_or(""), request.user());
    return no_content();
}

}  // namespace vanthu::server
