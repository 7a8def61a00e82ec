// spelling.h: what somebody who typed a word may have meant.
//
// Knows the letters-only words of all texts (index.h). Works inside the caller's transaction.
#pragma once

#include <string>

#include "store/sql.h"

namespace vanthu::records {

// The query with every word that no text has replaced by the commonest one that is one letter away
// (one more, one less, another one, or two exchanged); "" when there is nothing to replace.
std::string corrected_query(store::Transaction&, const std::string& query);

}  // namespace vanthu::records
