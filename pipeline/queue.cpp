#include "pipeline/queue.h"

#include <algorithm>

#include "base/error.h"

namespace vanthu::pipeline {
namespace {

constexpr std::int64_t kFirstPause = 10'000'000;       // 10 s
constexpr std::int64_t kLongestPause = 3'600'000'000;  // 1 h

// Doubles with each attempt; spread by the job's id so that jobs that failed together do not return
// together.
std::int64_t pause(const Job& job) {
    std::int64_t length = kFirstPause;
    for (int i = 1; i < job.attempt && length < kLongestPause; ++i)
        length *= 2;
    length = std::min(length, kLongestPause);
    return length + length / 10 * (job.id % 10) / 10;
}

}  // namespace

void enqueue(store::Transaction& tx, const NewJob& job) {
    tx.execute(
        "insert into job (id, kind, subject, args, state, priority, run_at, max_attempts, "
        "created_at) "
        "select coalesce(max(id), 0) + 1, $1, $2, $3, 'ready', $4, $5, $6, $5 from job "
        "where true on conflict do nothing",
        {job.kind, job.subject, job.args, job.priority, job.run_at, job.max_attempts});
}

std::optional<Job> take_job(store::Transaction& tx, const std::string& worker, Instant now,
                            std::int64_t lease_microseconds, const std::string& kind) {
    const std::string lock =
        tx.dialect() == store::Dialect::Postgres ? " for update skip locked" : "";
    const auto row = tx.query_one(
        "update job set state = 'running', attempt = attempt + 1, lease_owner = $1, lease_until = "
        "$2 "
        "where id = (select id from job where ((state = 'ready' and run_at <= $3) "
        "or (state = 'running' and lease_until < $3)) and ($4 = '' or kind = $4) "
        "order by priority, run_at, id limit 1" +
            lock + ") returning id, kind, subject, args, attempt, max_attempts",
        {worker, now + lease_microseconds, now, kind});
    if (!row) return std::nullopt;
    return Job{row->integer("id"),
               row->text("kind"),
               row->text("subject"),
               row->text("args"),
               static_cast<int>(row->integer("attempt")),
               static_cast<int>(row->integer("max_attempts"))};
}

bool extend_lease(store::Transaction& tx, const Job& job, Instant now,
                  std::int64_t lease_microseconds) {
    return tx.execute(
               "update job set lease_until = $3 where id = $1 and attempt = $2 and state = "
               "'running'",
               {job.id, job.attempt, now + lease_microseconds}) == 1;
}

void hold_lease(store::Transaction& tx, const Job& job) {
    if (!tx.query_one(
            "select 1 as held from job where id = $1 and attempt = $2 and state = 'running'",
            {job.id, job.attempt}))
        throw Error(ErrorCode::Conflict,
                    "job " + std::to_string(job.id) + " is held by another worker");
}

void complete_job(store::Transaction& tx, const Job& job, Instant now) {
    const auto changed = tx.execute(
        "update job set state = 'done', lease_owner = null, lease_until = null, ended_at = $3 "
        "where id = $1 and attempt = $2 and state = 'running'",
        {job.id, job.attempt, now});
    if (changed == 0)
        throw Error(ErrorCode::Conflict,
                    "job " + std::to_string(job.id) + " is held by another worker");
}

bool fail_job(store::Transaction& tx, const Job& job, const std::string& error, bool retry,
              Instant now) {
    hold_lease(tx, job);
    const bool dead = !retry || job.attempt >= job.max_attempts;
    const std::string line = "attempt " + std::to_string(job.attempt) + ": " + error + "\n";
    if (dead)
        tx.execute(
            "update job set state = 'dead', lease_owner = null, lease_until = null, ended_at = $2, "
            "errors = errors || $3 where id = $1",
            {job.id, now, line});
    else
        tx.execute(
            "update job set state = 'ready', lease_owner = null, lease_until = null, run_at = $2, "
            "errors = errors || $3 where id = $1",
            {job.id, now + pause(job), line});
    return dead;
}

void release_job(store::Transaction& tx, const Job& job, Instant now) {
    tx.execute(
        "update job set state = 'ready', attempt = attempt - 1, lease_owner = null, lease_until = "
        "null, "
        "run_at = $3 where id = $1 and attempt = $2 and state = 'running'",
        {job.id, job.attempt, now});
}

int expire_leases(store::Transaction& tx, Instant now) {
    return static_cast<int>(tx.execute(
        "update job set lease_until = $1 where state = 'running' and lease_until > $1", {now - 1}));
}

int retry_jobs(store::Transaction& tx, const std::string& subject, Instant now) {
    // Only the newest dead job of each kind, and only when none is under way: job_once allows no
    // second.
    return static_cast<int>(
        tx.execute("update job set state = 'ready', attempt = 0, run_at = $2, ended_at = null "
                   "where subject = $1 and state = 'dead' "
                   "and id = (select max(id) from job as newest where newest.subject = $1 and "
                   "newest.kind = job.kind)",
                   {subject, now}));
}

void settle_job(store::Transaction& tx, const std::string& kind, const std::string& subject,
                Instant now) {
    tx.execute(
        "update job set state = 'done', lease_owner = null, lease_until = null, ended_at = $3 "
        "where kind = $1 and subject = $2 and state in ('ready', 'running')",
        {kind, subject, now});
}

void reorder_jobs(store::Transaction& tx, const std::string& subject, int priority) {
    tx.execute("update job set priority = $2 where subject = $1 and state = 'ready'",
               {subject, priority});
}

void cancel_job(store::Transaction& tx, const std::string& kind, const std::string& subject,
                Instant now) {
    tx.execute(
        "update job set state = 'cancelled', lease_owner = null, lease_until = null, ended_at = $3 "
        "where kind = $1 and subject = $2 and state in ('ready', 'running')",
        {kind, subject, now});
}

}  // namespace vanthu::pipeline
