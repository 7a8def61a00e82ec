#include "nominations/history.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "nominations/kept_rounds.h"
#include "nominations/next_id.h"
#include "pipeline/documents.h"
#include "store/audit.h"

namespace vanthu::nominations {

using store::Row;
using store::Transaction;

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
        throw Error(ErrorCode::BadInput, "a recognition needs its decision, e.g. 15/QĐ-UBND",
                    Sentence{"decision_missing"});
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
        throw Error(ErrorCode::BadInput, "\"" + flag.until + "\" is no day; write 2026-12-31",
                    Sentence{"no_day", {{"day", flag.until}}});
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
