// postgres.h: the office's database on a PostgreSQL server (15 or newer), for several machines.
//
// Promises what store/sql.h promises. Writers of one office run one after another, as on SQLite, whatever process or
// machine they are in: a room may read, decide and write without locks of its own. The order is kept by an advisory lock
// that is given back before the disk is waited for, so that the waits of many writers are one. A transaction that meets
// a deadlock or a serialization failure is run again; so is one whose connection broke before its commit, once. A constraint violated is
// Error(Conflict); a server that is not there is Error(Unavailable). Texts hold no zero bytes.
// Does not make the database: docs/postgresql.md says how. Does not copy it into a file: that is pg_dump's work.
#pragma once

#include <memory>
#include <string>

#include "store/sql.h"

namespace vanthu::store {

struct PostgresSettings {
    std::string url;       // postgresql://user@host:port/database?options, or key=value pairs; no password
    std::string password;  // "" = the server asks for none, or ~/.pgpass has it
    int writers = 8;       // connections of this process
    int readers = 8;
    int busy_timeout_ms = 10000;  // how long a writer waits for others
};

// Connects once, to be sure of the server: Error(Unavailable) when it does not answer, Error(Configuration) when the
// address is wrong or the database is not what an office needs. Does not migrate.
std::unique_ptr<Database> open_postgres(const PostgresSettings& settings);

}  // namespace vanthu::store
