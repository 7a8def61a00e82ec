#include "nominations/history.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/error.h"
#include "base/text.h"
#include "nominations/kept_rounds.h"
#include "pipeline/documents.h"
#include "store/audit.h"

namespace vanthu::nominations {
namespace {

using store::Row;
using store::Transaction;

std::int64_t next_id(Transaction& tx, const std::string& table) {
    return tx.query_one("select coalesce(max(id), 0) + 1 as id from " + table)->integer("id");
}

}  // namespace

std::vector<Known::Recognition> recognitions(Transaction& tx, const std::string& round) {
    std::vector<Known::Recognition> found;
    tx.for_each(
        "select name, kind, unit, birth_date, decision, year from nomination_recognition where "
        "round = $1 order by year, id",
        {round}, [&](const Row& row) {
            found.push_back({row.text("name"), row.text("kind"), row.text("unit"),
                             row.text("birth_date"), row.text("decision"),
                             static_cast<int>(row.integer("year"))});
        });
    return found;
}

std::vector<Known::Flag> flags(Transaction& tx, Date today) {
    std::vector<Known::Flag> found;
    tx.for_each(
        "select id, name, unit, reason, until, basis from nomination_flag where lifted_at is null "
        "and (until "
        "= '' or until >= $1) order by id",
        {iso_date(today)}, [&](const Row& row) {
            found.push_back({row.text("name"), row.text("unit"), row.text("reason"),
                             row.text("until"), row.text("basis"), row.integer("id")});
        });
    return found;
}

namespace {

// The lists of other years count where something is owed over the whole period.
std::vector<SentList> lists_of_other_years(Transaction& tx, const Round& round, int year) {
    std::vector<SentList> found;
    if (std::none_of(round.quotas.begin(), round.quotas.end(),
                     [](const Quota& quota) { return quota.whole_period; }))
        return found;
    for (int other = round.first_year; other <= round.last_year; ++other)
        if (other != year)
            for (SentList& list : lists(tx, round, other))
                found.push_back(std::move(list));
    return found;
}

// What stands beside `list`, of `known` with all lists in it.
Known beside(const Known& known, const std::vector<SentList>& others, const SentList& list) {
    Known found;
    for (const SentList& other : known.other_lists)
        if (other.document != list.document)
            (same_agency(other.submitter, list.submitter) ? found.own_lists : found.other_lists)
                .push_back(other);
    for (const SentList& other : others)
        if (same_agency(other.submitter, list.submitter)) found.own_lists.push_back(other);
    found.recognitions = known.recognitions;
    found.flags = known.flags;
    return found;
}

}  // namespace

Known known_beside(Transaction& tx, const Round& round, const SentList& list, Date today) {
    const Known known{lists(tx, round, list.year), recognitions(tx, round.id), flags(tx, today)};
    return beside(known, lists_of_other_years(tx, round, list.year), list);
}

std::vector<CheckedList> check_lists(Transaction& tx, const Round& round, int year, Date today) {
    const Known known{lists(tx, round, year), recognitions(tx, round.id), flags(tx, today)};
    const std::vector<SentList> others = lists_of_other_years(tx, round, year);
    std::vector<CheckedList> checked;
    for (const SentList& list : known.other_lists)
        checked.push_back({list, check(round, list, beside(known, others, list))});
    return checked;
}

int add_recognitions(Transaction& tx, const std::string& round, int year,
                     const std::vector<Nominee>& nominees, const std::string& decision,
                     const std::string& user, Instant now) {
    if (trim(decision).empty())
        throw Error(ErrorCode::BadInput, "a recognition needs its decision, e.g. 15/QĐ-UBND");
    int added = 0;
    std::int64_t id = next_id(tx, "nomination_recognition");
    for (const Nominee& nominee : nominees) {
        if (nominee.name.empty()) continue;
        const auto there = tx.execute(
            "insert into nomination_recognition (id, round, year, name, kind, unit, birth_date, "
            "award, decision, recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, "
            "$9, $10, $11) on conflict (round, year, name, kind, unit, birth_date) do nothing",
            {id, round, year, nominee.name, nominee.kind, nominee.unit, nominee.birth_date,
             nominee.award, decision, now, user});
        if (there == 0) continue;
        ++id;
        ++added;
    }
    store::append_audit(tx, now, user, "nominations.recognised", round);
    return added;
}

void add_flag(Transaction& tx, const Known::Flag& flag, const std::string& basis,
              const std::string& user, Instant now) {
    if (!flag.until.empty() && !parse_iso_date(flag.until))
        throw Error(ErrorCode::BadInput, "\"" + flag.until + "\" is no day; write 2026-12-31");
    const std::int64_t id = next_id(tx, "nomination_flag");
    tx.execute(
        "insert into nomination_flag (id, name, unit, reason, basis, until, recorded_at, "
        "recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        {id, flag.name, flag.unit, flag.reason, basis, flag.until, now, user});
    store::append_audit(tx, now, user, "nominations.flagged", std::to_string(id));
}

void lift_flag(Transaction& tx, std::int64_t id, const std::string& user, Instant now) {
    if (tx.execute("update nomination_flag set lifted_at = $2 where id = $1 and lifted_at is null",
                   {id, now}) == 0)
        throw Error(ErrorCode::NotFound, "there is no flag " + std::to_string(id) + " to lift");
    store::append_audit(tx, now, user, "nominations.flag_lifted", std::to_string(id));
}

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
                        " members: too few for a session (" + kept.result.basis + ")");
    if (!kept.result.results.empty())
        kept.session.percent = kept.result.results.front().percent_needed;
    add_session(tx, round.id, year, session, kept.result, kept.held_on, user, now);
    return kept;
}

std::vector<KeptSession> sessions(Transaction& tx, const std::string& round, int year) {
    std::vector<KeptSession> kept;
    std::vector<std::int64_t> ids;
    tx.for_each(
        "select id, award, members, present, held_on, basis, percent from nomination_session where "
        "id in (select max(id) from nomination_session where round = $1 and year = $2 group by "
        "award) order by id",
        {round, year}, [&](const Row& row) {
            ids.push_back(row.integer("id"));
            KeptSession one;
            one.session.members = static_cast<int>(row.integer("members"));
            one.session.present = static_cast<int>(row.integer("present"));
            one.session.award = row.text("award");
            one.session.percent = static_cast<int>(row.integer("percent"));
            one.result.basis = row.text("basis");
            one.held_on = row.text("held_on");
            kept.push_back(std::move(one));
        });
    for (std::size_t i = 0; i < kept.size(); ++i) {
        Session& session = kept[i].session;
        tx.for_each(
            "select nominee, yes, no, document, row_number from nomination_vote where session = $1 "
            "order by position",
            {ids[i]}, [&](const Row& row) {
                session.votes.push_back({row.text("nominee"), static_cast<int>(row.integer("yes")),
                                         static_cast<int>(row.integer("no")), row.text("document"),
                                         static_cast<int>(row.integer("row_number"))});
            });
        for (const Vote& vote : session.votes)
            kept[i].result.results.push_back(
                {vote.nominee, vote.yes, session.members, session.percent,
                 is_enough(vote.yes, session.members, session.percent)});
    }
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

std::vector<Nominee> chosen(Transaction& tx, const Round& round, int year) {
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
    std::vector<Nominee> nominees;
    for (const Candidate& one : candidates(tx, round, year))
        if (held.empty() || rows.count({one.document, one.nominee.row}) > 0 ||
            names.count(name_key(one.nominee.name)) > 0)
            nominees.push_back(one.nominee);
    return nominees;
}

std::vector<std::string> passed(Transaction& tx, const std::string& round, int year) {
    std::vector<std::string> names;
    for (const KeptSession& one : sessions(tx, round, year))
        for (const VoteResult& result : one.result.results)
            if (result.passed) names.push_back(result.nominee);
    return names;
}

Delegates delegates(Transaction& tx, const Round& round, int seats) {
    Delegates found{rank(round, recognitions(tx, round.id), seats), {}};
    std::set<std::tuple<std::string, std::string, std::string>> picked;
    tx.for_each("select name, kind, unit from nomination_delegate where round = $1", {round.id},
                [&](const Row& row) {
                    picked.insert({row.text("name"), row.text("kind"), row.text("unit")});
                });
    for (std::size_t i = 0; i < found.ranked.size(); ++i) {
        const Ranked& one = found.ranked[i];
        if (one.place == Place::Tied && picked.count({one.name, one.kind, one.unit}) > 0)
            found.picked.push_back(i);
    }
    return found;
}

void choose_delegate(Transaction& tx, const Round& round, int seats, const Ranked& who,
                     const std::string& reason, const std::string& user, Instant now) {
    if (trim(reason).empty())
        throw Error(ErrorCode::BadInput, "choosing among equals needs a reason");
    const Delegates before = delegates(tx, round, seats);
    const auto found =
        std::find_if(before.ranked.begin(), before.ranked.end(), [&](const Ranked& one) {
            return one.place == Place::Tied && one.name == who.name && one.kind == who.kind &&
                   one.unit == who.unit;
        });
    if (found == before.ranked.end())
        throw Error(ErrorCode::Conflict, "\"" + who.name + "\" does not tie for the last of " +
                                             std::to_string(seats) + " seats");
    const auto in = std::count_if(before.ranked.begin(), before.ranked.end(),
                                  [](const Ranked& one) { return one.place == Place::In; });
    if (in + static_cast<std::ptrdiff_t>(before.picked.size()) >= seats)
        throw Error(ErrorCode::Conflict, "all " + std::to_string(seats) + " seats are taken");
    tx.execute(
        "insert into nomination_delegate (id, round, name, kind, unit, reason, recorded_at, "
        "recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        {next_id(tx, "nomination_delegate"), round.id, who.name, who.kind, who.unit, trim(reason),
         now, user});
    store::append_audit(tx, now, user, "nominations.delegate_chosen", round.id);
}

std::vector<Submission> status(Transaction& tx, const Round& round, int year, Date today) {
    std::vector<Submission> lines;
    for (const std::string& name : expected_submitters(round))
        lines.push_back({name, {}, 0, std::nullopt, std::nullopt, false, false, true});
    const std::vector<SentList> sent = lists(tx, round, year);
    for (const SentList& list : sent) {
        const std::vector<const Quota*> theirs = quotas_of(round, list.submitter);
        auto line = std::find_if(lines.begin(), lines.end(), [&](const Submission& one) {
            return same_agency(one.submitter, list.submitter) ||
                   (theirs.size() == 1 && theirs[0]->prefixes.empty() &&
                    quotas_of(round, one.submitter) == theirs);
        });
        if (line == lines.end()) {
            lines.push_back({list.submitter, {}, 0, std::nullopt, std::nullopt, false, false});
            line = lines.end() - 1;
        }
        line->documents.push_back(list.document);
        line->nominees += static_cast<int>(list.nominees.size());
        if (!line->sent_on || (list.sent_on && *list.sent_on < *line->sent_on))
            line->sent_on = list.sent_on;
        // Whatever came last tells the sum of all.
        Known own;
        for (const SentList& other : sent)
            if (&other != &list && same_agency(other.submitter, list.submitter))
                own.own_lists.push_back(other);
        line->quotas = check(round, list, own).quotas;
    }
    for (Submission& line : lines) {
        for (const Quota* quota : quotas_of(round, line.submitter)) {
            if (const auto day = last_day(*quota, year))
                if (!line.last_day || *day < *line.last_day) line.last_day = day;
            if (line.condition.empty()) line.condition = quota->condition;
        }
        if (!line.last_day) continue;
        line.late = line.sent_on && *line.sent_on > *line.last_day;
        line.overdue = line.documents.empty() && today > *line.last_day;
    }
    return lines;
}

}  // namespace vanthu::nominations
