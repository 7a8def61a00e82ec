// actors.h: an account as the workflow sees it.
//
// Roles and unit are its groups; a head also does a reviewer's work; an admin may do everything.
// The one place that says so, for the service and the command line.
#pragma once

#include "server/accounts.h"
#include "workflow/tasks.h"

namespace vanthu::server {

workflow::Actor actor_of(const Account& account);

// The same with everybody for whom they stand in today.
workflow::Actor actor_of(store::Transaction&, const Account& account, Instant now);

// Every active account so.
std::vector<workflow::Actor> all_actors(store::Transaction&, Instant now);

}  // namespace vanthu::server
