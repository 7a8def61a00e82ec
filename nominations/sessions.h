// sessions.h: the council's sessions as they were kept, who may be voted on, and whom a session let
// pass.
//
// Sessions are only ever added, each with an audit event; whoever is voted on again for the same
// award has the newest result. Inside the caller's transaction.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nominations/arrivals.h"
#include "nominations/council.h"
#include "nominations/history.h"
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

// As they count, oldest first: each with those of its votes that no later session on the same award
// took again and whose list still counts; a session of which none is left is not among them.
std::vector<KeptSession> sessions(store::Transaction&, const std::string& round, int year);

// A nominee that a council may vote on, and the list it stands on.
struct Candidate {
    Nominee nominee;
    std::string document, submitter;
};
// Of all lists of the year that are sent to the round itself, not those another unit chooses out
// of.
std::vector<Candidate> candidates(store::Transaction&, const Round& round, int year);
// A nominee that would be recognised but for a finding that bars it, and what that finding says.
struct BarredNominee {
    Candidate candidate;
    Finding finding;
};
// After a session, those it let pass; all candidates before. A finding of severity "error" bars
// from it; who is barred stands apart.
struct Chosen {
    std::vector<Nominee> nominees;
    std::vector<BarredNominee> barred;
};
Chosen chosen(store::Transaction&, const Round& round, int year,
              const std::vector<CheckedList>& checked);
Chosen chosen(store::Transaction&, const Round& round, int year, Date today);

// What a person says about those who are barred.
struct AboutBarred {
    enum class What { NotSaid, LeaveOut, Take } what = What::NotSaid;
    std::string reason;  // why they are taken nevertheless
};
// "leave_out", "take" or "" ; Error(BadInput) for anything else.
AboutBarred about_barred(std::string_view what, std::string reason);

// Those who are taken then.
std::vector<Nominee> taken(const Chosen& chosen, const AboutBarred& about);

// Keeps the recognitions of the year. Error(Conflict) naming one who is barred while nobody has
// said what is to become of them, Error(BadInput) for taking them without a reason; the reason goes
// into the audit.
int recognise(store::Transaction&, const Round& round, int year, const std::string& decision,
              const AboutBarred& about, const std::string& user, Instant now);
// Their names.
std::vector<std::string> passed(store::Transaction&, const std::string& round, int year);

// The eligible nominees of a list that no session has voted on; nobody of a list that another unit
// chooses out of.
std::vector<std::string> not_voted(store::Transaction&, const Round& round, int year,
                                   const std::string& document, Date today);

}  // namespace vanthu::nominations
