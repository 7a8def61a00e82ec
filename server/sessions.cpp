#include "server/sessions.h"

#include "base/digest.h"
#include "base/error.h"
#include "store/audit.h"

namespace vanthu::server {
namespace {

constexpr std::int64_t kTouchEvery = 5LL * 60 * 1'000'000;      // microseconds
constexpr std::int64_t kAttemptWindow = 15LL * 60 * 1'000'000;  // microseconds
constexpr std::int64_t kAttempts = 5;

// Whoever knows the cookie knows this, and nobody learns the cookie from it.
std::string csrf_of(std::string_view token) {
    return sha256("csrf " + std::string(token));
}

std::optional<Principal> principal_of(store::Transaction& tx, const std::string& user,
                                      std::string token_hash) {
    auto account = find_account(tx, user);
    if (!account || account->standing == Standing::Disabled) return std::nullopt;
    return Principal{std::move(*account), std::move(token_hash), ""};
}

}  // namespace

std::string open_session(store::Transaction& tx, const std::string& user, Instant now) {
    const std::string token = random_token();
    tx.execute("delete from session where used_at <= $1", {now - kSessionIdle});
    tx.execute(
        "insert into session (token_hash, user_id, created_at, used_at) values ($1, $2, $3, $3)",
        {sha256(token), user, now});
    store::append_audit(tx, now, user, "account.signed_in", user);
    return token;
}

void close_session(store::Transaction& tx, const std::string& token_hash) {
    tx.execute("delete from session where token_hash = $1", {token_hash});
}

std::optional<Principal> find_session(store::Transaction& tx, std::string_view token, Instant now) {
    std::string hash = sha256(token);
    const auto row =
        tx.query_one("select user_id from session where token_hash = $1 and used_at > $2",
                     {hash, now - kSessionIdle});
    if (!row) return std::nullopt;
    auto principal = principal_of(tx, row->text("user_id"), std::move(hash));
    if (principal) principal->csrf = csrf_of(token);
    return principal;
}

std::optional<Principal> find_api_token(store::Transaction& tx, std::string_view token,
                                        Instant now) {
    std::string hash = sha256(token);
    const auto row = tx.query_one(
        "select user_id from api_token where token_hash = $1 and (expires_at is null or expires_at "
        "> $2)",
        {hash, now});
    if (!row) return std::nullopt;
    return principal_of(tx, row->text("user_id"), std::move(hash));
}

bool needs_touch(store::Transaction& tx, const Principal& principal, Instant now) {
    return tx
        .query_one("select 1 as old from session where token_hash = $1 and used_at < $2",
                   {principal.token_hash, now - kTouchEvery})
        .has_value();
}

void touch_session(store::Transaction& tx, const Principal& principal, Instant now) {
    tx.execute("update session set used_at = $2 where token_hash = $1 and used_at < $2",
               {principal.token_hash, now});
}

std::string create_api_token(store::Transaction& tx, const std::string& user,
                             const std::string& purpose, std::optional<Instant> expires_at,
                             const std::string& actor, Instant now) {
    if (!find_account(tx, user))
        throw Error(ErrorCode::NotFound, "there is no account \"" + user + "\"");
    const std::string token = random_token();
    tx.execute(
        "insert into api_token (token_hash, user_id, purpose, created_at, expires_at) values ($1, "
        "$2, $3, $4, $5)",
        {sha256(token), user, purpose, now, expires_at});
    store::append_audit(tx, now, actor, "account.token_created", user);
    return token;
}

std::optional<int> begin_sign_in(store::Transaction& tx, std::string_view name, Instant now) {
    tx.execute("delete from sign_in_attempt where at <= $1", {now - kAttemptWindow});
    const auto row = tx.query_one(
        "select count(*) as n, min(at) as first from sign_in_attempt where name = $1", {name});
    if (row->integer("n") >= kAttempts)
        return static_cast<int>((row->integer("first") + kAttemptWindow - now) / 1'000'000 + 1);
    tx.execute("insert into sign_in_attempt (name, at) values ($1, $2)", {name, now});
    return std::nullopt;
}

void clear_sign_ins(store::Transaction& tx, std::string_view name) {
    tx.execute("delete from sign_in_attempt where name = $1", {name});
}

}  // namespace vanthu::server
