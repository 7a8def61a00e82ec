#include "exchange/lines.h"

#include "exchange/rows.h"

namespace vanthu::exchange {

using store::Row;
using store::Transaction;

std::vector<StatusLine> statuses_of(Transaction& tx, const pipeline::DocumentId& document) {
    std::vector<StatusLine> lines;
    tx.for_each(
        "select organ, direction, code, description, anomaly, at from exchange_status where "
        "document = $1 order by id",
        {document}, [&](const Row& row) {
            lines.push_back({row.text("organ"), row.text("direction"), row.text("code"),
                             row.text("description"), row.text("anomaly"), row.integer("at")});
        });
    return lines;
}

std::vector<ArrivalLine> arrivals(Transaction& tx, const LineQuery& query) {
    std::vector<ArrivalLine> lines;
    tx.for_each(
        "select a.packet, a.file, a.kind, a.state, a.reason, a.from_organ, a.from_name, "
        "a.document_id, a.code, a.subject, a.business, a.document, a.arrived_at, (select s.code "
        "from exchange_status s where s.document = a.document order by s.id desc limit 1) as "
        "status from exchange_arrival a where a.arrived_at < $2 and (a.kind = 'dispatch' or "
        "a.state <> 'taken' or $3 = 1) order by a.arrived_at desc, a.packet limit $1",
        {query.limit, query.before, query.with_words}, [&](const Row& row) {
            ArrivalLine line;
            line.packet = row.text("packet");
            line.file = row.text("file");
            line.kind = row.text("kind");
            line.state = row.text("state");
            line.reason = row.text("reason");
            line.from_organ = row.text("from_organ");
            line.from_name = row.text("from_name");
            line.document_id = row.text("document_id");
            line.code = row.text("code");
            line.subject = row.text("subject");
            line.document = row.text("document");
            line.status = line.kind == "dispatch" ? row.text("status") : "";
            line.business = static_cast<int>(row.integer("business"));
            line.at = row.integer("arrived_at");
            lines.push_back(std::move(line));
        });
    for (ArrivalLine& line : lines)
        line.recall_open = !line.document.empty() && open_recall(tx, line.document).has_value();
    return lines;
}

std::vector<DispatchLine> dispatches(Transaction& tx, const LineQuery& query) {
    std::vector<DispatchLine> lines;
    tx.for_each(
        "select d.document, d.organ, d.organ_name, d.document_id, d.sent_at, d.sent_by, d.status, "
        "d.status_at, (select count(*) from exchange_outbox o where o.document = d.document and "
        "o.organ = d.organ and o.code = '' and o.written_at is null) as waiting from "
        "exchange_dispatch d where d.sent_at < $2 order by d.sent_at desc, d.document, d.organ "
        "limit $1",
        {query.limit, query.before}, [&](const Row& row) {
            lines.push_back({row.text("document"), row.text("organ"), row.text("organ_name"),
                             row.text("document_id"), row.text("sent_by"), row.text("status"),
                             row.integer("sent_at"), row.optional_integer("status_at"),
                             row.integer("waiting") > 0});
        });
    return lines;
}

std::vector<Organ> known_organs(Transaction& tx) {
    std::vector<Organ> organs;
    tx.for_each(
        "select id, max(name) as name from (select from_organ as id, from_name as name from "
        "exchange_arrival where from_organ <> '' union all select organ, organ_name from "
        "exchange_dispatch) as all_organs group by id order by id limit 500",
        {}, [&](const Row& row) {
            Organ organ;
            organ.id = row.text("id");
            organ.name = row.text("name");
            organs.push_back(std::move(organ));
        });
    return organs;
}

}  // namespace vanthu::exchange
