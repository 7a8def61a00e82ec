#include "exchange/rows.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "exchange/dispatch.h"
#include "records/books.h"
#include "store/audit.h"
#include "workflow/tasks.h"

namespace vanthu::exchange {
namespace {

using pipeline::DocumentState;
using store::Row;
using store::Transaction;

// Place of a status on a dispatch's way; -1 for one that is no step of it.
int step_of(const std::string& code) {
    constexpr std::array<std::string_view, 6> kSteps{"01", "02", "03", "04", "05", "06"};
    const auto found = std::find(kSteps.begin(), kSteps.end(), code);
    return found == kSteps.end() ? -1 : static_cast<int>(found - kSteps.begin());
}

std::string text_or_nothing(const std::optional<Row>& row, std::string_view column) {
    return row ? row->text(column) : std::string();
}

// The codes a paper has reached, in order.
std::vector<std::string> reached(Transaction& tx, const pipeline::DocumentId& id) {
    const DocumentState state = pipeline::document_state(
        text_or_nothing(tx.query_one("select state from document where id = $1", {id}), "state"));
    if (state == DocumentState::Returned) return {"02"};
    const auto entry = records::entry_of(tx, id);
    if (!entry) return {};
    std::vector<std::string> codes{"03"};
    workflow::TaskQuery query;
    query.document = id;
    query.state = "";
    bool assigned = false, begun = false;
    for (const workflow::Task& task : workflow::list_tasks(tx, query)) {
        if (task.created_at < entry->registered_at) continue;
        assigned = true;
        begun = begun || !task.assignee.empty() || task.state == "completed";
    }
    if (assigned) codes.push_back("04");
    if (begun) codes.push_back("05");
    if (state == DocumentState::Filed) codes.push_back("06");
    return codes;
}

// Packets whose paper has been read since.
std::vector<Row> new_rows(Transaction& tx, int limit) {
    return tx.query(
        "select a.packet, a.file, a.document from exchange_arrival a join document d on d.id = "
        "a.document where a.compared_at is null and a.kind = 'dispatch' and a.business <> 1 and "
        "d.state not in ('received', 'processing', 'failed', 'quarantined') order by a.arrived_at "
        "limit $1",
        {limit});
}

// Fields and issues of a paper that a packet brought, once it has been read.
void compare_one(Transaction& tx, const store::BlobStore& blobs, const Row& row, Instant now) {
    const std::string id = row.text("document");
    pipeline::Document document = pipeline::load_document(tx, id);
    const Packet packet = read_packet(blobs.get(row.text("packet")), row.text("file"),
                                      local_date(now), Strictness::Lenient);
    bool changed = compare(packet, document);
    for (const Problem& problem : packet.problems) {
        document.issues.push_back({pipeline::Severity::Warning,
                                   "exchange_packet",
                                   {},
                                   problem.place + ": " + problem.what,
                                   {{"place", problem.place}}});
        changed = true;
    }
    std::vector<std::string> older = packet.business.replaced;
    if (packet.business.type > 1 && !packet.business.document_id.empty())
        older.push_back(packet.business.document_id);
    for (const std::string& one : older) {
        const pipeline::DocumentId known = document_from(tx, packet.from.id, one, "");
        std::map<std::string, std::string> values{{"older", one}};
        if (!known.empty()) values["document"] = known;
        document.issues.push_back(
            {pipeline::Severity::Warning,
             packet.business.type == 2 ? "exchange_update" : "exchange_replaces",
             {},
             "the sender says this paper " +
                 std::string(packet.business.type == 2 ? "updates " : "replaces ") + one +
                 (known.empty() ? "" : ", document " + known),
             values});
        changed = true;
    }
    if (!changed) return;
    const std::string snapshot = text_or_nothing(
        tx.query_one("select snapshot from document where id = $1", {id}), "snapshot");
    pipeline::save_findings(tx, document, snapshot, now);
}

}  // namespace

Arrival arrival_of(const Packet& packet, const std::string& digest, const std::string& file) {
    Arrival arrival;
    arrival.packet = digest;
    arrival.file = file;
    arrival.kind = packet.kind == Kind::Status ? "status" : "dispatch";
    arrival.from_organ = packet.from.id;
    arrival.from_name = packet.from.name;
    arrival.subject = packet.subject;
    arrival.document_id = packet.document_id;
    arrival.code = packet.code();
    arrival.issued_date = packet.issued_date;
    arrival.business = packet.business.type;
    return arrival;
}

bool has_arrival(Transaction& tx, const std::string& packet) {
    return tx
        .query_one("select packet from exchange_arrival where packet = $1 and state <> 'refused'",
                   {packet})
        .has_value();
}

void add_arrival(Transaction& tx, const Arrival& arrival, Instant now) {
    tx.execute(
        "insert into exchange_arrival (packet, file, kind, state, reason, from_organ, from_name, "
        "document_id, code, issued_date, subject, business, document, arrived_at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) "
        "on conflict (packet) do update set file = excluded.file, kind = excluded.kind, "
        "state = excluded.state, reason = excluded.reason, from_organ = excluded.from_organ, "
        "from_name = excluded.from_name, document_id = excluded.document_id, "
        "code = excluded.code, issued_date = excluded.issued_date, subject = excluded.subject, "
        "business = excluded.business, document = excluded.document, "
        "arrived_at = excluded.arrived_at where exchange_arrival.state = 'refused'",
        {arrival.packet, arrival.file, arrival.kind, arrival.state, arrival.reason,
         arrival.from_organ, arrival.from_name, arrival.document_id, arrival.code,
         arrival.issued_date, arrival.subject, arrival.business,
         arrival.document.empty() ? store::Value() : store::Value(arrival.document), now});
}

pipeline::DocumentId document_from(Transaction& tx, const std::string& organ,
                                   const std::string& document_id, const std::string& code) {
    return text_or_nothing(
        tx.query_one(
            "select document from exchange_arrival where from_organ = $1 and document is not null "
            "and kind = 'dispatch' and business <> 1 and ((document_id <> '' and document_id = $2) "
            "or (code <> '' and code = $3)) order by arrived_at desc limit 1",
            {organ, document_id, code}),
        "document");
}

pipeline::DocumentId document_sent_to(Transaction& tx, const std::string& organ,
                                      const std::string& document_id, const std::string& code) {
    auto row =
        tx.query_one("select document from exchange_dispatch where organ = $1 and document_id = $2",
                     {organ, document_id});
    if (!row && !code.empty())
        row = tx.query_one(
            "select d.document from exchange_dispatch d join field f on f.document = d.document "
            "and f.id = 'code' and f.normal = $2 where d.organ = $1 order by d.sent_at desc limit "
            "1",
            {organ, code});
    return text_or_nothing(row, "document");
}

void note_recall(Transaction& tx, Arrival& arrival, const std::string& reason, Instant now) {
    if (arrival.document.empty()) {
        arrival.state = "unknown";
        arrival.reason = "we have no " + arrival.document_id + " from " + arrival.from_organ;
    } else {
        std::map<std::string, std::string> values{{"organ", arrival.from_organ}};
        if (!reason.empty()) values["reason"] = reason;
        pipeline::add_issue(
            tx, arrival.document,
            {pipeline::Severity::Error,
             "recall_requested",
             {},
             arrival.from_organ + " asks for this paper back" +
                 (reason.empty() ? "" : ": " + reason) + "; answer with vanthu exchange answer " +
                 arrival.document + " agree|refuse",
             values});
        store::append_audit(tx, now, arrival.from_organ.empty() ? "exchange" : arrival.from_organ,
                            "exchange.recall_requested", arrival.document);
        add_status(tx, arrival.document, {arrival.from_organ, "in", "13", reason, "", now});
    }
    add_arrival(tx, arrival, now);
}

std::optional<std::string> open_recall(Transaction& tx, const pipeline::DocumentId& document) {
    const auto last = tx.query_one(
        "select code from exchange_status where document = $1 and code in ('13', '15', '16') "
        "order by id desc limit 1",
        {document});
    if (!last || last->text("code") != "13") return std::nullopt;
    const auto packet = tx.query_one(
        "select packet from exchange_arrival where document = $1 and (business = 1 or kind = "
        "'status') order by arrived_at desc limit 1",
        {document});
    return packet ? std::optional(packet->text("packet")) : std::nullopt;
}

bool is_sent(Transaction& tx, const pipeline::DocumentId& document, const std::string& organ) {
    return tx
        .query_one("select organ from exchange_dispatch where document = $1 and organ = $2",
                   {document, organ})
        .has_value();
}

void add_dispatch(Transaction& tx, const pipeline::DocumentId& document, const Organ& organ,
                  const std::string& document_id, const pipeline::UserId& user, Instant now) {
    tx.execute(
        "insert into exchange_dispatch (document, organ, organ_name, document_id, sent_at, "
        "sent_by) values ($1, $2, $3, $4, $5, $6)",
        {document, organ.id, organ.name, document_id, now, user});
    store::append_audit(tx, now, user, "exchange.sent", document);
}

void add_status(Transaction& tx, const pipeline::DocumentId& document, const StatusLine& line) {
    tx.execute(
        "insert into exchange_status (id, document, organ, direction, code, description, at, "
        "anomaly) values ((select coalesce(max(id), 0) + 1 from exchange_status), $1, $2, $3, $4, "
        "$5, $6, $7)",
        {document, line.organ, line.direction, line.code, line.description, line.at, line.anomaly});
}

void add_answer(Transaction& tx, const pipeline::DocumentId& document, const Packet& packet,
                Instant now) {
    const auto row =
        tx.query_one("select status from exchange_dispatch where document = $1 and organ = $2",
                     {document, packet.from.id});
    const std::string before = text_or_nothing(row, "status");
    const int was = step_of(before), is = step_of(packet.status_code);
    std::string anomaly;
    if (status_name(packet.status_code).empty())
        anomaly = "the code is not in use";
    else if (is >= 0 && was >= 0 && is < was)
        anomaly = "goes back from " + before;
    else if (is >= 0 && before == "02")
        anomaly = "comes after a refusal";
    add_status(tx, document,
               {packet.from.id, "in", packet.status_code, packet.status_text, anomaly, now});
    if (!anomaly.empty()) return;
    tx.execute(
        "update exchange_dispatch set status = $3, status_at = $4 where document = $1 and organ = "
        "$2",
        {document, packet.from.id, packet.status_code, now});
}

bool was_told(Transaction& tx, const pipeline::DocumentId& document, const std::string& organ,
              const std::string& code) {
    return tx
        .query_one(
            "select id from exchange_status where document = $1 and organ = $2 and code = $3 "
            "and direction = 'out' limit 1",
            {document, organ, code})
        .has_value();
}

namespace {

// The condition as the index exchange_arrival_open has it.
constexpr std::string_view kOpen =
    "select a.packet, a.document, a.from_organ, a.from_name, a.document_id, a.code, "
    "a.issued_date from exchange_arrival a where a.ended_at is null and a.kind = 'dispatch' and "
    "a.business <> 1 and a.document is not null";

std::vector<OpenArrival> arrivals_of(const std::vector<Row>& rows) {
    std::vector<OpenArrival> open;
    for (const Row& row : rows) {
        OpenArrival one;
        one.packet = row.text("packet");
        one.document = row.text("document");
        one.from.id = row.text("from_organ");
        one.from.name = row.text("from_name");
        one.about = {one.from.id, row.text("code"), row.text("issued_date"),
                     row.text("document_id")};
        open.push_back(std::move(one));
    }
    return open;
}

}  // namespace

std::vector<OpenArrival> open_arrivals(Transaction& tx) {
    return arrivals_of(tx.query(std::string(kOpen) + " order by a.arrived_at"));
}

std::vector<OpenArrival> touched_arrivals(Transaction& tx, std::int64_t event) {
    return arrivals_of(tx.query(
        std::string(kOpen) +
            " and a.document in (select subject from audit_event where sequence > $1) order by "
            "a.arrived_at",
        {event}));
}

std::int64_t last_event(Transaction& tx) {
    const auto row = tx.query_one("select coalesce(max(sequence), 0) as last from audit_event");
    return row->integer("last");
}

std::vector<Due> due_statuses(Transaction& tx, const OpenArrival& arrival) {
    std::vector<Due> due;
    for (const std::string& code : reached(tx, arrival.document)) {
        if (was_told(tx, arrival.document, arrival.from.id, code)) continue;
        std::string why;
        if (code == "02")  // what the clerk wrote when sending it back
            for (const workflow::Opinion& opinion : workflow::opinions_of(tx, arrival.document))
                why = opinion.text;
        due.push_back({code, why});
    }
    return due;
}

bool is_last(std::string_view code) {
    return code == "02" || code == "06" || code == "15";
}

void end_arrival(Transaction& tx, const pipeline::DocumentId& document, Instant now) {
    tx.execute("update exchange_arrival set ended_at = $2 where document = $1 and ended_at is null",
               {document, now});
}

bool has_new(Transaction& tx) {
    return !new_rows(tx, 1).empty();
}

int compare_new(Transaction& tx, const store::BlobStore& blobs, Instant now) {
    const std::vector<Row> rows = new_rows(tx, 20);
    for (const Row& row : rows) {
        compare_one(tx, blobs, row, now);
        tx.execute("update exchange_arrival set compared_at = $2 where packet = $1",
                   {row.text("packet"), now});
    }
    return static_cast<int>(rows.size());
}

}  // namespace vanthu::exchange
