#include "nominations/delegates.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <tuple>

#include "base/error.h"
#include "base/text.h"
#include "nominations/history.h"
#include "nominations/next_id.h"
#include "store/audit.h"

namespace vanthu::nominations {

using store::Row;
using store::Transaction;

Delegates delegates(Transaction& tx, const Round& round, int seats) {
    Delegates found{rank(round, recognitions(tx, round.id), seats), {}, {}};
    std::map<std::tuple<std::string, std::string, std::string>, std::string> picked;
    tx.for_each(
        "select name, kind, unit, reason from nomination_delegate where round = $1", {round.id},
        [&](const Row& row) {
            picked[{row.text("name"), row.text("kind"), row.text("unit")}] = row.text("reason");
        });
    std::ptrdiff_t left = seats;
    for (std::size_t i = 0; i < found.ranked.size(); ++i) {
        Ranked& one = found.ranked[i];
        const auto choice = picked.find({one.name, one.kind, one.unit});
        if (one.place == Place::Tied && choice != picked.end()) {
            found.picked.push_back(i);
            found.reasons.push_back(choice->second);
            one.place = Place::In;
        }
        left -= one.place == Place::In ? 1 : 0;
    }
    if (left <= 0)
        for (Ranked& one : found.ranked)
            if (one.place == Place::Tied) one.place = Place::Out;
    return found;
}

void choose_delegate(Transaction& tx, const Round& round, int seats, const Ranked& who,
                     const std::string& reason, const std::string& user, Instant now) {
    if (trim(reason).empty())
        throw Error(ErrorCode::BadInput, "choosing among equals needs a reason",
                    Sentence{"reason_missing"});
    const Delegates before = delegates(tx, round, seats);
    const auto found =
        std::find_if(before.ranked.begin(), before.ranked.end(), [&](const Ranked& one) {
            return one.name == who.name && one.kind == who.kind && one.unit == who.unit;
        });
    const auto in = std::count_if(before.ranked.begin(), before.ranked.end(),
                                  [](const Ranked& one) { return one.place == Place::In; });
    if (found != before.ranked.end() && found->place == Place::Out && !before.picked.empty() &&
        in >= seats)
        throw Error(ErrorCode::Conflict, "all " + std::to_string(seats) + " seats are taken",
                    Sentence{"seats_taken", {{"seats", std::to_string(seats)}}});
    if (found == before.ranked.end() || found->place != Place::Tied)
        throw Error(
            ErrorCode::Conflict,
            "\"" + who.name + "\" does not tie for the last of " + std::to_string(seats) + " seats",
            Sentence{"no_tie", {{"name", who.name}}});
    tx.execute(
        "insert into nomination_delegate (id, round, name, kind, unit, reason, recorded_at, "
        "recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        {next_id(tx, "nomination_delegate"), round.id, who.name, who.kind, who.unit, trim(reason),
         now, user});
    store::append_audit(tx, now, user, "nominations.delegate_chosen", round.id);
}

void take_choice_back(Transaction& tx, const Round& round, const Ranked& who,
                      const std::string& user, Instant now) {
    if (tx.execute("delete from nomination_delegate where round = $1 and name = $2 and kind = $3 "
                   "and unit = $4",
                   {round.id, who.name, who.kind, who.unit}) == 0)
        throw Error(ErrorCode::Conflict, "\"" + who.name + "\" was not chosen by a person",
                    Sentence{"not_chosen", {{"name", who.name}}});
    store::append_audit(tx, now, user, "nominations.delegate_taken_back", round.id);
}

}  // namespace vanthu::nominations
