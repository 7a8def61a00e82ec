// vanthu nominations: rounds, the lists that units send to them, votes, delegates, decisions.

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "apps/vanthu/actor.h"
#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "apps/vanthu/reading.h"
#include "base/error.h"
#include "base/text.h"
#include "nominations/council.h"
#include "nominations/export.h"
#include "nominations/history.h"
#include "pipeline/document_json.h"
#include "pipeline/documents.h"
#include "server/views.h"

namespace vanthu::apps {
namespace {

using nominations::CheckResult;
using nominations::Known;
using nominations::Round;
using nominations::SentList;
using Poco::JSON::Array;
using Poco::JSON::Object;
using server::new_object;

void print(const Object::Ptr& object) {
    std::cout << pipeline::json_text(*object) << '\n';
}

std::vector<Round> all_rounds(const Installation& installation) {
    return nominations::read_rounds(installation.config + "/rounds",
                                    installation.config + "/schema/round.rng");
}

std::vector<nominations::Law> all_laws(const Installation& installation) {
    return nominations::read_laws(installation.config + "/rounds/laws.xml",
                                  installation.config + "/schema/laws.rng");
}

template <class T>
Poco::Dynamic::Var or_null(const std::optional<T>& value) {
    return value ? Poco::Dynamic::Var(*value) : Poco::Dynamic::Var();
}

Poco::Dynamic::Var day(const std::optional<Date>& date) {
    return date ? Poco::Dynamic::Var(iso_date(*date)) : Poco::Dynamic::Var();
}

Array::Ptr array_of(const std::vector<std::string>& texts) {
    Array::Ptr array = new Array;
    for (const std::string& text : texts)
        array->add(text);
    return array;
}

int list_rounds(const std::vector<Round>& rounds, bool json) {
    Array::Ptr all = new Array;
    for (const Round& round : rounds) {
        Object::Ptr object = new_object();
        object->set("id", round.id);
        object->set("name", round.name);
        object->set("issuer", round.issuer);
        object->set("code", round.code);
        object->set("first_year", round.first_year);
        object->set("last_year", round.last_year);
        object->set("lead", round.lead);
        Array::Ptr movements = new Array;
        for (const nominations::Movement& movement : round.movements) {
            Object::Ptr one = new_object();
            one->set("id", movement.id);
            one->set("names", array_of(movement.names));
            one->set("leads", array_of(movement.leads));
            one->set("assigning_verb", movement.verb);
            one->set("subject_classes", array_of(movement.classes));
            one->set("source", movement.source);
            movements->add(one);
        }
        object->set("movements", movements);
        Array::Ptr quotas = new Array;
        for (const nominations::Quota& quota : round.quotas) {
            Object::Ptr one = new_object();
            one->set("id", quota.id);
            one->set("submitter", quota.submitter);
            one->set("movement", quota.movement.empty() ? Poco::Dynamic::Var()
                                                        : Poco::Dynamic::Var(quota.movement));
            one->set("subject_classes", array_of(quota.classes));
            Array::Ptr counts = new Array;
            for (const nominations::Count& count : quota.counts) {
                Object::Ptr number = new_object();
                number->set("of", array_of(count.of));
                number->set("least", or_null(count.least));
                number->set("most", or_null(count.most));
                number->set("soft", count.soft);
                counts->add(number);
            }
            one->set("counts", counts);
            one->set("send_to", quota.send_to);
            one->set("source", quota.source);
            quotas->add(one);
        }
        object->set("quotas", quotas);
        all->add(object);
        if (!json)
            std::cout << round.id << "  " << round.name << "  " << round.first_year << '-'
                      << round.last_year << "  " << round.movements.size() << " movements, "
                      << round.quotas.size() << " quotas\n";
    }
    if (json) {
        Object::Ptr object = new_object();
        object->set("rounds", all);
        print(object);
    }
    return 0;
}

int status(OpenOffice& office, const Round& round, int year, bool json) {
    std::vector<nominations::Submission> lines;
    const Date today = local_date(office.clock.now());
    office.database->read(
        [&](store::Transaction& tx) { lines = nominations::status(tx, round, year, today); });
    const auto sent = std::count_if(lines.begin(), lines.end(),
                                    [](const auto& line) { return !line.documents.empty(); });
    Object::Ptr object = new_object();
    object->set("round", round.id);
    object->set("year", year);
    object->set("sent", static_cast<int>(sent));
    object->set("expected", static_cast<int>(lines.size()));
    Array::Ptr rows = new Array;
    for (const auto& line : lines) {
        Object::Ptr row = new_object();
        row->set("submitter", line.submitter);
        row->set("documents", array_of(line.documents));
        row->set("nominees", line.nominees);
        row->set("sent_on", day(line.sent_on));
        row->set("last_day", day(line.last_day));
        row->set("late", line.late);
        row->set("overdue", line.overdue);
        rows->add(row);
        if (!json)
            std::cout << (line.documents.empty() ? "-" : "+") << "  " << line.submitter << "  "
                      << line.nominees << (line.late ? "  late" : "")
                      << (line.overdue ? "  OVERDUE" : "") << '\n';
    }
    object->set("submitters", rows);
    if (json)
        print(object);
    else
        std::cout << sent << " of " << lines.size() << " have sent\n";
    return 0;
}

Object::Ptr view(const Round& round, const SentList& list, const CheckResult& result) {
    Object::Ptr object = new_object();
    object->set("round", round.id);
    object->set("year", list.year);
    object->set("submitter",
                list.submitter.empty() ? Poco::Dynamic::Var() : Poco::Dynamic::Var(list.submitter));
    object->set("sent_on", day(list.sent_on));
    object->set("last_day", day(result.last_day));
    Array::Ptr quotas = new Array;
    for (const nominations::QuotaUse& use : result.quotas) {
        Object::Ptr one = new_object();
        one->set("quota", use.quota);
        one->set("of", use.of);
        one->set("used", use.used);
        one->set("least", or_null(use.least));
        one->set("most", or_null(use.most));
        one->set("left", use.most ? Poco::Dynamic::Var(std::max(0, *use.most - use.used))
                                  : Poco::Dynamic::Var());
        quotas->add(one);
    }
    object->set("quotas", quotas);
    Array::Ptr nominees = new Array;
    for (const nominations::Nominee& nominee : list.nominees) {
        Object::Ptr one = new_object();
        one->set("row", nominee.row);
        one->set("name", nominee.name);
        one->set("kind",
                 nominee.kind.empty() ? Poco::Dynamic::Var() : Poco::Dynamic::Var(nominee.kind));
        one->set("unit", nominee.unit);
        Array::Ptr findings = new Array;
        for (const nominations::Finding& finding : result.findings)
            if (finding.row == nominee.row) findings->add(finding.code);
        one->set("findings", findings);
        nominees->add(one);
    }
    object->set("nominees", nominees);
    Array::Ptr findings = new Array;
    for (const nominations::Finding& finding : result.findings) {
        Object::Ptr one = new_object();
        one->set("severity", finding.severity);
        one->set("code", finding.code);
        one->set("row", finding.row > 0 ? Poco::Dynamic::Var(finding.row) : Poco::Dynamic::Var());
        one->set("detail", finding.detail);
        findings->add(one);
    }
    object->set("findings", findings);
    object->set("error", Poco::Dynamic::Var());
    return object;
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

// A FILE is read; an ID of a document of the office is looked up.
int check(const Arguments& arguments) {
    const std::string& what = arguments.operand(1, "FILE, or ID of a document");
    const bool file = std::filesystem::exists(what);
    const std::string data = arguments.value("data", kDefaultData);
    std::unique_ptr<OpenOffice> office;
    if (!file || std::filesystem::exists(data + "/office.db")) office = open_office(data);
    const Installation installation = Installation::find();
    const std::vector<Round> rounds = all_rounds(installation);
    pipeline::Document document;
    if (file)
        document = Reading(1).read(what);
    else
        office->database->read(
            [&](store::Transaction& tx) { document = pipeline::load_document(tx, what); });
    SentList list = nominations::list_of(document, arguments.number("year", 0));
    if (arguments.has("submitter")) list.submitter = arguments.value("submitter");
    if (arguments.has("sent-on")) {
        list.sent_on = parse_iso_date(arguments.value("sent-on"));
        if (!list.sent_on)
            throw Error(ErrorCode::BadInput, "--sent-on " + arguments.value("sent-on") +
                                                 ": that is no day; write 2022-05-29");
        if (!arguments.has("year")) list.year = list.sent_on->year;
    }
    const Round& round = round_for(rounds, arguments.value("round"), list);
    if (list.year == 0) list.year = round.first_year;
    Known known;
    if (office) {
        office->database->read([&](store::Transaction& tx) {
            known.other_lists = nominations::lists(tx, round, list.year);
            known.recognitions = nominations::recognitions(tx, round.id);
            known.flags = nominations::flags(tx, local_date(office->clock.now()));
        });
        std::erase_if(known.other_lists, [&](const SentList& other) {
            return other.document == list.document || other.submitter == list.submitter;
        });
    }
    const CheckResult result = nominations::check(round, list, known);
    if (arguments.has("json")) {
        print(view(round, list, result));
        return 0;
    }
    for (const nominations::Finding& finding : result.findings)
        std::cout << finding.severity << "  "
                  << (finding.row > 0 ? "row " + std::to_string(finding.row) + "  " : "")
                  << finding.code << "  " << finding.detail << '\n';
    std::cout << list.nominees.size() << " nominees, " << result.findings.size() << " findings\n";
    return 0;
}

int rank(OpenOffice& office, const Round& round, const Arguments& arguments) {
    const int seats = arguments.number("seats", 0);
    std::vector<nominations::Ranked> ranked;
    office.database->read([&](store::Transaction& tx) {
        ranked = nominations::rank(round, nominations::recognitions(tx, round.id), seats);
    });
    const std::vector<nominations::Law> laws = all_laws(office.installation);
    const nominations::Law* law = nominations::law_on(laws, local_date(office.clock.now()));
    Object::Ptr object = new_object();
    object->set("round", round.id);
    object->set("seats", seats);
    object->set("tie_rule", law == nullptr || law->tie_rule.empty()
                                ? Poco::Dynamic::Var()
                                : Poco::Dynamic::Var(law->tie_rule));
    Array::Ptr rows = new Array;
    for (const nominations::Ranked& one : ranked) {
        const char* place = one.place == nominations::Place::In     ? "in"
                            : one.place == nominations::Place::Tied ? "tied"
                                                                    : "out";
        Object::Ptr row = new_object();
        row->set("name", one.name);
        row->set("kind", one.kind);
        row->set("unit", one.unit);
        row->set("recognitions", static_cast<int>(one.years.size()));
        Array::Ptr years = new Array;
        for (const int year : one.years)
            years->add(year);
        row->set("years", years);
        row->set("place", place);
        rows->add(row);
        if (!arguments.has("json"))
            std::cout << one.years.size() << "  " << place << "  " << one.name << "  " << one.unit
                      << '\n';
    }
    object->set("ranked", rows);
    if (arguments.has("json")) print(object);
    return 0;
}

// Lines "name;yes;no".
std::vector<nominations::Vote> votes_in(const std::string& path) {
    std::ifstream in(path);
    if (!in) throw Error(ErrorCode::NotFound, path + ": there is no such file");
    std::vector<nominations::Vote> votes;
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (trim(line).empty()) continue;
        const std::vector<std::string> parts = split(trim(line), ';');
        try {
            votes.push_back(
                {nfc(trim(parts.at(0))), std::stoi(parts.at(1)), std::stoi(parts.at(2))});
        } catch (const std::exception&) {
            throw Error(ErrorCode::BadInput,
                        path + ":" + std::to_string(number) + ": a line is NAME;YES;NO");
        }
    }
    return votes;
}

int vote(OpenOffice& office, const Round& round, int year, const Arguments& arguments) {
    nominations::Session session;
    session.members = arguments.number("members", round.council.members);
    session.present = arguments.number("present", session.members);
    session.award = arguments.value("award", round.council.award);
    session.votes = votes_in(arguments.operand(2, "FILE with lines NAME;YES;NO"));
    const std::string held = arguments.value("on", iso_date(local_date(office.clock.now())));
    const auto date = parse_iso_date(held);
    if (!date) throw Error(ErrorCode::BadInput, "--on " + held + ": that is no day");
    const std::vector<nominations::Law> laws = all_laws(office.installation);
    const nominations::SessionResult result =
        nominations::count_votes(round, nominations::law_on(laws, *date), session);
    if (!result.quorum)
        throw Error(ErrorCode::Conflict,
                    std::to_string(session.present) + " of " + std::to_string(session.members) +
                        " members: too few for a session (" + result.basis + ")");
    office.database->write([&](store::Transaction& tx) {
        nominations::add_session(tx, round.id, year, session, result, held,
                                 actor(tx, arguments.value("as"), "--as").user, office.clock.now());
    });
    for (const nominations::VoteResult& one : result.results)
        std::cout << (one.passed ? "passed  " : "failed  ") << one.yes << '/' << one.members << "  "
                  << one.nominee << '\n';
    return 0;
}

// Nominees of all lists of the year; after a vote, those who passed.
std::vector<nominations::Nominee> chosen(store::Transaction& tx, const Round& round, int year) {
    std::vector<nominations::Nominee> nominees;
    for (const SentList& list : nominations::lists(tx, round, year))
        nominees.insert(nominees.end(), list.nominees.begin(), list.nominees.end());
    const std::vector<std::string> passed = nominations::passed(tx, round.id, year);
    if (!passed.empty())
        std::erase_if(nominees, [&](const nominations::Nominee& nominee) {
            return std::none_of(passed.begin(), passed.end(), [&](const std::string& name) {
                return fold(name) == fold(nominee.name);
            });
        });
    return nominees;
}

int export_decision(OpenOffice& office, const Round& round, int year, const Arguments& arguments) {
    const std::string& out = arguments.operand(2, "OUT, the file to write");
    const std::string format = arguments.value("format", "docx");
    if (format != "docx" && format != "xlsx")
        throw Error(ErrorCode::BadInput, "--format is docx or xlsx, not '" + format + "'");
    nominations::DecisionList list{round, year, {}};
    office.database->read([&](store::Transaction& tx) { list.nominees = chosen(tx, round, year); });
    if (format == "docx")
        nominations::export_docx(list, out);
    else
        nominations::export_xlsx(list, out);
    std::cout << list.nominees.size() << " nominees written to " << out << '\n';
    return 0;
}

int recognise(OpenOffice& office, const Round& round, int year, const Arguments& arguments) {
    int added = 0;
    office.database->write([&](store::Transaction& tx) {
        added = nominations::add_recognitions(
            tx, round.id, year, chosen(tx, round, year), arguments.value("decision"),
            actor(tx, arguments.value("as"), "--as").user, office.clock.now());
    });
    std::cout << added << " recognised\n";
    return 0;
}

int return_letter(OpenOffice& office, const std::vector<Round>& rounds,
                  const Arguments& arguments) {
    pipeline::Document document;
    Known known;
    office.database->read([&](store::Transaction& tx) {
        document = pipeline::load_document(tx, arguments.operand(1, "ID of a list"));
    });
    const SentList list = nominations::list_of(document);
    const Round& round = round_for(rounds, arguments.value("round"), list);
    office.database->read([&](store::Transaction& tx) {
        known.recognitions = nominations::recognitions(tx, round.id);
        known.flags = nominations::flags(tx, local_date(office.clock.now()));
    });
    nominations::export_return_letter(round, list, nominations::check(round, list, known).findings,
                                      arguments.operand(2, "OUT.docx"));
    return 0;
}

int flag(OpenOffice& office, const Arguments& arguments) {
    const Known::Flag one{nfc(arguments.operand(1, "NAME")), nfc(arguments.value("unit")),
                          nfc(arguments.value("reason")), arguments.value("until")};
    office.database->write([&](store::Transaction& tx) {
        nominations::add_flag(tx, one, arguments.value("basis"),
                              actor(tx, arguments.value("as"), "--as").user, office.clock.now());
    });
    return 0;
}

}  // namespace

int command_nominations(const Words& words) {
    const Arguments arguments(
        words, {"json"},
        {"round", "year", "submitter", "sent-on", "seats", "format", "members", "present", "award",
         "on", "decision", "unit", "reason", "until", "basis", "as", "data"});
    const std::string& what = arguments.operand(
        0, "rounds, status, check, rank, vote, recognise, export, return or flag");
    if (what == "check") return check(arguments);
    const std::vector<Round> rounds = all_rounds(Installation::find());
    if (what == "rounds") return list_rounds(rounds, arguments.has("json"));
    const auto office = open_office(arguments.value("data", kDefaultData));
    if (what == "flag") return flag(*office, arguments);
    if (what == "return") return return_letter(*office, rounds, arguments);
    const std::vector<std::string> known{"status", "rank", "vote", "export", "recognise"};
    if (std::find(known.begin(), known.end(), what) == known.end())
        throw Error(ErrorCode::BadInput, "nominations '" + what +
                                             "': it is rounds, status, check, rank, vote, "
                                             "recognise, export, return or flag");
    const Round& round = nominations::find_round(rounds, arguments.operand(1, "ROUND"));
    const int year = arguments.number("year", local_date(office->clock.now()).year);
    if (what == "status") return status(*office, round, year, arguments.has("json"));
    if (what == "rank") return rank(*office, round, arguments);
    if (what == "vote") return vote(*office, round, year, arguments);
    if (what == "recognise") return recognise(*office, round, year, arguments);
    return export_decision(*office, round, year, arguments);
}

}  // namespace vanthu::apps
