// Writers of several threads that share one commit.
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "store/sql.h"
#include "tests/conformance/test_database.h"

namespace vanthu::store {
namespace {

std::int64_t count(Database& database) {
    std::int64_t rows = 0;
    database.read([&](Transaction& tx) {
        rows = tx.query_one("select count(*) as n from line")->integer("n");
    });
    return rows;
}

TEST(SharedCommit, EveryWriterGetsItsOwnWhetherOthersFailOrNot) {
    TestDatabase place;
    const auto database = place.open();
    database->write([](Transaction& tx) {
        tx.execute("create table line (id bigint primary key, writer bigint not null)");
    });
    constexpr int kThreads = 8, kWrites = 60;
    std::atomic<int> failed = 0, unseen = 0;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < kThreads; ++thread)
            threads.emplace_back([&, thread] {
                for (int i = 0; i < kWrites; ++i) {
                    const int id = thread * kWrites + i;
                    try {
                        database->write([&](Transaction& tx) {
                            tx.execute("insert into line (id, writer) values ($1, $2)",
                                       {id, thread});
                            if (i % 3 == 0) throw std::runtime_error("changed my mind");
                        });
                        database->read([&](Transaction& tx) {
                            if (!tx.query_one("select 1 as found from line where id = $1", {id}))
                                ++unseen;
                        });
                    } catch (const std::runtime_error&) {
                        ++failed;
                    }
                }
            });
    }
    EXPECT_EQ(failed, kThreads * kWrites / 3);
    EXPECT_EQ(unseen, 0) << "what write() returned from is there for the next read";
    EXPECT_EQ(count(*database), kThreads * kWrites * 2 / 3);
    EXPECT_EQ(count(*place.open()), kThreads * kWrites * 2 / 3);
}

TEST(SharedCommit, AConstraintOfOneDoesNotUndoAnother) {
    TestDatabase place;
    const auto database = place.open();
    database->write([](Transaction& tx) {
        tx.execute("create table line (id bigint primary key, writer bigint not null)");
    });
    std::atomic<int> won = 0;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread)
            threads.emplace_back([&, thread] {
                for (int id = 0; id < 40; ++id) {
                    try {
                        database->write([&](Transaction& tx) {
                            tx.execute("insert into line (id, writer) values ($1, $2)",
                                       {id, thread});
                        });
                        ++won;
                    } catch (const std::exception&) {
                        // somebody else has the number
                    }
                }
            });
    }
    EXPECT_EQ(won, 40);
    EXPECT_EQ(count(*database), 40);
}

}  // namespace
}  // namespace vanthu::store
