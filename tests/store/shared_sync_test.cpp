#include "store/shared_sync.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <thread>
#include <vector>

namespace vanthu::store {
namespace {

TEST(SharedSync, NobodyGoesOnBeforeASyncThatBeganAfterTheWriting) {
    std::atomic<int> written = 0, on_disk = 0, too_early = 0, at_once = 0, syncs = 0;
    SharedSync sync([&] {
        if (++at_once > 1) ++too_early;
        const int seen = written;
        std::this_thread::yield();
        on_disk = seen;
        ++syncs;
        --at_once;
    });
    constexpr int kThreads = 8, kWrites = 500;
    {
        std::vector<std::jthread> writers;
        for (int i = 0; i < kThreads; ++i)
            writers.emplace_back([&] {
                for (int write = 0; write < kWrites; ++write) {
                    const int mine = ++written;
                    sync.wait_for(sync.written());
                    if (on_disk < mine) ++too_early;
                }
            });
    }
    EXPECT_EQ(too_early, 0);
    EXPECT_EQ(on_disk, kThreads * kWrites);
    EXPECT_LE(syncs, kThreads * kWrites);
}

TEST(SharedSync, WritersThatComeDuringASyncShareTheNext) {
    std::latch began(1), all_wait(1);
    int syncs = 0;
    SharedSync sync([&] {
        if (++syncs > 1) return;
        began.count_down();
        all_wait.wait();
    });
    std::vector<std::jthread> writers;
    writers.emplace_back([&] { sync.wait_for(sync.written()); });
    began.wait();
    std::vector<std::uint64_t> numbers;
    for (int i = 0; i < 4; ++i)
        numbers.push_back(sync.written());
    for (const std::uint64_t number : numbers)
        writers.emplace_back([&, number] { sync.wait_for(number); });
    all_wait.count_down();
    writers.clear();
    EXPECT_EQ(syncs, 2);
    sync.wait_for(numbers.back());
    EXPECT_EQ(syncs, 2) << "what is on the disk is not waited for again";
}

TEST(SharedSync, AfterAFailureNothingIsTakenForWritten) {
    int syncs = 0;
    SharedSync sync([&] {
        if (++syncs == 2) throw std::runtime_error("the disk is gone");
    });
    const auto first = sync.written();
    sync.wait_for(first);
    sync.check();
    EXPECT_THROW(sync.wait_for(sync.written()), std::runtime_error);
    EXPECT_THROW(sync.check(), std::runtime_error);
    EXPECT_THROW(sync.wait_for(sync.written()), std::runtime_error);
    EXPECT_EQ(syncs, 2) << "a second try may succeed without what was lost";
    EXPECT_NO_THROW(sync.wait_for(first));
}

}  // namespace
}  // namespace vanthu::store
