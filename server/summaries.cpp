#include "server/summaries.h"

#include "base/text.h"
#include "pipeline/facts_json.h"

namespace vanthu::server {
namespace {

constexpr const char* kColumns =
    "select id, source, state, book, form, media_type, received_at, revision, facts from document";

Summary read_summary(const store::Row& row) {
    Summary summary;
    pipeline::Document& document = summary.document;
    document.id = row.text("id");
    document.source = row.text("source");
    document.state = pipeline::document_state(row.text("state"));
    document.book = row.text("book");
    document.form = row.text("form");
    document.media_type = row.text("media_type");
    document.received_at = row.integer("received_at");
    document.revision = static_cast<int>(row.integer("revision"));
    if (document.state != pipeline::DocumentState::Quarantined)
        pipeline::read_facts(row.text("facts"), document);
    return summary;
}

void add_fields_and_entries(store::Transaction& tx, std::map<std::string, Summary*>& by_id) {
    if (by_id.empty()) return;
    store::Transaction::Parameters ids;
    for (const auto& [id, summary] : by_id)
        ids.emplace_back(id);
    const std::string list = store::placeholders(ids.size());
    tx.for_each(
        "select document, id, normal from field where id in ('code', 'subject', 'organ_name', "
        "'issued_date', "
        "'priority') and normal <> '' and document in (" +
            list + ")",
        ids, [&](const store::Row& row) {
            Summary& summary = *by_id.at(row.text("document"));
            if (summary.document.state != pipeline::DocumentState::Quarantined)
                summary.fields[row.text("id")] = row.text("normal");
        });
    tx.for_each(
        "select document, book, year, number from register_entry where voided_at is null and "
        "document in (" +
            list + ") order by registered_at",
        ids, [&](const store::Row& row) {
            by_id.at(row.text("document"))->entry = {
                row.text("book"), static_cast<int>(row.integer("year")), row.integer("number")};
        });
}

}  // namespace

std::vector<Summary> list_summaries(store::Transaction& tx, const SummaryQuery& query) {
    store::Transaction::Parameters parameters(query.states.begin(), query.states.end());
    std::vector<std::string> conditions = {"true"};
    if (!query.states.empty())
        conditions.push_back("state in (" + store::placeholders(query.states.size()) + ")");
    if (!query.with_quarantined) conditions.push_back("state <> 'quarantined'");
    if (!query.after.empty()) {
        parameters.emplace_back(query.after);
        conditions.push_back(
            "(received_at, id) < (select received_at, id from document where id = $" +
            std::to_string(parameters.size()) + ")");
    }
    parameters.emplace_back(query.limit);
    std::vector<Summary> list;
    tx.for_each(std::string(kColumns) + " where " + join(conditions, " and ") +
                    " order by received_at desc, id desc limit $" +
                    std::to_string(parameters.size()),
                parameters, [&](const store::Row& row) { list.push_back(read_summary(row)); });
    std::map<std::string, Summary*> by_id;
    for (Summary& summary : list)
        by_id[summary.document.id] = &summary;
    add_fields_and_entries(tx, by_id);
    return list;
}

std::map<std::string, Summary> summaries_of(store::Transaction& tx,
                                            const std::vector<std::string>& ids) {
    std::map<std::string, Summary> found;
    if (ids.empty()) return found;
    tx.for_each(std::string(kColumns) + " where id in (" + store::placeholders(ids.size()) + ")",
                store::Transaction::Parameters(ids.begin(), ids.end()),
                [&](const store::Row& row) { found[row.text("id")] = read_summary(row); });
    std::map<std::string, Summary*> by_id;
    for (auto& [id, summary] : found)
        by_id[id] = &summary;
    add_fields_and_entries(tx, by_id);
    return found;
}

}  // namespace vanthu::server
