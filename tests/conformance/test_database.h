// test_database.h: an empty database for one test, of the kind that VANTHU_TEST_DATABASE names.
//
// The suites of the rooms run once as they are, on SQLite, and once more with
// VANTHU_TEST_DATABASE=postgres: what they say about an office holds on both. A fixture has a
// TestDatabase and opens it; opening it again gives what another process of the same office would
// have.
//
// An office's schema has some three hundred tables and indexes; on PostgreSQL making and dropping
// them costs more than most tests. A fixture that says Start::Office may be handed the schema of an
// earlier test of its process, emptied: as migrated, without a row that the test wrote.
#pragma once

#include <memory>
#include <string>

#include "store/sql.h"

namespace vanthu::store {

class TestDatabase {
public:
    struct Settings {
        int readers = 4;
        int busy_timeout_ms = 10000;
    };

    enum class Start { Empty, Office };

    explicit TestDatabase(Start start = Start::Empty);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    static Dialect dialect();

    std::unique_ptr<Database> open(const Settings& settings) const;
    std::unique_ptr<Database> open() const { return open(Settings()); }

private:
    Start start_;
    std::string place_;  // a folder, or a schema
};

}  // namespace vanthu::store
