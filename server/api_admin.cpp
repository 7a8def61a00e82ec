// What the office itself needs to know: people, forms, jobs, the audit chain, whether the service
// stands.

#include <fstream>
#include <set>
#include <sstream>

#include "pipeline/documents.h"
#include "pipeline/queue.h"
#include "server/api.h"
#include "server/views.h"
#include "store/audit.h"

namespace vanthu::server {
namespace {

Poco::JSON::Object::Ptr label_view(const std::string& vietnamese, const std::string& english) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("vi", vietnamese);
    o->set("en", english);
    return o;
}

Poco::JSON::Object::Ptr form_view(const forms::Form& form) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("id", form.id);
    o->set("version", form.version);
    o->set("title", label_view(form.label_vi, form.label_en));
    Poco::JSON::Array::Ptr fields = new Poco::JSON::Array;
    for (const forms::FieldDefinition& field : form.fields) {
        Poco::JSON::Object::Ptr f = new_object();
        f->set("id", field.id);
        f->set("label", label_view(field.label_vi, field.label_en));
        f->set("list", pipeline::is_list_field(field.id));
        f->set("required", field.requirement == forms::Requirement::Required);
        fields->add(f);
    }
    o->set("fields", fields);
    return o;
}

Poco::JSON::Object::Ptr job_view(const store::Row& row) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("id", static_cast<Poco::Int64>(row.integer("id")));
    o->set("kind", row.text("kind"));
    o->set("subject", row.text("subject"));
    o->set("state", row.text("state"));
    o->set("priority", static_cast<int>(row.integer("priority")));
    o->set("attempt", static_cast<int>(row.integer("attempt")));
    o->set("max_attempts", static_cast<int>(row.integer("max_attempts")));
    o->set("run_at", rfc3339(row.integer("run_at")));
    o->set("created_at", rfc3339(row.integer("created_at")));
    o->set("ended_at", time_or_null(row.optional_integer("ended_at")));
    o->set("errors", row.text("errors"));
    return o;
}

Poco::JSON::Object::Ptr status_view(const std::string& status) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("status", status);
    return o;
}

}  // namespace

Response list_users(const Office& office, Request&) {
    Poco::JSON::Array::Ptr users = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        for (const Account& account : accounts(tx)) {
            if (account.standing == Standing::Disabled) continue;
            Poco::JSON::Object::Ptr o = new_object();
            o->set("id", account.id);
            o->set("display_name", account.display_name);
            o->set("roles", text_array(account.roles));
            users->add(o);
        }
    });
    return json_response(*users);
}

Response list_forms(const Office& office, Request&) {
    Poco::JSON::Array::Ptr forms = new Poco::JSON::Array;
    std::set<std::string> seen;
    for (const forms::Form& form : office.forms.forms())
        if (seen.insert(form.id).second) forms->add(form_view(*office.forms.version(form.id, 0)));
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("forms", forms);
    return json_response(*answer);
}

Response list_jobs(const Office& office, Request& request) {
    const std::string state = request.query("state").value_or("");
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        tx.for_each("select * from job where ($1 = '' or state = $1) order by id desc limit $2",
                    {state, request.query_number("limit", 100, 1, 500)},
                    [&](const store::Row& row) { rows->add(job_view(row)); });
    });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("jobs", rows);
    return json_response(*answer);
}

Response retry_jobs(const Office& office, Request& request) {
    const std::string& subject = request.parameter("subject");
    int retried = 0;
    office.database.write([&](store::Transaction& tx) {
        retried = pipeline::retry_jobs(tx, subject, office.clock.now());
        if (retried > 0)
            store::append_audit(tx, office.clock.now(), request.user(), "job.retried", subject);
    });
    if (retried == 0)
        throw Error(ErrorCode::Conflict,
                    "no job of " + subject + " has given up; nothing to try again");
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("retried", retried);
    return json_response(*answer);
}

Response verify_audit(const Office& office, Request&) {
    store::AuditCheck check;
    office.database.read([&](store::Transaction& tx) { check = store::verify_audit(tx); });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("intact", check.intact);
    answer->set("events", static_cast<Poco::Int64>(check.events));
    answer->set("first_bad", check.intact ? Var() : Var(static_cast<Poco::Int64>(check.first_bad)));
    answer->set("head", check.head);
    return json_response(*answer);
}

Response show_health(const Office&, Request&) {
    return json_response(*status_view("ok"));
}

Response show_readiness(const Office& office, Request&) {
    try {
        office.database.read(
            [](store::Transaction& tx) { tx.query("select count(*) as n from book"); });
    } catch (const Error&) {
        throw Error(ErrorCode::Unavailable, "the database does not answer");
    }
    return json_response(*status_view("ready"));
}

Response show_openapi(const Office& office, Request&) {
    std::ifstream in(office.openapi_file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in || text.str().empty())
        throw Error(ErrorCode::NotFound, "openapi.json is not installed");
    return {.body = text.str()};
}

}  // namespace vanthu::server
