#include "apps/vanthu/nominations.h"

#include <fstream>
#include <iostream>
#include <set>

#include "apps/vanthu/actor.h"
#include "base/error.h"
#include "base/text.h"
#include "nominations/delegates.h"
#include "nominations/export.h"
#include "nominations/finding_words.h"
#include "nominations/history.h"
#include "nominations/kept_rounds.h"
#include "nominations/sessions.h"
#include "pipeline/document_json.h"
#include "pipeline/documents.h"
#include "server/nomination_views.h"
#include "server/views.h"
#include "stages/lists.h"

namespace vanthu::apps {
namespace {

using nominations::Known;
using nominations::SentList;
using Poco::JSON::Object;

// Lines "NAME;YES;NO".
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

// A name stands for one row of one list; "NAME|UNIT" where two bear it.
void find_rows(const std::vector<nominations::Candidate>& candidates,
               std::vector<nominations::Vote>& votes) {
    for (nominations::Vote& vote : votes) {
        const std::vector<std::string> parts = split(vote.nominee, '|');
        std::vector<const nominations::Candidate*> meant;
        for (const nominations::Candidate& one : candidates)
            if (nominations::name_key(one.nominee.name) == nominations::name_key(parts[0]) &&
                (parts.size() < 2 ||
                 nominations::name_key(one.nominee.unit) == nominations::name_key(parts[1])))
                meant.push_back(&one);
        if (meant.size() > 1)
            throw Error(ErrorCode::BadInput,
                        "\"" + vote.nominee + "\" stands on " + std::to_string(meant.size()) +
                            " rows; write NAME|UNIT;YES;NO, or vote in the web app");
        if (meant.empty()) continue;  // voted on without a list
        vote.nominee = meant[0]->nominee.name;
        vote.document = meant[0]->document;
        vote.row = meant[0]->nominee.row;
    }
}

// Rows of the year's lists with a finding of severity "error".
std::set<std::pair<std::string, int>> barred_rows(store::Transaction& tx, const RoundYear& at) {
    std::set<std::pair<std::string, int>> rows;
    for (const nominations::CheckedList& checked :
         nominations::check_lists(tx, at.round, at.year, local_date(at.office.clock.now())))
        for (const int row : nominations::ineligible_rows(checked.result))
            rows.insert({checked.list.document, row});
    return rows;
}

std::string acting_user(store::Transaction& tx, const Arguments& arguments) {
    return actor(tx, arguments.value("as"), "--as").user;
}

}  // namespace

void print_json(const Object::Ptr& object) {
    std::cout << pipeline::json_text(*object) << '\n';
}

int vote_in_round(const RoundYear& at) {
    const Arguments& arguments = at.arguments;
    nominations::Session session;
    session.members = arguments.number("members", at.round.council.members);
    session.present = arguments.number("present", session.members);
    session.award = arguments.value("award", at.round.council.award);
    session.percent = arguments.number("percent", 0);
    session.votes = votes_in(arguments.operand(2, "FILE with lines NAME;YES;NO"));
    const std::string held = arguments.value("on", iso_date(local_date(at.office.clock.now())));
    const auto date = parse_iso_date(held);
    if (!date) throw Error(ErrorCode::BadInput, "--on " + held + ": that is no day");
    nominations::KeptSession kept;
    std::set<std::pair<std::string, int>> barred;
    at.office.database->write([&](store::Transaction& tx) {
        barred = barred_rows(tx, at);
        nominations::Session named = session;
        find_rows(nominations::candidates(tx, at.round, at.year), named.votes);
        kept = nominations::hold_session(tx, at.round, at.year, named, *date,
                                         acting_user(tx, arguments), at.office.clock.now());
    });
    if (arguments.has("json")) {
        print_json(server::view(kept));
        return 0;
    }
    for (std::size_t i = 0; i < kept.result.results.size(); ++i) {
        const nominations::VoteResult& one = kept.result.results[i];
        const nominations::Vote& vote = kept.session.votes[i];
        std::cout << (one.passed ? "passed  " : "failed  ") << one.yes << '/' << one.members << "  "
                  << one.nominee
                  << (vote.document.empty() ? "  (on no list of the council)"
                      : barred.count({vote.document, vote.row}) > 0 ? "  (a finding bars this row)"
                                                                    : "")
                  << '\n';
    }
    return 0;
}

int recognise_in_round(const RoundYear& at) {
    const nominations::AboutBarred about =
        nominations::about_barred(at.arguments.value("barred"), nfc(at.arguments.value("reason")));
    int added = 0;
    at.office.database->write([&](store::Transaction& tx) {
        added = nominations::recognise(tx, at.round, at.year, nfc(at.arguments.value("decision")),
                                       about, acting_user(tx, at.arguments), at.office.clock.now());
    });
    if (at.arguments.has("json"))
        print_json(server::count_view("recognised", static_cast<std::size_t>(added)));
    else
        std::cout << added << " recognised\n";
    return 0;
}

int export_decision(const RoundYear& at) {
    const std::string& out = at.arguments.operand(2, "OUT, the file to write");
    const std::string format = at.arguments.value("format", "docx");
    if (format != "docx" && format != "xlsx")
        throw Error(ErrorCode::BadInput, "--format is docx or xlsx, not '" + format + "'");
    const nominations::AboutBarred about =
        nominations::about_barred(at.arguments.value("barred"), "");
    const bool all = about.what == nominations::AboutBarred::What::Take;
    nominations::DecisionList list{at.round, at.year, {}};
    nominations::Chosen people;
    at.office.database->read([&](store::Transaction& tx) {
        const Date today = local_date(at.office.clock.now());
        people = nominations::chosen(tx, at.round, at.year, today);
        const std::vector<nominations::Law> laws = nominations::laws(tx);
        list.bases = nominations::bases_of(nominations::law_on(laws, today),
                                           nominations::sessions(tx, at.round.id, at.year));
    });
    list.nominees = nominations::taken(people, about);
    if (format == "docx")
        nominations::export_docx(list, out);
    else
        nominations::export_xlsx(list, out);
    if (at.arguments.has("json")) {
        Object::Ptr object = server::count_view("written", list.nominees.size());
        Poco::JSON::Array::Ptr barred = new Poco::JSON::Array;
        for (const nominations::BarredNominee& one : people.barred)
            barred->add(server::view(one));
        object->set("barred", barred);
        print_json(object);
        return 0;
    }
    std::cout << list.nominees.size() << " nominees written to " << out << '\n';
    for (const nominations::BarredNominee& one : people.barred)
        std::cout << (all ? "barred, but written: " : "barred, left out: ")
                  << nominations::english(one.finding) << '\n';
    return 0;
}

int choose_delegate(const RoundYear& at) {
    const std::string name = nfc(at.arguments.operand(2, "NAME of one of the tied"));
    const int seats = at.arguments.number("seats", 0);
    const bool back = at.arguments.has("take-back");
    nominations::Delegates after;
    const nominations::Law* law = nullptr;
    std::vector<nominations::Law> laws;
    at.office.database->write([&](store::Transaction& tx) {
        const std::string unit = nfc(at.arguments.value("unit"));
        std::vector<nominations::Ranked> meant;
        for (const nominations::Ranked& one : nominations::delegates(tx, at.round, seats).ranked)
            if (nominations::name_key(one.name) == nominations::name_key(name) &&
                (unit.empty() || nominations::name_key(one.unit) == nominations::name_key(unit)))
                meant.push_back(one);
        if (meant.size() != 1)
            throw Error(ErrorCode::NotFound, std::to_string(meant.size()) +
                                                 " of the ranked are \"" + name +
                                                 "\"; name the unit with --unit");
        const std::string user = acting_user(tx, at.arguments);
        if (back)
            nominations::take_choice_back(tx, at.round, meant.front(), user, at.office.clock.now());
        else
            nominations::choose_delegate(tx, at.round, seats, meant.front(),
                                         nfc(at.arguments.value("reason")), user,
                                         at.office.clock.now());
        after = nominations::delegates(tx, at.round, seats);
        laws = nominations::laws(tx);
        law = nominations::law_on(laws, local_date(at.office.clock.now()));
    });
    if (at.arguments.has("json"))
        print_json(server::delegates_view(at.round, seats, law, after));
    else
        std::cout << (back ? "taken back  " : "chosen  ") << name << '\n';
    return 0;
}

int list_nominations(OpenOffice& office, const Arguments& arguments) {
    std::vector<nominations::Arrival> arrivals;
    office.database->read([&](store::Transaction& tx) {
        if (arguments.operands().size() < 2) {
            arrivals = nominations::waiting_lists(tx);
            return;
        }
        const auto all = nominations::rounds(tx);
        const nominations::Round& round = nominations::find_round(all, arguments.operand(1, ""));
        arrivals = nominations::arrivals(
            tx, round.id, arguments.number("year", local_date(office.clock.now()).year));
    });
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    for (const nominations::Arrival& one : arrivals) {
        rows->add(server::view(one));
        if (!arguments.has("json"))
            std::cout << one.document << "  " << nominations::name(one.standing) << "  "
                      << one.submitter << "  " << one.reason << '\n';
    }
    Object::Ptr object = server::new_object();
    object->set("lists", rows);
    if (arguments.has("json")) print_json(object);
    return 0;
}

int decide_nomination_list(OpenOffice& office, const Arguments& arguments) {
    const std::string& document = arguments.operand(1, "ID of a list");
    const std::string& what = arguments.operand(2, "count, replace or refuse");
    using What = nominations::ListDecision::What;
    if (what != "count" && what != "replace" && what != "refuse")
        throw Error(ErrorCode::BadInput,
                    "a list is decided by count, replace or refuse, not '" + what + "'");
    nominations::ListDecision decision;
    decision.what = what == "refuse"    ? What::Refuse
                    : what == "replace" ? What::Replace
                                        : What::Count;
    decision.round = arguments.value("round");
    decision.year = arguments.number("year", 0);
    decision.submitter = nfc(arguments.value("submitter"));
    decision.sent_on = arguments.value("sent-on");
    decision.reason = nfc(arguments.value("reason"));
    nominations::Arrival arrival;
    office.database->write([&](store::Transaction& tx) {
        if (const auto before = nominations::arrival_of(tx, document)) {
            if (decision.round.empty()) decision.round = before->round;
            if (decision.year == 0) decision.year = before->year;
        }
        arrival = stages::decide_list(tx, document, decision, acting_user(tx, arguments),
                                      office.clock.now());
    });
    if (arguments.has("json"))
        print_json(server::view(arrival));
    else
        std::cout << document << "  " << nominations::name(arrival.standing) << '\n';
    return 0;
}

int write_return_letter(OpenOffice& office, const Arguments& arguments) {
    const std::string& document = arguments.operand(1, "ID of a list");
    const std::string& out = arguments.operand(2, "OUT.docx");
    std::size_t returned = 0;
    office.database->read([&](store::Transaction& tx) {
        const auto all = nominations::rounds(tx);
        SentList list = nominations::list_of(pipeline::load_document(tx, document));
        std::string id = arguments.value("round");
        if (const auto arrival = nominations::arrival_of(tx, document)) {
            if (id.empty()) id = arrival->round;
            list.submitter = arrival->submitter;
            list.year = arrival->year;
        }
        const nominations::Round& round = nominations::find_round(all, id);
        const auto result = nominations::check(
            round, list,
            nominations::known_beside(tx, round, list, local_date(office.clock.now())));
        returned = nominations::ineligible_rows(result).size();
        nominations::export_return_letter(round, list, result.findings, out);
    });
    if (arguments.has("json"))
        print_json(server::count_view("returned", returned));
    else
        std::cout << returned << " returned in " << out << '\n';
    return 0;
}

int flag_nominee(OpenOffice& office, const Arguments& arguments) {
    const Known::Flag one{nfc(arguments.operand(1, "NAME")), nfc(arguments.value("unit")),
                          nfc(arguments.value("reason")), arguments.value("until")};
    if (trim(one.reason).empty())
        throw Error(ErrorCode::BadInput, "a flag needs its reason: --reason TEXT");
    office.database->write([&](store::Transaction& tx) {
        nominations::add_flag(tx, one, arguments.value("basis"), acting_user(tx, arguments),
                              office.clock.now());
    });
    if (arguments.has("json")) print_json(server::count_view("flagged", 1));
    return 0;
}

}  // namespace vanthu::apps
