// shared_sync.h: one wait for the disk serves everybody who waits for it.
//
// Whoever has written something takes a number for it, lets the next writer begin, and then waits
// until that number is on the disk: the first to wait syncs for all numbers given so far, the
// others wait for it. A sync that failed makes every number not yet on the disk fail, and all later
// ones, because the system may have forgotten what it could not write. Safe from several threads.
// Does not know what is written.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>

namespace vanthu::store {

class SharedSync {
public:
    // `sync` returns when everything written before its call is on the disk; never called twice at
    // once.
    explicit SharedSync(std::function<void()> sync) : sync_(std::move(sync)) {}

    // Throws what made an earlier sync fail.
    void check();
    // The number for what was written until now.
    std::uint64_t written();
    void wait_for(std::uint64_t number);

private:
    const std::function<void()> sync_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable synced_more_;
    std::uint64_t written_ = 0, synced_ = 0;
    bool is_syncing_ = false;
    std::exception_ptr failure_;
};

}  // namespace vanthu::store
