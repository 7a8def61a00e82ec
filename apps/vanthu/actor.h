// actor.h: whom a command acts for.
//
// Whoever may read the data folder may act for anybody in it: the folder's permissions are the
// lock, the audit keeps the name. Reads the account inside the caller's transaction.
#pragma once

#include <string>

#include "store/sql.h"
#include "workflow/tasks.h"

namespace vanthu::apps {

// The person named by --as or --user. Error(NotFound) for an unknown account, Error(Forbidden) for
// a disabled one. --as left out is the account called as the caller is on this machine; without one,
// and for other options, Error(BadInput) naming the option.
workflow::Actor actor(store::Transaction&, const std::string& name, std::string_view option);

}  // namespace vanthu::apps
