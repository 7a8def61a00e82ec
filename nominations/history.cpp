#include "nominations/history.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "pipeline/documents.h"
#include "store/audit.h"

namespace vanthu::nominations {
namespace {

using store::Row;
using store::Transaction;

std::int64_t next_id(Transaction& tx, const std::string& table) {
    return tx.query_one("select coalesce(max(id), 0) + 1 as id from " + table)->integer("id");
}

bool same_name(const std::string& a, const std::string& b) {
    return fold(unify_tone_placement(a)) == fold(unify_tone_placement(b));
}

}  // namespace

SentList list_of(const pipeline::Document& document, int year) {
    const auto table =
        std::find_if(document.tables.begin(), document.tables.end(),
                     [](const pipeline::FieldTable& t) { return t.id == "nominees"; });
    if (table == document.tables.end())
        throw Error(ErrorCode::NotFound, (document.source.empty() ? document.id : document.source) +
                                             ": no list of nominees was found in it");
    SentList list;
    list.submitter = pipeline::field_text(document, "organ_name");
    list.nominees = nominees_of(*table);
    list.document = document.id;
    // The day it came is the arrival's; a file that is only checked has its printed day.
    list.sent_on = parse_iso_date(pipeline::field_text(document, "arrival_date"));
    if (!list.sent_on && document.received_at > 0) list.sent_on = local_date(document.received_at);
    if (!list.sent_on) list.sent_on = parse_iso_date(pipeline::field_text(document, "issued_date"));
    list.year = year != 0 ? year : list.sent_on ? list.sent_on->year : 0;
    return list;
}

std::vector<SentList> lists(Transaction& tx, const Round& round, int year) {
    std::vector<std::string> ids;
    tx.for_each(
        "select id from document where form = 'nomination_list' and state in ('needs_check', "
        "'in_workflow', 'filed') order by received_at, id",
        {}, [&](const Row& row) { ids.push_back(row.text("id")); });
    std::vector<SentList> found;
    for (const std::string& id : ids) {
        const pipeline::Document document = pipeline::load_document(tx, id);
        try {
            SentList list = list_of(document);
            if (list.year == year && !quotas_of(round, list.submitter).empty())
                found.push_back(std::move(list));
        } catch (const Error& error) {
            if (error.code() != ErrorCode::NotFound) throw;  // a list whose table was not read
        }
    }
    return found;
}

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
        "select name, unit, reason, until from nomination_flag where lifted_at is null and (until "
        "= '' or until >= $1) order by id",
        {iso_date(today)}, [&](const Row& row) {
            found.push_back(
                {row.text("name"), row.text("unit"), row.text("reason"), row.text("until")});
        });
    return found;
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
            "insert into nomination_vote (session, position, nominee, yes, no) values ($1, $2, $3, "
            "$4, $5)",
            {id, ++position, vote.nominee, vote.yes, vote.no});
    store::append_audit(tx, now, user, "nominations.voted", round);
}

std::vector<std::string> passed(Transaction& tx, const std::string& round, int year) {
    std::vector<std::string> names;
    tx.for_each(
        "select v.nominee from nomination_vote v join nomination_session s on s.id = v.session "
        "where s.id = (select max(id) from nomination_session where round = $1 and year = $2) and "
        "v.yes * 100 >= s.percent * s.members order by v.position",
        {round, year}, [&](const Row& row) { names.push_back(row.text("nominee")); });
    return names;
}

std::vector<Submission> status(Transaction& tx, const Round& round, int year, Date today) {
    std::vector<Submission> lines;
    for (const std::string& name : round.submitters)
        lines.push_back({name, {}, 0, std::nullopt, std::nullopt, false, false});
    for (const SentList& list : lists(tx, round, year)) {
        auto line = std::find_if(lines.begin(), lines.end(), [&](const Submission& one) {
            return same_name(one.submitter, list.submitter);
        });
        if (line == lines.end()) {
            lines.push_back({list.submitter, {}, 0, std::nullopt, std::nullopt, false, false});
            line = lines.end() - 1;
        }
        line->documents.push_back(list.document);
        line->nominees += static_cast<int>(list.nominees.size());
        if (!line->sent_on || (list.sent_on && *list.sent_on < *line->sent_on))
            line->sent_on = list.sent_on;
    }
    for (Submission& line : lines) {
        for (const Quota* quota : quotas_of(round, line.submitter))
            if (const auto day = last_day(*quota, year))
                if (!line.last_day || *day < *line.last_day) line.last_day = day;
        if (!line.last_day) continue;
        line.late = line.sent_on && *line.sent_on > *line.last_day;
        line.overdue = line.documents.empty() && today > *line.last_day;
    }
    return lines;
}

}  // namespace vanthu::nominations
