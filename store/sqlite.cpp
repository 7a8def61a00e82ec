#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <utility>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/id.h"
#include "store/descriptor.h"
#include "store/driver.h"
#include "store/shared_sync.h"
#include "store/sql.h"
#include "store/sqlite_connection.h"

namespace vanthu::store {
namespace {

class SqliteTransaction : public Transaction {
public:
    explicit SqliteTransaction(SqliteConnection& connection) : connection_(connection) {}

    std::vector<Row> query(std::string_view sql, const Parameters& parameters) override {
        std::vector<Row> rows;
        SqliteRun run(connection_, sql, parameters);
        while (run.step())
            rows.push_back(run.row());
        return rows;
    }

    void for_each(std::string_view sql, const Parameters& parameters,
                  const std::function<void(const Row&)>& use) override {
        SqliteRun run(connection_, sql, parameters);
        while (run.step())
            use(run.row());
    }

    std::int64_t execute(std::string_view sql, const Parameters& parameters) override {
        // sqlite3_changes keeps the count of an earlier statement when this one is no change.
        const sqlite3_int64 before = sqlite3_total_changes64(connection_.handle());
        SqliteRun run(connection_, sql, parameters);
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
    SqliteConnection& connection_;
};

class SqliteDatabase : public Database {
public:
    SqliteDatabase(const std::string& path, const SqliteSettings& settings)
        : path_(path),
          settings_(settings),
          writer_(path, Access::Write, settings.busy_timeout_ms),
          sync_([this] { sync_log(); }),
          readers_left_(std::max(settings.readers, 1)) {}

    // Writers that wait for each other share a transaction: each after the first runs inside a
    // savepoint, and the last of them commits for all. Then the next may begin, while these wait
    // for the disk together; none returns before.
    void write(const std::function<void(Transaction&)>& work) override {
        const Entered entered(*this);
        sync_.check();
        const std::shared_ptr<Group> group = run_in_group(work);
        if (group->failure) std::rethrow_exception(group->failure);
        sync_.wait_for(group->written);
    }

    void read(const std::function<void(Transaction&)>& work) override {
        const Entered entered(*this);
        const Lent lent(*this);
        lent.connection().step("begin");
        SqliteTransaction transaction(lent.connection());
        work(transaction);
    }

    Dialect dialect() const override { return Dialect::Sqlite; }

    void copy_to(const std::string& path) override {
        const std::string partial =
            path + "." + new_id() + ".partial";  // others may copy there too
        try {
            {
                // A connection of its own: pooled readers are not allowed to write anything.
                SqliteConnection source(path_, Access::Write, settings_.busy_timeout_ms);
                constexpr char kSql[] = "vacuum into $1";
                const SqliteConnection::Taken statement = source.take(kSql);
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

        SqliteConnection& connection() const { return *connection_; }

    private:
        SqliteDatabase& database_;
        std::unique_ptr<SqliteConnection> connection_;
    };

    // What the writers of one transaction share.
    struct Group {
        int members = 0;
        bool ended = false;
        std::uint64_t written = 0;  // what its members wait for on the disk
        std::exception_ptr failure;
    };

    // Returns when the group has committed or failed.
    std::shared_ptr<Group> run_in_group(const std::function<void(Transaction&)>& work) {
        ++writers_waiting_;
        std::unique_lock lock(writer_mutex_);
        --writers_waiting_;
        std::shared_ptr<Group> group = join_group();
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
        return group;
    }

    std::shared_ptr<Group> join_group() {
        if (group_) return group_;
        writer_.step("begin immediate");  // waits busy_timeout_ms for other processes
        group_ = std::make_shared<Group>();
        return group_;
    }

    // The first has nobody's work to keep when it fails, so it needs no savepoint. That spares long
    // writers much: SQLite keeps the pages a savepoint may want back in a list, and walks through
    // it after each statement that may undo itself.
    void run_member(const std::function<void(Transaction&)>& work, bool first) {
        if (!first) writer_.step("savepoint member");
        try {
            SqliteTransaction transaction(writer_);
            work(transaction);
            if (!writer_.in_transaction())
                throw Error(ErrorCode::Internal,
                            "the transaction was already undone before its end");
            if (!first) writer_.step("release member");
        } catch (...) {
            if (first) {
                writer_.rollback();
            } else if (writer_.in_transaction()) {
                writer_.step("rollback to member");
                writer_.step("release member");
            }
            throw;
        }
    }

    void commit_group() {
        try {
            failpoint("store.before_commit");
            writer_.step("commit");
        } catch (...) {
            writer_.rollback();
            return end_group(std::current_exception());
        }
        failpoint("store.after_commit");
        if (writer_.take_has_written()) last_written_ = sync_.written();
        group_->written = last_written_;
        end_group(nullptr);
    }

    void end_group(std::exception_ptr failure) {
        group_->failure = failure;
        group_->ended = true;
        group_.reset();
        group_ended_.notify_all();
    }

    void sync_log() {
        const std::string log = path_ + "-wal";  // there since the first commit
        if (!log_.is_open()) log_ = Descriptor::open(log, O_RDONLY);
        if (::fdatasync(log_.number()) != 0) fail_with_errno(log, "cannot be made durable");
    }

    std::unique_ptr<SqliteConnection> lend() {
        std::unique_lock lock(readers_mutex_);
        reader_free_.wait(lock, [&] { return readers_left_ > 0; });
        --readers_left_;
        if (!idle_.empty()) {
            std::unique_ptr<SqliteConnection> connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
        try {
            return std::make_unique<SqliteConnection>(path_, Access::Read,
                                                      settings_.busy_timeout_ms);
        } catch (...) {
            ++readers_left_;
            throw;
        }
    }

    void take_back(std::unique_ptr<SqliteConnection> connection) {
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
    SqliteConnection writer_;
    std::shared_ptr<Group> group_;  // while a transaction is open
    std::condition_variable group_ended_;
    std::uint64_t last_written_ = 0;

    Descriptor log_;  // for sync_log(); stays the same file as long as writer_ is open
    SharedSync sync_;

    std::mutex readers_mutex_;  // guards what follows
    std::condition_variable reader_free_;
    int readers_left_;
    std::vector<std::unique_ptr<SqliteConnection>> idle_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::string& path, const SqliteSettings& settings) {
    return std::make_unique<SqliteDatabase>(path, settings);
}

}  // namespace vanthu::store
