// queue.h: durable jobs with leases.
//
// A job is a row; taking it is one statement that also counts the attempt and sets a lease.
// Completion holds only while the same attempt still runs, and happens in the transaction of the
// job's effect: a worker that lost its lease cannot commit. A job that failed is tried again later
// (10 s doubling, 1 h at most) until max_attempts, then it is `dead`: a person must act, nothing is
// deleted. Time is the caller's clock, one per office. Every function works inside the caller's
// transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/sql.h"

namespace vanthu::pipeline {

struct Job {
    std::int64_t id = 0;
    std::string kind;     // "process", "service_task", "timer"
    std::string subject;  // document id, token id
    std::string args;     // JSON
    int attempt = 0;
    int max_attempts = 0;
};

struct NewJob {
    std::string kind;
    std::string subject;
    std::string args = "{}";
    int priority = 100;  // lower is sooner: 10 flash, 20 most urgent, 30 urgent, 100 normal
    Instant run_at = 0;
    int max_attempts = 5;
};

// At most one ready or running job for a kind and subject: a second call changes nothing.
void enqueue(store::Transaction&, const NewJob& job);

constexpr std::int64_t kLeaseMicroseconds = 60'000'000;

// The next job that is due, or whose lease ran out; nothing when there is none. `kinds` empty =
// any.
std::optional<Job> take_job(store::Transaction&, const std::string& worker, Instant now,
                            std::int64_t lease_microseconds = kLeaseMicroseconds,
                            const std::string& kind = "");

// False when the job is no longer this attempt's: roll back.
bool extend_lease(store::Transaction&, const Job& job, Instant now,
                  std::int64_t lease_microseconds = kLeaseMicroseconds);

// Error(Conflict) when the job is no longer this attempt's.
void complete_job(store::Transaction&, const Job& job, Instant now);
void hold_lease(store::Transaction&, const Job& job);

// Tries again later, or gives up: returns true when the job is dead now.
bool fail_job(store::Transaction&, const Job& job, const std::string& error, bool retry,
              Instant now);

// Back to ready without counting the attempt (shutdown).
void release_job(store::Transaction&, const Job& job, Instant now);

// Leases of workers that are known to be gone run out now: called once by whoever holds the data
// folder for itself.
int expire_leases(store::Transaction&, Instant now);

// Dead jobs of a subject become ready again.
int retry_jobs(store::Transaction&, const std::string& subject, Instant now);

// The work of a ready or running job was done beside it, in this transaction.
void settle_job(store::Transaction&, const std::string& kind, const std::string& subject,
                Instant now);

// The waiting jobs of that subject come in another order from now on.
void reorder_jobs(store::Transaction&, const std::string& subject, int priority);

void cancel_job(store::Transaction&, const std::string& kind, const std::string& subject,
                Instant now);

}  // namespace vanthu::pipeline
