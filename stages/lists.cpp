#include "stages/lists.h"

#include <algorithm>

#include "base/error.h"
#include "nominations/kept_rounds.h"
#include "nominations/sessions.h"
#include "pipeline/documents.h"
#include "stages/decisions.h"
#include "workflow/engine.h"

namespace vanthu::stages {
namespace {

constexpr std::string_view kIssues = "round_";

bool has_nominees(const pipeline::Document& document) {
    return std::any_of(document.tables.begin(), document.tables.end(),
                       [](const pipeline::FieldTable& table) { return table.id == "nominees"; });
}

void tell(store::Transaction& tx, const pipeline::DocumentId& id,
          const std::vector<pipeline::Issue>& issues) {
    const pipeline::Document stored = pipeline::load_document(tx, id);
    const bool told =
        std::any_of(stored.issues.begin(), stored.issues.end(),
                    [](const pipeline::Issue& issue) { return issue.code.starts_with(kIssues); });
    if (told || !issues.empty()) pipeline::replace_issues(tx, id, kIssues, issues);
}

}  // namespace

void take_list(store::Transaction& tx, const pipeline::Document& document, Instant now) {
    if (document.form != "nomination_list") return;
    const auto arrival = nominations::receive_list(tx, nominations::rounds(tx), document, now);
    std::vector<pipeline::Issue> issues;
    if (arrival && arrival->standing == nominations::Standing::Waiting)
        issues.push_back({pipeline::Severity::Warning,
                          std::string(kIssues) + arrival->reason,
                          "organ_name",
                          "the list of \"" + arrival->submitter +
                              "\" waits for a person to say whether it counts; see the rounds",
                          {{"submitter", arrival->submitter}}});
    tell(tx, document.id, issues);
}

void add_route_of_list(store::Transaction& tx, const pipeline::Document& document,
                       Poco::JSON::Object& variables) {
    if (document.form != "nomination_list" || !has_nominees(document)) return;
    const auto arrival = nominations::arrival_of(tx, document.id);
    if (!arrival) return;
    const std::vector<nominations::Round> rounds = nominations::rounds(tx);
    const auto round =
        std::find_if(rounds.begin(), rounds.end(),
                     [&](const nominations::Round& one) { return one.id == arrival->round; });
    nominations::SentList list = nominations::list_of(document, arrival->year);
    list.submitter = arrival->submitter;
    const nominations::RouteOf route =
        nominations::route_of(round == rounds.end() ? nullptr : &*round, list);
    variables.set("round", arrival->round);
    variables.set("round_year", arrival->year);
    variables.set("submitter", arrival->submitter);
    variables.set("standing_office", route.standing_office);
    Poco::JSON::Array::Ptr agencies = new Poco::JSON::Array;
    for (const std::string& agency : route.leads)
        agencies->add(agency);
    variables.set("agencies", agencies);
    variables.set("agency_count", static_cast<int>(route.leads.size()));
}

void check_voted(store::Transaction& tx, const pipeline::DocumentId& document, Instant now) {
    const auto arrival = nominations::arrival_of(tx, document);
    if (!arrival) return;
    if (arrival->standing != nominations::Standing::Counted)
        throw Error(ErrorCode::Conflict,
                    "the list does not count in a round yet, so no council can vote on it; decide "
                    "on it under Khen thưởng first",
                    Sentence{"list_not_counted"});
    const nominations::Round round =
        nominations::find_round(nominations::rounds(tx), arrival->round);
    const std::vector<std::string> missing =
        nominations::not_voted(tx, round, arrival->year, document, local_date(now));
    if (missing.empty()) return;
    throw Error(ErrorCode::Conflict,
                "the council has not voted on " + missing.front() +
                    (missing.size() > 1
                         ? " and " + std::to_string(missing.size() - 1) + " others of the list"
                         : std::string(" of the list")) +
                    "; note its session on the council's sheet of \"" + round.name + "\", " +
                    std::to_string(arrival->year),
                Sentence{"council_not_voted",
                         {{"name", missing.front()},
                          {"round", round.name},
                          {"year", std::to_string(arrival->year)},
                          {"count", std::to_string(missing.size())}}});
}

nominations::Arrival decide_list(store::Transaction& tx, const std::string& document,
                                 const nominations::ListDecision& decision, const std::string& user,
                                 Instant now) {
    const nominations::Arrival arrival =
        nominations::decide_list(tx, nominations::rounds(tx), document, decision, user, now);
    tell(tx, document, {});
    const std::string variables = process_variables(tx, pipeline::load_document(tx, document));
    for (const workflow::InstanceInfo& instance : workflow::instances_of(tx, document))
        if (instance.state == "running") workflow::set_variables(tx, instance.id, variables, now);
    return arrival;
}

}  // namespace vanthu::stages
