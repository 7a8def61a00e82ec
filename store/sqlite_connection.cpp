#include "store/sqlite_connection.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <new>
#include <thread>
#include <utility>

#include "base/error.h"
#include "store/driver.h"

namespace vanthu::store {
namespace {

// A checkpoint waits for the disk twice; 32 MB of log between two of them.
constexpr int kCheckpointPages = 8000;

// The hashes of the audit land all over their indexes; they should not be read again each time.
constexpr int kUsualMemory = 65'536;  // kilobytes

// The row of a very long text passes through memory once and need not stay there.
constexpr std::size_t kLongText = 1 << 20;
constexpr int kMemoryBesideLongText = 2048;  // kilobytes

std::size_t text_bytes(const Transaction::Parameters& parameters) {
    std::size_t bytes = 0;
    for (const Value& value : parameters)
        if (const auto* text = std::get_if<std::string>(&value.data())) bytes += text->size();
    return bytes;
}

// The number of each parameter in the order of their places: SQLite counts "$2 ... $1" in order of
// appearance, so the name decides.
std::vector<std::size_t> places_of(sqlite3_stmt* statement, std::string_view sql) {
    std::vector<std::size_t> places;
    const int count = sqlite3_bind_parameter_count(statement);
    for (int i = 1; i <= count; ++i) {
        const char* given = sqlite3_bind_parameter_name(statement, i);
        const std::string_view name = given == nullptr ? "?" : given;
        std::size_t number = 0;
        const char* end = name.data() + name.size();
        const auto parsed = std::from_chars(name.data() + 1, end, number);
        if (name[0] != '$' || parsed.ptr != end || number == 0)
            throw Error(ErrorCode::Internal,
                        "parameter \"" + std::string(name) +
                            "\" is not of the form $1 in: " + first_words(sql));
        places.push_back(number);
    }
    return places;
}

// Not copied: the parameters live longer than the run. SQLite copies a long text where it is not
// told that a zero byte ends it, so it is told.
int bind_text(sqlite3_stmt* statement, int index, const std::string& text) {
    constexpr std::size_t kLong = 1 << 16;
    if (text.size() >= kLong && text.find('\0') == std::string::npos)
        return sqlite3_bind_text(statement, index, text.c_str(), -1, SQLITE_STATIC);
    return sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC,
                               SQLITE_UTF8);
}

}  // namespace

SqliteConnection::SqliteConnection(const std::string& path, Access access, int busy_timeout_ms)
    : path_(path), access_(access) {
    sqlite3* opened = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (access == Access::Write ? SQLITE_OPEN_CREATE : 0);
    const int result = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
    handle_.reset(opened);
    if (result != SQLITE_OK) fail(result, "open");
    sqlite3_busy_timeout(handle_.get(), busy_timeout_ms);
    if (access == Access::Write) {
        use_write_ahead_log(busy_timeout_ms);
        // The log is synced by whoever commits, once the next may begin (store/shared_sync.h);
        // checkpoints still wait for the log before they touch the database.
        run("pragma synchronous = normal");
        checkpoint_by_itself();
        keep_in_memory(kUsualMemory);
    }
    run("pragma foreign_keys = on");
    run("pragma temp_store = memory");  // no text of papers in files that outlive a crash
    if (access == Access::Read) run("pragma query_only = on");
}

// In place of SQLite's own hook, because there is only one: it tells of a commit that wrote.
void SqliteConnection::checkpoint_by_itself() {
    sqlite3_wal_hook(
        handle_.get(),
        [](void* self, sqlite3* handle, const char* database, int pages) {
            static_cast<SqliteConnection*>(self)->has_written_ = true;
            if (pages >= kCheckpointPages)
                sqlite3_wal_checkpoint_v2(handle, database, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                                          nullptr);
            return SQLITE_OK;
        },
        this);
}

bool SqliteConnection::take_has_written() {
    return std::exchange(has_written_, false);
}

void SqliteConnection::keep_in_memory(int kilobytes) noexcept {
    const std::string sql = "pragma cache_size = -" + std::to_string(kilobytes);
    sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);  // or it stays as it was
}

void SqliteConnection::run(const char* sql) {
    const int result = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
    if (result != SQLITE_OK) fail(result, sql);
}

void SqliteConnection::step(const char* sql) {
    Taken statement = take(sql);
    const int result = sqlite3_step(statement.mapped().handle.get());
    if (result != SQLITE_DONE) fail(result, sql);
    give_back(std::move(statement));
}

void SqliteConnection::rollback() noexcept {
    if (in_transaction()) sqlite3_exec(handle_.get(), "rollback", nullptr, nullptr, nullptr);
}

void SqliteConnection::fail(int result, std::string_view sql) {
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

SqliteConnection::Taken SqliteConnection::take(std::string_view sql) {
    if (const auto cached = statements_.find(sql); cached != statements_.end())
        return statements_.extract(cached);
    sqlite3_stmt* handle = nullptr;
    const char* rest = nullptr;
    const int result = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT, &handle, &rest);
    Prepared prepared;
    prepared.handle.reset(handle);
    if (result != SQLITE_OK) fail(result, sql);
    const std::string_view left = sql.substr(static_cast<std::size_t>(rest - sql.data()));
    if (handle == nullptr || left.find_first_not_of("; \t\r\n") != std::string_view::npos)
        throw Error(ErrorCode::Internal, "not exactly one statement: " + first_words(sql));
    prepared.places = places_of(handle, sql);
    for (const std::size_t place : prepared.places)
        prepared.parameters = std::max(prepared.parameters, place);
    const auto entry = statements_.try_emplace(std::string(sql), std::move(prepared)).first;
    return statements_.extract(entry);
}

void SqliteConnection::give_back(Taken statement) {
    constexpr std::size_t kCached = 256;
    sqlite3_reset(statement.mapped().handle.get());
    sqlite3_clear_bindings(statement.mapped().handle.get());
    if (statements_.size() < kCached) statements_.insert(std::move(statement));
}

// SQLite does not wait by itself when two processes turn a new file to WAL at once.
void SqliteConnection::use_write_ahead_log(int busy_timeout_ms) {
    using namespace std::chrono;
    const auto until = steady_clock::now() + milliseconds(busy_timeout_ms);
    constexpr char kSql[] = "pragma journal_mode = wal";
    for (;;) {
        Taken statement = take(kSql);
        sqlite3_stmt* handle = statement.mapped().handle.get();
        const int result = sqlite3_step(handle);
        if (result == SQLITE_ROW) {
            const std::string mode = reinterpret_cast<const char*>(sqlite3_column_text(handle, 0));
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

SqliteRun::SqliteRun(SqliteConnection& connection, std::string_view sql,
                     const Transaction::Parameters& parameters)
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
    is_long_ = connection.writes() && text_bytes(parameters) > kLongText;
    if (is_long_) connection.keep_in_memory(kMemoryBesideLongText);
}

SqliteRun::~SqliteRun() {
    connection_.give_back(std::move(taken_));
    if (is_long_) connection_.keep_in_memory(kUsualMemory);
}

bool SqliteRun::step() {
    const int result = sqlite3_step(statement_);
    if (result == SQLITE_ROW) return true;
    if (result == SQLITE_DONE) return false;
    connection_.fail(result, sql_);
}

Row SqliteRun::row() {
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

Value SqliteRun::value(int column) {
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

void SqliteRun::bind(const Transaction::Parameters& parameters) {
    const SqliteConnection::Prepared& prepared = taken_.mapped();
    if (prepared.parameters != parameters.size())
        refuse(std::to_string(prepared.parameters) + " parameters are wanted, " +
               std::to_string(parameters.size()) + " given");
    for (std::size_t i = 0; i < prepared.places.size(); ++i)
        bind(static_cast<int>(i) + 1, parameters[prepared.places[i] - 1]);
}

void SqliteRun::bind(int index, const Value& value) {
    sqlite3_stmt* statement = statement_;
    int result = SQLITE_OK;
    if (const auto* integer = std::get_if<std::int64_t>(&value.data()))
        result = sqlite3_bind_int64(statement, index, *integer);
    else if (const auto* real = std::get_if<double>(&value.data()))
        result = sqlite3_bind_double(statement, index, *real);
    else if (const auto* text = std::get_if<std::string>(&value.data()))
        result = bind_text(statement, index, *text);
    else
        result = sqlite3_bind_null(statement, index);
    if (result != SQLITE_OK) connection_.fail(result, sql_);
}

void SqliteRun::refuse(const std::string& what) const {
    throw Error(ErrorCode::Internal, what + " in: " + first_words(sql_));
}

}  // namespace vanthu::store
