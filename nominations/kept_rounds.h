// kept_rounds.h: the rounds and laws an office works with, kept in its database as books and the
// calendar are.
//
// save_rounds() reads and checks config/rounds/ and replaces what is kept; whoever has a
// transaction then sees the same rules, whatever folder the process was started from. Inside the
// caller's transaction.
#pragma once

#include <string>
#include <vector>

#include "nominations/round.h"
#include "store/sql.h"

namespace vanthu::nominations {

// Error(Configuration) with file and line. A folder that is not there leaves the office without
// rounds.
void save_rounds(store::Transaction&, const std::string& folder, const std::string& schemas);

std::vector<Round> rounds(store::Transaction&);
std::vector<Law> laws(store::Transaction&);

}  // namespace vanthu::nominations
