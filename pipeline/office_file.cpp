#include "pipeline/office_file.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <thread>

#include "base/error.h"
#include "store/descriptor.h"

namespace vanthu::pipeline {
namespace {

namespace fs = std::filesystem;

// A start with a new profile takes seconds on a slow machine, whatever the paper.
constexpr int kStartSeconds = 60;
constexpr std::chrono::milliseconds kLookAgain{20};

class PrivateFolder {
public:
    PrivateFolder() {
        std::string name = (fs::temp_directory_path() / "vanthu-office-XXXXXX").string();
        if (!::mkdtemp(name.data()))
            throw Error(ErrorCode::Unavailable,
                        std::string("no folder for LibreOffice: ") + std::strerror(errno));
        path_ = name;
    }
    ~PrivateFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    PrivateFolder(const PrivateFolder&) = delete;
    PrivateFolder& operator=(const PrivateFolder&) = delete;

    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

void copy_to(int input, const fs::path& path, const Limits& limits) {
    const store::Descriptor out =
        store::Descriptor::open(path.string(), O_WRONLY | O_CREAT | O_EXCL, 0600);
    std::array<char, 1 << 16> bytes{};
    std::uint64_t at = 0;
    for (;;) {
        const ssize_t got = ::pread(input, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw Error(ErrorCode::Unavailable, "the file cannot be read to its end");
        if (got == 0) return;
        out.write_at(at, {bytes.data(), static_cast<std::size_t>(got)}, path.string());
        at += static_cast<std::uint64_t>(got);
        if (at > limits.bytes)
            throw Error(
                ErrorCode::LimitExceeded,
                "the file has more than " + std::to_string(limits.bytes) + " bytes (limits.bytes)");
    }
}

// The child with all it started: they are one process group.
class Group {
public:
    explicit Group(int pid) : pid_(pid) {}
    ~Group() {
        ::kill(-pid_, SIGKILL);
        if (!reaped_)
            while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
            }
    }
    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;

    bool has_ended() {
        if (!reaped_) reaped_ = ::waitpid(pid_, nullptr, WNOHANG) == pid_;
        return reaped_;
    }

private:
    int pid_;
    bool reaped_ = false;
};

int start(const std::vector<std::string>& arguments, const std::string& folder) {
    std::vector<std::string> variables{"HOME=" + folder, "TMPDIR=" + folder, "LANG=C.UTF-8",
                                       "PATH=/usr/bin:/bin", "SAL_USE_VCLPLUGIN=svp"};
    const auto pointers = [](const std::vector<std::string>& texts) {
        std::vector<char*> list;
        for (const std::string& text : texts)
            list.push_back(const_cast<char*>(text.c_str()));  // posix_spawn does not write
        list.push_back(nullptr);
        return list;
    };
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    int pid = 0;
    const int failed = ::posix_spawn(&pid, arguments[0].c_str(), &actions, &attributes,
                                     pointers(arguments).data(), pointers(variables).data());
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
        throw Error(ErrorCode::Configuration,
                    "cannot start " + arguments[0] + ": " + std::strerror(failed));
    return pid;
}

}  // namespace

std::string find_office() {
    if (const char* chosen = std::getenv("VANTHU_OFFICE")) return chosen;
    for (const char* path :
         {"/usr/bin/soffice", "/usr/local/bin/soffice", "/opt/libreoffice/program/soffice"})
        if (::access(path, X_OK) == 0) return path;
    return {};
}

std::string office_to_docx(int input, const std::string& ending, const std::string& office,
                           const std::string& sandbox_program, const Limits& limits,
                           std::stop_token stop) {
    static std::mutex one_at_a_time;  // each takes a few hundred megabytes
    const std::lock_guard guard(one_at_a_time);
    const PrivateFolder folder;
    copy_to(input, folder.path() / ("paper." + ending), limits);
    const auto deadline = std::chrono::steady_clock::now() +
                          std::chrono::seconds(limits.page_seconds + kStartSeconds);
    {
        Group group(
            start({sandbox_program, "office", std::to_string(::getpid()), folder.path().string(),
                   office, ending, std::to_string(limits.page_seconds + kStartSeconds),
                   std::to_string(limits.unpacked_bytes)},
                  folder.path().string()));
        while (!group.has_ended()) {
            if (stop.stop_requested())
                throw Error(ErrorCode::Unavailable, "stopped while LibreOffice was reading");
            if (std::chrono::steady_clock::now() > deadline)
                throw Error(ErrorCode::Timeout,
                            "LibreOffice took longer than " +
                                std::to_string(limits.page_seconds + kStartSeconds) +
                                " s for the file (limits.page_seconds)");
            std::this_thread::sleep_for(kLookAgain);
        }
    }
    const fs::path made = folder.path() / "out" / "paper.docx";
    std::error_code missing;
    if (!fs::is_regular_file(fs::symlink_status(made, missing)))
        throw Error(ErrorCode::BadInput,
                    "LibreOffice makes nothing of the ." + ending +
                        " file: it is damaged, or asks for a password; save it again as .docx");
    const store::Descriptor file = store::Descriptor::open(made.string(), O_RDONLY | O_NOFOLLOW);
    const std::uint64_t size = file.size(made.string());
    if (size > limits.bytes)
        throw Error(ErrorCode::LimitExceeded, "the file has " + std::to_string(size) +
                                                  " bytes as a DOCX, the limit is " +
                                                  std::to_string(limits.bytes) + " (limits.bytes)");
    return file.read_at(0, size, made.string());
}

}  // namespace vanthu::pipeline
