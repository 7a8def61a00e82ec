// The worker's side of sandbox.h: gives up rights, then serves.

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <new>

#include "base/error.h"
#include "pipeline/sandbox.h"
#include "pipeline/sandbox_rights.h"
#include "pipeline/sandbox_wire.h"

namespace vanthu::pipeline {
namespace {

void set_limit(int resource, rlim_t value) {
    const rlimit limit{value, value};
    ::setrlimit(static_cast<__rlimit_resource>(resource), &limit);
}

// Processor time counts over the life of the process, so each request moves the soft limit on.
void allow_seconds(int seconds) {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    rlimit limit{};
    ::getrlimit(RLIMIT_CPU, &limit);
    const auto until = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 2) +
                       static_cast<rlim_t>(std::max(1, seconds));
    limit.rlim_cur = std::min(until, limit.rlim_max);
    ::setrlimit(RLIMIT_CPU, &limit);
}

WireReply failure(ErrorCode code, const std::string& message) {
    WireReply reply;
    reply.failed = true;
    reply.reply.result = std::string(name(code)) + "\n" + message;
    return reply;
}

WireReply answer(const SandboxRequest& request, const Limits& limits,
                 const std::vector<SandboxOperation>& operations) {
    const auto operation =
        std::find_if(operations.begin(), operations.end(),
                     [&](const SandboxOperation& o) { return o.name == request.operation; });
    if (operation == operations.end())
        return failure(ErrorCode::Internal, "no operation '" + request.operation + "'");
    try {
        WireReply reply;
        reply.reply = operation->run(request, limits);
        return reply;
    } catch (const Error& error) {
        return failure(error.code(), error.what());
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::LimitExceeded,
                       request.operation + ": needs more memory than a page worker has (" +
                           std::to_string(limits.worker_megabytes) +
                           " MB, limits.worker_megabytes)");
    } catch (const std::exception& error) {
        return failure(ErrorCode::BadInput, request.operation + ": " + error.what());
    } catch (...) {
        return failure(ErrorCode::BadInput, request.operation + ": the content cannot be read");
    }
}

}  // namespace

void give_up_rights(int parent, int megabytes, const std::vector<std::string>& readable) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);  // it died before the line above
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::prctl(PR_SET_DUMPABLE, 0);
    ::signal(SIGINT, SIG_IGN);  // Ctrl-C in a terminal reaches the group; the service decides
    ::signal(SIGXFSZ, SIG_IGN);
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_FSIZE, 0);
    set_limit(RLIMIT_NOFILE, 32);
#ifndef VANTHU_SANITIZED  // a sanitizer's shadow memory is larger than any sensible limit
    set_limit(RLIMIT_AS, static_cast<rlim_t>(megabytes) << 20);
#else
    static_cast<void>(megabytes);
#endif
    // What decoders print would carry pieces of papers into the service's log.
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
#ifndef VANTHU_SANITIZED
    wall_in(readable);
#else
    static_cast<void>(readable);
#endif
    if (nowhere >= 0) {
        ::dup2(nowhere, STDERR_FILENO);
        ::close(nowhere);
    }
}

int serve_sandbox(int descriptor, const std::vector<SandboxOperation>& operations) {
    SandboxRequest request;
    Limits limits;
    while (receive_request(descriptor, request, limits) == WireResult::Done) {
        allow_seconds(limits.page_seconds);
        const WireReply reply = answer(request, limits, operations);
        for (const int input : request.inputs)
            ::close(input);
        if (send_reply(descriptor, reply) != WireResult::Done) return 1;
    }
    return 0;
}

}  // namespace vanthu::pipeline
