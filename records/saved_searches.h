// saved_searches.h: searches that a person keeps under a name.
//
// Each person sees their own. `query` is the choices as the web app writes them into its address.
// Works inside the caller's transaction.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "store/sql.h"

namespace vanthu::records {

struct SavedSearch {
    std::string id, name, query;
    Instant created_at = 0;
};

// Under a name that the person has it replaces what was kept. Error(BadInput),
// Error(LimitExceeded).
SavedSearch save_search(store::Transaction&, const std::string& user, const std::string& name,
                        const std::string& query, Instant now);
std::vector<SavedSearch> saved_searches(store::Transaction&, const std::string& user);  // by name
void forget_search(store::Transaction&, const std::string& user,
                   const std::string& id);  // Error(NotFound)

}  // namespace vanthu::records
