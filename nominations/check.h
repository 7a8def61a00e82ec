// check.h: a list that was sent, laid beside its round: what a person must look at, list by list
// and nominee by nominee.
//
// Pure. Findings are told, never applied: nothing is taken off a list and nothing is put on one.
// Names are compared after folding (case, marks, tone placement), with unit and birth date as
// evidence for or against its being the same.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nominations/round.h"
#include "pipeline/document.h"

namespace vanthu::nominations {

struct Nominee {
    int row = 0;  // from 1, in the list
    std::string name;
    NomineeClass kind;  // "" = the list does not say
    std::string birth_date, unit, movement, award;
};

struct SentList {
    std::string submitter;
    int year = 0;                 // of the round
    std::optional<Date> sent_on;  // nothing = not known
    std::vector<Nominee> nominees;
    std::string document;  // "" = a file that is only checked
};

// What the office knows besides this list.
struct Known {
    std::vector<SentList> other_lists;  // of the same round and year, by other submitters
    // "folded name|kind" -> years of recognition and the decision
    struct Recognition {
        std::string name, kind, unit, birth_date, decision;
        int year = 0;
    };
    std::vector<Recognition> recognitions;
    struct Flag {  // a person or unit under investigation, discipline ...
        std::string name, unit, reason, until;  // until "" = open
    };
    std::vector<Flag> flags;
};

struct Finding {
    std::string severity;  // "info", "warning", "error"
    std::string code;      // quota_short, quota_over, late, deadline_unknown, class_not_allowed,
                       // class_unknown, duplicate_in_list, duplicate_in_round, already_recognised,
                       // blocked, submitter_unknown, movement_unknown, name_missing, year_outside
    int row = 0;         // 0 = the whole list
    std::string detail;  // a sentence: what, the rule and its source
};

struct QuotaUse {
    std::string quota;  // id
    std::string of;     // classes counted together, "" = all allowed
    int used = 0;
    std::optional<int> least, most;
};

struct CheckResult {
    std::vector<Finding> findings;
    std::vector<QuotaUse> quotas;
    std::optional<Date> last_day;
};

CheckResult check(const Round& round, const SentList& list, const Known& known);

// The nominees of a list's table (columns of contract section 2.2).
std::vector<Nominee> nominees_of(const pipeline::FieldTable& table);

// Two entries that may be the same person or collective, and why or why not.
enum class Likeness { Different, Perhaps, Same };
Likeness likeness(const Nominee& a, const Nominee& b);

}  // namespace vanthu::nominations
