// history.h: what the office keeps of its rounds: recognitions and flags; and who has sent.
//
// Recognitions and flags are only ever added (a flag is lifted, not deleted), each with an audit
// event. Inside the caller's transaction.
#pragma once

#include <string>
#include <vector>

#include "nominations/arrivals.h"
#include "nominations/check.h"
#include "store/sql.h"

namespace vanthu::nominations {

std::vector<Known::Recognition> recognitions(store::Transaction&, const std::string& round);
std::vector<Known::Flag> flags(store::Transaction&, Date today);

// Everything the office knows beside a list of that round.
Known known_beside(store::Transaction&, const Round& round, const SentList& list, Date today);

// All lists of a year, each with what is to be looked at; reads every list once.
struct CheckedList {
    SentList list;
    CheckResult result;
};
std::vector<CheckedList> check_lists(store::Transaction&, const Round& round, int year, Date today);

// How many were new; who is there already for that year stays.
int add_recognitions(store::Transaction&, const std::string& round, int year,
                     const std::vector<Nominee>& nominees, const std::string& decision,
                     const std::string& user, Instant now);
void add_flag(store::Transaction&, const Known::Flag& flag, const std::string& basis,
              const std::string& user, Instant now);
void lift_flag(store::Transaction&, std::int64_t id, const std::string& user, Instant now);

// One line of who has sent and who has not.
struct Submission {
    std::string submitter;
    std::vector<std::string> documents;
    int nominees = 0;
    std::optional<Date> sent_on, last_day;
    bool late = false;           // sent after the last day
    bool overdue = false;        // not sent, and the last day is over
    bool expected = false;       // by name
    std::string condition = {};  // under which it owes a list
    std::vector<QuotaUse> quotas = {};
};
// First those the round expects by name, then whoever else sent.
std::vector<Submission> status(store::Transaction&, const Round& round, int year, Date today);

}  // namespace vanthu::nominations
