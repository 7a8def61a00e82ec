// become_office of office_file.h: runs in vanthu-sandbox, before LibreOffice takes its place.

#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string>

#include "pipeline/landlock.h"
#include "pipeline/office_file.h"

namespace vanthu::pipeline {
namespace {

// LibreOffice maps far more than it uses; this stops one that runs away.
constexpr rlim_t kAddressSpace = rlim_t{4} << 30;

void set_limit(int resource, rlim_t value) {
    const rlimit limit{value, value};
    ::setrlimit(static_cast<__rlimit_resource>(resource), &limit);
}

// A program of this size needs most calls, but none that reaches other machines or processes.
bool filter_calls() {
    const std::unique_ptr<void, void (*)(void*)> filter(::seccomp_init(SCMP_ACT_ALLOW),
                                                        [](void* f) { ::seccomp_release(f); });
    if (!filter) return false;
    const std::uint32_t refused = SCMP_ACT_ERRNO(EPERM);
    constexpr std::array kRefused{SCMP_SYS(ptrace),
                                  SCMP_SYS(process_vm_readv),
                                  SCMP_SYS(process_vm_writev),
                                  SCMP_SYS(mount),
                                  SCMP_SYS(umount2),
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
    // By SOCK_STREAM and the like nothing is told; the family is what reaches other machines.
    int failed = ::seccomp_rule_add(filter.get(), refused, SCMP_SYS(socket), 1,
                                    SCMP_CMP64(0, SCMP_CMP_NE, AF_UNIX));
    for (const int call : kRefused)
        if (!failed) failed = ::seccomp_rule_add(filter.get(), refused, call, 0);
    return !failed && ::seccomp_load(filter.get()) == 0;
}

}  // namespace

int become_office(const std::vector<std::string>& arguments) {
    constexpr int kFailed = 126;
    if (arguments.size() != 6) return kFailed;
    const int parent = std::atoi(arguments[0].c_str());
    const std::string &folder = arguments[1], &office = arguments[2], &ending = arguments[3];
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) return kFailed;
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_CPU, static_cast<rlim_t>(std::atoi(arguments[4].c_str())));
    set_limit(RLIMIT_FSIZE, std::strtoull(arguments[5].c_str(), nullptr, 10));
    set_limit(RLIMIT_NOFILE, 256);
#ifndef VANTHU_SANITIZED
    set_limit(RLIMIT_AS, kAddressSpace);
#endif
    // An own network with nothing in it, where the kernel lets us; the filter below holds anyway.
    static_cast<void>(::unshare(CLONE_NEWNET));
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (landlock_version() > 0 &&
        !allow_program_in(
            {"/usr", "/bin", "/lib", "/lib64", "/opt/libreoffice", "/etc/libreoffice",
             "/var/lib/libreoffice", "/var/spool/libreoffice", "/etc/fonts", "/etc/nsswitch.conf",
             "/etc/passwd", "/etc/group", "/etc/ld.so.cache", "/etc/alternatives",
             "/var/cache/fontconfig", "/proc", "/sys/devices/system/cpu"},
            {folder, "/dev/null", "/dev/urandom", "/dev/random"},
            {"/tmp"}))  // its processes meet there, whatever TMPDIR says
        return kFailed;
    if (!filter_calls()) return kFailed;
    const std::string profile = "-env:UserInstallation=file://" + folder + "/profile";
    const std::string out = folder + "/out", paper = folder + "/paper." + ending;
    ::execl(office.c_str(), office.c_str(), profile.c_str(), "--headless", "--norestore",
            "--nologo", "--nolockcheck", "--nodefault", "--convert-to", "docx", "--outdir",
            out.c_str(), paper.c_str(), static_cast<char*>(nullptr));
    return kFailed;
}

}  // namespace vanthu::pipeline
