// migrate.h: bringing a database to the schema this program knows.
//
// Migrations are numbered SQL files, forward only; each runs in one transaction and leaves its SHA-256 in
// schema_migration. `NNNN_name.sql` is for every database, `NNNN_name.sqlite.sql` and `NNNN_name.postgres.sql` for one.
// A file that changed after it was applied, or a schema newer than the program, is Error(Configuration). The caller holds
// the data folder for itself.
#pragma once

#include <string_view>
#include <vector>

#include "store/sql.h"

namespace vanthu::store {

struct Migration {
    std::string_view name;
    std::string_view sql;
};

// The files of store/migrations, in order of name; generated at build time.
const std::vector<Migration>& migrations();

// Returns how many were applied.
int migrate(Database& database);

// Error(Configuration) with the remedy unless every migration of this program, and no other, has been applied.
void check_schema(Database& database);

}  // namespace vanthu::store
