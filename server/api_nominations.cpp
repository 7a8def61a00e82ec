// Rounds of nominations: who has sent, what is to be looked at, votes, decision, delegates.

#include <algorithm>

#include "base/text.h"
#include "nominations/delegates.h"
#include "nominations/export.h"
#include "nominations/history.h"
#include "nominations/kept_rounds.h"
#include "nominations/sessions.h"
#include "pipeline/documents.h"
#include "server/api.h"
#include "server/file_answer.h"
#include "server/nomination_views.h"
#include "server/readers.h"
#include "server/views.h"
#include "stages/lists.h"

namespace vanthu::server {
namespace {

using nominations::Round;
using nominations::SentList;
using Poco::JSON::Array;
using Poco::JSON::Object;

constexpr const char* kDocx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr const char* kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

Round asked_round(store::Transaction& tx, const Request& request) {
    return nominations::find_round(nominations::rounds(tx), request.parameter("id"));
}

int number_member(const Object& object, const std::string& name, int otherwise) {
    if (!object.has(name) || object.isNull(name)) return otherwise;
    if (!object.get(name).isInteger())
        throw Error(ErrorCode::BadInput, "\"" + name + "\" is a whole number");
    return object.getValue<int>(name);
}

Object::Ptr list_view(const nominations::Arrival& arrival,
                      const std::vector<nominations::CheckedList>& counted) {
    Object::Ptr o = view(arrival);
    int errors = 0, warnings = 0, infos = 0;
    std::size_t nominees = 0;
    for (const nominations::CheckedList& checked : counted) {
        if (checked.list.document != arrival.document) continue;
        nominees = checked.list.nominees.size();
        for (const nominations::Finding& finding : checked.result.findings)
            ++(finding.severity == "error"     ? errors
               : finding.severity == "warning" ? warnings
                                               : infos);
    }
    o->set("nominees", static_cast<int>(nominees));
    o->set("errors", errors);
    o->set("warnings", warnings);
    o->set("infos", infos);
    return o;
}

// A list as its round sees it, and what is known beside it.
struct Laid {
    Round round;
    SentList list;
    nominations::CheckResult result;
};

Laid lay(store::Transaction& tx, const Office& office, const Request& request) {
    const std::string& document = request.parameter("document");
    check_readable(tx, request, document);
    const int year = request.parameter_number("year");
    Laid laid{asked_round(tx, request),
              nominations::list_of(pipeline::load_document(tx, document), year),
              {}};
    if (const auto arrival = nominations::arrival_of(tx, document)) {
        laid.list.submitter = arrival->submitter;
        laid.list.counts = arrival->standing == nominations::Standing::Counted;
        if (const auto day = parse_iso_date(arrival->sent_on)) laid.list.sent_on = day;
    }
    laid.result = nominations::check(
        laid.round, laid.list,
        nominations::known_beside(tx, laid.round, laid.list, local_date(office.clock.now())));
    return laid;
}

}  // namespace

Response list_rounds(const Office& office, Request&) {
    Object::Ptr answer;
    office.database.read([&](store::Transaction& tx) { answer = view(nominations::rounds(tx)); });
    return json_response(*answer);
}

Response list_waiting_nominations(const Office& office, Request& request) {
    Array::Ptr rows = new Array;
    office.database.read([&](store::Transaction& tx) {
        for (const nominations::Arrival& arrival : nominations::waiting_lists(tx))
            if (may_read(tx, request.principal().account, arrival.document))
                rows->add(view(arrival));
    });
    Object::Ptr answer = new_object();
    answer->set("lists", rows);
    return json_response(*answer);
}

Response show_round(const Office& office, Request& request) {
    const int year = request.parameter_number("year");
    const Date today = local_date(office.clock.now());
    Object::Ptr answer = new_object();
    office.database.read([&](store::Transaction& tx) {
        const Round round = asked_round(tx, request);
        answer = view(round);
        answer->set("year", year);
        answer->set("status",
                    status_view(round, year, nominations::status(tx, round, year, today)));
        const auto counted = nominations::check_lists(tx, round, year, today);
        Array::Ptr lists = new Array;
        for (const nominations::Arrival& arrival : nominations::arrivals(tx, round.id, year))
            if (may_read(tx, request.principal().account, arrival.document))
                lists->add(list_view(arrival, counted));
        answer->set("lists", lists);
        Array::Ptr sessions = new Array;
        for (const nominations::KeptSession& one : nominations::sessions(tx, round.id, year))
            sessions->add(view(one));
        answer->set("sessions", sessions);
        const auto recognised = nominations::recognitions(tx, round.id);
        answer->set("recognised",
                    static_cast<int>(std::count_if(recognised.begin(), recognised.end(),
                                                   [&](const auto& r) { return r.year == year; })));
        Array::Ptr barred = new Array;
        for (const nominations::BarredNominee& one :
             nominations::chosen(tx, round, year, counted).barred)
            if (may_read(tx, request.principal().account, one.candidate.document))
                barred->add(view(one));
        answer->set("barred", barred);
        answer->set("tasks", tasks_view(round, year));
    });
    return json_response(*answer);
}

Response show_nomination_list(const Office& office, Request& request) {
    Object::Ptr answer;
    office.database.read([&](store::Transaction& tx) {
        const Laid laid = lay(tx, office, request);
        answer = check_view(laid.round, laid.list, laid.result);
        const auto arrival = nominations::arrival_of(tx, laid.list.document);
        answer->set("standing",
                    arrival ? Var(std::string(nominations::name(arrival->standing))) : Var());
    });
    return json_response(*answer);
}

Response write_return_letter(const Office& office, Request& request) {
    return file_answer(office, "tra-lai.docx", kDocx, [&](const std::string& path) {
        office.database.read([&](store::Transaction& tx) {
            const Laid laid = lay(tx, office, request);
            nominations::export_return_letter(laid.round, laid.list, laid.result.findings, path);
        });
    });
}

Response decide_nomination_list(const Office& office, Request& request) {
    const auto body = request.json();
    using What = nominations::ListDecision::What;
    const std::string what = required_text(*body, "decision");
    if (what != "count" && what != "replace" && what != "refuse")
        throw Error(ErrorCode::BadInput, "\"decision\" is count, replace or refuse");
    nominations::ListDecision decision;
    decision.what = what == "refuse"    ? What::Refuse
                    : what == "replace" ? What::Replace
                                        : What::Count;
    decision.round = text_member(*body, "round").value_or("");
    decision.year = number_member(*body, "year", 0);
    decision.submitter = text_member(*body, "submitter").value_or("");
    decision.sent_on = text_member(*body, "sent_on").value_or("");
    decision.reason = text_member(*body, "reason").value_or("");
    Object::Ptr answer;
    office.database.write([&](store::Transaction& tx) {
        const std::string& document = request.parameter("document");
        check_readable(tx, request, document);
        answer =
            view(stages::decide_list(tx, document, decision, request.user(), office.clock.now()));
    });
    return json_response(*answer);
}

Response list_candidates(const Office& office, Request& request) {
    const int year = request.parameter_number("year");
    const Date today = local_date(office.clock.now());
    Object::Ptr answer = new_object();
    office.database.read([&](store::Transaction& tx) {
        const Round round = asked_round(tx, request);
        const std::vector<nominations::Law> laws = nominations::laws(tx);
        const nominations::Law* law = nominations::law_on(laws, today);
        answer->set("law", law == nullptr ? Var() : Var(law->name));
        Array::Ptr thresholds = new Array;
        if (law != nullptr)
            for (const nominations::Threshold& threshold : law->thresholds) {
                Object::Ptr one = new_object();
                one->set("award", threshold.award);
                one->set("percent", threshold.percent);
                thresholds->add(one);
            }
        answer->set("thresholds", thresholds);
        std::map<std::string, nominations::CheckResult> results;
        for (nominations::CheckedList& checked : nominations::check_lists(tx, round, year, today))
            results[checked.list.document] = std::move(checked.result);
        Array::Ptr rows = new Array;
        for (const nominations::Candidate& one : nominations::candidates(tx, round, year)) {
            if (!may_read(tx, request.principal().account, one.document)) continue;
            Object::Ptr row = new_object();
            row->set("document", one.document);
            row->set("row", one.nominee.row);
            row->set("submitter", one.submitter);
            row->set("name", one.nominee.name);
            row->set("kind", text_or_null(one.nominee.kind));
            row->set("unit", one.nominee.unit);
            Array::Ptr findings = new Array, checked = new Array;
            bool blocked = false;
            for (const nominations::Finding& finding : results[one.document].findings)
                if (finding.row == one.nominee.row) {
                    findings->add(finding.detail);
                    checked->add(view(finding));
                    blocked = blocked || finding.severity == "error";
                }
            row->set("findings", findings);
            row->set("checked", checked);
            row->set("ineligible", blocked);
            rows->add(row);
        }
        answer->set("candidates", rows);
    });
    return json_response(*answer);
}

Response hold_council(const Office& office, Request& request) {
    const auto body = request.json();
    nominations::Session session;
    session.award = required_text(*body, "award");
    session.members = number_member(*body, "members", 0);
    session.present = number_member(*body, "present", session.members);
    session.percent = number_member(*body, "percent", 0);
    const std::string held = text_member(*body, "held_on").value_or("");
    const auto day = held.empty() ? local_date(office.clock.now()) : parse_iso_date(held);
    if (!day)
        throw Error(ErrorCode::BadInput, "\"" + held + "\" is no day; write 2022-06-20",
                    Sentence{"no_day", {{"day", held}}});
    const Array::Ptr votes = body->getArray("votes");
    if (votes.isNull() || votes->empty())
        throw Error(ErrorCode::BadInput, "\"votes\" is a list with one entry for each nominee");
    for (unsigned i = 0; i < votes->size(); ++i) {
        const Object::Ptr one = votes->getObject(i);
        if (one.isNull()) throw Error(ErrorCode::BadInput, "a vote is an object");
        session.votes.push_back({required_text(*one, "nominee"), number_member(*one, "yes", -1),
                                 number_member(*one, "no", 0),
                                 text_member(*one, "document").value_or(""),
                                 number_member(*one, "row", 0)});
    }
    Object::Ptr answer;
    office.database.write([&](store::Transaction& tx) {
        answer = view(nominations::hold_session(tx, asked_round(tx, request),
                                                request.parameter_number("year"), session, *day,
                                                request.user(), office.clock.now()));
    });
    return json_response(*answer, 201);
}

Response recognise_nominees(const Office& office, Request& request) {
    const auto body = request.json();
    const std::string decision = required_text(*body, "decision");
    const nominations::AboutBarred about = nominations::about_barred(
        text_member(*body, "barred").value_or(""), text_member(*body, "reason").value_or(""));
    const int year = request.parameter_number("year");
    int added = 0;
    office.database.write([&](store::Transaction& tx) {
        added = nominations::recognise(tx, asked_round(tx, request), year, decision, about,
                                       request.user(), office.clock.now());
    });
    return json_response(*count_view("recognised", static_cast<std::size_t>(added)), 201);
}

namespace {

Response decision_file(const Office& office, const Request& request, const std::string& ending,
                       const char* media_type,
                       void (*write)(const nominations::DecisionList&, const std::string&)) {
    const int year = request.parameter_number("year");
    const nominations::AboutBarred about =
        nominations::about_barred(request.query("barred").value_or(""), "");
    return file_answer(
        office, "quyet-dinh-" + std::to_string(year) + ending, media_type,
        [&](const std::string& path) {
            office.database.read([&](store::Transaction& tx) {
                const Round round = asked_round(tx, request);
                const Date today = local_date(office.clock.now());
                const std::vector<nominations::Law> laws = nominations::laws(tx);
                write({round, year,
                       nominations::taken(nominations::chosen(tx, round, year, today), about),
                       nominations::bases_of(nominations::law_on(laws, today),
                                             nominations::sessions(tx, round.id, year))},
                      path);
            });
        });
}

}  // namespace

Response write_decision_docx(const Office& office, Request& request) {
    return decision_file(office, request, ".docx", kDocx, nominations::export_docx);
}

Response write_decision_xlsx(const Office& office, Request& request) {
    return decision_file(office, request, ".xlsx", kXlsx, nominations::export_xlsx);
}

namespace {

Object::Ptr delegates_answer(store::Transaction& tx, const Round& round, int seats, Date today) {
    const std::vector<nominations::Law> laws = nominations::laws(tx);
    return delegates_view(round, seats, nominations::law_on(laws, today),
                          nominations::delegates(tx, round, seats));
}

}  // namespace

Response list_delegates(const Office& office, Request& request) {
    const int seats = request.query_number("seats", 0, 0, 100000);
    Object::Ptr answer;
    office.database.read([&](store::Transaction& tx) {
        answer =
            delegates_answer(tx, asked_round(tx, request), seats, local_date(office.clock.now()));
    });
    return json_response(*answer);
}

Response choose_delegate(const Office& office, Request& request) {
    const auto body = request.json();
    nominations::Ranked who;
    who.name = required_text(*body, "name");
    who.kind = text_member(*body, "kind").value_or("");
    who.unit = text_member(*body, "unit").value_or("");
    const int seats = number_member(*body, "seats", 0);
    const bool back = body->optValue("take_back", false);
    const std::string reason = back ? "" : required_text(*body, "reason");
    Object::Ptr answer;
    office.database.write([&](store::Transaction& tx) {
        const Round round = asked_round(tx, request);
        if (back)
            nominations::take_choice_back(tx, round, who, request.user(), office.clock.now());
        else
            nominations::choose_delegate(tx, round, seats, who, reason, request.user(),
                                         office.clock.now());
        answer = delegates_answer(tx, round, seats, local_date(office.clock.now()));
    });
    return json_response(*answer, 201);
}

Response list_flags(const Office& office, Request&) {
    Array::Ptr rows = new Array;
    office.database.read([&](store::Transaction& tx) {
        for (const auto& flag : nominations::flags(tx, local_date(office.clock.now())))
            rows->add(view(flag));
    });
    Object::Ptr answer = new_object();
    answer->set("flags", rows);
    return json_response(*answer);
}

Response add_flag(const Office& office, Request& request) {
    const auto body = request.json();
    const nominations::Known::Flag flag{
        required_text(*body, "name"), text_member(*body, "unit").value_or(""),
        required_text(*body, "reason"), text_member(*body, "until").value_or("")};
    const std::string basis = text_member(*body, "basis").value_or("");
    office.database.write([&](store::Transaction& tx) {
        nominations::add_flag(tx, flag, basis, request.user(), office.clock.now());
    });
    return json_response(*count_view("flagged", 1), 201);
}

Response lift_flag(const Office& office, Request& request) {
    office.database.write([&](store::Transaction& tx) {
        nominations::lift_flag(tx, request.parameter_number("flag"), request.user(),
                               office.clock.now());
    });
    return no_content();
}

}  // namespace vanthu::server
