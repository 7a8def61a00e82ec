#include "server/actors.h"

#include <algorithm>

#include "workflow/absences.h"

namespace vanthu::server {

workflow::Actor actor_of(const Account& account) {
    workflow::Actor actor;
    actor.user = account.id;
    actor.groups = account.roles;
    const auto has = [&](std::string_view role) {
        return std::find(actor.groups.begin(), actor.groups.end(), role) != actor.groups.end();
    };
    actor.administrator = has("admin");
    actor.supervisor = has("admin") || has("head");
    if (has("head") && !has("reviewer")) actor.groups.emplace_back("reviewer");
    if (!account.unit.empty()) actor.groups.push_back(account.unit);
    return actor;
}

workflow::Actor actor_of(store::Transaction& tx, const Account& account, Instant now) {
    const auto groups_of = [&](const std::string& user) {
        const auto found = find_account(tx, user);
        return found ? actor_of(*found).groups : std::vector<std::string>();
    };
    return workflow::with_absent(tx, actor_of(account), groups_of, now);
}

std::vector<workflow::Actor> all_actors(store::Transaction& tx, Instant now) {
    std::vector<workflow::Actor> actors;
    for (const Account& account : accounts(tx))
        if (account.standing == Standing::Active) actors.push_back(actor_of(tx, account, now));
    return actors;
}

}  // namespace vanthu::server
