// Who stands in for whom, who may sign for whom, and the slip on which opinions are gathered.

#include "base/error.h"
#include "pipeline/documents.h"
#include "server/api.h"
#include "server/readers.h"
#include "server/views.h"
#include "stages/slip.h"
#include "workflow/absences.h"

namespace vanthu::server {
namespace {

Poco::JSON::Object::Ptr view(const workflow::Absence& absence) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("id", absence.id);
    o->set("person", absence.person);
    o->set("deputy", absence.deputy);
    o->set("process", text_or_null(absence.process));
    o->set("first_day", absence.first_day);
    o->set("last_day", absence.last_day);
    return o;
}

Poco::JSON::Object::Ptr view(const workflow::SigningAuthority& authority) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("id", authority.id);
    o->set("person", authority.person);
    o->set("signs_for", authority.signs_for);
    o->set("form", authority.form);
    o->set("basis", authority.basis);
    o->set("first_day", authority.first_day);
    o->set("last_day",
           text_or_null(authority.last_day == workflow::kNoLastDay ? "" : authority.last_day));
    return o;
}

void require_account(store::Transaction& tx, const std::string& id) {
    if (!find_account(tx, id))
        throw Error(ErrorCode::BadInput, "there is no account \"" + id + "\"");
}

void require_own_or_supervisor(const Request& request, const std::string& person) {
    if (person != request.user() && !request.has_role("admin") && !request.has_role("head"))
        throw Error(ErrorCode::Forbidden,
                    "the absence of somebody else is entered by an administrator or a head",
                    Sentence{"absence_not_yours"});
}

Response created(const std::string& id) {
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("id", id);
    return json_response(*answer, 201);
}

}  // namespace

// Phiếu giải quyết văn bản đến: the opinions by level, in the order they were given.
Response show_slip(const Office& office, Request& request) {
    Poco::JSON::Object::Ptr answer = new_object();
    office.database.read([&](store::Transaction& tx) {
        check_readable(tx, request, request.parameter("id"));
        const stages::Slip slip = stages::slip_of(tx, request.parameter("id"));
        answer->set("document", slip.paper.id);
        answer->set("office", office.name);
        answer->set("printed_on", iso_date(local_date(office.clock.now())));
        for (const char* field :
             {"type_name", "code", "issued_date", "organ_name", "subject", "priority"})
            answer->set(field, text_or_null(pipeline::field_text(slip.paper, field)));
        answer->set("arrival_number", Var());
        answer->set("arrival_date", Var());
        if (slip.entry) {
            answer->set("arrival_number", slip.entry->number);
            answer->set("arrival_date", iso_date(local_date(slip.entry->registered_at)));
        }
        for (std::size_t level = 0; level < stages::kSlipLevels.size(); ++level) {
            Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
            for (const workflow::Opinion& opinion : slip.opinions[level]) {
                Poco::JSON::Object::Ptr row = server::view(opinion);
                row->set("day", iso_date(local_date(opinion.at)));
                rows->add(row);
            }
            const std::string_view name = stages::kSlipLevels[level];
            answer->set(name.empty() ? "other" : std::string(name), rows);
        }
    });
    return json_response(*answer);
}

Response list_absences(const Office& office, Request&) {
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        for (const workflow::Absence& absence : workflow::absences(tx))
            rows->add(view(absence));
    });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("absences", rows);
    return json_response(*answer);
}

Response add_absence(const Office& office, Request& request) {
    const auto body = request.json();
    const workflow::Absence absence{"",
                                    required_text(*body, "person"),
                                    required_text(*body, "deputy"),
                                    text_member(*body, "process").value_or(""),
                                    required_text(*body, "first_day"),
                                    required_text(*body, "last_day")};
    require_own_or_supervisor(request, absence.person);
    std::string id;
    office.database.write([&](store::Transaction& tx) {
        require_account(tx, absence.person);
        require_account(tx, absence.deputy);
        id = workflow::add_absence(tx, absence, request.user(), office.clock.now());
    });
    return created(id);
}

Response end_absence(const Office& office, Request& request) {
    office.database.write([&](store::Transaction& tx) {
        for (const workflow::Absence& absence : workflow::absences(tx))
            if (absence.id == request.parameter("id"))
                require_own_or_supervisor(request, absence.person);
        workflow::end_absence(tx, request.parameter("id"), request.user(), office.clock.now());
    });
    return {.status = 204, .media_type = "", .body = ""};
}

Response list_signing_authorities(const Office& office, Request&) {
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        for (const workflow::SigningAuthority& authority : workflow::signing_authorities(tx))
            rows->add(view(authority));
    });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("signing_authorities", rows);
    return json_response(*answer);
}

Response add_signing_authority(const Office& office, Request& request) {
    const auto body = request.json();
    const workflow::SigningAuthority authority{
        "",
        required_text(*body, "person"),
        required_text(*body, "signs_for"),
        required_text(*body, "form"),
        required_text(*body, "basis"),
        required_text(*body, "first_day"),
        text_member(*body, "last_day").value_or(workflow::kNoLastDay)};
    std::string id;
    office.database.write([&](store::Transaction& tx) {
        require_account(tx, authority.person);
        id = workflow::add_signing_authority(tx, authority, request.user(), office.clock.now());
    });
    return created(id);
}

Response end_signing_authority(const Office& office, Request& request) {
    office.database.write([&](store::Transaction& tx) {
        workflow::end_signing_authority(tx, request.parameter("id"), request.user(),
                                        office.clock.now());
    });
    return {.status = 204, .media_type = "", .body = ""};
}

}  // namespace vanthu::server
