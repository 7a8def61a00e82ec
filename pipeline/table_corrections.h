// table_corrections.h: cells of a document's tables that a person settled.
//
// Kept apart from what stages find, so that no later reading overwrites them: whoever loads a
// document sees the person's text. Every change raises the document's revision and is audited.
// Rows are counted as read, from 1; a reading that finds other rows leaves a correction where it
// is. Works inside the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/document.h"
#include "store/sql.h"

namespace vanthu::pipeline {

struct CellCorrection {
    std::string table;
    int row = 0;  // from 1
    std::string column;
    std::string before;  // what was read
    std::string text;
    UserId user;
    Instant at = 0;
};

struct CellChange {
    int row = 0;
    std::string column;
    std::optional<std::string> text;  // nothing: what a person settled there is taken back
};

std::vector<CellCorrection> cell_corrections(store::Transaction&, const DocumentId& id);

// Puts the corrected texts into the tables; what has no place in them any more is left out.
void put_corrections(const std::vector<CellCorrection>& corrections,
                     std::vector<FieldTable>& tables);

// Error(NotFound) for a table, row or column that the document does not have, Error(Conflict) when
// `revision` is given and stale. The text that is there already is agreement, and final too.
void correct_cells(store::Transaction&, const DocumentId& id, const std::string& table,
                   const std::vector<CellChange>& changes, const UserId& user, Instant now,
                   std::optional<int> revision = std::nullopt);

}  // namespace vanthu::pipeline
