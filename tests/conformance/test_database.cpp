#include "tests/conformance/test_database.h"

#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <stdexcept>

#include "store/postgres.h"
#include "tests/conformance/postgres_server.h"

namespace vanthu::store {
namespace fs = std::filesystem;
namespace {

// The connection that makes and drops the schemas of the tests.
void on_server(const std::string& sql) {
    PostgresSettings settings;
    settings.url = PostgresServer::running().url();
    open_postgres(settings)->write([&](Transaction& t) { t.execute_script(sql); });
}

bool is_postgres() {
    return TestDatabase::dialect() == Dialect::Postgres;
}

}  // namespace

Dialect TestDatabase::dialect() {
    const char* asked = ::getenv("VANTHU_TEST_DATABASE");
    const std::string kind = asked == nullptr ? "sqlite" : asked;
    if (kind == "sqlite") return Dialect::Sqlite;
    if (kind == "postgres") return Dialect::Postgres;
    throw std::runtime_error("VANTHU_TEST_DATABASE is " + kind + "; it is sqlite or postgres");
}

TestDatabase::TestDatabase() {
    static std::atomic<int> count = 0;
    const std::string name = std::to_string(::getpid()) + "_" + std::to_string(++count);
    if (is_postgres()) {
        place_ = "test_" + name;
        on_server("create schema " + place_);
    } else {
        place_ = fs::temp_directory_path() / ("vanthu-database-" + name);
        fs::create_directories(place_);
    }
}

TestDatabase::~TestDatabase() {
    if (is_postgres())
        on_server("drop schema " + place_ + " cascade");
    else
        fs::remove_all(place_);
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
