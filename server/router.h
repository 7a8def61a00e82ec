// router.h: the explicit table of routes, and the one place that answers a request.
//
// answer() finds the route, checks who asks (session or bearer token, CSRF token, forced password
// change, role), runs the handler, and turns whatever goes wrong into a problem document: it never
// throws and always answers. Safe from several threads.
#pragma once

#include <string_view>
#include <vector>

#include "server/api.h"

namespace vanthu::server {

enum class Access {
    Public,        // nobody needs to be signed in
    OwnSession,    // signed in, also while the password must be changed
    AnyRole,       // signed in
    CertainRoles,  // signed in with one of the route's roles; an admin has all
};

struct Route {
    std::string_view method;
    std::string_view pattern;  // "/api/v1/documents/{id}"
    Response (*handle)(const Office&, Request&);
    Access access = Access::AnyRole;
    std::vector<std::string_view> roles = {};
};

const std::vector<Route>& routes();

Response answer(const Office& office, Poco::Net::HTTPServerRequest& raw, bool& body_read);

// The value of Set-Cookie that begins a session, and the one that ends it.
std::string session_cookie(const Office& office, const std::string& token);
std::string expired_cookie(const Office& office);

}  // namespace vanthu::server
