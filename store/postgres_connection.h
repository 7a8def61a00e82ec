// postgres_connection.h: one connection to a PostgreSQL server, and the running of one statement on
// it.
//
// For store/postgres.cpp only. Used by one thread at a time. Keeps statements prepared on the
// server, by their text.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/postgres.h"

namespace vanthu::store {

struct FinishConnection {
    void operator()(PGconn* handle) const { PQfinish(handle); }
};
struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresHandle = std::unique_ptr<PGconn, FinishConnection>;
using PostgresResult = std::unique_ptr<PGresult, ClearResult>;

// What a failed transaction may be tried again after.
enum class Trouble { None, Collision, Lost };

class PostgresStream;

class PostgresConnection {
public:
    explicit PostgresConnection(const PostgresSettings& settings);
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;

    // One or more statements without parameters.
    void run(const std::string& sql);
    PostgresResult run(std::string_view sql, const Transaction::Parameters& parameters);

    // Keeps a change; the next run, send or commit sends all that were kept, in one message.
    void post(std::string_view sql, const Transaction::Parameters& parameters);

    // Begins with the first statement, in one message, so that others wait for the lock less long.
    void begin_write();
    void begin_read();
    void commit();
    void rollback() noexcept;

    bool in_transaction() const;
    // Undone by a failed statement or by itself; while rows are on the wire it has not.
    bool has_ended() const;
    bool is_lost() const { return PQstatus(handle_.get()) == CONNECTION_BAD; }
    // What the last failure was; asking forgets it.
    Trouble take_trouble();
    // Without password.
    const std::string& location() const { return location_; }

private:
    friend class PostgresStream;

    void check_server();
    struct Posted {
        std::string sql;
        Transaction::Parameters parameters;
    };

    void make_room();
    PostgresResult run_together(const std::vector<Posted>& statements);
    void send(std::string_view sql, const Transaction::Parameters& parameters);
    std::string prepared(std::string_view sql, const std::vector<Oid>& types);
    PostgresResult checked(PGresult* result, std::string_view sql);
    void note_change(PGresult* result);
    [[noreturn]] void fail(const PGresult* result, std::string_view sql);
    [[noreturn]] void fail_lost(const std::string& reason);

    PostgresHandle handle_;
    std::string location_;
    std::string durable_;  // the level of synchronous_commit that outlives a crash
    std::unordered_map<std::string, std::string> statements_;  // text and types to name
    PostgresStream* flowing_ = nullptr;                        // whose rows are still on the wire
    std::vector<Posted> posted_;
    Trouble trouble_ = Trouble::None;
    bool begins_ = false;   // with what is posted
    bool changed_ = false;  // something in this transaction
    bool committing_ = false;
};

// The rows of an answer that is held whole.
class PostgresRows {
public:
    Row row(const PGresult* result, int index);

private:
    std::shared_ptr<const std::vector<std::string>> columns_;
};

// The rows of one statement as they come. Another statement may begin meanwhile: what is still on
// the wire is then read into memory first.
class PostgresStream {
public:
    PostgresStream(PostgresConnection& connection, std::string_view sql,
                   const Transaction::Parameters& parameters);
    ~PostgresStream();
    PostgresStream(const PostgresStream&) = delete;
    PostgresStream& operator=(const PostgresStream&) = delete;

    std::optional<Row> next();

private:
    friend class PostgresConnection;
    PostgresResult receive();
    void take_rest();

    PostgresConnection& connection_;
    const std::string sql_;
    PostgresRows rows_;
    std::vector<PostgresResult> rest_;
    std::size_t read_ = 0;  // of rest_
};

}  // namespace vanthu::store
