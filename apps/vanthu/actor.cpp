#include "apps/vanthu/actor.h"

#include "base/error.h"
#include "server/accounts.h"
#include "server/actors.h"

namespace vanthu::apps {

workflow::Actor actor(store::Transaction& tx, const std::string& name, std::string_view option) {
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
