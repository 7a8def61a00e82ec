#include "pipeline/table_corrections.h"

#include <algorithm>

#include <Poco/JSON/Object.h>

#include "base/error.h"
#include "base/text.h"
#include "pipeline/document_json.h"
#include "pipeline/documents.h"
#include "store/audit.h"

namespace vanthu::pipeline {
namespace {

std::string* cell_of(FieldTable& table, int row, const std::string& column) {
    const auto at = std::find(table.columns.begin(), table.columns.end(), column);
    if (at == table.columns.end() || row < 1 || row > static_cast<int>(table.rows.size()))
        return nullptr;
    auto& texts = table.rows[static_cast<std::size_t>(row - 1)];
    const auto index = static_cast<std::size_t>(at - table.columns.begin());
    return index < texts.size() ? &texts[index] : nullptr;
}

void check_revision(const Document& document, std::optional<int> revision) {
    if (revision && *revision != document.revision)
        throw Error(ErrorCode::Conflict,
                    "document " + document.id + " was changed by somebody else since revision " +
                        std::to_string(*revision) + "; load it again",
                    Sentence{"changed_meanwhile"});
}

}  // namespace

std::vector<CellCorrection> cell_corrections(store::Transaction& tx, const DocumentId& id) {
    std::vector<CellCorrection> found;
    tx.for_each(
        "select * from table_correction where document = $1 order by table_id, row_number, "
        "column_id",
        {id}, [&](const store::Row& row) {
            found.push_back({row.text("table_id"), static_cast<int>(row.integer("row_number")),
                             row.text("column_id"), row.text("before"), row.text("text"),
                             row.text("corrected_by"), row.integer("corrected_at")});
        });
    return found;
}

void put_corrections(const std::vector<CellCorrection>& corrections,
                     std::vector<FieldTable>& tables) {
    for (const CellCorrection& correction : corrections)
        for (FieldTable& table : tables) {
            if (table.id != correction.table) continue;
            if (std::string* cell = cell_of(table, correction.row, correction.column))
                *cell = correction.text;
        }
}

void correct_cells(store::Transaction& tx, const DocumentId& id, const std::string& table_id,
                   const std::vector<CellChange>& changes, const UserId& user, Instant now,
                   std::optional<int> revision) {
    Document document = load_document(tx, id);
    check_revision(document, revision);
    const auto table =
        std::find_if(document.tables.begin(), document.tables.end(),
                     [&](const FieldTable& candidate) { return candidate.id == table_id; });
    if (table == document.tables.end())
        throw Error(ErrorCode::NotFound, "document " + id + " has no table '" + table_id + "'");
    for (const CellChange& change : changes) {
        const std::string* cell = cell_of(*table, change.row, change.column);
        if (cell == nullptr)
            throw Error(ErrorCode::NotFound, "table '" + table_id + "' has no cell in row " +
                                                 std::to_string(change.row) + ", column '" +
                                                 change.column + "'");
        Poco::JSON::Object detail(Poco::JSON_PRESERVE_KEY_ORDER);
        detail.set("table", table_id);
        detail.set("row", change.row);
        detail.set("column", change.column);
        if (!change.text) {
            if (tx.execute("delete from table_correction where document = $1 and table_id = $2 and "
                           "row_number = $3 and column_id = $4",
                           {id, table_id, change.row, change.column}) > 0)
                store::append_audit(tx, now, user, "cell.taken_back", id, json_text(detail));
            continue;
        }
        const std::string text = single_spaced(nfc(*change.text));
        tx.execute(
            "insert into table_correction (document, table_id, row_number, column_id, before, "
            "text, corrected_at, corrected_by) values ($1, $2, $3, $4, $5, $6, $7, $8) "
            "on conflict (document, table_id, row_number, column_id) do update set text = "
            "excluded.text, corrected_at = excluded.corrected_at, corrected_by = "
            "excluded.corrected_by",
            {id, table_id, change.row, change.column, *cell, text, now, user});
        const bool agreed = text == *cell;
        if (!agreed) {
            detail.set("before", *cell);
            detail.set("after", text);
        }
        store::append_audit(tx, now, user, agreed ? "cell.verified" : "cell.corrected", id,
                            json_text(detail));
    }
    tx.execute("update document set revision = revision + 1, updated_at = $2 where id = $1",
               {id, now});
}

}  // namespace vanthu::pipeline
