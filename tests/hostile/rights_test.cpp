// What a page worker can still do once it is walled in: each try is made by a child process that
// calls the function that real workers call.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "pipeline/landlock.h"
#include "pipeline/sandbox.h"
#include "pipeline/sandbox_rights.h"
#include "store/descriptor.h"

namespace vanthu::pipeline {
namespace {

#ifndef VANTHU_SANITIZED  // a sanitizer's runtime needs what the walls forbid

namespace fs = std::filesystem;

// A folder that may be read beside a file that may not.
class Rights : public testing::Test {
protected:
    Rights() {
        std::string pattern = (fs::temp_directory_path() / "vanthu-rights-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        fs::create_directory(folder_ / "fonts");
        std::ofstream(folder_ / "fonts" / "a.ttf") << "letters";
        std::ofstream(folder_ / "secret") << "secret";
    }
    ~Rights() override { fs::remove_all(folder_); }

    std::string path(const std::string& name) const { return (folder_ / name).string(); }

    // Wait status of a child that is walled in and then ends with what `attempt` returns.
    int status_of(const std::function<int()>& attempt) const {
        const int child = ::fork();
        if (child == 0) {
            try {
                wall_in({path("fonts"), path("missing")});
            } catch (...) {
                ::_exit(99);
            }
            ::_exit(attempt());
        }
        int status = 0;
        EXPECT_EQ(::waitpid(child, &status, 0), child);
        return status;
    }

    // The errno a call left, 0 when it worked.
    void expect_errno(const char* what, int expected, const std::function<long()>& call) const {
        const int status = status_of([&] { return call() < 0 ? errno : 0; });
        ASSERT_TRUE(WIFEXITED(status)) << what << ": signal " << WTERMSIG(status);
        EXPECT_EQ(WEXITSTATUS(status), expected) << what;
    }

    void expect_death(const char* what, const std::function<long()>& call) const {
        const int status = status_of([&] {
            call();
            return 0;
        });
        ASSERT_TRUE(WIFSIGNALED(status)) << what << " went on";
        EXPECT_EQ(WTERMSIG(status), SIGSYS) << what;
    }

private:
    fs::path folder_;
};

TEST_F(Rights, OnlyTheFenceIsReadable) {
    if (landlock_version() == 0) GTEST_SKIP() << "this kernel has no Landlock";
    expect_errno("a font", 0, [&] { return ::open(path("fonts/a.ttf").c_str(), O_RDONLY); });
    expect_errno("the list of fonts", 0,
                 [&] { return ::open(path("fonts").c_str(), O_RDONLY | O_DIRECTORY); });
    expect_errno("a file beside", EACCES, [&] { return ::open(path("secret").c_str(), O_RDONLY); });
    expect_errno("a way out", EACCES,
                 [&] { return ::open(path("fonts/../secret").c_str(), O_RDONLY); });
    expect_errno("/etc/passwd", EACCES, [] { return ::open("/etc/passwd", O_RDONLY); });
    expect_errno("its own memory", EACCES, [] { return ::open("/proc/self/mem", O_RDONLY); });
}

TEST_F(Rights, NothingIsWritten) {
    const std::string font = path("fonts/a.ttf"), other = path("fonts/b.ttf");
    expect_errno("writing", EPERM, [&] { return ::open(font.c_str(), O_WRONLY); });
    expect_errno("changing", EPERM, [&] { return ::open(font.c_str(), O_RDWR); });
    expect_errno("creating", EPERM,
                 [&] { return ::open(other.c_str(), O_RDONLY | O_CREAT, 0600); });
    expect_errno("emptying", EPERM, [&] { return ::open(font.c_str(), O_RDONLY | O_TRUNC); });
    expect_errno("removing", EPERM, [&] { return ::unlink(font.c_str()); });
    expect_errno("renaming", EPERM, [&] { return ::rename(font.c_str(), other.c_str()); });
    expect_errno("a folder", EPERM, [&] { return ::mkdir(other.c_str(), 0700); });
    expect_errno("a link", EPERM, [&] { return ::symlink("/etc/passwd", other.c_str()); });
    expect_errno("rights of a file", EPERM, [&] { return ::chmod(font.c_str(), 0777); });
    EXPECT_EQ(fs::file_size(font), 7u);
}

TEST_F(Rights, NoProgramAndNoProcessIsStarted) {
    expect_death("exec", [] { return ::execl("/bin/true", "true", nullptr); });
    expect_death("fork", [] { return ::fork(); });
    expect_death("a shell", [] { return std::system("true"); });
}

TEST_F(Rights, NoNetwork) {
    expect_death("a socket", [] { return ::socket(AF_INET, SOCK_STREAM, 0); });
    expect_death("a local socket", [] { return ::socket(AF_UNIX, SOCK_STREAM, 0); });
    // A socket that was there before does not help.
    const int there = ::socket(AF_INET, SOCK_DGRAM, 0);
    ASSERT_GE(there, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(53);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* to = reinterpret_cast<const sockaddr*>(&address);
    expect_death("a connection", [&] { return ::connect(there, to, sizeof address); });
    expect_errno("a message to an address", EPERM,
                 [&] { return ::sendto(there, "x", 1, 0, to, sizeof address); });
    ::close(there);
}

TEST_F(Rights, OtherProcessesAreOutOfReach) {
    const int parent = ::getpid();
    expect_death("a signal to the service", [=] { return ::kill(parent, SIGTERM); });
    expect_death("tracing", [=] { return ::ptrace(PTRACE_ATTACH, parent, nullptr, nullptr); });
}

TEST_F(Rights, NothingBecomesCode) {
    expect_errno("new code", EPERM, [] {
        return ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
                   ? -1
                   : 0;
    });
    expect_errno("data to code", EPERM, [] {
        void* data =
            ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        return ::mprotect(data, 4096, PROT_READ | PROT_EXEC);
    });
}

TEST_F(Rights, WorkGoesOn) {
    const store::Descriptor given = store::Descriptor::unnamed();
    given.write_at(0, "a paper", "paper");
    expect_errno("reading what was given", 0, [&] {
        char bytes[7];
        return ::pread(given.number(), bytes, sizeof bytes, 0) == 7 ? 0 : -1;
    });
    expect_errno("much memory", 0, [] {
        std::vector<std::string> blocks;
        for (int i = 0; i < 64; ++i)
            blocks.emplace_back(1u << 20, 'x');
        return blocks.size() == 64 ? 0 : -1;
    });
    const int status = status_of([] {
        std::abort();
        return 0;
    });
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), SIGABRT) << "an assertion must be told from a forbidden call";
}

std::string status_line(int pid, const std::string& key) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with(key + ":\t")) return line.substr(key.size() + 2);
    return "missing";
}

TEST(WorkerRights, ARealWorkerIsWalledIn) {
    SandboxSettings settings;
    settings.program = VANTHU_BINARY_DIR "/bin/vanthu-sandbox";
    settings.workers = 1;
    SandboxPool pool(settings);
    const store::Descriptor text = store::Descriptor::unnamed();
    text.write_at(0, "a text", "text");
    EXPECT_THROW(pool.call({"probe", "{}", {text.number()}}), Error);
    ASSERT_EQ(pool.process_ids().size(), 1u);
    const int worker = pool.process_ids()[0];
    EXPECT_EQ(status_line(worker, "NoNewPrivs"), "1");
    EXPECT_EQ(status_line(worker, "Seccomp"), "2");
    EXPECT_EQ(status_line(worker, "Threads"), "1");
}

#endif

}  // namespace
}  // namespace vanthu::pipeline
