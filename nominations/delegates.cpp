#include "nominations/delegates.h"

#include <algorithm>
#include <set>
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
        throw Error(ErrorCode::BadInput, "choosing among equals needs a reason",
                    Sentence{"reason_missing"});
    const Delegates before = delegates(tx, round, seats);
    const auto found =
        std::find_if(before.ranked.begin(), before.ranked.end(), [&](const Ranked& one) {
            return one.place == Place::Tied && one.name == who.name && one.kind == who.kind &&
                   one.unit == who.unit;
        });
    if (found == before.ranked.end())
        throw Error(
            ErrorCode::Conflict,
            "\"" + who.name + "\" does not tie for the last of " + std::to_string(seats) + " seats",
            Sentence{"no_tie", {{"name", who.name}}});
    const auto in = std::count_if(before.ranked.begin(), before.ranked.end(),
                                  [](const Ranked& one) { return one.place == Place::In; });
    if (in + static_cast<std::ptrdiff_t>(before.picked.size()) >= seats)
        throw Error(ErrorCode::Conflict, "all " + std::to_string(seats) + " seats are taken",
                    Sentence{"seats_taken", {{"seats", std::to_string(seats)}}});
    tx.execute(
        "insert into nomination_delegate (id, round, name, kind, unit, reason, recorded_at, "
        "recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        {next_id(tx, "nomination_delegate"), round.id, who.name, who.kind, who.unit, trim(reason),
         now, user});
    store::append_audit(tx, now, user, "nominations.delegate_chosen", round.id);
}

}  // namespace vanthu::nominations
