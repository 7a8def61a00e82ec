// delegates.h: who goes to the congress: by recognitions, and by choice among those who tie.
//
// A choice keeps its reason; making it and taking it back are audit events. Inside the caller's
// transaction.
#pragma once

#include <string>
#include <vector>

#include "nominations/council.h"
#include "store/sql.h"

namespace vanthu::nominations {

// Delegates by number of recognitions, with what a person chose among the tied: the chosen are In,
// and when no seat is left whoever tied with them is Out.
struct Delegates {
    std::vector<Ranked> ranked;
    std::vector<std::size_t> picked;   // places in `ranked` of the tied who were chosen
    std::vector<std::string> reasons;  // of `picked`
};
Delegates delegates(store::Transaction&, const Round& round, int seats);
// Error(Conflict) when the nominee is not tied at these seats or no seat is left.
void choose_delegate(store::Transaction&, const Round& round, int seats, const Ranked& who,
                     const std::string& reason, const std::string& user, Instant now);
// Error(Conflict) when nobody chose the nominee.
void take_choice_back(store::Transaction&, const Round& round, const Ranked& who,
                      const std::string& user, Instant now);

}  // namespace vanthu::nominations
