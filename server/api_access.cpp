// Rights, links and recall of documents.

#include "base/text.h"
#include "records/access.h"
#include "records/links.h"
#include "server/api.h"
#include "server/readers.h"
#include "server/views.h"
#include "stages/submissions.h"

namespace vanthu::server {
namespace {

Poco::JSON::Array::Ptr view(const std::vector<records::Right>& rights) {
    Poco::JSON::Array::Ptr array = new Poco::JSON::Array;
    for (const records::Right& right : rights) {
        Poco::JSON::Object::Ptr o = new_object();
        o->set("kind", right.kind);
        o->set("name", right.name);
        array->add(o);
    }
    return array;
}

Poco::JSON::Object::Ptr view(const records::RightsChange& change) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("id", change.id);
    o->set("document", change.document);
    o->set("rights", view(change.rights));
    o->set("reason", change.reason);
    o->set("asked_by", change.asked_by);
    o->set("asked_at", rfc3339(change.asked_at));
    o->set("state", change.state);
    return o;
}

std::vector<records::Right> rights_in(const Poco::JSON::Object& body) {
    std::vector<records::Right> rights;
    const auto array = body.getArray("rights");
    if (!array)
        throw Error(ErrorCode::BadInput,
                    "\"rights\" is missing; an empty list opens the paper to the whole office");
    for (unsigned i = 0; i < array->size(); ++i) {
        const auto right = array->getObject(i);
        if (!right) throw Error(ErrorCode::BadInput, "a right is an object of kind and name");
        rights.push_back({required_text(*right, "kind"), required_text(*right, "name")});
    }
    return rights;
}

Response decide(const Office& office, const Request& request, records::Decision decision) {
    Poco::JSON::Object::Ptr answer;
    office.database.write([&](store::Transaction& tx) {
        answer = view(records::decide_rights(tx, request.parameter("id"), decision, request.user(),
                                             office.clock.now()));
    });
    return json_response(*answer);
}

Poco::JSON::Object::Ptr view(const records::Link& link) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("id", link.id);
    o->set("kind", link.kind);
    o->set("outgoing", link.outgoing);
    o->set("document", text_or_null(link.other));
    o->set("code", text_or_null(link.code));
    o->set("subject", text_or_null(link.subject));
    o->set("issued_date", text_or_null(link.issued_date));
    o->set("made_by", link.made_by);
    o->set("replaced_by", text_or_null(link.replaced_by));
    return o;
}

}  // namespace

Response show_rights(const Office& office, Request& request) {
    const std::string& id = request.parameter("id");
    Poco::JSON::Object::Ptr answer = new_object();
    office.database.read([&](store::Transaction& tx) {
        check_readable(tx, request, id);
        answer->set("rights", view(records::rights_of(tx, id)));
        const auto waiting = records::waiting_change(tx, id);
        answer->set("waiting", waiting ? Var(view(*waiting)) : Var());
        const auto frozen = records::frozen(tx, id);
        answer->set("recalled", frozen ? Var(frozen->reason) : Var());
    });
    return json_response(*answer);
}

Response ask_rights(const Office& office, Request& request) {
    const auto body = request.json();
    const auto rights = rights_in(*body);
    const std::string reason = text_member(*body, "reason").value_or("");
    Poco::JSON::Object::Ptr answer;
    office.database.write([&](store::Transaction& tx) {
        answer = view(records::ask_rights(tx, request.parameter("id"), rights, reason,
                                          request.user(), office.clock.now()));
    });
    return json_response(*answer, 201);
}

Response list_rights_changes(const Office& office, Request&) {
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        for (const auto& change : records::waiting_changes(tx))
            rows->add(view(change));
    });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("changes", rows);
    return json_response(*answer);
}

Response confirm_rights(const Office& office, Request& request) {
    return decide(office, request, records::Decision::Confirm);
}

Response refuse_rights(const Office& office, Request& request) {
    return decide(office, request, records::Decision::Refuse);
}

Response list_links(const Office& office, Request& request) {
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        const std::string& id = request.parameter("id");
        check_readable(tx, request, id);
        const Account& account = request.principal().account;
        for (records::Link& link : records::links_of(tx, id)) {
            if (!link.other.empty() && !may_read(tx, account, link.other)) {
                if (!link.outgoing) continue;
                link.other.clear();  // what this paper itself says stays
                link.subject.clear();
            }
            rows->add(view(link));
        }
    });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("links", rows);
    return json_response(*answer);
}

Response draw_link(const Office& office, Request& request) {
    const auto body = request.json();
    const std::string kind = required_text(*body, "kind"), to = required_text(*body, "to");
    Poco::JSON::Object::Ptr answer = new_object();
    office.database.write([&](store::Transaction& tx) {
        check_readable(tx, request, request.parameter("id"));
        check_readable(tx, request, to);
        answer->set("id", records::draw_link(tx, request.parameter("id"), kind, to, request.user(),
                                             office.clock.now()));
        stages::compare_with_submission(tx, request.parameter("id"));
    });
    return json_response(*answer, 201);
}

Response remove_link(const Office& office, Request& request) {
    office.database.write([&](store::Transaction& tx) {
        records::remove_link(tx, request.parameter("id"), request.user(), office.clock.now());
    });
    return no_content();
}

Response recall_document(const Office& office, Request& request) {
    const std::string reason = text_member(*request.json(), "reason").value_or("");
    office.database.write([&](store::Transaction& tx) {
        records::freeze_document(tx, request.parameter("id"), reason, request.user(),
                                 office.clock.now());
    });
    return no_content();
}

}  // namespace vanthu::server
