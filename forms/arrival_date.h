// arrival_date.h: the day of arrival that was written into a stamp, as one date or as day, month
// and year apart.
//
// Weighed against the paper's own date: papers arrive on the day they are issued or soon after.
// Pure functions.
#pragma once

#include <vector>

#include "forms/decision.h"

namespace vanthu::forms {

void weigh_arrival_date(std::vector<pipeline::Field>& fields,
                        const std::vector<GapReading>& readings, const Evidence& evidence,
                        double review_below, std::vector<pipeline::Issue>& issues);

}  // namespace vanthu::forms
