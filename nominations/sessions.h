// sessions.h: the council's sessions as they were kept, who may be voted on, and whom a session let
// pass.
//
// Sessions are only ever added, each with an audit event; of several on one award the newest
// counts. Inside the caller's transaction.
#pragma once

#include <string>
#include <vector>

#include "nominations/arrivals.h"
#include "nominations/council.h"
#include "store/sql.h"

namespace vanthu::nominations {

// A session as it was kept, votes in the order of the sheet.
struct KeptSession {
    Session session;
    SessionResult result;
    std::string held_on;
};

void add_session(store::Transaction&, const std::string& round, int year, const Session& session,
                 const SessionResult& result, const std::string& held_on, const std::string& user,
                 Instant now);

// Counts, and keeps the session. Error(Conflict) when too few are present for the law of that day.
KeptSession hold_session(store::Transaction&, const Round& round, int year, const Session& session,
                         Date held_on, const std::string& user, Instant now);

// The newest of each award.
std::vector<KeptSession> sessions(store::Transaction&, const std::string& round, int year);

// A nominee that a council may vote on, and the list it stands on.
struct Candidate {
    Nominee nominee;
    std::string document, submitter;
};
// Of all lists of the year that are sent to the round itself, not those another unit chooses out
// of.
std::vector<Candidate> candidates(store::Transaction&, const Round& round, int year);
// After a session, those it let pass; all candidates before.
std::vector<Nominee> chosen(store::Transaction&, const Round& round, int year);
// Their names.
std::vector<std::string> passed(store::Transaction&, const std::string& round, int year);

// The eligible nominees of a list that no session has voted on; nobody of a list that another unit
// chooses out of.
std::vector<std::string> not_voted(store::Transaction&, const Round& round, int year,
                                   const std::string& document, Date today);

}  // namespace vanthu::nominations
