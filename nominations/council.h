// council.h: votes of a council, and who goes to the congress.
//
// Shares are compared in whole numbers (yes x 100 >= percent x members), of all members, present or
// not: 8 of 9 is not 90 %. Ranking never decides a tie: it marks the tied for a person, with the
// law's rule beside them. Pure.
#pragma once

#include <string>
#include <vector>

#include "nominations/check.h"
#include "nominations/round.h"

namespace vanthu::nominations {

struct Vote {
    std::string nominee;
    int yes = 0;
    int no = 0;
    std::string document = {};  // the list and the row that are voted on; "" = known by name alone
    int row = 0;
};

struct VoteResult {
    std::string nominee;
    int yes = 0, members = 0, percent_needed = 0;
    bool passed = false;
};

struct Session {
    int members = 0;
    int present = 0;
    std::string award;
    std::vector<Vote> votes;
    int percent = 0;  // what the council itself set, where neither law nor round says; 0 = nothing
};

struct SessionResult {
    bool quorum = true;
    std::string basis;  // law and threshold, or the office's own rule
    std::vector<VoteResult> results;
};

// The law's threshold, else the round's, else the council's own. Error(BadInput) when votes do not
// fit the members, Error(NotFound) when nobody has set a threshold.
SessionResult count_votes(const Round& round, const Law* law, const Session& session);

bool is_enough(int yes, int members, int percent);

enum class Place { In, Out, Tied };

struct Ranked {
    std::string name, kind, unit;
    std::vector<int> years;  // distinct, in order
    Place place = Place::Out;
    bool namesake = false;  // another entry bears the name and may be the same: a person knows
};

// By number of distinct years of recognition within the round, high to low, until `seats` are used
// up. Who ties at the cut is Tied. Two recognitions are one nominee's only when unit or birth date
// say so. O(n log n).
std::vector<Ranked> rank(const Round& round, const std::vector<Known::Recognition>& recognitions,
                         int seats);

}  // namespace vanthu::nominations
