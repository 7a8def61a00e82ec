#include "pipeline/worker.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "base/error.h"
#include "base/id.h"
#include "base/log.h"

namespace vanthu::pipeline {

struct Worker::State {
    store::Database& database;
    const Clock& clock;
    std::vector<JobHandler> handlers;
    WorkerSettings settings;
    std::string name = new_id();
    std::mutex mutex;
    std::condition_variable_any wake;
    std::map<std::int64_t, Job> running;
    std::vector<std::jthread> threads;

    bool do_next(const std::string& kind, std::stop_token stop);
    void do_job(const Job& job, std::stop_token stop);
    void loop(std::stop_token stop);
    void keep_leases(std::stop_token stop);
    void wait(std::stop_token stop, std::chrono::milliseconds time);
};

Worker::Worker(store::Database& database, const Clock& clock, std::vector<JobHandler> handlers,
               WorkerSettings settings)
    : state_(new State{database, clock, std::move(handlers), settings, new_id(), {}, {}, {}, {}}) {}

Worker::~Worker() {
    stop();
}

void Worker::start() {
    for (int i = 0; i < state_->settings.threads; ++i)
        state_->threads.emplace_back([s = state_.get()](std::stop_token stop) { s->loop(stop); });
    state_->threads.emplace_back(
        [s = state_.get()](std::stop_token stop) { s->keep_leases(stop); });
}

void Worker::stop() {
    for (std::jthread& thread : state_->threads)
        thread.request_stop();
    state_->threads.clear();  // joins
}

void Worker::run_until_idle(const std::string& kind, std::stop_token stop) {
    std::jthread leases([s = state_.get()](std::stop_token end) { s->keep_leases(end); });
    while (!stop.stop_requested() && state_->do_next(kind, stop)) {
    }
}

void Worker::State::loop(std::stop_token stop) {
    while (!stop.stop_requested()) {
        bool worked = false;
        try {
            worked = do_next("", stop);
        } catch (const std::exception& error) {
            log(LogLevel::Error, "pipeline", "the queue cannot be read",
                {{"reason", error.what()}});
            wait(stop, std::chrono::seconds(1));
        }
        if (!worked) wait(stop, std::chrono::milliseconds(settings.poll_milliseconds));
    }
}

bool Worker::State::do_next(const std::string& kind, std::stop_token stop) {
    // Looked at without the write lock first: an idle office should not make its clerks wait.
    bool due = false;
    database.read([&](store::Transaction& tx) {
        due =
            tx.query_one(
                  "select 1 as due from job where ((state = 'ready' and run_at <= $1) "
                  "or (state = 'running' and lease_until < $1)) and ($2 = '' or kind = $2) limit 1",
                  {clock.now(), kind})
                .has_value();
    });
    if (!due) return false;
    std::optional<Job> job;
    database.write([&](store::Transaction& tx) {
        job = take_job(tx, name, clock.now(), settings.lease_microseconds, kind);
    });
    if (!job) return false;
    {
        const std::lock_guard lock(mutex);
        running.emplace(job->id, *job);
    }
    do_job(*job, stop);
    const std::lock_guard lock(mutex);
    running.erase(job->id);
    return true;
}

void Worker::State::do_job(const Job& job, std::stop_token stop) {
    const LogScope scope("job", std::to_string(job.id));
    const auto fail = [&](const std::string& reason, bool retry) {
        log(LogLevel::Error, "pipeline", "a job failed", {{"kind", job.kind}, {"reason", reason}});
        try {
            database.write(
                [&](store::Transaction& tx) { fail_job(tx, job, reason, retry, clock.now()); });
        } catch (const Error& error) {  // lost its lease: the job is somebody else's now
            log(LogLevel::Warning, "pipeline", "a failure came too late",
                {{"reason", error.what()}});
        }
    };
    const auto handler = std::find_if(handlers.begin(), handlers.end(),
                                      [&](const JobHandler& h) { return h.kind == job.kind; });
    if (handler == handlers.end()) {
        fail("no handler for jobs of kind '" + job.kind + "'", false);
        return;
    }
    try {
        handler->run(job, stop);
    } catch (const Error& error) {
        fail(error.what(), true);
    } catch (const std::exception& error) {
        fail(error.what(), true);
    }
}

void Worker::State::keep_leases(std::stop_token stop) {
    while (!stop.stop_requested()) {
        wait(stop, std::chrono::milliseconds(settings.lease_microseconds / 3000));
        std::vector<Job> jobs;
        {
            const std::lock_guard lock(mutex);
            for (const auto& [id, job] : running)
                jobs.push_back(job);
        }
        if (jobs.empty()) continue;
        try {
            database.write([&](store::Transaction& tx) {
                for (const Job& job : jobs)
                    extend_lease(tx, job, clock.now(), settings.lease_microseconds);
            });
        } catch (const std::exception& error) {
            log(LogLevel::Warning, "pipeline", "leases were not extended",
                {{"reason", error.what()}});
        }
    }
}

void Worker::State::wait(std::stop_token stop, std::chrono::milliseconds time) {
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, time, [] { return false; });
}

}  // namespace vanthu::pipeline
