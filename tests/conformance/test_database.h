// test_database.h: an empty database for one test, of the kind that VANTHU_TEST_DATABASE names.
//
// The suites of the rooms run once as they are, on SQLite, and once more with
// VANTHU_TEST_DATABASE=postgres: what they say about an office holds on both. A fixture has a
// TestDatabase and opens it; opening it again gives what another process of the same office would
// have.
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

    TestDatabase();
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    static Dialect dialect();

    std::unique_ptr<Database> open(const Settings& settings) const;
    std::unique_ptr<Database> open() const { return open(Settings()); }

private:
    std::string place_;  // a folder, or a schema
};

}  // namespace vanthu::store
