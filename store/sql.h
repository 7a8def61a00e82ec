// sql.h: the one door to the database: an office's Database, and Transactions inside which everything happens.
//
// Promises: write() runs its function in one transaction that is durable when write() returns and undone when the function
// throws (writers at the same time share one wait for the disk, and others may read what still waits); it retries by itself while another process holds the lock, then gives Error(Unavailable). Writers of one office
// run one after another, whatever process they are in, so what a writer has read stays true until it has written. read()
// sees one consistent snapshot. Statement text is shared between databases: parameters are $1, $2, ..., names and SQL are those that
// SQLite and PostgreSQL both know. Database is safe from several threads; a Transaction belongs to the function it is
// handed to. Does not map rows to objects: each room reads its own tables.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vanthu::store {

class Value {
public:
    using Data = std::variant<std::monostate, std::int64_t, double, std::string>;

    Value() = default;
    Value(std::nullptr_t) {}
    Value(int v) : data_(static_cast<std::int64_t>(v)) {}
    Value(std::int64_t v) : data_(v) {}
    Value(bool v) : data_(static_cast<std::int64_t>(v)) {}
    Value(double v) : data_(v) {}
    Value(const char* v) : data_(std::string(v)) {}
    Value(std::string v) : data_(std::move(v)) {}
    Value(std::string_view v) : data_(std::string(v)) {}
    template <class T>
    Value(const std::optional<T>& v) : data_(v ? Value(*v).data_ : Data()) {}

    bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
    const Data& data() const { return data_; }

private:
    Data data_;
};

// One row of an answer. Columns are asked for by name; an unknown name is Error(Internal).
class Row {
public:
    Row(std::shared_ptr<const std::vector<std::string>> columns, std::vector<Value> values)
        : columns_(std::move(columns)), values_(std::move(values)) {}

    bool is_null(std::string_view column) const;
    std::string text(std::string_view column) const;           // "" when null
    std::int64_t integer(std::string_view column) const;       // 0 when null
    double real(std::string_view column) const;                // 0 when null
    std::optional<std::string> optional_text(std::string_view column) const;
    std::optional<std::int64_t> optional_integer(std::string_view column) const;

private:
    const Value& at(std::string_view column) const;
    std::shared_ptr<const std::vector<std::string>> columns_;
    std::vector<Value> values_;
};

enum class Dialect { Sqlite, Postgres };

class Transaction {
public:
    virtual ~Transaction() = default;

    using Parameters = std::vector<Value>;

    virtual std::vector<Row> query(std::string_view sql, const Parameters& parameters = {}) = 0;
    virtual void for_each(std::string_view sql, const Parameters& parameters,
                          const std::function<void(const Row&)>& use) = 0;
    // How many rows were changed. A violated constraint is Error(Conflict).
    virtual std::int64_t execute(std::string_view sql, const Parameters& parameters = {}) = 0;
    // A change whose count nobody asks for. A server is told several such changes in one message, before the next statement
    // that is answered and at the commit at the latest; what a change violates is said there.
    virtual void execute_later(std::string_view sql, const Parameters& parameters = {});
    // Several statements without parameters, as a migration file holds them; no begin, commit or rollback among them.
    virtual void execute_script(std::string_view sql) = 0;
    virtual Dialect dialect() const = 0;

    // The first row, or nothing.
    std::optional<Row> query_one(std::string_view sql, const Parameters& parameters = {});
};

// "$1, $2, $3" for so many values, beginning with $first.
std::string placeholders(std::size_t count, std::size_t first = 1);

// "($1, $2), ($3, $4)", for one insert of several rows.
std::string placeholder_rows(std::size_t rows, std::size_t columns);

// Appends the value and gives the "$n" that stands for it.
std::string placeholder(Transaction::Parameters& parameters, Value value);

class Database {
public:
    virtual ~Database() = default;

    // Runs `work` inside one transaction. `work` may be called again after a rolled-back attempt, so it has no effect
    // outside the transaction. Nesting is a bug.
    virtual void write(const std::function<void(Transaction&)>& work) = 0;
    virtual void read(const std::function<void(Transaction&)>& work) = 0;
    virtual Dialect dialect() const = 0;

    // Writes one consistent state of everything into the file `path`, which appears whole or not at all and replaces an
    // older one. Others go on reading and writing meanwhile. Error(BadInput) on a database server, which has tools for that.
    virtual void copy_to(const std::string& path) = 0;

    // The database's file, for messages and for copies beside it; of a server its address, without password.
    virtual const std::string& location() const = 0;
};

struct SqliteSettings {
    int busy_timeout_ms = 10000;  // how long a writer waits for another process
    int readers = 4;
};

// Opens (and creates) office.db; WAL, foreign keys on. A write waits for the disk itself. Does not migrate.
std::unique_ptr<Database> open_sqlite(const std::string& path, const SqliteSettings& settings = {});

}  // namespace vanthu::store
