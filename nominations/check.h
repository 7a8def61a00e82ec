// check.h: a list that was sent, laid beside its round: what a person must look at, list by list
// and nominee by nominee.
//
// Pure. Findings are told, never applied: nothing is taken off a list and nothing is put on one.
// Of two entries that may be one it says what speaks for it and where the other stands.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nominations/nominee.h"
#include "nominations/round.h"

namespace vanthu::nominations {

struct SentList {
    std::string submitter;
    int year = 0;                 // of the round
    std::optional<Date> sent_on;  // nothing = not known
    std::vector<Nominee> nominees;
    std::string document;  // "" = a file that is only checked
    bool counts = false;   // in its round: a recognition of its year is what came of it
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
        std::string basis = {};
        std::int64_t id = 0;
    };
    std::vector<Flag> flags;
    std::vector<SentList> own_lists = {};  // others of the same submitter that count, of any year
};

struct Finding {
    std::string severity;  // "info", "warning", "error"
    std::string code;      // quota_short, quota_over, early, late, deadline_unknown,
                       // class_not_allowed, class_unknown, duplicate_in_list, duplicate_in_round,
                       // chosen_from, already_recognised, blocked, submitter_unknown, no_quota,
                       // movement_unknown, name_missing, year_outside, formula_like
    int row = 0;                      // 0 = the whole list
    std::string detail;               // a Vietnamese sentence: what, the rule and its source
    std::string evidence = {};        // of two that may be one
    std::string other_document = {};  // where the other stands; "" = in this list
    int other_row = 0;
    // What the sentence says, by name, for whoever reads another language.
    std::map<std::string, std::string> values = {};
};

struct QuotaUse {
    std::string quota;  // id
    std::string of;     // classes counted together, "" = all allowed
    int used = 0;       // with what the submitter sent before
    std::optional<int> least, most;
    bool soft = false, whole_period = false;
    std::string source = {};
};

struct CheckResult {
    std::vector<Finding> findings;
    std::vector<QuotaUse> quotas;
    std::optional<Date> last_day;
    std::vector<std::string> attachments = {};  // what must come with such a list
};

CheckResult check(const Round& round, const SentList& list, const Known& known);

// Rows with a finding of severity "error": nobody votes on them.
std::vector<int> ineligible_rows(const CheckResult& result);

}  // namespace vanthu::nominations
