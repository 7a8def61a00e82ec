// worker.h: the threads that do the jobs of the queue.
//
// Each kind of job has one handler in an explicit table. A handler completes the job itself, in the
// transaction of its effect; what it throws is recorded by fail_job. Leases of running jobs are
// extended by one extra thread; stop() asks the handlers to end and waits for them. One Worker may
// be stopped from any thread. Does not decide what a job means.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "pipeline/queue.h"
#include "store/sql.h"

namespace vanthu::pipeline {

struct JobHandler {
    std::string kind;
    std::function<void(const Job&, std::stop_token)> run;
};

struct WorkerSettings {
    int threads = 2;  // jobs in flight
    std::int64_t lease_microseconds = kLeaseMicroseconds;
    int poll_milliseconds = 200;  // how long an idle thread waits before it asks again
};

class Worker {
public:
    Worker(store::Database& database, const Clock& clock, std::vector<JobHandler> handlers,
           WorkerSettings settings = {});
    ~Worker();  // stops

    void stop();

    // Does jobs on the calling thread until none is due; for commands that bring their own worker.
    // `kind` "" = any.
    void run_until_idle(const std::string& kind = "", std::stop_token stop = {});

    // Starts the threads.
    void start();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vanthu::pipeline
