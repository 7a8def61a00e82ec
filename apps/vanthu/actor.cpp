#include "apps/vanthu/actor.h"

#include <pwd.h>
#include <unistd.h>

#include <optional>

#include "base/error.h"
#include "server/accounts.h"
#include "server/actors.h"

namespace vanthu::apps {

namespace {

// The account called as the person signed in to the machine is.
std::optional<std::string> account_of_caller(store::Transaction& tx) {
    const passwd* caller = ::getpwuid(::geteuid());
    if (caller == nullptr || !server::find_account(tx, caller->pw_name)) return std::nullopt;
    return caller->pw_name;
}

}  // namespace

workflow::Actor actor(store::Transaction& tx, const std::string& named, std::string_view option) {
    const std::string name =
        named.empty() && option == "--as" ? account_of_caller(tx).value_or("") : named;
    if (name.empty())
        throw Error(ErrorCode::BadInput, "needs " + std::string(option) + " NAME: who does this");
    const auto account = server::find_account(tx, name);
    if (!account)
        throw Error(ErrorCode::NotFound, "there is no account '" + name +
                                             "'; make it with: vanthu user add " + name +
                                             " --role ROLE");
    if (account->standing == server::Standing::Disabled)
        throw Error(ErrorCode::Forbidden, "account '" + name + "' is disabled");
    return server::actor_of(tx, *account, SystemClock().now());
}

}  // namespace vanthu::apps
