#include "pipeline/sandbox_rights.h"

#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "base/error.h"
#include "pipeline/landlock.h"

namespace vanthu::pipeline {
namespace {

struct FilterRelease {
    void operator()(void* filter) const { ::seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, FilterRelease>;

// Harmless with any argument: memory, clocks, and descriptors that the worker was given. Seen in
// traces of workers over all samples, with the siblings that other versions of the C library use.
constexpr std::array kAllowed{SCMP_SYS(read),
                              SCMP_SYS(readv),
                              SCMP_SYS(pread64),
                              SCMP_SYS(write),
                              SCMP_SYS(writev),
                              SCMP_SYS(close),
                              SCMP_SYS(dup),
                              SCMP_SYS(dup2),
                              SCMP_SYS(dup3),
                              SCMP_SYS(lseek),
                              SCMP_SYS(fstat),
                              SCMP_SYS(stat),
                              SCMP_SYS(lstat),
                              SCMP_SYS(newfstatat),
                              SCMP_SYS(statx),
                              SCMP_SYS(statfs),
                              SCMP_SYS(fstatfs),
                              SCMP_SYS(access),
                              SCMP_SYS(faccessat),
                              SCMP_SYS(faccessat2),
                              SCMP_SYS(readlink),
                              SCMP_SYS(readlinkat),
                              SCMP_SYS(getdents64),
                              SCMP_SYS(getcwd),
                              SCMP_SYS(fadvise64),
                              SCMP_SYS(brk),
                              SCMP_SYS(munmap),
                              SCMP_SYS(mremap),
                              SCMP_SYS(madvise),
                              SCMP_SYS(futex),
                              SCMP_SYS(rt_sigaction),
                              SCMP_SYS(rt_sigprocmask),
                              SCMP_SYS(rt_sigreturn),
                              SCMP_SYS(sigaltstack),
                              SCMP_SYS(getpid),
                              SCMP_SYS(gettid),
                              SCMP_SYS(getppid),
                              SCMP_SYS(getuid),
                              SCMP_SYS(geteuid),
                              SCMP_SYS(getgid),
                              SCMP_SYS(getegid),
                              SCMP_SYS(clock_gettime),
                              SCMP_SYS(clock_getres),
                              SCMP_SYS(clock_nanosleep),
                              SCMP_SYS(nanosleep),
                              SCMP_SYS(gettimeofday),
                              SCMP_SYS(time),
                              SCMP_SYS(getrandom),
                              SCMP_SYS(getrusage),
                              SCMP_SYS(getrlimit),
                              SCMP_SYS(setrlimit),
                              SCMP_SYS(sysinfo),
                              SCMP_SYS(uname),
                              SCMP_SYS(sched_yield),
                              SCMP_SYS(sched_getaffinity),
                              SCMP_SYS(recvfrom),
                              SCMP_SYS(recvmsg),
                              SCMP_SYS(poll),
                              SCMP_SYS(ppoll),
                              SCMP_SYS(restart_syscall),
                              SCMP_SYS(exit),
                              SCMP_SYS(exit_group)};

// No library asks for these while it decodes: whoever does has taken the worker over.
constexpr std::array kDeadly{SCMP_SYS(execve),
                             SCMP_SYS(execveat),
                             SCMP_SYS(fork),
                             SCMP_SYS(vfork),
                             SCMP_SYS(clone),
                             SCMP_SYS(clone3),
                             SCMP_SYS(socket),
                             SCMP_SYS(socketpair),
                             SCMP_SYS(connect),
                             SCMP_SYS(bind),
                             SCMP_SYS(listen),
                             SCMP_SYS(accept),
                             SCMP_SYS(accept4),
                             SCMP_SYS(ptrace),
                             SCMP_SYS(process_vm_readv),
                             SCMP_SYS(kill),
                             SCMP_SYS(process_vm_writev),
                             SCMP_SYS(pidfd_open),
                             SCMP_SYS(mount),
                             SCMP_SYS(umount2),
                             SCMP_SYS(chroot),
                             SCMP_SYS(pivot_root),
                             SCMP_SYS(unshare),
                             SCMP_SYS(setns),
                             SCMP_SYS(bpf),
                             SCMP_SYS(perf_event_open),
                             SCMP_SYS(userfaultfd),
                             SCMP_SYS(init_module),
                             SCMP_SYS(finit_module),
                             SCMP_SYS(io_uring_setup),
                             SCMP_SYS(keyctl),
                             SCMP_SYS(add_key),
                             SCMP_SYS(request_key)};

// Nothing becomes code that was not code at the start.
constexpr scmp_arg_cmp kNoCode = SCMP_CMP64(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);

// Fontconfig tries to write its cache and is content with a refusal.
constexpr scmp_datum_t kWriting = O_ACCMODE | O_CREAT | O_TRUNC | (O_TMPFILE & ~O_DIRECTORY);

void fill(scmp_filter_ctx filter) {
    int failed = ::seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    const auto rule = [&](std::uint32_t action, int call,
                          std::initializer_list<scmp_arg_cmp> when) {
        if (failed) return;
        failed = ::seccomp_rule_add_array(filter, action, call, static_cast<unsigned>(when.size()),
                                          when.begin());
        if (failed == -EDOM) failed = 0;  // this machine has no such call
    };
    for (const int call : kAllowed)
        rule(SCMP_ACT_ALLOW, call, {});
    for (const int call : kDeadly)
        rule(SCMP_ACT_KILL_PROCESS, call, {});
    rule(SCMP_ACT_ALLOW, SCMP_SYS(mmap), {kNoCode});
    rule(SCMP_ACT_ALLOW, SCMP_SYS(mprotect), {kNoCode});
    rule(SCMP_ACT_ALLOW, SCMP_SYS(open), {SCMP_CMP64(1, SCMP_CMP_MASKED_EQ, kWriting, O_RDONLY)});
    rule(SCMP_ACT_ALLOW, SCMP_SYS(openat), {SCMP_CMP64(2, SCMP_CMP_MASKED_EQ, kWriting, O_RDONLY)});
    // To the service alone: an address would name somebody else.
    rule(SCMP_ACT_ALLOW, SCMP_SYS(sendto), {SCMP_CMP64(4, SCMP_CMP_EQ, 0, 0)});
    rule(SCMP_ACT_ALLOW, SCMP_SYS(fcntl), {SCMP_CMP32(1, SCMP_CMP_EQ, F_GETFD, 0)});
    rule(SCMP_ACT_ALLOW, SCMP_SYS(fcntl), {SCMP_CMP32(1, SCMP_CMP_EQ, F_SETFD, 0)});
    rule(SCMP_ACT_ALLOW, SCMP_SYS(fcntl), {SCMP_CMP32(1, SCMP_CMP_EQ, F_GETFL, 0)});
    const auto own = static_cast<scmp_datum_t>(::getpid());
    rule(SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), {SCMP_CMP32(0, SCMP_CMP_EQ, 0, 0)});
    rule(SCMP_ACT_ALLOW, SCMP_SYS(tgkill), {SCMP_CMP32(0, SCMP_CMP_EQ, own, 0)});  // abort()
    if (!failed) failed = ::seccomp_load(filter);
    if (failed)
        throw Error(ErrorCode::Configuration,
                    std::string("the kernel takes no filter of system calls for a page worker: ") +
                        std::strerror(-failed) + "; a kernel with seccomp is needed");
}

}  // namespace

void wall_in(const std::vector<std::string>& readable) {
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (landlock_version() > 0 && !allow_reading_only(readable))
        throw Error(ErrorCode::Configuration,
                    std::string("the kernel refuses a page worker its fence around files: ") +
                        std::strerror(errno));
    const Filter filter(::seccomp_init(SCMP_ACT_ERRNO(EPERM)));
    if (!filter) throw Error(ErrorCode::Internal, "no memory for the filter of system calls");
    fill(filter.get());
}

}  // namespace vanthu::pipeline
