// What every database driver promises; see tests/conformance/test_database.h.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <atomic>
#include <thread>

#include "store/sql.h"
#include "tests/conformance/test_database.h"
#include "tests/store/refusal.h"

namespace vanthu::store {
namespace {

class Databases : public testing::Test {
protected:
    Databases() : database_(place_.open()) {
        database_->write([](Transaction& t) {
            t.execute_script(
                "create table book (id text primary key, last bigint not null check (last >= 0));"
                "create table entry (book text not null references book (id), number bigint, note "
                "text, weight real, primary key (book, number));");
            t.execute("insert into book (id, last) values ($1, $2)", {"incoming", 0});
        });
    }

    static std::int64_t last(Database& database) {
        std::int64_t value = -1;
        database.read([&](Transaction& t) {
            value =
                t.query_one("select last from book where id = $1", {"incoming"})->integer("last");
        });
        return value;
    }
    std::int64_t last() { return last(*database_); }

    // Reads, then writes what it read plus one: loses updates unless writers exclude each other.
    static void count_up(Database& database) {
        database.write([](Transaction& t) {
            const auto row = t.query_one("select last from book where id = $1", {"incoming"});
            t.execute("update book set last = $1 where id = $2",
                      {row->integer("last") + 1, "incoming"});
        });
    }

    TestDatabase place_;
    std::unique_ptr<Database> database_;
};

TEST_F(Databases, WhatIsDoneLaterIsSeenByWhateverComesNext) {
    constexpr int kMany = 150;  // more than are kept at once
    database_->write([&](Transaction& t) {
        for (int i = 0; i < kMany; ++i)
            t.execute_later("insert into entry (book, number) values ($1, $2)", {"incoming", i});
        EXPECT_EQ(t.query_one("select count(*) as n from entry")->integer("n"), kMany);
        std::int64_t seen = 0;
        t.for_each("select number from entry order by number", {}, [&](const Row& row) {
            t.execute_later("update entry set note = $2 where number = $1",
                            {row.integer("number"), "gone over"});
            ++seen;
        });
        EXPECT_EQ(seen, kMany);
        t.execute_later("update book set last = last + 1 where id = $1", {"incoming"});
    });
    EXPECT_EQ(last(), 1);
    database_->read([&](Transaction& t) {
        EXPECT_EQ(
            t.query_one("select count(*) as n from entry where note = 'gone over'")->integer("n"),
            kMany);
    });
}

TEST_F(Databases, WhatIsDoneLaterIsRefusedAtTheCommitAtTheLatest) {
    const auto twice = [](Transaction& t) {
        t.execute_later("update book set last = 5 where id = $1", {"incoming"});
        t.execute_later("insert into entry (book, number) values ('incoming', 1), ('incoming', 1)");
        t.execute_later("update book set last = 6 where id = $1", {"incoming"});
    };
    EXPECT_EQ(refusal([&] { database_->write(twice); }).code(), ErrorCode::Conflict);
    EXPECT_EQ(refusal([&] {
                  database_->write([&](Transaction& t) {
                      twice(t);
                      t.query("select 1 as one");
                  });
              }).code(),
              ErrorCode::Conflict);
    EXPECT_EQ(last(), 0);
    database_->write([](Transaction& t) {
        t.execute_later("update book set last = 7 where id = $1", {"incoming"});
    });
    EXPECT_EQ(last(), 7);
}

TEST_F(Databases, ValuesComeBackAsTheyWent) {
    const std::string bytes = "a\xc3\xa9\x01";
    database_->write([&](Transaction& t) {
        t.execute("insert into entry (weight, note, number, book) values ($4, $3, $2, $1)",
                  {"incoming", std::int64_t{1} << 40, bytes, 0.5});
        t.execute("insert into entry (book, number, note, weight) values ($1, $2, $3, $4)",
                  {"incoming", 2, nullptr, std::optional<double>()});
        t.execute("insert into entry (book, number, note) values ($1, $2, $3)",
                  {"incoming", 3, ""});
    });
    database_->read([&](Transaction& t) {
        const auto rows = t.query("select number, note, weight from entry order by number desc");
        ASSERT_EQ(rows.size(), 3u);
        EXPECT_EQ(rows[0].integer("number"), std::int64_t{1} << 40);
        EXPECT_EQ(rows[0].text("note"), bytes);
        EXPECT_EQ(rows[0].real("weight"), 0.5);
        EXPECT_EQ(rows[1].optional_text("note"), "");
        EXPECT_TRUE(rows[2].is_null("note"));
        EXPECT_EQ(rows[2].text("note"), "");
        EXPECT_EQ(rows[2].optional_text("note"), std::nullopt);
        EXPECT_EQ(rows[2].optional_integer("number"), 2);
        EXPECT_EQ(rows[2].real("number"), 2.0);
        EXPECT_EQ(rows[2].real("weight"), 0.0);
        EXPECT_FALSE(t.query_one("select number from entry where number = 99"));
    });
}

TEST_F(Databases, AskingForAWrongColumnIsABug) {
    database_->read([&](Transaction& t) {
        const auto row = t.query_one("select id, last from book");
        const Error unknown = refusal([&] { row->text("name"); });
        EXPECT_EQ(unknown.code(), ErrorCode::Internal);
        EXPECT_TRUE(mentions(unknown, "\"name\", only id, last")) << unknown.what();
        EXPECT_EQ(refusal([&] { row->integer("id"); }).code(), ErrorCode::Internal);
        EXPECT_EQ(refusal([&] { row->text("last"); }).code(), ErrorCode::Internal);
        EXPECT_EQ(refusal([&] { row->real("id"); }).code(), ErrorCode::Internal);
    });
}

TEST_F(Databases, ExecuteTellsHowManyRowsChanged) {
    database_->write([](Transaction& t) {
        EXPECT_EQ(t.execute("insert into book (id, last) values ('a', 1), ('b', 1)"), 2);
        EXPECT_EQ(t.execute("update book set last = 2 where last = 1"), 2);
        EXPECT_EQ(t.execute("update book set last = 2 where last = 77"), 0);
        EXPECT_EQ(t.execute("insert into book (id, last) values ('a', 1) on conflict do nothing"),
                  0);
        EXPECT_EQ(t.execute("delete from book where last = 2"), 2);
        EXPECT_EQ(t.execute("create table other (id text)"), 0);
    });
}

TEST_F(Databases, ReturningGivesRows) {
    database_->write([](Transaction& t) {
        const auto row = t.query_one("update book set last = last + 1 where id = $1 returning last",
                                     {"incoming"});
        ASSERT_TRUE(row);
        EXPECT_EQ(row->integer("last"), 1);
    });
    EXPECT_EQ(last(), 1);
}

TEST_F(Databases, TheSameStatementMayRunInsideItself) {
    database_->write([](Transaction& t) {
        t.execute("insert into book (id, last) values ('a', 5)");
        const char* sql = "select id from book order by id";
        std::string seen;
        t.for_each(sql, {}, [&](const Row& outer) {
            for (const Row& inner : t.query(sql))
                seen += outer.text("id") + inner.text("id") + " ";
        });
        EXPECT_EQ(seen, "aa aincoming incominga incomingincoming ");
    });
}

TEST_F(Databases, RollsBackOnThrow) {
    EXPECT_THROW(database_->write([](Transaction& t) {
        t.execute("update book set last = 7");
        throw std::runtime_error("not ours");
    }),
                 std::runtime_error);
    EXPECT_EQ(last(), 0);
    EXPECT_THROW(database_->write([](Transaction& t) {
        t.execute("update book set last = 7");
        t.for_each("select id from book", {}, [](const Row&) { throw 1; });
    }),
                 int);
    EXPECT_EQ(last(), 0);
    count_up(*database_);
    EXPECT_EQ(last(), 1);
}

TEST_F(Databases, ViolatedConstraintsAreConflicts) {
    const auto conflict = [&](const std::string& sql) {
        const Error error =
            refusal([&] { database_->write([&](Transaction& t) { t.execute(sql); }); });
        EXPECT_EQ(error.code(), ErrorCode::Conflict) << error.what();
        return std::string(error.what());
    };
    EXPECT_FALSE(conflict("insert into book (id, last) values ('incoming', 1)").empty());
    EXPECT_FALSE(conflict("update book set last = -1").empty());
    EXPECT_FALSE(conflict("update book set last = null").empty());
    EXPECT_FALSE(conflict("insert into entry (book, number) values ('absent', 1)").empty());
    EXPECT_EQ(last(), 0);
}

TEST_F(Databases, DeferredConstraintFailsTheWholeWrite) {
    const Error error = refusal([&] {
        database_->write([](Transaction& t) {
            t.execute(
                "create table part (book text references book (id) deferrable initially deferred)");
            t.execute("insert into part values ('absent')");
        });
    });
    EXPECT_EQ(error.code(), ErrorCode::Conflict) << error.what();
    count_up(*database_);  // the writer is free again
    EXPECT_EQ(last(), 1);
}

TEST_F(Databases, FaultyStatementsAreBugsToldWithoutValues) {
    const auto bug = [&](const std::string& sql, const Transaction::Parameters& parameters = {}) {
        const Error error =
            refusal([&] { database_->write([&](Transaction& t) { t.query(sql, parameters); }); });
        EXPECT_EQ(error.code(), ErrorCode::Internal) << error.what();
        EXPECT_FALSE(mentions(error, "secret")) << error.what();
        return error;
    };
    EXPECT_TRUE(mentions(bug("select absent from\n  book where id = $1", {"secret"}),
                         "in: select absent from book where id = $1"));
    EXPECT_TRUE(mentions(bug("select $1 from book"), "1 parameters are wanted, 0 given"));
    EXPECT_TRUE(
        mentions(bug("select $1", {"secret", "secret"}), "1 parameters are wanted, 2 given"));
    bug("select ?", {"secret"});
    bug("select $name", {"secret"});
    bug("selec 1");
    EXPECT_TRUE(mentions(bug("select 1; select 2"), "not exactly one statement"));
    EXPECT_TRUE(mentions(bug(""), "not exactly one statement"));
}

TEST_F(Databases, NestedTransactionsOfOneThreadAreBugs) {
    const auto nothing = [](Transaction&) {};
    const auto refused = [&](auto&& begin) {
        const Error error = refusal(begin);
        EXPECT_EQ(error.code(), ErrorCode::Internal);
        EXPECT_TRUE(mentions(error, "inside a transaction")) << error.what();
    };
    database_->write([&](Transaction&) {
        refused([&] { database_->write(nothing); });
        refused([&] { database_->read(nothing); });
    });
    database_->read([&](Transaction&) {
        refused([&] { database_->write(nothing); });
        refused([&] { database_->read(nothing); });
    });
    count_up(*database_);
    EXPECT_EQ(last(), 1);
}

TEST_F(Databases, AScriptMayNotEndTheTransaction) {
    const Error error = refusal([&] {
        database_->write(
            [](Transaction& t) { t.execute_script("create table x (a text); commit;"); });
    });
    EXPECT_EQ(error.code(), ErrorCode::Internal);
    EXPECT_EQ(refusal([&] {
                  database_->write([](Transaction& t) {
                      try {
                          t.execute_script("rollback");
                      } catch (const Error&) {
                      }
                      t.execute("update book set last = 9");
                  });
              }).code(),
              ErrorCode::Internal);
    EXPECT_EQ(last(), 0);
}

TEST_F(Databases, ReadersMayNotWrite) {
    const Error error = refusal(
        [&] { database_->read([](Transaction& t) { t.execute("update book set last = 9"); }); });
    EXPECT_EQ(error.code(), ErrorCode::Internal) << error.what();
    EXPECT_EQ(last(), 0);
}

TEST_F(Databases, ReadersSeeOneSnapshot) {
    database_->read([&](Transaction& t) {
        EXPECT_EQ(t.query_one("select last from book")->integer("last"), 0);
        std::thread([&] { count_up(*database_); }).join();
        EXPECT_EQ(t.query_one("select last from book")->integer("last"), 0);
        EXPECT_EQ(t.query_one("select max(last) as last from book")->integer("last"), 0);
    });
    EXPECT_EQ(last(), 1);
}

TEST_F(Databases, WhatIsNotCommittedIsNotSeen) {
    database_->write([&](Transaction& t) {
        t.execute("update book set last = 5");
        std::thread([&] { EXPECT_EQ(last(), 0); }).join();
    });
    EXPECT_EQ(last(), 5);
}

TEST_F(Databases, EightWritersLoseNoUpdate) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 25; ++n)
                count_up(*database_);
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(last(), 200);
}

TEST_F(Databases, TwoProcessesLoseNoUpdate) {
    const auto other = place_.open();
    std::vector<std::thread> threads;
    for (Database* database : {database_.get(), other.get(), database_.get(), other.get()})
        threads.emplace_back([database] {
            for (int n = 0; n < 25; ++n)
                count_up(*database);
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(last(), 100);
    EXPECT_EQ(last(*other), 100);
}

TEST_F(Databases, MoreReadersThanThePoolHolds) {
    const auto small = place_.open({.readers = 2});
    std::atomic<int> inside = 0;
    std::atomic<int> most = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 20; ++n)
                small->read([&](Transaction& t) {
                    const int now = ++inside;
                    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
                    }
                    t.query("select * from book");
                    --inside;
                });
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_LE(most, 2);
    EXPECT_GE(most, 1);
}

TEST_F(Databases, ALockHeldByAnotherIsUnavailableInTheEnd) {
    const auto impatient = place_.open({.busy_timeout_ms = 20});
    database_->write([&](Transaction& t) {
        t.query("select last from book");
        const Error error = refusal([&] { count_up(*impatient); });
        EXPECT_EQ(error.code(), ErrorCode::Unavailable) << error.what();
        EXPECT_EQ(last(*impatient), 0);
    });
    count_up(*impatient);
    EXPECT_EQ(last(), 1);
}

TEST_F(Databases, CommittedWorkOutlivesAKilledProcess) {
    database_->write([](Transaction& t) { t.execute("create table kept (n bigint)"); });
    const pid_t child = fork();
    if (child == 0) {
        const auto database = place_.open();
        database->write([](Transaction& t) { t.execute("insert into kept values (1)"); });
        database->write([](Transaction& t) {
            t.execute("insert into kept values (2)");
            kill(getpid(), SIGKILL);
        });
        _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    const auto database = place_.open();
    database->read([](Transaction& t) {
        const auto rows = t.query("select n from kept");
        ASSERT_EQ(rows.size(), 1u);
        EXPECT_EQ(rows[0].integer("n"), 1);
    });
    count_up(*database);  // the dead writer's lock is gone
    EXPECT_EQ(last(), 1);
}

TEST_F(Databases, AnswersAreReadWhileOtherStatementsRun) {
    constexpr int kRows = 5000;
    database_->write([&](Transaction& t) {
        for (int i = 0; i < kRows; ++i)
            t.execute("insert into entry (book, number) values ('incoming', $1)", {i});
    });
    database_->write([&](Transaction& t) {
        std::int64_t seen = 0;
        t.for_each("select number from entry order by number", {}, [&](const Row& row) {
            EXPECT_EQ(row.integer("number"), seen++);
            if (seen % 1000 == 0)
                t.execute("update entry set note = 'seen' where number = $1",
                          {row.integer("number")});
        });
        EXPECT_EQ(seen, kRows);
        EXPECT_EQ(t.query_one("select count(*) as n from entry where note = 'seen'")->integer("n"),
                  kRows / 1000);
        // Left in the middle.
        try {
            t.for_each("select number from entry", {}, [](const Row&) { throw 1; });
        } catch (int) {
        }
        EXPECT_EQ(t.query_one("select last from book")->integer("last"), 0);
    });
}

TEST_F(Databases, NumbersKeepTheirKind) {
    database_->write([](Transaction& t) {
        t.execute("insert into book (id, last) values ('a', $1)", {std::int64_t{1} << 60});
    });
    database_->read([](Transaction& t) {
        const auto row = t.query_one(
            "select sum(last) as total, count(*) as n, max(id) as id, 0.25 as quarter, min(last) "
            "as "
            "least from book where $1 = 0 or last < $1",
            {std::int64_t{1} << 61});
        EXPECT_EQ(row->integer("total"), std::int64_t{1} << 60);
        EXPECT_EQ(row->integer("n"), 2);
        EXPECT_EQ(row->text("id"), "incoming");
        EXPECT_EQ(row->real("quarter"), 0.25);
        EXPECT_EQ(row->integer("least"), 0);
    });
}

TEST_F(Databases, MoreStatementsThanAreKeptPrepared) {
    database_->read([](Transaction& t) {
        for (int i = 0; i < 600; ++i)
            EXPECT_EQ(
                t.query_one("select last + " + std::to_string(i) + " as n from book")->integer("n"),
                i);
    });
}

}  // namespace
}  // namespace vanthu::store
