// transfer.h: moving an office's rows from one database into another, table by table.
//
// The target has the schema (store/migrate.h) and nothing else, or what an interrupted transfer from the same source left:
// each table goes on after its last row. Rows go in order of their primary keys, a batch a transaction, so an interruption
// at any instant loses no row and doubles none. compare_rows() then reads both sides whole. Nobody may write to either
// meanwhile; the caller holds the data folder. Files (blobs) are not rows: they stay where they are.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "store/sql.h"

namespace vanthu::store {

struct TransferredTable {
    std::string name;
    std::int64_t rows = 0;
    std::string digest;  // SHA-256 of every value of every row, in order
};

// Called after each batch.
using TransferProgress = std::function<void(const std::string& table, std::int64_t rows)>;

// `source` is SQLite. Error(Conflict) when the target holds another office.
void copy_rows(Database& source, Database& target, const TransferProgress& progress);

// All tables, which are the same on both sides. Error(Conflict) naming the first that is not.
std::vector<TransferredTable> compare_rows(Database& source, Database& target);

}  // namespace vanthu::store
