// lists.h: what a list of nominees means for its paper: the round it belongs to, and to whom its
// process goes.
//
// Joins the rounds (nominations) to the paper's issues and to the variables of its diagram. Inside
// the caller's transaction. Papers that are no lists pass untouched.
#pragma once

#include <Poco/JSON/Object.h>

#include "nominations/arrivals.h"
#include "pipeline/document.h"
#include "store/sql.h"

namespace vanthu::stages {

// Finds round and submitter, unless a person has said so; what must wait for a person becomes an
// issue.
void take_list(store::Transaction&, const pipeline::Document& document, Instant now);

// Adds round, round_year, submitter, standing_office, agencies (that lead the list's movements) and
// agency_count.
void add_route_of_list(store::Transaction&, const pipeline::Document& document,
                       Poco::JSON::Object& variables);

// Error(Conflict) when an eligible nominee of the list has not been voted on: its council step
// ends by the council's own sheet.
void check_voted(store::Transaction&, const pipeline::DocumentId& document, Instant now);

// A person says whether and where a list counts; its process goes by that from now on.
nominations::Arrival decide_list(store::Transaction&, const std::string& document,
                                 const nominations::ListDecision& decision, const std::string& user,
                                 Instant now);

}  // namespace vanthu::stages
