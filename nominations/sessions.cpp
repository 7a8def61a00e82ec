#include "nominations/sessions.h"

#include <Poco/JSON/Object.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "nominations/finding_words.h"
#include "nominations/history.h"
#include "nominations/kept_rounds.h"
#include "nominations/next_id.h"
#include "store/audit.h"

namespace vanthu::nominations {

using store::Row;
using store::Transaction;

void add_session(Transaction& tx, const std::string& round, int year, const Session& session,
                 const SessionResult& result, const std::string& held_on, const std::string& user,
                 Instant now) {
    const std::int64_t id = next_id(tx, "nomination_session");
    const int percent = result.results.empty() ? 100 : result.results.front().percent_needed;
    tx.execute(
        "insert into nomination_session (id, round, year, award, members, present, held_on, basis, "
        "percent, recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        {id, round, year, session.award, session.members, session.present, held_on, result.basis,
         percent, now, user});
    int position = 0;
    for (const Vote& vote : session.votes)
        tx.execute(
            "insert into nomination_vote (session, position, nominee, yes, no, document, "
            "row_number) "
            "values ($1, $2, $3, $4, $5, $6, $7)",
            {id, ++position, vote.nominee, vote.yes, vote.no, vote.document, vote.row});
    store::append_audit(tx, now, user, "nominations.voted", round);
}

KeptSession hold_session(Transaction& tx, const Round& round, int year, const Session& session,
                         Date held_on, const std::string& user, Instant now) {
    const std::vector<Law> known = laws(tx);
    KeptSession kept{session, count_votes(round, law_on(known, held_on), session),
                     iso_date(held_on)};
    if (!kept.result.quorum)
        throw Error(ErrorCode::Conflict,
                    std::to_string(session.present) + " of " + std::to_string(session.members) +
                        " members: too few for a session (" + kept.result.basis + ")",
                    Sentence{"too_few_members",
                             {{"present", std::to_string(session.present)},
                              {"members", std::to_string(session.members)},
                              {"basis", kept.result.basis}}});
    if (!kept.result.results.empty())
        kept.session.percent = kept.result.results.front().percent_needed;
    add_session(tx, round.id, year, session, kept.result, kept.held_on, user, now);
    return kept;
}

std::vector<KeptSession> sessions(Transaction& tx, const std::string& round, int year) {
    std::vector<KeptSession> held;
    std::vector<std::int64_t> ids;
    tx.for_each(
        "select id, award, members, present, held_on, basis, percent from nomination_session where "
        "round = $1 and year = $2 order by id desc",
        {round, year}, [&](const Row& row) {
            ids.push_back(row.integer("id"));
            KeptSession one;
            one.session.members = static_cast<int>(row.integer("members"));
            one.session.present = static_cast<int>(row.integer("present"));
            one.session.award = row.text("award");
            one.session.percent = static_cast<int>(row.integer("percent"));
            one.result.basis = row.text("basis");
            one.held_on = row.text("held_on");
            held.push_back(std::move(one));
        });
    std::set<std::string> dropped;  // lists that count no more
    tx.for_each(
        "select document from nomination_list where round = $1 and year = $2 and standing <> "
        "'counted'",
        {round, year}, [&](const Row& row) { dropped.insert(row.text("document")); });
    std::set<std::string> voted;  // award and nominee
    std::vector<KeptSession> kept;
    for (std::size_t i = 0; i < held.size(); ++i) {
        Session& session = held[i].session;
        tx.for_each(
            "select nominee, yes, no, document, row_number from nomination_vote where session = $1 "
            "order by position",
            {ids[i]}, [&](const Row& row) {
                session.votes.push_back({row.text("nominee"), static_cast<int>(row.integer("yes")),
                                         static_cast<int>(row.integer("no")), row.text("document"),
                                         static_cast<int>(row.integer("row_number"))});
            });
        std::erase_if(session.votes, [&](const Vote& vote) {
            if (dropped.count(vote.document) > 0) return true;
            const std::string who = vote.document.empty()
                                        ? name_key(vote.nominee)
                                        : vote.document + '/' + std::to_string(vote.row);
            return !voted.insert(session.award + '\n' + who).second;
        });
        if (session.votes.empty()) continue;
        for (const Vote& vote : session.votes)
            held[i].result.results.push_back(
                {vote.nominee, vote.yes, session.members, session.percent,
                 is_enough(vote.yes, session.members, session.percent)});
        kept.push_back(std::move(held[i]));
    }
    std::reverse(kept.begin(), kept.end());
    return kept;
}

std::vector<Candidate> candidates(Transaction& tx, const Round& round, int year) {
    std::vector<Candidate> found;
    for (const SentList& list : lists(tx, round, year)) {
        const std::vector<const Quota*> quotas = quotas_of(round, list.submitter);
        const bool chosen_elsewhere =
            !quotas.empty() && std::all_of(quotas.begin(), quotas.end(), [&](const Quota* quota) {
                return std::any_of(
                    round.quotas.begin(), round.quotas.end(),
                    [&](const Quota& other) { return other.chosen_from == quota->id; });
            });
        if (chosen_elsewhere) continue;
        for (const Nominee& nominee : list.nominees)
            if (!trim(nominee.name).empty())
                found.push_back({nominee, list.document, list.submitter});
    }
    return found;
}

Chosen chosen(Transaction& tx, const Round& round, int year,
              const std::vector<CheckedList>& checked) {
    std::set<std::pair<std::string, int>> rows;
    std::set<std::string> names;
    const std::vector<KeptSession> held = sessions(tx, round.id, year);
    for (const KeptSession& one : held)
        for (std::size_t i = 0; i < one.session.votes.size(); ++i) {
            const Vote& vote = one.session.votes[i];
            if (!one.result.results[i].passed) continue;
            if (vote.document.empty())
                names.insert(name_key(vote.nominee));
            else
                rows.insert({vote.document, vote.row});
        }
    std::map<std::pair<std::string, int>, const Finding*> bars;
    for (const CheckedList& list : checked)
        for (const Finding& finding : list.result.findings)
            if (finding.row > 0 && finding.severity == "error")
                bars.insert({{list.list.document, finding.row}, &finding});
    Chosen result;
    for (Candidate& one : candidates(tx, round, year)) {
        const std::pair<std::string, int> row{one.document, one.nominee.row};
        if (!held.empty() && rows.count(row) == 0 && names.count(name_key(one.nominee.name)) == 0)
            continue;
        if (const auto bar = bars.find(row); bar != bars.end())
            result.barred.push_back({std::move(one), *bar->second});
        else
            result.nominees.push_back(std::move(one.nominee));
    }
    return result;
}

Chosen chosen(Transaction& tx, const Round& round, int year, Date today) {
    return chosen(tx, round, year, check_lists(tx, round, year, today));
}

AboutBarred about_barred(std::string_view what, std::string reason) {
    using What = AboutBarred::What;
    if (!what.empty() && what != "leave_out" && what != "take")
        throw Error(ErrorCode::BadInput, "what becomes of the barred is leave_out or take, not \"" +
                                             std::string(what) + "\"");
    return {what.empty()     ? What::NotSaid
            : what == "take" ? What::Take
                             : What::LeaveOut,
            std::move(reason)};
}

std::vector<Nominee> taken(const Chosen& chosen, const AboutBarred& about) {
    std::vector<Nominee> nominees = chosen.nominees;
    if (about.what == AboutBarred::What::Take)
        for (const BarredNominee& one : chosen.barred)
            nominees.push_back(one.candidate.nominee);
    return nominees;
}

int recognise(Transaction& tx, const Round& round, int year, const std::string& decision,
              const AboutBarred& about, const std::string& user, Instant now) {
    const Chosen people = chosen(tx, round, year, local_date(now));
    if (!people.barred.empty()) {
        const std::string& name = people.barred.front().candidate.nominee.name;
        const std::string count = std::to_string(people.barred.size());
        if (about.what == AboutBarred::What::NotSaid)
            throw Error(ErrorCode::Conflict,
                        count + " would be recognised though a finding bars them, first " + name +
                            ": " + english(people.barred.front().finding) +
                            "; say whether they are left out or taken",
                        Sentence{"barred_passed", {{"name", name}, {"count", count}}});
        if (about.what == AboutBarred::What::Take && trim(about.reason).empty())
            throw Error(ErrorCode::BadInput, "taking who is barred needs a reason",
                        Sentence{"reason_missing"});
        Poco::JSON::Object detail;
        detail.set("count", static_cast<int>(people.barred.size()));
        detail.set("reason", trim(about.reason));
        std::ostringstream json;
        detail.stringify(json);
        store::append_audit(tx, now, user,
                            about.what == AboutBarred::What::Take ? "nominations.barred_taken"
                                                                  : "nominations.barred_left_out",
                            round.id, json.str());
    }
    return add_recognitions(tx, round.id, year, taken(people, about), decision, user, now);
}

std::vector<std::string> passed(Transaction& tx, const std::string& round, int year) {
    std::vector<std::string> names;
    for (const KeptSession& one : sessions(tx, round, year))
        for (const VoteResult& result : one.result.results)
            if (result.passed) names.push_back(result.nominee);
    return names;
}

std::vector<std::string> not_voted(Transaction& tx, const Round& round, int year,
                                   const std::string& document, Date today) {
    std::set<std::pair<std::string, int>> rows;
    std::set<std::string> names;
    for (const KeptSession& one : sessions(tx, round.id, year))
        for (const Vote& vote : one.session.votes) {
            if (vote.document.empty())
                names.insert(name_key(vote.nominee));
            else
                rows.insert({vote.document, vote.row});
        }
    std::set<int> ineligible;
    for (const CheckedList& checked : check_lists(tx, round, year, today))
        if (checked.list.document == document)
            for (const int row : ineligible_rows(checked.result))
                ineligible.insert(row);
    std::vector<std::string> found;
    for (const Candidate& one : candidates(tx, round, year))
        if (one.document == document && ineligible.count(one.nominee.row) == 0 &&
            rows.count({document, one.nominee.row}) == 0 &&
            names.count(name_key(one.nominee.name)) == 0)
            found.push_back(one.nominee.name);
    return found;
}

}  // namespace vanthu::nominations
