#include "store/postgres_connection.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <new>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "store/driver.h"
#include "store/postgres_values.h"

namespace vanthu::store {
namespace {

// Keys the lock that writers queue for, together with the schema, so that two offices may share a
// database.
constexpr char kWriterLock[] =
    "select set_config('synchronous_commit', 'off', true), "
    "pg_advisory_xact_lock(hashtextextended(current_schema(), 118110116104117))";

constexpr std::size_t kBeginning = 2;  // statements that begin a write: the transaction, the lock

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

// libpq ends its messages with a line break and spreads some over lines.
std::string one_line(const char* message) {
    return single_spaced(message == nullptr ? "" : message);
}

void check_address(const std::string& url) {
    char* problem = nullptr;
    const std::unique_ptr<PQconninfoOption, FreeOptions> options(
        PQconninfoParse(url.c_str(), &problem));
    if (!options) {
        const std::string reason = one_line(problem);
        PQfreemem(problem);
        throw Error(ErrorCode::Configuration,
                    "the database's address is not understood: " + reason);
    }
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option)
        if (std::string_view(option->keyword) == "password" && option->val != nullptr)
            throw Error(ErrorCode::Configuration,
                        "the database's address holds a password; put it into a file that only "
                        "the service may read, and name that file");
}

std::string text_of(const char* value) {
    return value == nullptr ? "" : value;
}

std::string location_of(const PGconn* handle) {
    const std::string host = text_of(PQhost(handle));
    const std::string database = text_of(PQdb(handle));
    const std::string user = text_of(PQuser(handle));
    if (host.starts_with('/')) return "postgresql://" + user + "@/" + database + "?host=" + host;
    return "postgresql://" + user + "@" + host + ":" + text_of(PQport(handle)) + "/" + database;
}

}  // namespace

PostgresConnection::PostgresConnection(const PostgresSettings& settings) {
    check_address(settings.url);
    // Later ones win, so the address decides over what stands before it.
    std::vector<const char*> keys{"connect_timeout", "application_name", "keepalives_idle",
                                  "dbname", "client_encoding"};
    std::vector<const char*> values{"10", "vanthu", "60", settings.url.c_str(), "UTF8"};
    if (!settings.password.empty()) {
        keys.push_back("password");
        values.push_back(settings.password.c_str());
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
    handle_.reset(PQconnectdbParams(keys.data(), values.data(), 1));
    if (!handle_) throw std::bad_alloc();
    location_ = location_of(handle_.get());
    if (is_lost())
        throw Error(ErrorCode::Unavailable,
                    "the database does not answer: " + one_line(PQerrorMessage(handle_.get())) +
                        "; look at its address, and whether the server runs");
    PQsetNoticeProcessor(
        handle_.get(), [](void*, const char*) {}, nullptr);
    // What inverted indexes have not sorted in yet is read through by each search: 256 kB at most.
    run("set timezone = 'UTC'; set jit = off; set standard_conforming_strings = on; "
        "set gin_pending_list_limit = 256; set lock_timeout = " +
        std::to_string(settings.busy_timeout_ms));
    check_server();
}

void PostgresConnection::check_server() {
    const PostgresResult answer =
        run("select current_setting('server_encoding'), datcollate, "
            "current_setting('synchronous_commit'), current_setting('server_version_num')::int "
            "from pg_database where datname = current_database()",
            {});
    const auto text = [&](int column) { return std::string(PQgetvalue(answer.get(), 0, column)); };
    constexpr std::int64_t kOldest = 150000;
    if (std::atoll(text(3).c_str()) < kOldest)
        throw Error(
            ErrorCode::Configuration,
            location_ + ": the server is older than PostgreSQL 15; install that or a newer");
    if (text(0) != "UTF8")
        throw Error(
            ErrorCode::Configuration,
            location_ + ": the database's encoding is " + text(0) +
                "; make one with: createdb --encoding UTF8 --locale C --template template0");
    // Texts are compared byte by byte everywhere else in the program, and on SQLite.
    if (text(1) != "C" && text(1) != "POSIX" && !text(1).starts_with("C."))
        throw Error(
            ErrorCode::Configuration,
            location_ + ": the database orders texts by " + text(1) +
                "; make one with: createdb --encoding UTF8 --locale C --template template0");
    durable_ = text(2) == "off" ? "on" : text(2);
    run("set synchronous_commit = " + durable_);
}

bool PostgresConnection::in_transaction() const {
    return begins_ || PQtransactionStatus(handle_.get()) == PQTRANS_INTRANS;
}

bool PostgresConnection::has_ended() const {
    if (begins_) return false;
    const PGTransactionStatusType status = PQtransactionStatus(handle_.get());
    return status != PQTRANS_INTRANS && status != PQTRANS_ACTIVE;
}

Trouble PostgresConnection::take_trouble() {
    return std::exchange(trouble_, Trouble::None);
}

void PostgresConnection::begin_write() {
    trouble_ = Trouble::None;
    changed_ = false;
    committing_ = false;
    posted_.clear();
    posted_.push_back({"begin isolation level read committed read write", {}});
    posted_.push_back({kWriterLock, {}});
    begins_ = true;
}

void PostgresConnection::begin_read() {
    trouble_ = Trouble::None;
    committing_ = false;
    run("begin isolation level repeatable read read only");
}

// What was changed is committed without waiting for the disk, which lets the next writer begin;
// then an empty transaction waits, and with it everything before it is on the disk. Writers that
// wait together are served by one write to the disk.
void PostgresConnection::commit() {
    constexpr char kWait[] = "select pg_logical_emit_message(true, 'vanthu', '')";
    if (flowing_ != nullptr) flowing_->take_rest();
    if (begins_ && posted_.size() == kBeginning) return rollback();  // nothing was asked for
    committing_ = true;
    if (!posted_.empty()) {
        std::vector<Posted> all = std::exchange(posted_, {});
        all.push_back({"commit", {}});
        all.push_back({kWait, {}});
        run_together(all);
    } else if (changed_) {
        run(std::string("commit; ") + kWait);
    } else {
        run("set local synchronous_commit = " + durable_ + "; commit");
    }
    committing_ = false;
}

void PostgresConnection::rollback() noexcept {
    committing_ = false;
    begins_ = false;
    posted_.clear();
    if (is_lost() || PQtransactionStatus(handle_.get()) == PQTRANS_IDLE) return;
    const PostgresResult result(PQexec(handle_.get(), "rollback"));
}

void PostgresConnection::run(const std::string& sql) {
    make_room();
    checked(PQexec(handle_.get(), sql.c_str()), sql);
}

PostgresResult PostgresConnection::run(std::string_view sql,
                                       const Transaction::Parameters& parameters) {
    if (!posted_.empty()) {
        if (flowing_ != nullptr) flowing_->take_rest();
        std::vector<Posted> all = std::exchange(posted_, {});
        all.push_back({std::string(sql), parameters});
        return run_together(all);
    }
    make_room();
    const Bound bound(parameters);
    const std::string name = prepared(sql, bound.types);
    PGresult* result =
        name.empty()
            ? PQexecParams(handle_.get(), std::string(sql).c_str(), bound.count(),
                           bound.types.data(), bound.values.data(), bound.lengths.data(),
                           bound.formats.data(), 0)
            : PQexecPrepared(handle_.get(), name.c_str(), bound.count(), bound.values.data(),
                             bound.lengths.data(), bound.formats.data(), 0);
    return checked(result, sql);
}

void PostgresConnection::send(std::string_view sql, const Transaction::Parameters& parameters) {
    make_room();
    const Bound bound(parameters);
    const std::string name = prepared(sql, bound.types);
    const int sent =
        name.empty()
            ? PQsendQueryParams(handle_.get(), std::string(sql).c_str(), bound.count(),
                                bound.types.data(), bound.values.data(), bound.lengths.data(),
                                bound.formats.data(), 0)
            : PQsendQueryPrepared(handle_.get(), name.c_str(), bound.count(), bound.values.data(),
                                  bound.lengths.data(), bound.formats.data(), 0);
    if (sent == 0) fail(nullptr, sql);
    PQsetSingleRowMode(handle_.get());
}

void PostgresConnection::make_room() {
    if (flowing_ != nullptr) flowing_->take_rest();
    if (!posted_.empty()) run_together(std::exchange(posted_, {}));
}

void PostgresConnection::post(std::string_view sql, const Transaction::Parameters& parameters) {
    constexpr std::size_t kMostPosted = 64;  // their answers fit into what a socket holds
    posted_.push_back({std::string(sql), parameters});
    if (posted_.size() >= kMostPosted) make_room();
}

// One message and one answer for all. After the first that fails the server passes over the rest.
PostgresResult PostgresConnection::run_together(const std::vector<Posted>& statements) {
    begins_ = false;  // also when nothing is sent, so that nothing runs outside a transaction
    std::vector<std::string> names;
    for (const Posted& statement : statements)
        names.push_back(prepared(statement.sql, Bound(statement.parameters).types));
    PQenterPipelineMode(handle_.get());
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const Bound bound(statements[i].parameters);
        if (names[i].empty())
            PQsendQueryParams(handle_.get(), statements[i].sql.c_str(), bound.count(),
                              bound.types.data(), bound.values.data(), bound.lengths.data(),
                              bound.formats.data(), 0);
        else
            PQsendQueryPrepared(handle_.get(), names[i].c_str(), bound.count(), bound.values.data(),
                                bound.lengths.data(), bound.formats.data(), 0);
    }
    PQpipelineSync(handle_.get());
    PostgresResult last, failed;
    std::size_t failed_at = 0;
    for (std::size_t i = 0; i < statements.size() && !is_lost(); ++i)
        while (PostgresResult result{PQgetResult(handle_.get())}) {
            const ExecStatusType status = PQresultStatus(result.get());
            if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
                note_change(result.get());
                last = std::move(result);
            } else if (!failed) {
                failed = std::move(result);
                failed_at = i;
            }
        }
    if (is_lost()) fail_lost(one_line(PQerrorMessage(handle_.get())));
    const PostgresResult end(PQgetResult(handle_.get()));
    PQexitPipelineMode(handle_.get());
    if (failed) checked(failed.release(), statements[failed_at].sql);
    return last;
}

// The name under which the server knows the statement; "" when it knows enough of them already.
std::string PostgresConnection::prepared(std::string_view sql, const std::vector<Oid>& types) {
    constexpr std::size_t kKept = 256;
    std::string key(sql);
    for (const Oid type : types)
        key += '\0' + std::to_string(type);
    const auto known = statements_.find(key);
    if (known != statements_.end()) return known->second;
    if (statements_.size() >= kKept) return {};
    const std::size_t wanted = highest_parameter(sql);
    if (wanted != types.size())
        throw Error(ErrorCode::Internal, std::to_string(wanted) + " parameters are wanted, " +
                                             std::to_string(types.size()) +
                                             " given in: " + first_words(sql));
    const std::string name = "s" + std::to_string(statements_.size());
    checked(PQprepare(handle_.get(), name.c_str(), std::string(sql).c_str(),
                      static_cast<int>(types.size()), types.data()),
            sql);
    statements_.emplace(std::move(key), name);
    return name;
}

PostgresResult PostgresConnection::checked(PGresult* given, std::string_view sql) {
    PostgresResult result(given);
    switch (result ? PQresultStatus(result.get()) : PGRES_FATAL_ERROR) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_SINGLE_TUPLE:
            break;
        case PGRES_EMPTY_QUERY:
            throw Error(ErrorCode::Internal, "not exactly one statement: " + first_words(sql));
        default:
            fail(result.get(), sql);
    }
    note_change(result.get());
    return result;
}

void PostgresConnection::note_change(PGresult* result) {
    const std::string_view tag = PQcmdStatus(result);
    if (!tag.empty() && !tag.starts_with("SELECT") && !tag.starts_with("BEGIN")) changed_ = true;
}

void PostgresConnection::fail_lost(const std::string& reason) {
    if (committing_)
        throw Error(ErrorCode::Unavailable,
                    location_ +
                        ": the connection broke during a commit, which may have taken "
                        "effect: " +
                        reason + "; look before trying again");
    trouble_ = Trouble::Lost;
    throw Error(ErrorCode::Unavailable, location_ + ": the connection broke: " + reason);
}

void PostgresConnection::fail(const PGresult* result, std::string_view sql) {
    const auto field = [&](int code) {
        return std::string(result == nullptr ? "" : text_of(PQresultErrorField(result, code)));
    };
    const std::string state = field(PG_DIAG_SQLSTATE);
    // What has no code was not said by the server.
    if (is_lost() || state.empty()) fail_lost(one_line(PQerrorMessage(handle_.get())));
    const std::string reason = single_spaced(field(PG_DIAG_MESSAGE_PRIMARY));
    const auto is_of = [&](std::string_view family) { return state.starts_with(family); };

    if (is_of("23")) throw Error(ErrorCode::Conflict, reason);
    if (state == "40001" || state == "40P01" ||
        (state == "0A000" && reason.find("cached plan") != std::string::npos)) {
        // After a migration by another process the server refuses what was prepared before it.
        if (state == "0A000") {
            statements_.clear();
            const PostgresResult forgotten(PQexec(handle_.get(), "rollback; deallocate all"));
        }
        trouble_ = Trouble::Collision;
        throw Error(ErrorCode::Unavailable,
                    location_ + ": others changed the same rows at the same time; try again");
    }
    if (state == "55P03")
        throw Error(ErrorCode::Unavailable,
                    location_ + ": another process keeps the database locked; try again");
    if (is_of("57P")) fail_lost(reason);
    if (is_of("53") || is_of("58") || state == "57014")
        throw Error(ErrorCode::Unavailable, location_ + ": " + reason + "; look at the server");
    // The reasons of this family quote the values.
    if (state == "22021" || state == "22P05")
        throw Error(
            ErrorCode::BadInput,
            "a text holds a zero byte or bytes that are not UTF-8; PostgreSQL keeps neither");
    if (is_of("22"))
        throw Error(ErrorCode::Internal,
                    location_ + ": a value does not fit (" + state + ") in: " + first_words(sql));
    if (state == "25P02")
        throw Error(ErrorCode::Internal,
                    "the transaction was already undone before: " + first_words(sql));
    if (state == "42601" && reason.find("multiple commands") != std::string::npos)
        throw Error(ErrorCode::Internal, "not exactly one statement: " + first_words(sql));
    throw Error(ErrorCode::Internal,
                location_ + ": " + reason + " (" + state + ") in: " + first_words(sql));
}

Row PostgresRows::row(const PGresult* result, int index) {
    const int count = PQnfields(result);
    if (!columns_) {
        auto names = std::make_shared<std::vector<std::string>>();
        for (int i = 0; i < count; ++i)
            names->emplace_back(PQfname(result, i));
        columns_ = std::move(names);
    }
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        values.push_back(value_of(result, index, i));
    return Row(columns_, std::move(values));
}

PostgresStream::PostgresStream(PostgresConnection& connection, std::string_view sql,
                               const Transaction::Parameters& parameters)
    : connection_(connection), sql_(sql) {
    connection_.send(sql, parameters);
    connection_.flowing_ = this;
}

// Whoever leaves early does not leave rows on the wire.
PostgresStream::~PostgresStream() {
    if (connection_.flowing_ != this) return;
    connection_.flowing_ = nullptr;
    while (PGresult* result = PQgetResult(connection_.handle_.get()))
        PQclear(result);
}

// The next row's result, or nothing once the statement has ended.
PostgresResult PostgresStream::receive() {
    PGresult* raw = PQgetResult(connection_.handle_.get());
    if (raw == nullptr) {
        connection_.flowing_ = nullptr;
        return nullptr;
    }
    PostgresResult result = connection_.checked(raw, sql_);
    if (PQresultStatus(result.get()) == PGRES_SINGLE_TUPLE) return result;
    return receive();
}

void PostgresStream::take_rest() {
    while (PostgresResult result = receive())
        rest_.push_back(std::move(result));
}

std::optional<Row> PostgresStream::next() {
    if (read_ < rest_.size()) {
        const PostgresResult result = std::move(rest_[read_++]);
        return rows_.row(result.get(), 0);
    }
    if (connection_.flowing_ != this) return std::nullopt;
    const PostgresResult result = receive();
    if (!result) return std::nullopt;
    return rows_.row(result.get(), 0);
}

}  // namespace vanthu::store
