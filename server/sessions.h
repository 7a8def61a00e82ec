// sessions.h: who a request comes from.
//
// A browser holds a session by a random cookie, a script by a bearer token; the database keeps
// their SHA-256 only, so a copy of it signs nobody in. A session ends twelve hours after its last
// use. Functions work inside the caller's transaction. Does not know HTTP.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/accounts.h"

namespace vanthu::server {

constexpr std::int64_t kSessionIdle = 12LL * 3600 * 1'000'000;  // microseconds

struct Principal {
    Account account;
    std::string token_hash;
    std::string csrf;  // "" for a bearer token, which no other site's page can send
};

// Returns the cookie's value.
std::string open_session(store::Transaction&, const std::string& user, Instant now);
void close_session(store::Transaction&, const std::string& token_hash);

// Nothing for a token that is unknown or expired, or whose account is disabled.
std::optional<Principal> find_session(store::Transaction&, std::string_view token, Instant now);
std::optional<Principal> find_api_token(store::Transaction&, std::string_view token, Instant now);

// Notes that the session is in use; true when the note on it is old enough to be worth a write.
bool needs_touch(store::Transaction&, const Principal& principal, Instant now);
void touch_session(store::Transaction&, const Principal& principal, Instant now);

// Returns the token, which is shown once. `expires_at` nothing = never.
std::string create_api_token(store::Transaction&, const std::string& user,
                             const std::string& purpose, std::optional<Instant> expires_at,
                             const std::string& actor, Instant now);

// Counts a sign-in before the password is looked at, so that attempts at the same time count too.
// Gives the seconds to wait instead when five within fifteen minutes did not succeed.
std::optional<int> begin_sign_in(store::Transaction&, std::string_view name, Instant now);

// A sign-in succeeded: the count begins anew.
void clear_sign_ins(store::Transaction&, std::string_view name);

}  // namespace vanthu::server
