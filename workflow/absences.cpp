#include "workflow/absences.h"

#include <deque>
#include <set>

#include "base/error.h"
#include "base/id.h"
#include "base/text.h"
#include "store/audit.h"
#include "workflow/variables.h"

namespace vanthu::workflow {
namespace {

void check_days(const std::string& first, const std::string& last) {
    if (!parse_iso_date(first) || !parse_iso_date(last) || last < first)
        throw Error(ErrorCode::BadInput, "the days \"" + first + "\" to \"" + last +
                                             "\" are no span; write them as 2026-03-14");
}

void end_rule(store::Transaction& tx, const std::string& table, const std::string& what,
              const std::string& id, const std::string& by, Instant now) {
    const auto changed = tx.execute(
        "update " + table + " set ended_at = $2 where id = $1 and ended_at is null", {id, now});
    if (changed == 0)
        throw Error(ErrorCode::NotFound, "there is no rule " + id + " that could be ended");
    store::append_audit(tx, now, by, what + ".ended", id);
}

}  // namespace

std::string add_absence(store::Transaction& tx, const Absence& absence, const std::string& by,
                        Instant now) {
    check_days(absence.first_day, absence.last_day);
    if (absence.person.empty() || absence.deputy.empty() || absence.person == absence.deputy)
        throw Error(ErrorCode::BadInput,
                    "an absence names a person and somebody else as the deputy");
    const std::string id = new_id();
    tx.execute(
        "insert into absence (id, person, deputy, process, first_day, last_day, made_by, made_at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        {id, absence.person, absence.deputy, absence.process, absence.first_day, absence.last_day,
         by, now});
    store::append_audit(tx, now, by, "absence.added", id,
                        json_object({{"person", absence.person},
                                     {"deputy", absence.deputy},
                                     {"process", absence.process},
                                     {"first_day", absence.first_day},
                                     {"last_day", absence.last_day}}));
    return id;
}

void end_absence(store::Transaction& tx, const std::string& id, const std::string& by,
                 Instant now) {
    end_rule(tx, "absence", "absence", id, by, now);
}

std::vector<Absence> absences(store::Transaction& tx) {
    std::vector<Absence> found;
    tx.for_each(
        "select id, person, deputy, process, first_day, last_day from absence "
        "where ended_at is null order by first_day, id",
        {}, [&](const store::Row& row) {
            found.push_back({row.text("id"), row.text("person"), row.text("deputy"),
                             row.text("process"), row.text("first_day"), row.text("last_day")});
        });
    return found;
}

Actor with_absent(store::Transaction& tx, Actor actor, const GroupsOf& groups_of, Instant now) {
    const std::string today = iso_date(local_date(now));
    using Work = std::pair<std::string, std::string>;  // whose, and of which process
    std::deque<Work> open = {{actor.user, ""}};
    std::set<Work> seen;
    while (!open.empty()) {
        const auto [deputy, held] = open.front();
        const std::string& process = held;  // clang 14 lets no lambda see a structured binding
        open.pop_front();
        tx.for_each(
            "select person, process from absence where deputy = $1 and first_day <= $2 "
            "and last_day >= $2 and ended_at is null order by id",
            {deputy, today}, [&](const store::Row& row) {
                const std::string rule = row.text("process");
                if (!process.empty() && !rule.empty() && rule != process) return;
                const Work work{row.text("person"), rule.empty() ? process : rule};
                if (work.first == actor.user || !seen.insert(work).second) return;
                open.push_back(work);
            });
    }
    for (const auto& [person, process] : seen)
        if (process.empty() || !seen.contains({person, ""}))
            actor.stands_in_for.push_back({person, groups_of(person), process});
    return actor;
}

std::string add_signing_authority(store::Transaction& tx, const SigningAuthority& authority,
                                  const std::string& by, Instant now) {
    check_days(authority.first_day, authority.last_day);
    if (authority.form != "KT" && authority.form != "TL" && authority.form != "TUQ")
        throw Error(ErrorCode::BadInput,
                    "the form of signing \"" + authority.form + "\" is none of KT, TL, TUQ");
    if (authority.person.empty() || authority.signs_for.empty() || trim(authority.basis).empty())
        throw Error(ErrorCode::BadInput,
                    "a right to sign names who signs, for whom, and the decision it rests on");
    const std::string id = new_id();
    tx.execute(
        "insert into signing_authority (id, person, signs_for, form, basis, first_day, last_day, "
        "made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        {id, authority.person, authority.signs_for, authority.form, nfc(trim(authority.basis)),
         authority.first_day, authority.last_day, by, now});
    store::append_audit(tx, now, by, "signing_authority.added", id,
                        json_object({{"person", authority.person},
                                     {"signs_for", authority.signs_for},
                                     {"form", authority.form},
                                     {"basis", nfc(trim(authority.basis))},
                                     {"first_day", authority.first_day},
                                     {"last_day", authority.last_day}}));
    return id;
}

void end_signing_authority(store::Transaction& tx, const std::string& id, const std::string& by,
                           Instant now) {
    end_rule(tx, "signing_authority", "signing_authority", id, by, now);
}

std::vector<SigningAuthority> signing_authorities(store::Transaction& tx) {
    std::vector<SigningAuthority> found;
    tx.for_each(
        "select id, person, signs_for, form, basis, first_day, last_day from signing_authority "
        "where ended_at is null order by person, first_day, id",
        {}, [&](const store::Row& row) {
            found.push_back({row.text("id"), row.text("person"), row.text("signs_for"),
                             row.text("form"), row.text("basis"), row.text("first_day"),
                             row.text("last_day")});
        });
    return found;
}

std::optional<std::string> signing_form(store::Transaction& tx, const std::string& person,
                                        const std::string& signs_for, Instant now) {
    const auto row = tx.query_one(
        "select form from signing_authority where person = $1 and signs_for = $2 and "
        "first_day <= $3 and last_day >= $3 and ended_at is null order by made_at desc, id limit 1",
        {person, signs_for, iso_date(local_date(now))});
    if (!row) return std::nullopt;
    return row->text("form");
}

}  // namespace vanthu::workflow
