// database.h: the database that office.xml names for a data folder.
//
// Does not migrate.
#pragma once

#include <memory>
#include <string>

#include "apps/vanthu/settings.h"
#include "store/postgres.h"
#include "store/sql.h"

namespace vanthu::apps {

// What the folder's database is called while it is a file.
std::string database_file(const std::string& folder);

// Whether an office was made in this folder before.
bool has_office(const DatabaseSettings& settings, const std::string& folder);

// Error(Configuration) when a server is named while the folder still holds a database of its own.
std::unique_ptr<store::Database> open_database(const DatabaseSettings& settings,
                                               const std::string& folder);

// With the password read. Error(Configuration) when everybody may read it.
store::PostgresSettings server_settings(const DatabaseSettings& settings);

}  // namespace vanthu::apps
