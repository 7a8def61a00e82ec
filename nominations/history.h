// history.h: what the office keeps of its rounds: lists that came, recognitions, flags, votes.
//
// Lists are documents of the form `nomination_list` and are matched to round and submitter when
// asked: by the organ that sent them and the day they came. Recognitions, flags and sessions are
// only ever added (a flag is lifted, not deleted), each with an audit event. Inside the caller's
// transaction.
#pragma once

#include <string>
#include <vector>

#include "nominations/check.h"
#include "nominations/council.h"
#include "store/sql.h"

namespace vanthu::nominations {

// The lists of a round and year, in the order they came.
std::vector<SentList> lists(store::Transaction&, const Round& round, int year);

// A document as a list of that round. Error(NotFound) when it holds no table of nominees.
SentList list_of(const pipeline::Document& document, int year = 0);

std::vector<Known::Recognition> recognitions(store::Transaction&, const std::string& round);
std::vector<Known::Flag> flags(store::Transaction&, Date today);

// How many were new; who is there already for that year stays.
int add_recognitions(store::Transaction&, const std::string& round, int year,
                     const std::vector<Nominee>& nominees, const std::string& decision,
                     const std::string& user, Instant now);
void add_flag(store::Transaction&, const Known::Flag& flag, const std::string& basis,
              const std::string& user, Instant now);

void add_session(store::Transaction&, const std::string& round, int year, const Session& session,
                 const SessionResult& result, const std::string& held_on, const std::string& user,
                 Instant now);
// Whom the newest session of a round and year let pass; empty when there was none.
std::vector<std::string> passed(store::Transaction&, const std::string& round, int year);

// One line of who has sent and who has not.
struct Submission {
    std::string submitter;
    std::vector<std::string> documents;
    int nominees = 0;
    std::optional<Date> sent_on, last_day;
    bool late = false;     // sent after the last day
    bool overdue = false;  // not sent, and the last day is over
};
// First those the round expects by name, then whoever else sent.
std::vector<Submission> status(store::Transaction&, const Round& round, int year, Date today);

}  // namespace vanthu::nominations
