// Signing in and out, and one's own password.

#include "base/text.h"
#include "server/api.h"
#include "server/router.h"
#include "server/views.h"
#include "store/audit.h"

namespace vanthu::server {
namespace {

constexpr std::size_t kLongestName = 100;  // bytes of what is typed as a name

Poco::JSON::Object::Ptr session_view(const Account& account, const std::string& csrf) {
    Poco::JSON::Object::Ptr user = new_object();
    user->set("id", account.id);
    user->set("display_name", account.display_name);
    user->set("unit", text_or_null(account.unit));
    user->set("roles", text_array(account.roles));
    user->set("must_change_password", account.must_change == MustChange::Yes);
    Poco::JSON::Object::Ptr session = new_object();
    session->set("user", user);
    session->set("csrf", csrf);
    return session;
}

// Counts the attempt, looks at the password outside of any transaction, and gives the account when
// it is right.
Account authenticate(const Office& office, const std::string& name, const std::string& password) {
    const Instant now = office.clock.now();
    std::optional<int> wait;
    std::optional<Account> account;
    office.database.write([&](store::Transaction& tx) {
        wait = begin_sign_in(tx, name, now);
        account = wait ? std::nullopt : find_account(tx, name);
    });
    if (wait)
        throw HttpError(429, "limit_exceeded",
                        "too many sign-ins failed for this name; wait and try again",
                        {{"Retry-After", std::to_string(*wait)}});
    const PasswordCheck check =
        account ? check_password(account->password, password) : check_nobodys_password(password);
    if (check == PasswordCheck::Wrong || account->standing == Standing::Disabled)
        throw Error(ErrorCode::Unauthenticated, "the name or the password is wrong");
    return *account;
}

}  // namespace

Response sign_in(const Office& office, Request& request) {
    const auto body = request.json();
    const std::string name = trim(lower(nfc(required_text(*body, "user"))));
    if (name.size() > kLongestName)
        throw Error(ErrorCode::Unauthenticated, "the name or the password is wrong");
    const Account account = authenticate(office, name, required_text(*body, "password"));
    std::string token;
    std::optional<Principal> principal;
    office.database.write([&](store::Transaction& tx) {
        const Instant now = office.clock.now();
        clear_sign_ins(tx, name);
        token = open_session(tx, account.id, now);
        principal = find_session(tx, token, now);
    });
    if (!principal) throw Error(ErrorCode::Unauthenticated, "the account was disabled meanwhile");
    Response response = json_response(*session_view(principal->account, principal->csrf));
    response.headers.emplace_back("Set-Cookie", session_cookie(office, token));
    return response;
}

Response show_session(const Office&, Request& request) {
    return json_response(*session_view(request.principal().account, request.principal().csrf));
}

Response sign_out(const Office& office, Request& request) {
    office.database.write([&](store::Transaction& tx) {
        close_session(tx, request.principal().token_hash);
        store::append_audit(tx, office.clock.now(), request.user(), "account.signed_out",
                            request.user());
    });
    Response response = no_content();
    response.headers.emplace_back("Set-Cookie", expired_cookie(office));
    return response;
}

Response change_own_password(const Office& office, Request& request) {
    const auto body = request.json();
    const std::string old_password = required_text(*body, "old");
    const std::string new_password = required_text(*body, "new");
    try {
        authenticate(office, request.user(), old_password);
    } catch (const Error& error) {
        // 401 would tell the browser that the session is over.
        if (error.code() == ErrorCode::Unauthenticated)
            throw Error(ErrorCode::BadInput, "the old password is wrong");
        throw;
    }
    if (new_password == old_password)
        throw Error(ErrorCode::BadInput, "the new password is the old one; choose another");
    if (fold(new_password) == fold(request.user()))
        throw Error(ErrorCode::BadInput, "the new password is the account's name; choose another");
    const PasswordHash hash = hash_password(new_password);
    Account account;
    office.database.write([&](store::Transaction& tx) {
        change_password(tx, request.user(), hash, MustChange::No, request.user(),
                        office.clock.now(), request.principal().token_hash);
        account = find_account(tx, request.user()).value();
    });
    return json_response(*session_view(account, request.principal().csrf));
}

}  // namespace vanthu::server
