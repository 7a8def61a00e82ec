#include "store/postgres.h"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "base/error.h"
#include "base/failpoint.h"
#include "store/driver.h"
#include "store/postgres_connection.h"

namespace vanthu::store {
namespace {

class PostgresTransaction : public Transaction {
public:
    explicit PostgresTransaction(PostgresConnection& connection) : connection_(connection) {}

    std::vector<Row> query(std::string_view sql, const Parameters& parameters) override {
        check_alive(sql);
        const PostgresResult result = connection_.run(sql, parameters);
        PostgresRows reader;
        std::vector<Row> rows;
        const int count = PQntuples(result.get());
        rows.reserve(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i)
            rows.push_back(reader.row(result.get(), i));
        return rows;
    }

    void for_each(std::string_view sql, const Parameters& parameters,
                  const std::function<void(const Row&)>& use) override {
        check_alive(sql);
        PostgresStream stream(connection_, sql, parameters);
        while (const std::optional<Row> row = stream.next())
            use(*row);
    }

    std::int64_t execute(std::string_view sql, const Parameters& parameters) override {
        check_alive(sql);
        const PostgresResult result = connection_.run(sql, parameters);
        const std::string_view tag = PQcmdStatus(result.get());
        if (tag.starts_with("SELECT")) return 0;
        const std::string_view changed = PQcmdTuples(result.get());
        std::int64_t count = 0;
        std::from_chars(changed.data(), changed.data() + changed.size(), count);
        return count;
    }

    void execute_later(std::string_view sql, const Parameters& parameters) override {
        check_alive(sql);
        connection_.post(sql, parameters);
    }

    void execute_script(std::string_view sql) override {
        check_alive(sql);
        connection_.run(std::string(sql));
        if (!connection_.in_transaction())
            throw Error(ErrorCode::Internal, "a script ended its transaction: " + first_words(sql));
    }

    Dialect dialect() const override { return Dialect::Postgres; }

private:
    void check_alive(std::string_view sql) const {
        if (connection_.has_ended())
            throw Error(ErrorCode::Internal,
                        "the transaction was already undone before: " + first_words(sql));
    }

    PostgresConnection& connection_;
};

class PostgresDatabase : public Database {
public:
    explicit PostgresDatabase(const PostgresSettings& settings)
        : settings_(settings),
          writers_{std::max(settings.writers, 1), {}},
          readers_{std::max(settings.readers, 1), {}} {
        auto first = std::make_unique<PostgresConnection>(settings_);
        location_ = first->location();
        idle_.push_back(std::move(first));
    }

    void write(const std::function<void(Transaction&)>& work) override {
        const Entered entered(*this);
        Lent lent(*this, writers_);
        constexpr int kAttempts = 5;
        bool has_reconnected = false;
        for (int attempt = 1;; ++attempt) {
            try {
                PostgresConnection& connection = lent.connection();
                connection.begin_write();
                PostgresTransaction transaction(connection);
                work(transaction);
                commit(connection);
                return;
            } catch (...) {
                const Trouble trouble = lent.end();
                if (trouble == Trouble::None || attempt == kAttempts) throw;
                if (trouble == Trouble::Lost && std::exchange(has_reconnected, true)) throw;
            }
        }
    }

    // Only the beginning is tried again: what `work` has seen cannot be taken back.
    void read(const std::function<void(Transaction&)>& work) override {
        const Entered entered(*this);
        Lent lent(*this, readers_);
        try {
            lent.connection().begin_read();
        } catch (const Error&) {
            if (lent.end() != Trouble::Lost) throw;
            lent.connection().begin_read();
        }
        PostgresTransaction transaction(lent.connection());
        work(transaction);
    }

    Dialect dialect() const override { return Dialect::Postgres; }

    void copy_to(const std::string& path) override {
        throw Error(
            ErrorCode::BadInput,
            path + ": " + location_ + " is not copied into a file by this program; use pg_dump");
    }

    const std::string& location() const override { return location_; }

private:
    // So many at once; the others wait. Writers and readers apart, so that neither starve.
    struct Lane {
        int left;
        std::condition_variable is_free;
    };

    // A connection for one transaction; made when it is first asked for.
    class Lent {
    public:
        Lent(PostgresDatabase& database, Lane& lane) : database_(database), lane_(lane) {
            std::unique_lock lock(database_.mutex_);
            lane_.is_free.wait(lock, [&] { return lane_.left > 0; });
            --lane_.left;
            if (database_.idle_.empty()) return;
            connection_ = std::move(database_.idle_.back());
            database_.idle_.pop_back();
        }
        ~Lent() {
            end();
            {
                const std::lock_guard lock(database_.mutex_);
                if (connection_) database_.idle_.push_back(std::move(connection_));
                ++lane_.left;
            }
            lane_.is_free.notify_one();
        }
        Lent(const Lent&) = delete;
        Lent& operator=(const Lent&) = delete;

        PostgresConnection& connection() {
            if (!connection_)
                connection_ = std::make_unique<PostgresConnection>(database_.settings_);
            return *connection_;
        }

        // Undoes what is not committed and says what went wrong; a broken connection is thrown
        // away, and so are the idle ones, which broke with it.
        Trouble end() {
            if (!connection_) return Trouble::None;
            connection_->rollback();
            const Trouble trouble = connection_->take_trouble();
            if (trouble == Trouble::Lost || connection_->is_lost()) {
                connection_.reset();
                const std::lock_guard lock(database_.mutex_);
                database_.idle_.clear();
            }
            return trouble;
        }

    private:
        PostgresDatabase& database_;
        Lane& lane_;
        std::unique_ptr<PostgresConnection> connection_;
    };

    static void commit(PostgresConnection& connection) {
        if (!connection.in_transaction())
            throw Error(ErrorCode::Internal, "the transaction was already undone before its end");
        failpoint("store.before_commit");
        connection.commit();
        failpoint("store.after_commit");
    }

    const PostgresSettings settings_;
    std::string location_;
    std::mutex mutex_;  // guards what follows
    Lane writers_;
    Lane readers_;
    std::vector<std::unique_ptr<PostgresConnection>> idle_;
};

}  // namespace

std::unique_ptr<Database> open_postgres(const PostgresSettings& settings) {
    return std::make_unique<PostgresDatabase>(settings);
}

}  // namespace vanthu::store
