#include "nominations/arrivals.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "pipeline/documents.h"
#include "store/audit.h"

namespace vanthu::nominations {
namespace {

using store::Row;
using store::Transaction;

constexpr std::string_view kAliveStates = "('needs_check', 'in_workflow', 'filed')";

Standing standing_of(std::string_view text) {
    for (const Standing each :
         {Standing::Counted, Standing::Waiting, Standing::Replaced, Standing::Refused})
        if (name(each) == text) return each;
    throw Error(ErrorCode::Internal, "no standing of a list: " + std::string(text));
}

Arrival arrival_in(const Row& row) {
    return {row.text("document"),  row.text("round"),     static_cast<int>(row.integer("year")),
            row.text("submitter"), row.text("sent_on"),   standing_of(row.text("standing")),
            row.text("reason"),    row.text("decided_by")};
}

constexpr std::string_view kColumns =
    "select n.document, n.round, n.year, n.submitter, n.sent_on, n.standing, n.reason, "
    "n.decided_by from nomination_list n join document d on d.id = n.document where d.state in ";

std::vector<Arrival> arrivals_where(Transaction& tx, const std::string& condition,
                                    const Transaction::Parameters& parameters) {
    std::vector<Arrival> found;
    tx.for_each(std::string(kColumns) + std::string(kAliveStates) + " and " + condition +
                    " order by d.received_at, d.id",
                parameters, [&](const Row& row) { found.push_back(arrival_in(row)); });
    return found;
}

void keep(Transaction& tx, const Arrival& arrival, Instant now) {
    tx.execute(
        "insert into nomination_list (document, round, year, submitter, sent_on, standing, reason, "
        "decided_by, decided_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict "
        "(document) do update set round = excluded.round, year = excluded.year, submitter = "
        "excluded.submitter, sent_on = excluded.sent_on, standing = excluded.standing, reason = "
        "excluded.reason, decided_by = excluded.decided_by, decided_at = excluded.decided_at",
        {arrival.document, arrival.round, arrival.year, arrival.submitter, arrival.sent_on,
         name(arrival.standing), arrival.reason, arrival.decided_by, now});
}

bool is_decided(Transaction& tx, const std::string& round, int year) {
    return tx
        .query_one(
            "select 1 as there from nomination_recognition where round = $1 and year = $2 limit 1",
            {round, year})
        .has_value();
}

std::vector<Arrival> counted_of(Transaction& tx, const Arrival& like) {
    std::vector<Arrival> same;
    for (Arrival& other : arrivals(tx, like.round, like.year))
        if (other.document != like.document && other.standing == Standing::Counted &&
            same_agency(other.submitter, like.submitter))
            same.push_back(std::move(other));
    return same;
}

// One of them holds the same nominees in the same order.
bool says_the_same(Transaction& tx, const std::vector<Arrival>& earlier, const SentList& list) {
    const auto alike = [](const Nominee& a, const Nominee& b) {
        return name_key(a.name) == name_key(b.name) && a.kind == b.kind &&
               a.birth_date == b.birth_date && name_key(a.unit) == name_key(b.unit);
    };
    return std::any_of(earlier.begin(), earlier.end(), [&](const Arrival& one) {
        const SentList before = list_of(pipeline::load_document(tx, one.document));
        return before.nominees.size() == list.nominees.size() &&
               std::equal(before.nominees.begin(), before.nominees.end(), list.nominees.begin(),
                          alike);
    });
}

bool knows(const Round& round, const std::string& submitter) {
    const std::vector<std::string> expected = expected_submitters(round);
    return !quotas_of(round, submitter).empty() ||
           std::any_of(expected.begin(), expected.end(),
                       [&](const std::string& name) { return same_agency(name, submitter); });
}

Arrival matched(Transaction& tx, const std::vector<Round>& rounds, const SentList& list) {
    Arrival arrival{list.document, "", list.year, list.submitter, "", Standing::Waiting, "", ""};
    std::vector<const Round*> known, fitting;
    for (const Round& round : rounds) {
        if (!knows(round, list.submitter)) continue;
        known.push_back(&round);
        if (round.first_year <= list.year && list.year <= round.last_year)
            fitting.push_back(&round);
    }
    if (fitting.size() != 1) {
        arrival.reason = known.empty()     ? "submitter_unknown"
                         : fitting.empty() ? "year_outside"
                                           : "several_rounds";
        if (known.size() == 1) arrival.round = known.front()->id;
        return arrival;
    }
    arrival.round = fitting.front()->id;
    arrival.submitter = as_written(*fitting.front(), list.submitter);
    for (const std::string& name : expected_submitters(*fitting.front()))
        if (same_agency(name, list.submitter)) arrival.submitter = name;
    if (is_decided(tx, arrival.round, arrival.year))
        arrival.reason = "round_closed";
    else if (const std::vector<Arrival> earlier = counted_of(tx, arrival); !earlier.empty())
        arrival.reason = says_the_same(tx, earlier, list) ? "same_list" : "second_list";
    else
        arrival.standing = Standing::Counted;
    return arrival;
}

}  // namespace

std::string_view name(Standing standing) {
    switch (standing) {
        case Standing::Counted:
            return "counted";
        case Standing::Replaced:
            return "replaced";
        case Standing::Refused:
            return "refused";
        case Standing::Waiting:
            break;
    }
    return "waiting";
}

int year_said(std::string_view title) {
    const std::string folded = fold(title);
    int year = 0;
    constexpr std::string_view kYear = "nam ";
    for (std::size_t at = folded.find(kYear); at != std::string::npos;
         at = folded.find(kYear, at + 1)) {
        const std::string_view digits = std::string_view(folded).substr(at + kYear.size(), 4);
        const std::string_view behind =
            std::string_view(folded).substr(std::min(folded.size(), at + kYear.size() + 4), 1);
        const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
        if (digits.size() != 4 || !std::all_of(digits.begin(), digits.end(), is_digit) ||
            (!behind.empty() && is_digit(behind[0])))
            continue;
        year = std::stoi(std::string(digits));
    }
    return year;
}

SentList list_of(const pipeline::Document& document, int year) {
    const auto table =
        std::find_if(document.tables.begin(), document.tables.end(),
                     [](const pipeline::FieldTable& t) { return t.id == "nominees"; });
    if (table == document.tables.end())
        throw Error(ErrorCode::NotFound, (document.source.empty() ? document.id : document.source) +
                                             ": no list of nominees was found in it");
    SentList list;
    list.submitter = pipeline::field_text(document, "organ_name");
    list.nominees = nominees_of(*table);
    list.document = document.id;
    // The day it came is the arrival's; a file that is only checked has its printed day.
    list.sent_on = parse_iso_date(pipeline::field_text(document, "arrival_date"));
    if (!list.sent_on && document.received_at > 0) list.sent_on = local_date(document.received_at);
    if (!list.sent_on) list.sent_on = parse_iso_date(pipeline::field_text(document, "issued_date"));
    list.year = year != 0 ? year : year_said(pipeline::field_text(document, "subject"));
    if (list.year == 0 && list.sent_on) list.year = list.sent_on->year;
    return list;
}

std::optional<Arrival> receive_list(Transaction& tx, const std::vector<Round>& rounds,
                                    const pipeline::Document& document, Instant now) {
    const std::optional<Arrival> before = arrival_of(tx, document.id);
    if (before && !before->decided_by.empty()) return before;
    SentList list;
    try {
        list = list_of(document);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::NotFound) throw;
        return std::nullopt;
    }
    const Arrival arrival = matched(tx, rounds, list);
    // A list that counts does not begin to wait because its year was decided since.
    if (before && before->standing == Standing::Counted && before->round == arrival.round &&
        before->year == arrival.year && same_agency(before->submitter, arrival.submitter))
        return before;
    keep(tx, arrival, now);
    return arrival;
}

std::optional<Arrival> arrival_of(Transaction& tx, const std::string& document) {
    const auto row = tx.query_one(
        "select document, round, year, submitter, sent_on, standing, reason, decided_by from "
        "nomination_list where document = $1",
        {document});
    return row ? std::optional(arrival_in(*row)) : std::nullopt;
}

std::vector<Arrival> waiting_lists(Transaction& tx) {
    return arrivals_where(tx, "n.standing = 'waiting'", {});
}

std::vector<Arrival> arrivals(Transaction& tx, const std::string& round, int year) {
    return arrivals_where(tx, "n.round = $1 and n.year = $2", {round, year});
}

Arrival decide_list(Transaction& tx, const std::vector<Round>& rounds, const std::string& document,
                    const ListDecision& decision, const std::string& user, Instant now) {
    const std::string reason = single_spaced(decision.reason);
    const SentList list = list_of(pipeline::load_document(tx, document), decision.year);
    Arrival arrival{
        document,         decision.round,
        list.year,        decision.submitter.empty() ? list.submitter : nfc(decision.submitter),
        decision.sent_on, Standing::Counted,
        reason,           user};
    if (!decision.sent_on.empty() && !parse_iso_date(decision.sent_on))
        throw Error(ErrorCode::BadInput, "\"" + decision.sent_on + "\" is no day; write 2022-05-29",
                    Sentence{"no_day", {{"day", decision.sent_on}}});
    if (decision.what == ListDecision::What::Refuse) {
        arrival.standing = Standing::Refused;
        if (reason.empty())
            throw Error(ErrorCode::BadInput, "refusing a list needs a reason, for the unit",
                        Sentence{"reason_missing"});
    } else {
        const Round& round = find_round(rounds, decision.round);
        arrival.submitter = as_written(round, arrival.submitter);
        if (arrival.year < round.first_year || arrival.year > round.last_year)
            throw Error(ErrorCode::BadInput,
                        "the round \"" + round.id + "\" has no year " +
                            std::to_string(arrival.year) + ", it runs from " +
                            std::to_string(round.first_year) + " to " +
                            std::to_string(round.last_year),
                        Sentence{"year_outside_round",
                                 {{"year", std::to_string(arrival.year)},
                                  {"first", std::to_string(round.first_year)},
                                  {"last", std::to_string(round.last_year)}}});
        if (trim(arrival.submitter).empty())
            throw Error(ErrorCode::BadInput,
                        "the list does not say who sent it; name the submitter",
                        Sentence{"submitter_missing"});
        if (decision.what == ListDecision::What::Replace)
            for (Arrival& earlier : counted_of(tx, arrival)) {
                earlier.standing = Standing::Replaced;
                earlier.reason = document;
                earlier.decided_by = user;
                keep(tx, earlier, now);
            }
    }
    keep(tx, arrival, now);
    store::append_audit(tx, now, user, "nominations.list_" + std::string(name(arrival.standing)),
                        document);
    return arrival;
}

std::vector<SentList> lists(Transaction& tx, const Round& round, int year) {
    struct Came {
        std::string document;
        std::optional<Arrival> arrival;
    };
    std::vector<Came> came;
    // A list without a row came before lists were matched on arrival.
    tx.for_each(
        "select d.id from document d left join nomination_list n on n.document = d.id where "
        "d.form = 'nomination_list' and d.state in " +
            std::string(kAliveStates) +
            " and (n.document is null or (n.round = $1 and n.year = $2 and n.standing = "
            "'counted')) order by d.received_at, d.id",
        {round.id, year}, [&](const Row& row) {
            came.push_back({row.text("id"), {}});
        });
    std::vector<SentList> found;
    for (Came& one : came) {
        one.arrival = arrival_of(tx, one.document);
        try {
            SentList list = list_of(pipeline::load_document(tx, one.document));
            if (one.arrival) {
                list.year = one.arrival->year;
                list.submitter = one.arrival->submitter;
                list.counts = one.arrival->standing == Standing::Counted;
                if (const auto day = parse_iso_date(one.arrival->sent_on)) list.sent_on = day;
            } else if (list.year != year || quotas_of(round, list.submitter).empty()) {
                continue;
            }
            found.push_back(std::move(list));
        } catch (const Error& error) {
            if (error.code() != ErrorCode::NotFound) throw;  // a list whose table was not read
        }
    }
    return found;
}

RouteOf route_of(const Round* round, const SentList& list) {
    RouteOf route;
    if (round == nullptr) return route;
    route.standing_office = round->lead;
    const auto add = [&](const Movement* movement) {
        if (movement == nullptr) return;
        for (const std::string& lead : movement->leads)
            if (std::find(route.leads.begin(), route.leads.end(), lead) == route.leads.end())
                route.leads.push_back(lead);
    };
    for (const Nominee& nominee : list.nominees)
        add(named_movement(*round, nominee.movement));
    for (const Quota* quota : quotas_of(*round, list.submitter))
        for (const Movement& movement : round->movements)
            if (movement.id == quota->movement) add(&movement);
    return route;
}

}  // namespace vanthu::nominations
