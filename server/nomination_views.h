// nomination_views.h: rounds of nominations in the JSON shapes of server/openapi.json, for the HTTP
// handlers and for `vanthu nominations ... --json`.
//
// Keys are never renamed. Functions of data only.
#pragma once

#include <string>
#include <vector>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include "nominations/delegates.h"
#include "nominations/history.h"
#include "nominations/sessions.h"

namespace vanthu::server {

Poco::JSON::Object::Ptr view(const nominations::Round& round);
Poco::JSON::Object::Ptr view(const std::vector<nominations::Round>& rounds);

// What the plan tells agencies to do, with the days of that year.
Poco::JSON::Array::Ptr tasks_view(const nominations::Round& round, int year);

Poco::JSON::Object::Ptr status_view(const nominations::Round& round, int year,
                                    const std::vector<nominations::Submission>& lines);

Poco::JSON::Object::Ptr check_view(const nominations::Round& round,
                                   const nominations::SentList& list,
                                   const nominations::CheckResult& result);

Poco::JSON::Object::Ptr view(const nominations::Finding& finding);
Poco::JSON::Object::Ptr view(const nominations::Arrival& arrival);
Poco::JSON::Object::Ptr view(const nominations::KeptSession& session);
Poco::JSON::Object::Ptr view(const nominations::Known::Flag& flag);
Poco::JSON::Object::Ptr view(const nominations::BarredNominee& barred);

Poco::JSON::Object::Ptr delegates_view(const nominations::Round& round, int seats,
                                       const nominations::Law* law,
                                       const nominations::Delegates& delegates);

// How many of a list are done so far: {"written": n} and the like.
Poco::JSON::Object::Ptr count_view(const std::string& name, std::size_t count);

}  // namespace vanthu::server
