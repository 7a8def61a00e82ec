// What only a PostgreSQL server has: an address, connections that break, other clients.
#include "store/postgres.h"

#include <gtest/gtest.h>

#include <thread>

#include "store/audit.h"
#include "store/migrate.h"
#include "tests/conformance/postgres_server.h"
#include "tests/conformance/test_database.h"
#include "tests/store/refusal.h"

namespace vanthu::store {
namespace {

PostgresSettings at(const std::string& url) {
    PostgresSettings settings;
    settings.url = url;
    return settings;
}

class Postgres : public testing::Test {
protected:
    Postgres() : database_(place_.open()) {
        database_->write([](Transaction& t) {
            t.execute_script(
                "create table book (id text primary key, last bigint not null);"
                "insert into book values ('incoming', 0)");
        });
    }

    std::int64_t last() {
        std::int64_t value = -1;
        database_->read(
            [&](Transaction& t) { value = t.query_one("select last from book")->integer("last"); });
        return value;
    }
    static void count_up(Transaction& t) { t.execute("update book set last = last + 1"); }

    TestDatabase place_;
    std::unique_ptr<Database> database_;
};

TEST_F(Postgres, AddressesAreChecked) {
    EXPECT_EQ(refusal([] { open_postgres(at("postgresql://%zz")); }).code(),
              ErrorCode::Configuration);
    EXPECT_EQ(refusal([] { open_postgres(at("postgresql://a@h/d?colour=red")); }).code(),
              ErrorCode::Configuration);
    const Error secret = refusal([] { open_postgres(at("postgresql://a:hidden@h/d")); });
    EXPECT_EQ(secret.code(), ErrorCode::Configuration);
    EXPECT_FALSE(mentions(secret, "hidden")) << secret.what();
    const Error absent = refusal([] { open_postgres(at("postgresql://a@/d?host=/nowhere")); });
    EXPECT_EQ(absent.code(), ErrorCode::Unavailable);
    EXPECT_TRUE(mentions(absent, "/nowhere")) << absent.what();
}

TEST_F(Postgres, TheLocationNamesServerAndDatabase) {
    EXPECT_EQ(database_->location(), PostgresServer::running().url());
    EXPECT_EQ(refusal([&] { database_->copy_to("/tmp/copy.db"); }).code(), ErrorCode::BadInput);
}

TEST_F(Postgres, ZeroBytesAndBrokenTextAreRefusedWithoutQuotingThem) {
    for (const std::string& text : {std::string("a\0b", 3), std::string("secret\xff")}) {
        const Error error = refusal([&] {
            database_->write([&](Transaction& t) { t.query("select $1 as text", {text}); });
        });
        EXPECT_EQ(error.code(), ErrorCode::BadInput) << error.what();
        EXPECT_FALSE(mentions(error, "secret")) << error.what();
    }
}

TEST_F(Postgres, ValuesThatDoNotFitAreNotQuoted) {
    const Error error = refusal([&] {
        database_->read([](Transaction& t) { t.query("select cast($1 as bigint)", {"secret"}); });
    });
    EXPECT_EQ(error.code(), ErrorCode::Internal);
    EXPECT_FALSE(mentions(error, "secret")) << error.what();
}

TEST_F(Postgres, ACollisionRunsTheWholeWriteAgain) {
    int runs = 0;
    database_->write([&](Transaction& t) {
        ++runs;
        count_up(t);
        if (runs < 3)
            t.execute("do $$ begin raise exception 'collision' using errcode = '40001'; end $$");
    });
    EXPECT_EQ(runs, 3);
    EXPECT_EQ(last(), 1);
    runs = 0;
    const Error error = refusal([&] {
        database_->write([&](Transaction& t) {
            ++runs;
            t.execute("do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$");
        });
    });
    EXPECT_EQ(error.code(), ErrorCode::Unavailable);
    EXPECT_EQ(runs, 5);
}

TEST_F(Postgres, ABrokenConnectionIsMadeAnewOnce) {
    int runs = 0;
    const auto cut = [](Transaction& t) {
        t.query("select pg_terminate_backend(pg_backend_pid())");
    };
    database_->write([&](Transaction& t) {
        count_up(t);
        if (++runs == 1) cut(t);
    });
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(last(), 1);
    runs = 0;
    const Error error = refusal([&] {
        database_->write([&](Transaction& t) {
            ++runs;
            cut(t);
        });
    });
    EXPECT_EQ(error.code(), ErrorCode::Unavailable);
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(refusal([&] { database_->read(cut); }).code(), ErrorCode::Unavailable);
    EXPECT_EQ(last(), 1);
}

TEST_F(Postgres, AServerThatCrashesLosesNothingCommitted) {
    database_->write(count_up);
    PostgresServer::running().crash_and_start_again();
    EXPECT_EQ(last(), 1);
    database_->write(count_up);
    EXPECT_EQ(last(), 2);
}

TEST_F(Postgres, AnotherProgramsLockIsWaitedForOnlySoLong) {
    const auto impatient = place_.open({.busy_timeout_ms = 50});
    database_->write([&](Transaction& t) {
        t.execute("lock table book");
        const Error error = refusal([&] {
            impatient->read([](Transaction& other) { other.query("select * from book"); });
        });
        EXPECT_EQ(error.code(), ErrorCode::Unavailable) << error.what();
    });
}

TEST_F(Postgres, TwoOfficesOfOneDatabaseDoNotWaitForEachOther) {
    const TestDatabase elsewhere;
    const auto other = elsewhere.open({.busy_timeout_ms = 200});
    database_->write([&](Transaction&) {
        EXPECT_NO_THROW(
            other->write([](Transaction& t) { t.execute("create table own (id text)"); }));
    });
}

TEST_F(Postgres, CommittedMeansOnTheDisk) {
    const auto position = [&](const char* function) {
        std::string value;
        database_->read([&](Transaction& t) {
            value = t.query_one(std::string("select cast(") + function + "() as text) as lsn")
                        ->text("lsn");
        });
        return value;
    };
    for (int i = 0; i < 20; ++i) {
        database_->write(count_up);
        const std::string written = position("pg_current_wal_insert_lsn");
        const std::string flushed = position("pg_current_wal_flush_lsn");
        EXPECT_EQ(flushed, written);
    }
    database_->read([](Transaction& t) {
        EXPECT_EQ(t.query_one("show synchronous_commit")->text("synchronous_commit"), "on");
    });
}

TEST_F(Postgres, AMigrationByAnotherProcessIsSurvived) {
    const auto other = place_.open();
    const auto ask = [&](Transaction& t) { t.query("select * from book"); };
    database_->write(ask);
    other->write([](Transaction& t) { t.execute("alter table book add column title text"); });
    int runs = 0;
    database_->write([&](Transaction& t) {
        ++runs;
        EXPECT_TRUE(t.query_one("select * from book")->is_null("title"));
    });
    EXPECT_EQ(runs, 2);
}

}  // namespace
}  // namespace vanthu::store
