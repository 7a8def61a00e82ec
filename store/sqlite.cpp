#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/id.h"
#include "store/descriptor.h"
#include "store/driver.h"
#include "store/sql.h"

namespace vanthu::store {
namespace {

struct CloseDatabase {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Handle = std::unique_ptr<sqlite3, CloseDatabase>;
using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

enum class Access { Write, Read };

// A prepared statement with the names of its columns, once a row was asked for.
struct Prepared {
    StatementHandle handle;
    std::shared_ptr<const std::vector<std::string>> columns;
};

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>()(text);
    }
};

using Statements = std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>>;
// A statement taken out of the cache while it runs.
using Taken = Statements::node_type;

// One SQLite connection with its prepared statements. Used by one thread at a time.
class Connection {
public:
    Connection(const std::string& path, Access access, int busy_timeout_ms)
        : path_(path), access_(access) {
        sqlite3* opened = nullptr;
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                          (access == Access::Write ? SQLITE_OPEN_CREATE : 0);
        const int result = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
        handle_.reset(opened);
        if (result != SQLITE_OK) fail(result, "open");
        sqlite3_busy_timeout(handle_.get(), busy_timeout_ms);
        if (access == Access::Write) use_write_ahead_log(busy_timeout_ms);
        run("pragma synchronous = full");
        // A checkpoint waits for the disk twice; 32 MB of log between two of them.
        run("pragma wal_autocheckpoint = 8000");
        // The hashes of the audit land all over their indexes; they should not be read again each
        // time.
        if (access == Access::Write) run("pragma cache_size = -65536");
        run("pragma foreign_keys = on");
        run("pragma temp_store = memory");  // no text of papers in files that outlive a crash
        if (access == Access::Read) run("pragma query_only = on");
    }

    void run(const char* sql) {
        const int result = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
        if (result != SQLITE_OK) fail(result, sql);
    }

    bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

    // SQLite ends some transactions by itself (disk full), so there may be nothing left to undo.
    void rollback() noexcept {
        if (in_transaction()) sqlite3_exec(handle_.get(), "rollback", nullptr, nullptr, nullptr);
    }

    [[noreturn]] void fail(int result, std::string_view sql) {
        const std::string reason = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(result);
        switch (result & 0xff) {
            case SQLITE_CONSTRAINT:
                throw Error(ErrorCode::Conflict, reason);
            case SQLITE_BUSY:
            case SQLITE_LOCKED:
                throw Error(ErrorCode::Unavailable,
                            path_ + ": another process keeps the database locked; try again");
            case SQLITE_FULL:
            case SQLITE_IOERR:
            case SQLITE_CANTOPEN:
            case SQLITE_PROTOCOL:
                throw Error(ErrorCode::Unavailable,
                            path_ + ": " + reason + "; look at the disk and the folder's rights");
            case SQLITE_READONLY:
                if (access_ == Access::Write)
                    throw Error(ErrorCode::Unavailable,
                                path_ + ": " + reason + "; look at the file's rights");
                break;
            case SQLITE_NOMEM:
                throw std::bad_alloc();
            default:
                break;
        }
        throw Error(ErrorCode::Internal, path_ + ": " + reason + " in: " + first_words(sql));
    }

    // A statement is taken out while it runs, so the same text may run again inside for_each.
    Taken take(std::string_view sql) {
        if (const auto cached = statements_.find(sql); cached != statements_.end())
            return statements_.extract(cached);
        sqlite3_stmt* prepared = nullptr;
        const char* rest = nullptr;
        const int result =
            sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                               SQLITE_PREPARE_PERSISTENT, &prepared, &rest);
        StatementHandle statement(prepared);
        if (result != SQLITE_OK) fail(result, sql);
        const std::string_view left = sql.substr(static_cast<std::size_t>(rest - sql.data()));
        if (!statement || left.find_first_not_of("; \t\r\n") != std::string_view::npos)
            throw Error(ErrorCode::Internal, "not exactly one statement: " + first_words(sql));
        const auto entry = statements_.try_emplace(std::string(sql)).first;
        entry->second.handle = std::move(statement);
        return statements_.extract(entry);
    }

    void give_back(Taken statement) {
        constexpr std::size_t kCached = 256;
        sqlite3_reset(statement.mapped().handle.get());
        sqlite3_clear_bindings(statement.mapped().handle.get());
        if (statements_.size() < kCached) statements_.insert(std::move(statement));
    }

    sqlite3* handle() const { return handle_.get(); }

private:
    // SQLite does not wait by itself when two processes turn a new file to WAL at once.
    void use_write_ahead_log(int busy_timeout_ms) {
        using namespace std::chrono;
        const auto until = steady_clock::now() + milliseconds(busy_timeout_ms);
        constexpr char kSql[] = "pragma journal_mode = wal";
        for (;;) {
            Taken statement = take(kSql);
            sqlite3_stmt* handle = statement.mapped().handle.get();
            const int result = sqlite3_step(handle);
            if (result == SQLITE_ROW) {
                const std::string mode =
                    reinterpret_cast<const char*>(sqlite3_column_text(handle, 0));
                if (mode == "wal") return;
                throw Error(ErrorCode::Configuration,
                            path_ + ": journal mode is " + mode +
                                ", not WAL; keep the data folder on a local file system");
            }
            if ((result & 0xff) != SQLITE_BUSY || steady_clock::now() >= until) fail(result, kSql);
            statement = {};
            std::this_thread::sleep_for(milliseconds(5));
        }
    }

    std::string path_;
    Access access_;
    Handle handle_;
    Statements statements_;  // closed before the handle
};

// One run of one statement: takes it from the connection, binds, steps, gives it back.
class Run {
public:
    Run(Connection& connection, std::string_view sql, const Transaction::Parameters& parameters)
        : connection_(connection), sql_(sql) {
        if (!connection.in_transaction())
            throw Error(ErrorCode::Internal,
                        "the transaction was already undone before: " + first_words(sql));
        taken_ = connection.take(sql);
        statement_ = taken_.mapped().handle.get();
        try {
            bind(parameters);
        } catch (...) {
            connection_.give_back(std::move(taken_));
            throw;
        }
    }

    ~Run() { connection_.give_back(std::move(taken_)); }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    bool step() {
        const int result = sqlite3_step(statement_);
        if (result == SQLITE_ROW) return true;
        if (result == SQLITE_DONE) return false;
        connection_.fail(result, sql_);
    }

    Row row() {
        const int count = sqlite3_column_count(statement_);
        auto& columns = taken_.mapped().columns;
        if (!columns) {
            auto names = std::make_shared<std::vector<std::string>>();
            for (int i = 0; i < count; ++i)
                names->emplace_back(sqlite3_column_name(statement_, i));
            columns = std::move(names);
        }
        std::vector<Value> values;
        values.reserve(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i)
            values.push_back(value(i));
        return Row(columns, std::move(values));
    }

private:
    Value value(int column) {
        sqlite3_stmt* statement = statement_;
        switch (sqlite3_column_type(statement, column)) {
            case SQLITE_NULL:
                return {};
            case SQLITE_INTEGER:
                return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
            case SQLITE_FLOAT:
                return sqlite3_column_double(statement, column);
            default:
                break;
        }
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
        return size == 0 ? Value(std::string()) : Value(std::string(bytes, size));
    }

    // SQLite counts "$2 ... $1" in order of appearance, so the name decides.
    void bind(const Transaction::Parameters& parameters) {
        const int count = sqlite3_bind_parameter_count(statement_);
        std::size_t highest = 0;
        for (int i = 1; i <= count; ++i) {
            const char* given = sqlite3_bind_parameter_name(statement_, i);
            const std::string_view name = given == nullptr ? "?" : given;
            std::size_t number = 0;
            const char* end = name.data() + name.size();
            const auto parsed = std::from_chars(name.data() + 1, end, number);
            if (name[0] != '$' || parsed.ptr != end || number == 0)
                refuse("parameter \"" + std::string(name) + "\" is not of the form $1");
            highest = std::max(highest, number);
            if (number <= parameters.size()) bind(i, parameters[number - 1]);
        }
        if (highest != parameters.size())
            refuse(std::to_string(highest) + " parameters are wanted, " +
                   std::to_string(parameters.size()) + " given");
    }

    // Texts are not copied: the parameters live longer than the run.
    void bind(int index, const Value& value) {
        sqlite3_stmt* statement = statement_;
        int result = SQLITE_OK;
        if (const auto* integer = std::get_if<std::int64_t>(&value.data()))
            result = sqlite3_bind_int64(statement, index, *integer);
        else if (const auto* real = std::get_if<double>(&value.data()))
            result = sqlite3_bind_double(statement, index, *real);
        else if (const auto* text = std::get_if<std::string>(&value.data()))
            result = sqlite3_bind_text64(statement, index, text->data(), text->size(),
                                         SQLITE_STATIC, SQLITE_UTF8);
        else
            result = sqlite3_bind_null(statement, index);
        if (result != SQLITE_OK) connection_.fail(result, sql_);
    }

    [[noreturn]] void refuse(const std::string& what) const {
        throw Error(ErrorCode::Internal, what + " in: " + first_words(sql_));
    }

    Connection& connection_;
    std::string_view sql_;  // for messages
    Taken taken_;
    sqlite3_stmt* statement_ = nullptr;
};

class SqliteTransaction : public Transaction {
public:
    explicit SqliteTransaction(Connection& connection) : connection_(connection) {}

    std::vector<Row> query(std::string_view sql, const Parameters& parameters) override {
        std::vector<Row> rows;
        Run run(connection_, sql, parameters);
        while (run.step())
            rows.push_back(run.row());
        return rows;
    }

    void for_each(std::string_view sql, const Parameters& parameters,
                  const std::function<void(const Row&)>& use) override {
        Run run(connection_, sql, parameters);
        while (run.step())
            use(run.row());
    }

    std::int64_t execute(std::string_view sql, const Parameters& parameters) override {
        // sqlite3_changes keeps the count of an earlier statement when this one is no change.
        const sqlite3_int64 before = sqlite3_total_changes64(connection_.handle());
        Run run(connection_, sql, parameters);
        while (run.step()) {
        }
        return sqlite3_total_changes64(connection_.handle()) == before
                   ? 0
                   : sqlite3_changes64(connection_.handle());
    }

    void execute_script(std::string_view sql) override {
        connection_.run(std::string(sql).c_str());
        if (!connection_.in_transaction())
            throw Error(ErrorCode::Internal, "a script ended its transaction: " + first_words(sql));
    }

    Dialect dialect() const override { return Dialect::Sqlite; }

private:
    Connection& connection_;
};

class SqliteDatabase : public Database {
public:
    SqliteDatabase(const std::string& path, const SqliteSettings& settings)
        : path_(path),
          settings_(settings),
          writer_(path, Access::Write, settings.busy_timeout_ms),
          readers_left_(std::max(settings.readers, 1)) {}

    // Writers that wait for each other share one wait for the disk: each after the first runs inside
    // a savepoint of one transaction, the last of them commits for all, and none returns before.
    void write(const std::function<void(Transaction&)>& work) override {
        const Entered entered(*this);
        ++writers_waiting_;
        std::unique_lock lock(writer_mutex_);
        --writers_waiting_;
        const std::shared_ptr<Group> group = join_group();
        std::exception_ptr failure;
        try {
            run_member(work, group->members == 0);
        } catch (...) {
            failure = std::current_exception();
        }
        ++group->members;
        if (!writer_.in_transaction())
            end_group(failure);  // the first failed, or SQLite gave the whole of it up
        else if (writers_waiting_ == 0 || group->members >= kMostMembers)
            commit_group();
        else if (!failure)
            group_ended_.wait(lock, [&] { return group->ended; });
        if (failure) std::rethrow_exception(failure);
        if (group->failure) std::rethrow_exception(group->failure);
    }

    void read(const std::function<void(Transaction&)>& work) override {
        const Entered entered(*this);
        const Lent lent(*this);
        lent.connection().run("begin");
        SqliteTransaction transaction(lent.connection());
        work(transaction);
    }

    Dialect dialect() const override { return Dialect::Sqlite; }

    void copy_to(const std::string& path) override {
        const std::string partial = path + "." + new_id() + ".partial";  // others may copy there too
        try {
            {
                // A connection of its own: pooled readers are not allowed to write anything.
                Connection source(path_, Access::Write, settings_.busy_timeout_ms);
                constexpr char kSql[] = "vacuum into $1";
                const Taken statement = source.take(kSql);
                sqlite3_stmt* handle = statement.mapped().handle.get();
                sqlite3_bind_text(handle, 1, partial.c_str(), -1, SQLITE_STATIC);
                const int result = sqlite3_step(handle);
                if (result != SQLITE_DONE) source.fail(result, kSql);
            }
            Descriptor::open(partial, O_RDONLY).sync(partial);
            if (::rename(partial.c_str(), path.c_str()) != 0)
                fail_with_errno(partial, "cannot be renamed to " + path);
        } catch (...) {
            ::unlink(partial.c_str());
            throw;
        }
        const std::size_t slash = path.rfind('/');
        sync_folder(slash == std::string::npos ? "." : path.substr(0, slash + 1));
    }

    const std::string& location() const override { return path_; }

private:
    // A reader taken from the pool for one transaction.
    class Lent {
    public:
        explicit Lent(SqliteDatabase& database)
            : database_(database), connection_(database.lend()) {}
        ~Lent() {
            connection_->rollback();
            database_.take_back(std::move(connection_));
        }
        Lent(const Lent&) = delete;
        Lent& operator=(const Lent&) = delete;

        Connection& connection() const { return *connection_; }

    private:
        SqliteDatabase& database_;
        std::unique_ptr<Connection> connection_;
    };

    // What the writers of one transaction share.
    struct Group {
        int members = 0;
        bool ended = false;
        std::exception_ptr failure;
    };

    std::shared_ptr<Group> join_group() {
        if (group_) return group_;
        writer_.run("begin immediate");  // waits busy_timeout_ms for other processes
        group_ = std::make_shared<Group>();
        return group_;
    }

    // The first has nobody's work to keep when it fails, so it needs no savepoint. That spares long
    // writers much: SQLite keeps the pages a savepoint may want back in a list, and walks through it
    // after each statement that may undo itself.
    void run_member(const std::function<void(Transaction&)>& work, bool first) {
        if (!first) writer_.run("savepoint member");
        try {
            SqliteTransaction transaction(writer_);
            work(transaction);
            if (!writer_.in_transaction())
                throw Error(ErrorCode::Internal,
                            "the transaction was already undone before its end");
            if (!first) writer_.run("release member");
        } catch (...) {
            if (first) {
                writer_.rollback();
            } else if (writer_.in_transaction()) {
                writer_.run("rollback to member");
                writer_.run("release member");
            }
            throw;
        }
    }

    void commit_group() {
        try {
            failpoint("store.before_commit");
            writer_.run("commit");
        } catch (...) {
            writer_.rollback();
            return end_group(std::current_exception());
        }
        failpoint("store.after_commit");
        end_group(nullptr);
    }

    void end_group(std::exception_ptr failure) {
        group_->failure = failure;
        group_->ended = true;
        group_.reset();
        group_ended_.notify_all();
    }

    std::unique_ptr<Connection> lend() {
        std::unique_lock lock(readers_mutex_);
        reader_free_.wait(lock, [&] { return readers_left_ > 0; });
        --readers_left_;
        if (!idle_.empty()) {
            std::unique_ptr<Connection> connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
        try {
            return std::make_unique<Connection>(path_, Access::Read, settings_.busy_timeout_ms);
        } catch (...) {
            ++readers_left_;
            throw;
        }
    }

    void take_back(std::unique_ptr<Connection> connection) {
        {
            const std::lock_guard lock(readers_mutex_);
            idle_.push_back(std::move(connection));
            ++readers_left_;
        }
        reader_free_.notify_one();
    }

    const std::string path_;
    const SqliteSettings settings_;
    static constexpr int kMostMembers = 256;

    std::atomic<int> writers_waiting_ = 0;
    std::mutex writer_mutex_;  // guards what follows
    Connection writer_;
    std::shared_ptr<Group> group_;  // while a transaction is open
    std::condition_variable group_ended_;

    std::mutex readers_mutex_;  // guards what follows
    std::condition_variable reader_free_;
    int readers_left_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::string& path, const SqliteSettings& settings) {
    return std::make_unique<SqliteDatabase>(path, settings);
}

}  // namespace vanthu::store
