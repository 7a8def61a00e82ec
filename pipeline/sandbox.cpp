#include "pipeline/sandbox.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "pipeline/landlock.h"
#include "pipeline/sandbox_wire.h"

namespace vanthu::pipeline {
namespace {

constexpr int kWorkerSocket = 3;  // where the worker finds its end
constexpr std::uint64_t kGibibyte = 1u << 30;
constexpr std::uint64_t kWorkerShare = 400u << 20;

int default_workers() {
    const int cores = std::max(1u, std::thread::hardware_concurrency());
    struct sysinfo info {};
    if (::sysinfo(&info) != 0) return cores;
    const std::uint64_t memory = std::uint64_t{info.totalram} * info.mem_unit;
    const std::uint64_t fitting = memory > kGibibyte ? (memory - kGibibyte) / kWorkerShare : 1;
    return std::clamp(static_cast<int>(std::min<std::uint64_t>(fitting, 1024)), 1, cores);
}

std::string death_notice(int status) {
    if (WIFSIGNALED(status)) {
        const int signal = WTERMSIG(status);
        return "signal " + std::to_string(signal) + " (" + ::strsignal(signal) + ")";
    }
    return "exit status " + std::to_string(WEXITSTATUS(status));
}

// What the operation may answer: a page as pixels and then some.
std::uint64_t largest_reply(const Limits& limits) {
    return limits.pixels * 4 + (64u << 20);
}

}  // namespace

struct SandboxPool::State {
    struct Worker {
        int pid = 0;
        int socket = -1;
        int calls = 0;
    };

    explicit State(SandboxSettings given) : settings(std::move(given)) {
        if (settings.workers <= 0) settings.workers = default_workers();
        static std::once_flag told;
        std::call_once(told, [] {
            if (landlock_version() == 0)
                log(LogLevel::Warning, "pipeline",
                    "this kernel has no Landlock: page workers are held by their filter of system "
                    "calls alone");
        });
        // The kernel kills a worker when the *thread* that started it ends, so one thread that
        // lives as long as the pool starts them all.
        starter = std::jthread([this](const std::stop_token& stop) { start_on_demand(stop); });
    }

    ~State() {
        starter.request_stop();
        starter.join();
        for (Worker& worker : idle)
            end(worker);
    }

    Worker acquire(const std::stop_token& stop) {
        std::unique_lock lock(mutex);
        const bool free =
            changed.wait(lock, stop, [this] { return !idle.empty() || living < settings.workers; });
        if (!free) throw Error(ErrorCode::Unavailable, "stopped while waiting for a page worker");
        while (!idle.empty()) {
            const Worker worker = idle.back();
            idle.pop_back();
            if (is_alive(worker)) return worker;
            lock.unlock();
            bury(worker);  // it died while it waited, which is not this request's fault
            lock.lock();
        }
        ++living;
        std::promise<Worker> promise;
        auto started = promise.get_future();
        orders.push_back(std::move(promise));
        ordered.notify_one();
        lock.unlock();
        try {
            const Worker worker = started.get();
            std::lock_guard guard(mutex);
            pids.push_back(worker.pid);
            return worker;
        } catch (...) {
            std::lock_guard guard(mutex);
            --living;
            changed.notify_one();
            throw;
        }
    }

    // A worker that waits has nothing to say: anything on its socket is its end.
    static bool is_alive(const Worker& worker) {
        pollfd socket{worker.socket, POLLIN, 0};
        return ::poll(&socket, 1, 0) == 0;
    }

    void release(Worker worker) {
        if (++worker.calls >= settings.calls_per_worker) {
            discard(worker);
            return;
        }
        std::lock_guard guard(mutex);
        idle.push_back(worker);
        changed.notify_one();
    }

    // Returns how it died, or how we ended it.
    int discard(Worker worker) {
        const int status = end(worker);
        std::lock_guard guard(mutex);
        std::erase(pids, worker.pid);
        --living;
        changed.notify_one();
        return status;
    }

    static int end(Worker& worker) {
        ::close(worker.socket);
        ::kill(worker.pid, SIGKILL);
        return reap(worker.pid);
    }

    // For a worker whose socket has closed: its own end is the news, not our signal.
    int bury(Worker worker) {
        ::close(worker.socket);
        int status = 0;
        for (int i = 0; i < 100; ++i) {
            const int gone = ::waitpid(worker.pid, &status, WNOHANG);
            if (gone == worker.pid) break;
            if (i == 99) {
                ::kill(worker.pid, SIGKILL);
                status = reap(worker.pid);
                break;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        std::lock_guard guard(mutex);
        std::erase(pids, worker.pid);
        --living;
        changed.notify_one();
        return status;
    }

    static int reap(int pid) {
        int status = 0;
        while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
        }
        return status;
    }

    void start_on_demand(const std::stop_token& stop) {
        std::unique_lock lock(mutex);
        while (ordered.wait(lock, stop, [this] { return !orders.empty(); })) {
            std::promise<Worker> promise = std::move(orders.back());
            orders.pop_back();
            lock.unlock();
            try {
                promise.set_value(start());
            } catch (...) {
                promise.set_exception(std::current_exception());
            }
            lock.lock();
        }
    }

    Worker start() const {
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
            throw Error(ErrorCode::Unavailable,
                        std::string("no socket for a page worker: ") + std::strerror(errno));
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_adddup2(&actions, ends[1], kWorkerSocket);
        ::posix_spawn_file_actions_addclosefrom_np(&actions, kWorkerSocket + 1);

        const std::string megabytes = std::to_string(settings.limits.worker_megabytes);
        const std::string parent = std::to_string(::getpid());
        std::vector<std::string> arguments{settings.program, parent, megabytes};
        // libgomp reads its limit when it is loaded, so it must stand here and not in main().
        // Without a time zone libzip has it looked up on the disk for every entry of an archive.
        // Readers free thousands of small pieces at a time; the C library puts them together again
        // only beyond this many of a size.
        std::vector<std::string> variables{"OMP_THREAD_LIMIT=1", "LANG=C.UTF-8", "TZ=UTC",
                                           "PATH=/usr/bin:/bin",
                                           "GLIBC_TUNABLES=glibc.malloc.tcache_count=200"};
        if (!settings.tessdata.empty()) variables.push_back("TESSDATA_PREFIX=" + settings.tessdata);
        const auto pointers = [](std::vector<std::string>& texts) {
            std::vector<char*> list;
            for (std::string& text : texts)
                list.push_back(text.data());
            list.push_back(nullptr);
            return list;
        };
        Worker worker;
        const int failed = ::posix_spawn(&worker.pid, settings.program.c_str(), &actions, nullptr,
                                         pointers(arguments).data(), pointers(variables).data());
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        if (failed != 0) {
            ::close(ends[0]);
            throw Error(
                ErrorCode::Configuration,
                "cannot start the page worker " + settings.program + ": " + std::strerror(failed));
        }
        worker.socket = ends[0];
        return worker;
    }

    // Nothing when the worker died: then `death` says how.
    std::optional<WireReply> attempt(const SandboxRequest& request, const std::stop_token& stop,
                                     std::string& death) {
        const Worker worker = acquire(stop);
        const auto deadline =
            std::chrono::steady_clock::now() + std::chrono::seconds(settings.limits.page_seconds);
        WireReply reply;
        WireResult result = send_request(worker.socket, request, settings.limits);
        if (result == WireResult::Done)
            result =
                receive_reply(worker.socket, reply, largest_reply(settings.limits), deadline, stop);
        switch (result) {
            case WireResult::Done:
                release(worker);
                return reply;
            case WireResult::Closed:
                death = death_notice(bury(worker));
                return std::nullopt;
            case WireResult::Malformed:
                discard(worker);
                death = "an answer outside its protocol or limits";
                return std::nullopt;
            case WireResult::Stopped:
                discard(worker);
                throw Error(ErrorCode::Unavailable, "stopped during " + request.operation);
            case WireResult::TimedOut:
                break;
        }
        discard(worker);
        throw Error(ErrorCode::Timeout, request.operation + " took longer than " +
                                            std::to_string(settings.limits.page_seconds) +
                                            " s (limits.page_seconds)");
    }

    SandboxSettings settings;
    std::mutex mutex;
    std::condition_variable_any changed, ordered;
    std::vector<Worker> idle;
    std::vector<std::promise<Worker>> orders;
    std::vector<int> pids;
    int living = 0;
    std::jthread starter;
};

SandboxPool::SandboxPool(SandboxSettings settings)
    : state_(std::make_unique<State>(std::move(settings))) {}

SandboxPool::~SandboxPool() = default;

SandboxReply SandboxPool::call(const SandboxRequest& request, std::stop_token stop) {
    if (request.inputs.size() > kMostInputs)
        throw Error(ErrorCode::Internal, request.operation + ": too many inputs for a page worker");
    std::string death;
    for (int attempt = 1; attempt <= 2; ++attempt) {
        std::optional<WireReply> reply = state_->attempt(request, stop, death);
        if (!reply) {
            log(LogLevel::Warning, "pipeline", "page worker died",
                {{"operation", request.operation}, {"death", death}});
            continue;
        }
        if (!reply->failed) return std::move(reply->reply);
        const std::string& text = reply->reply.result;
        const std::size_t end = text.find('\n');
        throw Error(error_code(text.substr(0, end)),
                    end == std::string::npos ? "no message" : text.substr(end + 1));
    }
    throw Error(ErrorCode::SandboxCrash,
                request.operation + ": the page worker died twice, last by " + death);
}

int SandboxPool::workers() const {
    return state_->settings.workers;
}

int SandboxPool::free_workers() const {
    std::lock_guard guard(state_->mutex);
    return state_->settings.workers - state_->living + static_cast<int>(state_->idle.size());
}

const std::string& SandboxPool::program() const {
    return state_->settings.program;
}

const Limits& SandboxPool::limits() const {
    return state_->settings.limits;
}

std::vector<int> SandboxPool::process_ids() const {
    std::lock_guard guard(state_->mutex);
    return state_->pids;
}

}  // namespace vanthu::pipeline
