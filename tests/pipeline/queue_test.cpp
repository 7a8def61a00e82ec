#include "pipeline/queue.h"

#include <atomic>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "base/error.h"
#include "pipeline/worker.h"
#include "tests/pipeline/office_fixture.h"

namespace vanthu::pipeline {
namespace {

class QueueTest : public ::testing::Test, protected OfficeFixture {
protected:
    void add(const std::string& subject, int priority = 100, int max_attempts = 5) {
        write([&](store::Transaction& tx) {
            enqueue(tx, {"work", subject, "{}", priority, clock.now(), max_attempts});
        });
    }

    std::optional<Job> take(const std::string& worker = "w1") {
        std::optional<Job> job;
        write([&](store::Transaction& tx) { job = take_job(tx, worker, clock.now()); });
        return job;
    }
};

TEST_F(QueueTest, UrgentComesBeforeOldAndOldBeforeNew) {
    add("old");
    clock.advance(1);
    add("new");
    clock.advance(1);
    add("urgent", 10);
    EXPECT_EQ(take()->subject, "urgent");
    EXPECT_EQ(take()->subject, "old");
    EXPECT_EQ(take()->subject, "new");
    EXPECT_FALSE(take());
}

TEST_F(QueueTest, SameKindAndSubjectIsOneJobUntilItEnds) {
    add("a");
    add("a");
    const auto job = take();
    ASSERT_TRUE(job);
    EXPECT_FALSE(take());
    write([&](store::Transaction& tx) { complete_job(tx, *job, clock.now()); });
    add("a");
    EXPECT_TRUE(take());
}

TEST_F(QueueTest, JobWhoseLeaseRanOutIsTakenAgainAndTheFirstWorkerCannotCommit) {
    add("a");
    const auto first = take("w1");
    EXPECT_FALSE(take("w2"));
    clock.advance(kLeaseMicroseconds + 1);
    const auto second = take("w2");
    ASSERT_TRUE(second);
    EXPECT_EQ(second->attempt, 2);
    EXPECT_THROW(write([&](store::Transaction& tx) { complete_job(tx, *first, clock.now()); }),
                 Error);
    write([&](store::Transaction& tx) { complete_job(tx, *second, clock.now()); });
}

TEST_F(QueueTest, ExtendedLeaseIsKept) {
    add("a");
    const auto job = take("w1");
    clock.advance(kLeaseMicroseconds / 2);
    write([&](store::Transaction& tx) { EXPECT_TRUE(extend_lease(tx, *job, clock.now())); });
    clock.advance(kLeaseMicroseconds / 2 + 1);
    EXPECT_FALSE(take("w2"));
}

TEST_F(QueueTest, FailedJobWaitsLongerEachTimeAndThenAPersonMustAct) {
    add("a", 100, 3);
    std::int64_t pause_before = 0;
    for (int attempt = 1; attempt <= 2; ++attempt) {
        const auto job = take();
        ASSERT_TRUE(job);
        write([&](store::Transaction& tx) {
            EXPECT_FALSE(fail_job(tx, *job, "no", true, clock.now()));
        });
        EXPECT_FALSE(take());
        std::int64_t paused = 0;
        while (paused < 3'600'000'000 &&
               count("select count(*) as n from job where state = 'ready' and run_at <= " +
                     std::to_string(clock.now())) == 0) {
            clock.advance(1'000'000);
            paused += 1'000'000;
        }
        EXPECT_GT(paused, pause_before);
        pause_before = paused;
    }
    const auto last = take();
    write(
        [&](store::Transaction& tx) { EXPECT_TRUE(fail_job(tx, *last, "no", true, clock.now())); });
    clock.advance(7'200'000'000);
    EXPECT_FALSE(take());
    write([&](store::Transaction& tx) { EXPECT_EQ(retry_jobs(tx, "a", clock.now()), 1); });
    EXPECT_TRUE(take());
}

TEST_F(QueueTest, ReleasedJobDidNotCountAsAnAttempt) {
    add("a");
    const auto job = take();
    write([&](store::Transaction& tx) { release_job(tx, *job, clock.now()); });
    EXPECT_EQ(take()->attempt, 1);
}

TEST_F(QueueTest, WorkersOfTwoProcessesDoEachJobOnce) {
    constexpr int kJobs = 60;
    for (int i = 0; i < kJobs; ++i)
        add("job-" + std::to_string(i));
    const auto other = place.open();
    std::mutex mutex;
    std::multiset<std::string> done;
    const auto handlers = [&](store::Database& database) {
        return std::vector<JobHandler>{{"work", [&](const Job& job, std::stop_token) {
                                            database.write([&](store::Transaction& tx) {
                                                complete_job(tx, job, clock.now());
                                            });
                                            const std::lock_guard lock(mutex);
                                            done.insert(job.subject);
                                        }}};
    };
    Worker a(*database, clock, handlers(*database));
    Worker b(*other, clock, handlers(*other));
    std::jthread first([&] { a.run_until_idle(); });
    b.run_until_idle();
    first.join();
    EXPECT_EQ(done.size(), static_cast<std::size_t>(kJobs));
    EXPECT_EQ(std::set<std::string>(done.begin(), done.end()).size(),
              static_cast<std::size_t>(kJobs));
    EXPECT_EQ(count("select count(*) as n from job where state = 'done'"), kJobs);
}

TEST_F(QueueTest, JobWithoutHandlerAndJobThatThrowsStayVisible) {
    add("a", 100, 1);
    Worker worker(*database, clock, {{"work", [](const Job&, std::stop_token) -> void {
                                          throw Error(ErrorCode::Internal, "broken on purpose");
                                      }}});
    worker.run_until_idle();
    std::string errors;
    write([&](store::Transaction& tx) {
        errors = tx.query_one("select errors from job where state = 'dead'")->text("errors");
    });
    EXPECT_NE(errors.find("broken on purpose"), std::string::npos);
}

}  // namespace
}  // namespace vanthu::pipeline
