// When a write on SQLite says that it is done, its log is on the disk. This program's fdatasync
// stands in for the system's.
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "store/sql.h"
#include "tests/store/folder.h"

namespace {

std::atomic<int> g_log_syncs = 0;
std::atomic<bool> g_disk_is_gone = false;

}  // namespace

extern "C" int fdatasync(int descriptor) {
    std::error_code unknown;
    const auto path =
        std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor), unknown);
    const bool is_log = path.string().ends_with("-wal");
    if (is_log && g_disk_is_gone) {
        errno = EIO;
        return -1;
    }
    const auto result = static_cast<int>(::syscall(SYS_fdatasync, descriptor));
    if (is_log) ++g_log_syncs;
    return result;
}

namespace vanthu::store {
namespace {

class Disk : public testing::Test {
protected:
    Disk() {
        database_ = open_sqlite(path_);
        database_->write([](Transaction& tx) { tx.execute("create table line (writer bigint)"); });
    }
    ~Disk() override { g_disk_is_gone = false; }

    void add(int writer) {
        database_->write([&](Transaction& tx) {
            tx.execute("insert into line (writer) values ($1)", {writer});
        });
    }

    const Folder folder_;
    const std::string path_ = folder_ / "office.db";
    std::unique_ptr<Database> database_;
};

TEST_F(Disk, EachWriteIsOnItWhenItReturns) {
    for (int i = 0; i < 5; ++i) {
        const int before = g_log_syncs;
        add(i);
        EXPECT_GT(g_log_syncs, before) << i;
    }
    const int before = g_log_syncs;
    database_->write([](Transaction& tx) { tx.query("select count(*) from line"); });
    EXPECT_EQ(g_log_syncs, before) << "nothing was written, and what was read is on the disk";
}

TEST_F(Disk, WhenItIsGoneNoWriteSucceedsAnyMore) {
    add(1);
    g_disk_is_gone = true;
    const auto code_of = [&](int writer) {
        try {
            add(writer);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::Internal;
    };
    EXPECT_EQ(code_of(2), ErrorCode::Unavailable);
    g_disk_is_gone = false;
    EXPECT_EQ(code_of(3), ErrorCode::Unavailable) << "the system may have forgotten what it had";
    std::int64_t rows = 0;
    const auto count = [&](Database& database) {
        database.read([&](Transaction& tx) {
            rows = tx.query_one("select count(*) as n from line")->integer("n");
        });
    };
    count(*database_);
    EXPECT_LE(rows, 2) << "a write after the failure does not begin";
    database_.reset();
    database_ = open_sqlite(path_);
    add(4);
    count(*database_);
    EXPECT_GE(rows, 2);
}

TEST_F(Disk, WritersOfManyThreadsShareIt) {
    constexpr int kThreads = 8, kWrites = 40;
    const int before = g_log_syncs;
    std::latch all_there(kThreads);
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < kThreads; ++thread)
            threads.emplace_back([&, thread] {
                all_there.arrive_and_wait();
                for (int i = 0; i < kWrites; ++i)
                    add(thread);
            });
    }
    EXPECT_LE(g_log_syncs - before, kThreads * kWrites);
    EXPECT_GE(g_log_syncs - before, kWrites) << "each thread waited for each of its own";
}

}  // namespace
}  // namespace vanthu::store
