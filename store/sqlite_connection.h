// sqlite_connection.h: one connection to an SQLite file, and the running of one statement on it.
//
// For store/sqlite.cpp only. Used by one thread at a time. Keeps statements prepared, by their
// text. What fails is an Error as sql.h promises; parameters are never shown in messages.
#pragma once

#include <sqlite3.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/sql.h"

namespace vanthu::store {

enum class Access { Write, Read };

class SqliteConnection {
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };

public:
    struct Prepared {
        std::unique_ptr<sqlite3_stmt, Finalize> handle;
        std::shared_ptr<const std::vector<std::string>> columns;  // once a row was asked for
        std::vector<std::size_t> places;  // which parameter each place takes; "$2 ... $1" has 2, 1
        std::size_t parameters = 0;
    };
    using Statements = std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>>;
    // A statement taken out of the cache while it runs, so the same text may run again meanwhile.
    using Taken = Statements::node_type;

    SqliteConnection(const std::string& path, Access access, int busy_timeout_ms);

    void run(const char* sql);
    // One statement that begins or ends something; it is kept prepared.
    void step(const char* sql);
    bool writes() const { return access_ == Access::Write; }
    bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
    // SQLite ends some transactions by itself (disk full), so there may be nothing left to undo.
    void rollback() noexcept;
    // At most that much of the database is kept in memory from now on; changed pages beyond it go
    // to the log before the commit.
    void keep_in_memory(int kilobytes) noexcept;
    // Whether a commit has put anything into the log since this was last asked.
    bool take_has_written();

    Taken take(std::string_view sql);
    void give_back(Taken statement);

    [[noreturn]] void fail(int result, std::string_view sql);
    sqlite3* handle() const { return handle_.get(); }

private:
    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    };

    void use_write_ahead_log(int busy_timeout_ms);
    void checkpoint_by_itself();

    std::string path_;
    Access access_;
    std::unique_ptr<sqlite3, Close> handle_;
    Statements statements_;  // closed before the handle
    bool has_written_ = false;
};

// One run of one statement: takes it from the connection, binds, steps, gives it back.
class SqliteRun {
public:
    SqliteRun(SqliteConnection& connection, std::string_view sql,
              const Transaction::Parameters& parameters);
    ~SqliteRun();
    SqliteRun(const SqliteRun&) = delete;
    SqliteRun& operator=(const SqliteRun&) = delete;

    bool step();
    Row row();

private:
    Value value(int column);
    void bind(const Transaction::Parameters& parameters);
    void bind(int index, const Value& value);
    [[noreturn]] void refuse(const std::string& what) const;

    SqliteConnection& connection_;
    std::string_view sql_;  // for messages
    SqliteConnection::Taken taken_;
    sqlite3_stmt* statement_ = nullptr;
    bool is_long_ = false;  // it carries a text of megabytes
};

}  // namespace vanthu::store
