#include "nominations/council.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace vanthu::nominations {
namespace {

struct Needed {
    int percent = 0;
    std::string basis;
};

Needed needed(const Round& round, const Law* law, const std::string& award) {
    if (law != nullptr)
        for (const Threshold& threshold : law->thresholds)
            if (fold(threshold.award) == fold(award)) return {threshold.percent, law->name};
    if (round.council.percent > 0) return {round.council.percent, round.name};
    throw Error(ErrorCode::NotFound, "neither the law nor the round \"" + round.id +
                                         "\" has a threshold for \"" + award +
                                         "\"; set <council percent=\"...\"/> in " + round.file);
}

}  // namespace

SessionResult count_votes(const Round& round, const Law* law, const Session& session) {
    if (session.members <= 0 || session.present < 0 || session.present > session.members)
        throw Error(ErrorCode::BadInput, std::to_string(session.present) + " present of " +
                                             std::to_string(session.members) +
                                             " members: that cannot be");
    const Needed need = needed(round, law, session.award);
    SessionResult result;
    result.basis = need.basis;
    if (law != nullptr && law->quorum_numerator > 0)
        result.quorum =
            session.present * law->quorum_denominator >= session.members * law->quorum_numerator;
    for (const Vote& vote : session.votes) {
        if (vote.yes < 0 || vote.no < 0 || vote.yes + vote.no > session.members)
            throw Error(ErrorCode::BadInput, vote.nominee + ": " + std::to_string(vote.yes) +
                                                 " yes and " + std::to_string(vote.no) +
                                                 " no are more than the " +
                                                 std::to_string(session.members) + " members");
        result.results.push_back({vote.nominee, vote.yes, session.members, need.percent,
                                  vote.yes * 100 >= need.percent * session.members});
    }
    return result;
}

std::vector<Ranked> rank(const Round& round, const std::vector<Known::Recognition>& recognitions,
                         int seats) {
    struct Entry {
        Ranked ranked;
        Nominee who;
    };
    std::vector<Entry> entries;
    for (const Known::Recognition& one : recognitions) {
        if (one.year < round.first_year || one.year > round.last_year) continue;
        const Nominee who{0, one.name, one.kind, one.birth_date, one.unit, "", ""};
        auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
            return likeness(entry.who, who) != Likeness::Different;
        });
        if (found == entries.end()) {
            entries.push_back({{one.name, one.kind, one.unit, {}, Place::Out}, who});
            found = entries.end() - 1;
        }
        std::vector<int>& years = found->ranked.years;
        if (std::find(years.begin(), years.end(), one.year) == years.end())
            years.push_back(one.year);
    }
    std::vector<Ranked> ranked;
    for (Entry& entry : entries) {
        std::sort(entry.ranked.years.begin(), entry.ranked.years.end());
        ranked.push_back(std::move(entry.ranked));
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
        return a.years.size() > b.years.size();
    });
    const auto allotted = static_cast<std::size_t>(std::max(seats, 0));
    for (std::size_t i = 0; i < ranked.size() && i < allotted; ++i)
        ranked[i].place = Place::In;
    if (allotted == 0 || allotted >= ranked.size()) return ranked;
    const std::size_t cut = ranked[allotted - 1].years.size();
    if (ranked[allotted].years.size() == cut)
        for (Ranked& one : ranked)
            if (one.years.size() == cut) one.place = Place::Tied;
    return ranked;
}

}  // namespace vanthu::nominations
