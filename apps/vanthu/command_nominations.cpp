// vanthu nominations: rounds, the lists that units send to them, votes, delegates, decisions.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>

#include "apps/vanthu/nominations.h"
#include "apps/vanthu/reading.h"
#include "base/error.h"
#include "base/text.h"
#include "nominations/delegates.h"
#include "nominations/finding_words.h"
#include "nominations/history.h"
#include "nominations/kept_rounds.h"
#include "nominations/sessions.h"
#include "pipeline/documents.h"
#include "server/nomination_views.h"
#include "server/views.h"

namespace vanthu::apps {
namespace {

using nominations::CheckResult;
using nominations::Known;
using nominations::Round;
using nominations::SentList;

std::vector<Round> shipped_rounds() {
    const Installation installation = Installation::find();
    return nominations::read_rounds(installation.config + "/rounds",
                                    installation.config + "/schema/round.rng");
}

int list_rounds(bool json) {
    const std::vector<Round> rounds = shipped_rounds();
    if (json) {
        print_json(server::view(rounds));
        return 0;
    }
    for (const Round& round : rounds)
        std::cout << round.id << "  " << round.name << "  " << round.first_year << '-'
                  << round.last_year << "  " << round.movements.size() << " movements, "
                  << round.quotas.size() << " quotas\n";
    return 0;
}

int list_tasks(const Arguments& arguments) {
    const std::vector<Round> rounds = shipped_rounds();
    const Round& round = nominations::find_round(rounds, arguments.operand(1, "ROUND"));
    const int year = arguments.number("year", round.first_year);
    const auto shown = [](const std::optional<Date>& day) {
        return day ? iso_date(*day) : std::string("..........");
    };
    if (arguments.has("json")) {
        Poco::JSON::Object::Ptr object = new Poco::JSON::Object(Poco::JSON_PRESERVE_KEY_ORDER);
        object->set("round", round.id);
        object->set("year", year);
        object->set("tasks", server::tasks_view(round, year));
        print_json(object);
        return 0;
    }
    for (const nominations::PlanTask& task : round.tasks)
        if (const auto days = nominations::days_in(round.tasks, task, year))
            std::cout << shown(days->first) << ' ' << shown(days->last) << "  " << task.organ
                      << ": " << task.text << "  (" << task.source << ")\n";
    return 0;
}

// The year asked for; else this year, or the round's nearest where it is over or to come.
int year_of(const Round& round, const Arguments& arguments, int today) {
    const int year = arguments.number("year", std::clamp(today, round.first_year, round.last_year));
    if (year < round.first_year || year > round.last_year)
        throw Error(ErrorCode::BadInput, "--year " + std::to_string(year) + ": the round \"" +
                                             round.id + "\" runs from " +
                                             std::to_string(round.first_year) + " to " +
                                             std::to_string(round.last_year));
    return year;
}

int status(const RoundYear& at) {
    std::vector<nominations::Submission> lines;
    at.office.database->read([&](store::Transaction& tx) {
        lines = nominations::status(tx, at.round, at.year, local_date(at.office.clock.now()));
    });
    if (at.arguments.has("json")) {
        print_json(server::status_view(at.round, at.year, lines));
        return 0;
    }
    for (const nominations::Submission& line : lines)
        std::cout << (line.documents.empty() ? "-" : "+") << "  " << line.submitter << "  "
                  << line.nominees << (line.late ? "  late" : "")
                  << (line.overdue ? "  OVERDUE" : "") << '\n';
    std::cout << std::count_if(lines.begin(), lines.end(),
                               [](const auto& line) { return !line.documents.empty(); })
              << " of " << lines.size() << " have sent\n";
    return 0;
}

// The only round that knows the list's sender, unless one is named.
const Round& round_for(const std::vector<Round>& rounds, const std::string& id,
                       const SentList& list) {
    if (!id.empty()) return nominations::find_round(rounds, id);
    std::vector<const Round*> fitting;
    for (const Round& round : rounds)
        if (!nominations::quotas_of(round, list.submitter).empty() &&
            (list.year == 0 || (round.first_year <= list.year && list.year <= round.last_year)))
            fitting.push_back(&round);
    if (fitting.size() == 1) return *fitting.front();
    std::string names;
    for (const Round& round : rounds)
        names += (names.empty() ? "" : ", ") + round.id;
    throw Error(ErrorCode::BadInput, "\"" + list.submitter + "\" fits " +
                                         std::to_string(fitting.size()) +
                                         " rounds; name one with --round: " + names);
}

// As --lang says, else as the terminal is set.
bool in_vietnamese(const Arguments& arguments) {
    std::string language = arguments.value("lang");
    if (!language.empty() && language != "vi" && language != "en")
        throw Error(ErrorCode::BadInput, "--lang is vi or en, not '" + language + "'");
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* value = std::getenv(name); language.empty() && value != nullptr)
            language = value;
    return language.starts_with("vi");
}

void print_findings(const SentList& list, const CheckResult& result, bool vietnamese) {
    const std::map<std::string, std::string> severities{
        {"error", "không đủ điều kiện"}, {"warning", "cần xem"}, {"info", "lưu ý"}};
    for (const nominations::Finding& finding : result.findings) {
        const std::string row =
            finding.row > 0 ? (vietnamese ? "dòng " : "row ") + std::to_string(finding.row) + "  "
                            : std::string();
        std::cout << (vietnamese ? severities.at(finding.severity) : finding.severity) << "  "
                  << row << finding.code << "  "
                  << (vietnamese ? finding.detail : nominations::english(finding));
        if (!finding.evidence.empty())
            std::cout << " ("
                      << (vietnamese ? finding.evidence
                                     : nominations::english_evidence(finding.evidence))
                      << ')';
        std::cout << '\n';
    }
    std::cout << list.nominees.size() << (vietnamese ? " trường hợp, " : " nominees, ")
              << result.findings.size() << (vietnamese ? " điều cần biết\n" : " findings\n");
}

// A FILE is read; an ID of a document of the office is looked up.
int check(const Arguments& arguments) {
    const std::string& what = arguments.operand(1, "FILE, or ID of a document");
    const bool file = std::filesystem::exists(what);
    const std::string data = arguments.value("data", kDefaultData);
    std::unique_ptr<OpenOffice> office;
    if (!file || arguments.has("data") || std::filesystem::exists(data + "/office.db"))
        office = open_office(data);
    const std::vector<Round> rounds = shipped_rounds();
    pipeline::Document document;
    std::string id = arguments.value("round");
    std::optional<nominations::Arrival> arrival;
    if (file)
        document = Reading(1).read(what);
    else
        office->database->read([&](store::Transaction& tx) {
            document = pipeline::load_document(tx, what);
            arrival = nominations::arrival_of(tx, what);
        });
    SentList list = nominations::list_of(document, arguments.number("year", 0));
    if (arrival) {
        if (id.empty()) id = arrival->round;
        if (!arguments.has("year")) list.year = arrival->year;
        list.submitter = arrival->submitter;
        list.counts = arrival->standing == nominations::Standing::Counted;
        if (const auto day = parse_iso_date(arrival->sent_on)) list.sent_on = day;
    }
    if (arguments.has("submitter")) list.submitter = nfc(arguments.value("submitter"));
    if (arguments.has("sent-on")) {
        list.sent_on = parse_iso_date(arguments.value("sent-on"));
        if (!list.sent_on)
            throw Error(ErrorCode::BadInput, "--sent-on " + arguments.value("sent-on") +
                                                 ": that is no day; write 2022-05-29");
        const std::string title = pipeline::field_text(document, "subject");
        if (!arguments.has("year") && nominations::year_said(title) == 0)
            list.year = list.sent_on->year;
    }
    const Round& round = round_for(rounds, id, list);
    if (list.year == 0) list.year = round.first_year;
    Known known;
    if (office)
        office->database->read([&](store::Transaction& tx) {
            // A file that the office has already is not counted beside itself.
            document.received_at = office->clock.now();
            if (file) list.document = pipeline::same_content(tx, document);
            known = nominations::known_beside(tx, round, list, local_date(office->clock.now()));
        });
    const CheckResult result = nominations::check(round, list, known);
    if (arguments.has("json")) {
        print_json(server::check_view(round, list, result));
        return 0;
    }
    print_findings(list, result, in_vietnamese(arguments));
    return 0;
}

// With --json what went wrong is an object too.
int check_or_tell(const Arguments& arguments) {
    try {
        return check(arguments);
    } catch (const Error& error) {
        if (!arguments.has("json")) throw;
        Poco::JSON::Object::Ptr problem = server::new_object(), object = server::new_object();
        problem->set("code", std::string(name(error.code())));
        problem->set("message", std::string(error.what()));
        object->set("findings", Poco::JSON::Array::Ptr(new Poco::JSON::Array));
        object->set("error", problem);
        print_json(object);
        throw;
    }
}

int rank(const RoundYear& at) {
    const int seats = at.arguments.number("seats", 0);
    if (seats < 0)
        throw Error(ErrorCode::BadInput,
                    "--seats " + std::to_string(seats) + ": a number of delegates is 0 or more");
    nominations::Delegates found;
    std::vector<nominations::Law> laws;
    at.office.database->read([&](store::Transaction& tx) {
        found = nominations::delegates(tx, at.round, seats);
        laws = nominations::laws(tx);
    });
    const nominations::Law* law = nominations::law_on(laws, local_date(at.office.clock.now()));
    if (at.arguments.has("json")) {
        print_json(server::delegates_view(at.round, seats, law, found));
        return 0;
    }
    bool tied = false;
    for (std::size_t i = 0; i < found.ranked.size(); ++i) {
        const nominations::Ranked& one = found.ranked[i];
        const bool chosen =
            std::find(found.picked.begin(), found.picked.end(), i) != found.picked.end();
        const char* place = chosen                                  ? "chosen"
                            : one.place == nominations::Place::In   ? "in"
                            : one.place == nominations::Place::Tied ? "tied"
                                                                    : "out";
        tied = tied || one.place == nominations::Place::Tied;
        std::cout << one.years.size() << "  " << place << "  " << one.name << "  " << one.unit
                  << (one.namesake ? "  (a namesake may be the same)" : "") << '\n';
    }
    if (tied && law != nullptr && !law->tie_rule.empty()) std::cout << law->tie_rule << '\n';
    return 0;
}

}  // namespace

int command_nominations(const Words& words) {
    const Arguments arguments(
        words, {"json", "take-back"},
        {"lang",   "barred",  "round",   "year",  "submitter", "sent-on", "seats",
         "format", "members", "present", "award", "percent",   "on",      "decision",
         "unit",   "reason",  "until",   "basis", "as",        "data"});
    const std::map<std::string, int (*)(const RoundYear&), std::less<>> of_a_round{
        {"status", status},          {"rank", rank},
        {"choose", choose_delegate}, {"vote", vote_in_round},
        {"export", export_decision}, {"recognise", recognise_in_round},
    };
    const std::map<std::string, int (*)(OpenOffice&, const Arguments&), std::less<>> of_the_office{
        {"lists", list_nominations},
        {"decide", decide_nomination_list},
        {"return", write_return_letter},
        {"flag", flag_nominee},
    };
    const std::string all =
        "rounds, tasks, status, lists, check, decide, vote, export, recognise, return, flag, rank "
        "or choose";
    const std::string& what = arguments.operand(0, all);
    if (what == "rounds") return list_rounds(arguments.has("json"));
    if (what == "tasks") return list_tasks(arguments);
    if (what == "check") return check_or_tell(arguments);
    const auto round_command = of_a_round.find(what);
    const auto office_command = of_the_office.find(what);
    if (round_command == of_a_round.end() && office_command == of_the_office.end())
        throw Error(ErrorCode::BadInput, "nominations '" + what + "': it is " + all);
    const auto office = open_office(arguments.value("data", kDefaultData));
    if (office_command != of_the_office.end()) return office_command->second(*office, arguments);
    const std::vector<Round> rounds = shipped_rounds();
    const Round& round = nominations::find_round(rounds, arguments.operand(1, "ROUND"));
    const int year = year_of(round, arguments, local_date(office->clock.now()).year);
    return round_command->second({*office, arguments, round, year});
}

}  // namespace vanthu::apps
