#include "nominations/council.h"

#include <algorithm>
#include <unordered_map>

#include "base/error.h"
#include "base/text.h"

namespace vanthu::nominations {
namespace {

struct Needed {
    int percent = 0;
    std::string basis;
};

// "Chiến sĩ thi đua cấp tỉnh", "CSTĐ tỉnh" and "Chiến sĩ thi đua tỉnh" are one.
std::string award_key(std::string_view award) {
    std::string key = ' ' + fold(unify_tone_placement(single_spaced(award))) + ' ';
    std::erase_if(key, [](char c) { return c == ',' || c == '.' || c == '"'; });
    const auto replace = [&](std::string_view from, std::string_view to) {
        if (const std::size_t at = key.find(from); at != std::string::npos)
            key.replace(at, from.size(), to);
    };
    replace(" cstd ", " chien si thi dua ");
    replace(" danh hieu ", " ");
    replace(" cap ", " ");
    return single_spaced(key);
}

// The threshold whose award is named, or the longest that it begins with: "Anh hùng Lao động".
const Threshold* threshold_of(const Law& law, std::string_view award) {
    const std::string wanted = award_key(award) + ' ';
    const Threshold* best = nullptr;
    std::size_t longest = 0;
    for (const Threshold& threshold : law.thresholds) {
        const std::string known = award_key(threshold.award) + ' ';
        if (!wanted.starts_with(known) || known.size() <= longest) continue;
        best = &threshold;
        longest = known.size();
    }
    return best;
}

Needed needed(const Round& round, const Law* law, const std::string& award, int own_percent) {
    if (law != nullptr)
        if (const Threshold* threshold = threshold_of(*law, award))
            return {threshold->percent, law->name};
    if (round.council.percent > 0) return {round.council.percent, round.name};
    if (own_percent > 0) return {own_percent, "Hội đồng"};
    throw Error(ErrorCode::NotFound, "neither the law nor the round \"" + round.id +
                                         "\" has a threshold for \"" + award +
                                         "\"; set <council percent=\"...\"/> in " + round.file);
}

// Recognitions gathered by nominee. Each is looked up by what proves likeness: name and kind with
// the birth date, else with the unit; so thousands of namesakes cost no more than strangers.
class Tally {
public:
    void add(const Known::Recognition& one) {
        const Identity who = identity_of({0, one.name, one.kind, one.birth_date, one.unit, "", ""});
        Entry& entry = entry_of(who, one);
        if (std::find(entry.ranked.years.begin(), entry.ranked.years.end(), one.year) ==
            entry.ranked.years.end())
            entry.ranked.years.push_back(one.year);
    }

    std::vector<Ranked> take() {
        struct Namesakes {
            int all = 0, bare = 0, dated = 0, placed = 0;
        };
        std::unordered_map<std::string, Namesakes> named;
        for (const Entry& entry : entries_) {
            Namesakes& count = named[name_of(entry.who)];
            ++count.all;
            if (entry.who.born.empty() && entry.who.unit.empty()) ++count.bare;
            if (!entry.who.born.empty() && entry.who.unit.empty()) ++count.dated;
            if (entry.who.born.empty() && !entry.who.unit.empty()) ++count.placed;
        }
        std::vector<Ranked> ranked;
        for (Entry& entry : entries_) {
            std::sort(entry.ranked.years.begin(), entry.ranked.years.end());
            const Namesakes& count = named[name_of(entry.who)];
            const bool has_date = !entry.who.born.empty(), has_unit = !entry.who.unit.empty();
            // What neither date nor unit tells apart.
            entry.ranked.namesake =
                count.all > 1 && (count.bare > 0 || (has_date && !has_unit && count.placed > 0) ||
                                  (!has_date && has_unit && count.dated > 0));
            ranked.push_back(std::move(entry.ranked));
        }
        return ranked;
    }

private:
    struct Entry {
        Ranked ranked;
        Identity who;
    };

    static std::string name_of(const Identity& who) { return who.name + '\n' + who.kind; }

    static std::string dated(const Identity& who) {
        std::string key = name_of(who) + "\nborn";
        for (const int part : who.born)
            key += ' ' + std::to_string(part);
        return key;
    }

    static std::string placed(const Identity& who) { return name_of(who) + "\nunit " + who.unit; }

    Entry& entry_of(const Identity& who, const Known::Recognition& one) {
        // Nothing but a name proves a collective only.
        const bool bare = who.born.empty() && who.unit.empty();
        std::vector<std::string> keys;
        if (!who.born.empty()) keys.push_back(dated(who));
        if (!who.unit.empty() || (bare && who.kind == "collective")) keys.push_back(placed(who));
        for (const std::string& key : keys) {
            const auto found = by_key_.find(key);
            if (found == by_key_.end()) continue;
            Entry& entry = entries_[found->second];
            if (likeness(entry.who, who) != Likeness::Same) continue;  // one unit, another date
            if (entry.who.born.empty() && !who.born.empty()) {
                entry.who.born = who.born;
                by_key_.emplace(dated(who), found->second);
            }
            if (entry.who.unit.empty()) entry.who.unit = who.unit;
            for (const std::string& other : keys)
                by_key_.emplace(other, found->second);
            return entry;
        }
        entries_.push_back({{one.name, one.kind, one.unit, {}, Place::Out}, who});
        for (const std::string& key : keys)
            by_key_.emplace(key, entries_.size() - 1);
        return entries_.back();
    }

    std::vector<Entry> entries_;
    std::unordered_map<std::string, std::size_t> by_key_;
};

}  // namespace

bool is_enough(int yes, int members, int percent) {
    return yes * 100 >= percent * members;
}

SessionResult count_votes(const Round& round, const Law* law, const Session& session) {
    if (session.members <= 0 || session.present < 0 || session.present > session.members)
        throw Error(ErrorCode::BadInput,
                    std::to_string(session.present) + " present of " +
                        std::to_string(session.members) + " members: that cannot be",
                    Sentence{"present_impossible",
                             {{"present", std::to_string(session.present)},
                              {"members", std::to_string(session.members)}}});
    if (session.percent < 0 || session.percent > 100)
        throw Error(ErrorCode::BadInput, std::to_string(session.percent) + " % is no threshold",
                    Sentence{"no_threshold", {{"percent", std::to_string(session.percent)}}});
    const Needed need = needed(round, law, session.award, session.percent);
    SessionResult result;
    result.basis = need.basis;
    if (law != nullptr && law->quorum_numerator > 0)
        result.quorum =
            session.present * law->quorum_denominator >= session.members * law->quorum_numerator;
    for (const Vote& vote : session.votes) {
        if (vote.yes < 0 || vote.no < 0 || vote.yes + vote.no > session.members)
            throw Error(ErrorCode::BadInput,
                        vote.nominee + ": " + std::to_string(vote.yes) + " yes and " +
                            std::to_string(vote.no) + " no are more than the " +
                            std::to_string(session.members) + " members",
                        Sentence{"votes_impossible",
                                 {{"name", vote.nominee},
                                  {"yes", std::to_string(vote.yes)},
                                  {"no", std::to_string(vote.no)},
                                  {"members", std::to_string(session.members)}}});
        result.results.push_back({vote.nominee, vote.yes, session.members, need.percent,
                                  is_enough(vote.yes, session.members, need.percent)});
    }
    return result;
}

std::vector<Ranked> rank(const Round& round, const std::vector<Known::Recognition>& recognitions,
                         int seats) {
    Tally tally;
    for (const Known::Recognition& one : recognitions)
        if (one.year >= round.first_year && one.year <= round.last_year) tally.add(one);
    std::vector<Ranked> ranked = tally.take();
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
