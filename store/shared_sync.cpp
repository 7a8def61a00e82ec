#include "store/shared_sync.h"

namespace vanthu::store {

void SharedSync::check() {
    const std::lock_guard lock(mutex_);
    if (failure_) std::rethrow_exception(failure_);
}

std::uint64_t SharedSync::written() {
    const std::lock_guard lock(mutex_);
    return ++written_;
}

void SharedSync::wait_for(std::uint64_t number) {
    std::unique_lock lock(mutex_);
    while (synced_ < number) {
        if (failure_) std::rethrow_exception(failure_);
        if (is_syncing_) {
            synced_more_.wait(lock);
            continue;
        }
        is_syncing_ = true;
        const std::uint64_t all = written_;
        lock.unlock();
        std::exception_ptr failure;
        try {
            sync_();
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        is_syncing_ = false;
        if (failure)
            failure_ = failure;
        else
            synced_ = all;
        synced_more_.notify_all();
    }
}

}  // namespace vanthu::store
