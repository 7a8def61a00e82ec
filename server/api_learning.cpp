// What clerks' corrections taught the office, and making it forget.

#include "records/lessons.h"
#include "server/api.h"
#include "server/views.h"

namespace vanthu::server {
namespace {

constexpr int kMost = 1000;

}  // namespace

Response list_lessons(const Office& office, Request& request) {
    const auto which =
        request.query("all").value_or("") == "yes" ? records::Lessons::All : records::Lessons::Kept;
    const int limit = request.query_number("limit", 200, 1, kMost);
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        rows->clear();
        for (const records::Lesson& lesson : records::lessons(tx, which, limit))
            rows->add(view(lesson));
    });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("lessons", rows);
    return json_response(*answer);
}

Response forget_lesson(const Office& office, Request& request) {
    office.database.write([&](store::Transaction& tx) {
        records::forget_lesson(tx, request.parameter("id"), request.user(), office.clock.now());
    });
    return no_content();
}

}  // namespace vanthu::server
