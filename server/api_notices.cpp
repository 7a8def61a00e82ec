// What the workflow has told the person who asks, and how they want to be told.

#include "base/error.h"
#include "notices/notices.h"
#include "server/api.h"
#include "server/views.h"

namespace vanthu::server {
namespace {

Poco::JSON::Object::Ptr view(const notices::Notice& notice) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("id", notice.id);
    o->set("kind", notice.kind);
    o->set("task", text_or_null(notice.task));
    o->set("document", notice.document);
    o->set("name", text_or_null(notice.name));
    o->set("detail", text_or_null(notice.detail));
    o->set("due_at", time_or_null(notice.due_at));
    o->set("created_at", rfc3339(notice.created_at));
    o->set("read_at", time_or_null(notice.read_at));
    return o;
}

Response settings_response(const notices::MailSettings& settings) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("address", text_or_null(settings.address));
    o->set("notices", settings.notices);
    o->set("digest", settings.digest);
    return json_response(*o);
}

}  // namespace

Response list_notices(const Office& office, Request& request) {
    const std::string unread = request.query("unread").value_or("false");
    if (unread != "true" && unread != "false")
        throw Error(ErrorCode::BadInput, "query \"unread\" is true or false");
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        for (const notices::Notice& notice :
             notices::notices_of(tx, request.user(),
                                 unread == "true" ? notices::Which::Unread : notices::Which::All,
                                 request.query_number("limit", 100, 1, 200)))
            rows->add(view(notice));
    });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("notices", rows);
    return json_response(*answer);
}

Response read_notice(const Office& office, Request& request) {
    office.database.write([&](store::Transaction& tx) {
        notices::mark_read(tx, request.parameter("id"), request.user(), office.clock.now());
    });
    return {.status = 204, .media_type = "", .body = ""};
}

Response read_all_notices(const Office& office, Request& request) {
    office.database.write([&](store::Transaction& tx) {
        notices::mark_all_read(tx, request.user(), office.clock.now());
    });
    return {.status = 204, .media_type = "", .body = ""};
}

Response show_notice_settings(const Office& office, Request& request) {
    notices::MailSettings settings;
    office.database.read(
        [&](store::Transaction& tx) { settings = notices::mail_settings(tx, request.user()); });
    return settings_response(settings);
}

Response change_notice_settings(const Office& office, Request& request) {
    const auto body = request.json();
    notices::MailSettings settings;
    settings.address = text_member(*body, "address").value_or("");
    settings.notices = body->optValue<bool>("notices", true);
    settings.digest = body->optValue<bool>("digest", true);
    office.database.write([&](store::Transaction& tx) {
        notices::save_mail_settings(tx, request.user(), settings, request.user(),
                                    office.clock.now());
    });
    return settings_response(settings);
}

}  // namespace vanthu::server
