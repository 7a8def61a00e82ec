// arrivals.h: lists that came: which round, year and submitter each belongs to, and whether it
// counts.
//
// A list is matched by what it says: the organ that sent it, the year in its title or else of its
// arrival. What the rules cannot settle waits for a person: a submitter no round knows, a year
// outside, a round that has been decided, a second list of one submitter (which may replace the
// first or add to it). A person's decision stays, whatever is read later. Inside the caller's
// transaction; each decision is audited.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nominations/check.h"
#include "pipeline/document.h"
#include "store/sql.h"

namespace vanthu::nominations {

enum class Standing { Counted, Waiting, Replaced, Refused };
std::string_view name(Standing standing);

struct Arrival {
    std::string document;
    std::string round;  // "" = not known yet
    int year = 0;
    std::string submitter;
    std::string sent_on;  // ISO day a person gave; "" = as the paper says
    Standing standing = Standing::Waiting;
    // Why it waits ("submitter_unknown", "several_rounds", "year_outside", "round_closed",
    // "second_list", "same_list"), or what the person wrote who decided.
    std::string reason;
    std::string decided_by;  // "" = the rules
};

// A document as a list of that round. Error(NotFound) when it holds no table of nominees.
SentList list_of(const pipeline::Document& document, int year = 0);

// The year a title names, "... năm 2023"; 0 when it names none.
int year_said(std::string_view title);

// Matches the list anew, unless a person has decided; nothing for a paper without nominees.
std::optional<Arrival> receive_list(store::Transaction&, const std::vector<Round>& rounds,
                                    const pipeline::Document& document, Instant now);

std::optional<Arrival> arrival_of(store::Transaction&, const std::string& document);

// What waits for a person, of all rounds, oldest first.
std::vector<Arrival> waiting_lists(store::Transaction&);

// In any standing, in the order they came.
std::vector<Arrival> arrivals(store::Transaction&, const std::string& round, int year);

struct ListDecision {
    enum class What {
        Count,
        Replace,
        Refuse
    } what = What::Count;  // Replace: instead of earlier ones
    std::string round;
    int year = 0;
    std::string submitter;  // "" = as the list says
    std::string sent_on;    // ISO day; "" = as the paper says
    std::string reason;
};
// Error(NotFound) for a round or list that is none, Error(BadInput) for a year or day that cannot
// be.
Arrival decide_list(store::Transaction&, const std::vector<Round>& rounds,
                    const std::string& document, const ListDecision& decision,
                    const std::string& user, Instant now);

// The lists that count for a round and year, in the order they came.
std::vector<SentList> lists(store::Transaction&, const Round& round, int year);

// What the process of a list is told: who leads its movements, and the standing office.
struct RouteOf {
    std::vector<std::string> leads;  // agencies, each once; empty = no movement is named
    std::string standing_office;
};
RouteOf route_of(const Round* round, const SentList& list);

}  // namespace vanthu::nominations
