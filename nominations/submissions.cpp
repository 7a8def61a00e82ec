#include "nominations/submissions.h"

#include <set>

#include "nominations/round.h"
#include "pipeline/documents.h"

namespace vanthu::nominations {
namespace {

using pipeline::DocumentId;
using store::Row;
using store::Transaction;

constexpr const char* kAlive = " and d.state in ('needs_check', 'in_workflow', 'filed')";
constexpr Instant kDay = Instant{24} * 60 * 60 * 1'000'000;

bool of_one_sender(Transaction& tx, const pipeline::Document& document, const DocumentId& other) {
    const std::string sender = pipeline::field_text(document, "organ_name");
    return !sender.empty() &&
           same_agency(sender,
                       pipeline::field_text(pipeline::load_document(tx, other), "organ_name"));
}

}  // namespace

Companions companions_of(Transaction& tx, const pipeline::Document& document,
                         std::string_view form) {
    Companions result;
    const auto collect = [&](const std::string& query, const Transaction::Parameters& parameters) {
        std::vector<DocumentId> found;
        tx.for_each(query + kAlive + " order by d.id", parameters,
                    [&](const Row& row) { found.push_back(row.text("id")); });
        return found;
    };
    result.papers = collect(
        "select distinct d.id from document d join document_link l on (l.from_document = $1 and "
        "l.to_document = d.id) or (l.to_document = $1 and l.from_document = d.id) where l.kind in "
        "('cites', 'answers', 'attached_to') and d.form = $2",
        {document.id, form});
    result.linked = !result.papers.empty();
    if (result.linked) return result;

    std::set<DocumentId> near;
    for (const DocumentId& id :
         collect("select distinct d.id from document d join dossier_document b on b.document = "
                 "d.id join dossier_document a on a.dossier = b.dossier where a.document = $1 and "
                 "d.id <> $1 and d.form = $2",
                 {document.id, form}))
        near.insert(id);
    const Instant day = start_of_day(local_date(document.received_at));
    for (const DocumentId& id :
         collect("select d.id from document d where d.id <> $1 and d.form = $2 and d.received_at "
                 "between $3 and $4",
                 {document.id, form, day, day + kDay - 1}))
        near.insert(id);
    for (const DocumentId& id : near)
        if (of_one_sender(tx, document, id)) result.papers.push_back(id);
    return result;
}

}  // namespace vanthu::nominations
