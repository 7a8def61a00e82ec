#include "store/migrate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "tests/conformance/test_database.h"
#include "tests/store/folder.h"
#include "tests/store/refusal.h"

namespace vanthu::store {
namespace {

class Migrations : public testing::Test {
protected:
    Migrations() : database_(place_.open()) {}

    void execute(const std::string& sql) {
        database_->write([&](Transaction& t) { t.execute(sql); });
    }
    std::int64_t count(const std::string& sql) {
        std::int64_t value = -1;
        database_->read([&](Transaction& t) { value = t.query_one(sql)->integer("n"); });
        return value;
    }

    TestDatabase place_;
    std::unique_ptr<Database> database_;
};

bool is_postgres() {
    return TestDatabase::dialect() == Dialect::Postgres;
}

// What stands in the names of the files that are for this kind of database, and for the other.
const char* own_kind() {
    return is_postgres() ? ".postgres." : ".sqlite.";
}
const char* other_kind() {
    return is_postgres() ? ".sqlite." : ".postgres.";
}

int how_many() {
    return static_cast<int>(std::count_if(
        migrations().begin(), migrations().end(),
        [](const Migration& m) { return m.name.find(other_kind()) == std::string_view::npos; }));
}

TEST_F(Migrations, RunOnceInOrderAndAreRecorded) {
    EXPECT_EQ(migrate(*database_), how_many());
    EXPECT_EQ(count("select count(*) as n from schema_migration"), how_many());
    EXPECT_EQ(count("select count(*) as n from audit_event"), 0);
    EXPECT_EQ(count("select count(*) as n from schema_migration where name like '%" +
                    std::string(other_kind()) + "%'"),
              0);
    EXPECT_EQ(migrate(*database_), 0);
    EXPECT_NO_THROW(check_schema(*database_));
}

TEST_F(Migrations, ManyProgramsAtOnceDoTheWorkOnce) {
    std::atomic<int> applied = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i)
        threads.emplace_back([&] { applied += migrate(*place_.open()); });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(applied, how_many());
    EXPECT_NO_THROW(check_schema(*database_));
}

TEST_F(Migrations, AnotherProgramsWorkIsRecognised) {
    migrate(*database_);
    const auto other = place_.open();
    EXPECT_EQ(migrate(*other), 0);
}

TEST_F(Migrations, AChangedFileIsRefused) {
    migrate(*database_);
    execute("update schema_migration set sha256 = '" + std::string(64, '0') +
            "' where name = '0001_store.sql'");
    for (const Error& error :
         {refusal([&] { migrate(*database_); }), refusal([&] { check_schema(*database_); })}) {
        EXPECT_EQ(error.code(), ErrorCode::Configuration);
        EXPECT_TRUE(mentions(error, "0001_store.sql was changed after it was applied"))
            << error.what();
    }
}

TEST_F(Migrations, ANewerSchemaIsRefused) {
    migrate(*database_);
    execute("insert into schema_migration values ('9999_future.sql', '" + std::string(64, '0') +
            "', 0)");
    for (const Error& error :
         {refusal([&] { migrate(*database_); }), refusal([&] { check_schema(*database_); })}) {
        EXPECT_EQ(error.code(), ErrorCode::Configuration);
        EXPECT_TRUE(mentions(error, "9999_future.sql")) << error.what();
    }
}

TEST_F(Migrations, AnOldSchemaIsRefusedUntilMigrated) {
    const Error error = refusal([&] { check_schema(*database_); });
    EXPECT_EQ(error.code(), ErrorCode::Configuration);
    EXPECT_TRUE(mentions(error, "the schema lacks 0001_store.sql; start")) << error.what();
}

TEST_F(Migrations, AFailingOneLeavesNothingOfItself) {
    migrate(*database_);
    execute(std::string("delete from schema_migration where name = '0001_store") + own_kind() +
            "sql'");
    // Made anew, then what follows it stands in the way.
    execute(is_postgres() ? "alter function refuse_change rename to refuse"
                          : "drop trigger audit_event_no_update");
    EXPECT_THROW(migrate(*database_), Error);
    EXPECT_EQ(count(is_postgres()
                        ? "select count(*) as n from pg_proc where proname = 'refuse_change' and "
                          "pronamespace = cast(current_schema() as regnamespace)"
                        : "select count(*) as n from sqlite_master where name = "
                          "'audit_event_no_update'"),
              0);
    EXPECT_EQ(count("select count(*) as n from schema_migration"), how_many() - 1);
}

TEST(SqliteMigrations, KeepACopyOfWhatWasThere) {
    const Folder folder;
    const auto database = open_sqlite(folder / "office.db");
    migrate(*database);
    EXPECT_FALSE(std::filesystem::exists(folder / "office.db.before-0001"));  // nothing to keep
    // As if the triggers had not been there in the version before.
    database->write([](Transaction& t) {
        t.execute("delete from schema_migration where name = '0001_store.sqlite.sql'");
        for (const char* trigger :
             {"audit_event_no_update", "audit_event_no_delete", "audit_event_at_end"})
            t.execute(std::string("drop trigger ") + trigger);
    });
    EXPECT_EQ(migrate(*database), 1);
    ASSERT_TRUE(std::filesystem::exists(folder / "office.db.before-0001"));
    const auto before = open_sqlite(folder / "office.db.before-0001");
    before->read([](Transaction& t) {
        EXPECT_EQ(t.query("select name from sqlite_master where name = 'audit_event'").size(), 1u);
        EXPECT_EQ(
            t.query("select name from sqlite_master where name = 'audit_event_no_update'").size(),
            0u);
    });
}

}  // namespace
}  // namespace vanthu::store
