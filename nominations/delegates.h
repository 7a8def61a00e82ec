// delegates.h: who goes to the congress: by recognitions, and by choice among those who tie.
//
// Choices are only ever added, each with its reason and an audit event. Inside the caller's
// transaction.
#pragma once

#include <string>
#include <vector>

#include "nominations/council.h"
#include "store/sql.h"

namespace vanthu::nominations {

// Delegates by number of recognitions, with what a person chose among the tied.
struct Delegates {
    std::vector<Ranked> ranked;
    std::vector<std::size_t> picked;  // places in `ranked` of the tied who were chosen
};
Delegates delegates(store::Transaction&, const Round& round, int seats);
// Error(Conflict) when the nominee is not tied at these seats or no seat is left.
void choose_delegate(store::Transaction&, const Round& round, int seats, const Ranked& who,
                     const std::string& reason, const std::string& user, Instant now);

}  // namespace vanthu::nominations
