// round.h: a round of nominations (đợt): who may send how many of what until when, read from
// config/rounds/.
//
// Everything a plan orders is dated data with the clause it comes from: movements and their lead
// agencies, quotas per kind of submitter, deadlines that recur every year with exceptions for
// single years, and what agencies are told to do (plan_task.h). Laws and their vote thresholds
// stand side by side with the days they hold (laws.xml). Values; read at start, safe to share
// between threads. Does not know papers or people.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "nominations/nominee.h"
#include "nominations/plan_task.h"

namespace vanthu::nominations {

// "trước ngày" leaves the day itself out, "chậm nhất ngày" takes it in.
enum class Bound { Before, By };

struct Deadline {
    int year = 0;  // 0 = every year without one of its own
    int month = 0, day = 0;
    Bound bound = Bound::Before;
};

// How many of some classes together.
struct Count {
    std::vector<NomineeClass> of;  // empty = all that the quota allows
    std::optional<int> least;
    std::optional<int> most;
    bool soft = false;  // more than `most` is no breach ("ít nhất từ 10 đến 15")
};

struct Quota {
    std::string id;
    std::string submitter;  // as the plan calls it
    std::vector<std::string>
        prefixes;          // how names of such submitters begin; empty = that name alone
    std::string movement;  // id; "" = any
    std::vector<NomineeClass> classes;  // allowed
    std::vector<Count> counts;
    std::string send_to;
    std::string condition;           // what the plan says besides, for people
    std::string attachment;          // what must come with the list, "Kế hoạch"
    std::string chosen_from;         // id of the quota whose lists this one is chosen out of
    bool whole_period = false;       // counted over all years of the round, not year by year
    int percent = 0;                 // of such submitters that must send; 0 = not said
    std::vector<Deadline> openings;  // the first day lists are taken
    std::vector<Deadline> deadlines;
    std::string source;  // clause, e.g. "79/KH-UBND, dòng 80"
};

struct Criterion {
    NomineeClass of;
    std::string source;
};

struct Movement {
    std::string id;
    std::vector<std::string> names;
    std::vector<std::string> leads;
    std::vector<std::string> partners;
    std::string verb;  // "Giao" or "Đề nghị"
    std::string note;  // what a person should know about the clause
    std::vector<NomineeClass> classes;
    std::vector<Criterion> criteria;
    std::string source;
};

struct Council {
    int members = 0;  // 0 = not said
    int percent = 0;  // the office's own threshold of all members; 0 = the law's
    std::string award;
};

struct Round {
    std::string id;
    std::string name;
    std::string issuer, code;
    int first_year = 0, last_year = 0;
    std::string lead;
    std::vector<Movement> movements;
    std::vector<Quota> quotas;
    std::vector<PlanTask> tasks;
    std::vector<std::string>
        submitters;  // those expected by name, for who has sent and who has not
    Council council;
    std::string file;  // for messages
};

struct Threshold {
    std::string award;
    int percent = 0;  // of all members
    std::string source;
};

struct Law {
    std::string id, name;
    std::string first_day, last_day;  // ISO; last_day "" = still holds
    std::vector<Threshold> thresholds;
    int quorum_numerator = 0, quorum_denominator = 1;  // 0 = the law says none
    std::string tie_rule;                              // whom the law prefers among equals, as text
};

// All rounds of a folder, each checked against the schema. Error(Configuration) with file and line.
std::vector<Round> read_rounds(const std::string& folder, const std::string& schema);
std::vector<Law> read_laws(const std::string& file, const std::string& schema);
// Of files that were checked before.
Round round_in(const XmlDocument& xml);
std::vector<Law> laws_in(const XmlDocument& xml);

// Error(NotFound) naming the one that may have been meant.
const Round& find_round(const std::vector<Round>& rounds, std::string_view id);
// The law of a day; null before the first.
const Law* law_on(const std::vector<Law>& laws, Date day);

// The quotas that a submitter falls under, by its name: those that name it, else those whose prefix
// it begins with, else those whose name differs only by the level or the place ("Phòng Nội vụ
// huyện" prints "PHÒNG NỘI VỤ", "Công an huyện" may print its district).
std::vector<const Quota*> quotas_of(const Round& round, const std::string& submitter);
// The last day a list counts as in time; nothing when the plan sets none.
std::optional<Date> last_day(const Quota& quota, int year);
// The first day lists are taken; nothing when the plan sets none.
std::optional<Date> first_day(const Quota& quota, int year);
// The movement whose name or lead a text means; null when none is near.
const Movement* movement_of(const Round& round, std::string_view text);
// The same for a column that holds fields of work as well as movements: only what calls itself a
// movement (by the word, or in quotes), or is one's whole name.
const Movement* named_movement(const Round& round, std::string_view text);
bool calls_itself_a_movement(std::string_view text);
// Whether two names mean one agency: case, tone placement, "Ủy ban nhân dân" and UBND aside.
bool same_agency(std::string_view a, std::string_view b);
// A name in the capitals of a letterhead as people write it, by what the round calls such
// submitters: "ỦY BAN NHÂN DÂN XÃ ĐÔNG TẢO" as "UBND xã Đông Tảo". Others stay as they are.
std::string as_written(const Round& round, const std::string& submitter);
// Whom the round expects by name: its submitters, those its quotas name, the leads of its movements
// that a quota is for. Each once.
std::vector<std::string> expected_submitters(const Round& round);

}  // namespace vanthu::nominations
