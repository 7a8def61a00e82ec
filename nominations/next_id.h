// next_id.h: the next number of a table whose rows are only ever added. Inside the caller's
// transaction.
#pragma once

#include <cstdint>
#include <string>

#include "store/sql.h"

namespace vanthu::nominations {

inline std::int64_t next_id(store::Transaction& tx, const std::string& table) {
    return tx.query_one("select coalesce(max(id), 0) + 1 as id from " + table)->integer("id");
}

}  // namespace vanthu::nominations
