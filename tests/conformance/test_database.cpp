#include "tests/conformance/test_database.h"

#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "store/migrate.h"
#include "store/postgres.h"
#include "tests/conformance/postgres_server.h"

namespace vanthu::store {
namespace fs = std::filesystem;
namespace {

// The connection that makes and drops the schemas of the tests.
std::unique_ptr<Database> server() {
    PostgresSettings settings;
    settings.url = PostgresServer::running().url();
    return open_postgres(settings);
}

void on_server(const std::string& sql) {
    server()->write([&](Transaction& t) { t.execute_script(sql); });
}

std::int64_t tables_of(const std::string& schema) {
    std::int64_t tables = 0;
    server()->write([&](Transaction& t) {
        tables = t.query_one("select count(*) as n from pg_tables where schemaname = $1", {schema})
                     ->integer("n");
    });
    return tables;
}

bool is_postgres() {
    return TestDatabase::dialect() == Dialect::Postgres;
}

std::string in_schema(std::string sql, const std::string& schema) {
    for (std::size_t at; (at = sql.find("SCHEMA")) != std::string::npos;)
        sql.replace(at, 6, schema);
    return sql;
}

// What migrations themselves wrote is kept beside the schema.
constexpr const char* kKeep = R"(
create schema SCHEMA_kept;
do $$ declare t record; filled boolean; begin
    for t in select tablename as name from pg_tables where schemaname = 'SCHEMA' loop
        execute format('select exists (select from SCHEMA.%I)', t.name) into filled;
        if filled then
            execute format('create table SCHEMA_kept.%I as table SCHEMA.%I', t.name, t.name);
        end if;
    end loop;
end $$)";

constexpr const char* kEmpty = R"(
do $$ declare t record; begin
    perform set_config('session_replication_role', 'replica', true);  -- no triggers, no references
    for t in select tablename as name from pg_tables where schemaname = 'SCHEMA' loop
        execute format('delete from SCHEMA.%I', t.name);
    end loop;
    for t in select tablename as name from pg_tables where schemaname = 'SCHEMA_kept' loop
        execute format('insert into SCHEMA.%I overriding system value table SCHEMA_kept.%I', t.name, t.name);
    end loop;
    for t in select sequencename as name, start_value from pg_sequences where schemaname = 'SCHEMA' loop
        perform setval(format('SCHEMA.%I', t.name)::regclass, t.start_value, false);
    end loop;
end $$)";

// Migrated schemas that no test has at the moment.
class Emptied {
public:
    std::string take() {
        const std::lock_guard lock(mutex_);
        if (schemas_.empty()) return {};
        std::string schema = schemas_.back();
        schemas_.pop_back();
        return schema;
    }

    void made(const std::string& schema) {
        on_server(in_schema(kKeep, schema));
        const std::int64_t tables = tables_of(schema);
        const std::lock_guard lock(mutex_);
        tables_ = tables;
    }

    void give(const std::string& schema) {
        if (tables_of(schema) != tables_) {  // a test that takes one away
            on_server("drop schema " + schema + " cascade");
            return;
        }
        on_server(in_schema(kEmpty, schema));
        const std::lock_guard lock(mutex_);
        schemas_.push_back(schema);
    }

private:
    std::mutex mutex_;
    std::vector<std::string> schemas_;
    std::int64_t tables_ = 0;
};

Emptied& emptied() {
    static Emptied schemas;
    return schemas;
}

}  // namespace

Dialect TestDatabase::dialect() {
    const char* asked = ::getenv("VANTHU_TEST_DATABASE");
    const std::string kind = asked == nullptr ? "sqlite" : asked;
    if (kind == "sqlite") return Dialect::Sqlite;
    if (kind == "postgres") return Dialect::Postgres;
    throw std::runtime_error("VANTHU_TEST_DATABASE is " + kind + "; it is sqlite or postgres");
}

TestDatabase::TestDatabase(Start start) : start_(start) {
    static std::atomic<int> count = 0;
    const std::string name = std::to_string(::getpid()) + "_" + std::to_string(++count);
    if (is_postgres()) {
        if (start_ == Start::Office) place_ = emptied().take();
        if (!place_.empty()) return;
        place_ = "test_" + name;
        on_server("create schema " + place_);
        if (start_ != Start::Office) return;
        migrate(*open());
        emptied().made(place_);
    } else {
        place_ = fs::temp_directory_path() / ("vanthu-database-" + name);
        fs::create_directories(place_);
    }
}

TestDatabase::~TestDatabase() {
    if (!is_postgres())
        fs::remove_all(place_);
    else if (start_ == Start::Office)
        emptied().give(place_);
    else
        on_server("drop schema " + place_ + " cascade");
}

std::unique_ptr<Database> TestDatabase::open(const Settings& given) const {
    if (is_postgres()) {
        PostgresSettings settings;
        settings.url = PostgresServer::running().url() + "&options=-csearch_path%3D" + place_;
        settings.readers = given.readers;
        settings.busy_timeout_ms = given.busy_timeout_ms;
        return open_postgres(settings);
    }
    SqliteSettings settings;
    settings.readers = given.readers;
    settings.busy_timeout_ms = given.busy_timeout_ms;
    return open_sqlite(place_ + "/office.db", settings);
}

}  // namespace vanthu::store
