#include "pipeline/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <initializer_list>

namespace vanthu::pipeline {
namespace {

constexpr std::uint64_t kReading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;

// Everything the first version knows; later versions add rights that the filter of system calls
// refuses anyway.
constexpr std::uint64_t kEverything =
    kReading | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
    LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
    LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
    LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

constexpr std::uint64_t kOnFiles =
    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_EXECUTE;

bool add_path(int rules, const std::string& path, std::uint64_t rights) {
    const int at = ::open(path.c_str(), O_PATH | O_CLOEXEC);
    if (at < 0) return true;
    struct stat about {};
    const bool folder = ::fstat(at, &about) == 0 && S_ISDIR(about.st_mode);
    landlock_path_beneath_attr rule{};
    rule.allowed_access = folder ? rights : rights & kOnFiles;
    rule.parent_fd = at;
    const bool added =
        ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    ::close(at);
    return added;
}

struct Allowed {
    const std::vector<std::string>* paths;
    std::uint64_t rights;
};

bool fence(std::initializer_list<Allowed> allowed) {
    landlock_ruleset_attr attributes{};
    attributes.handled_access_fs = kEverything;
    const int rules =
        static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0));
    if (rules < 0) return false;
    bool complete = true;
    for (const Allowed& some : allowed)
        for (const std::string& path : *some.paths)
            complete = add_path(rules, path, some.rights) && complete;
    const bool closed = complete && ::syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    ::close(rules);
    return closed;
}

}  // namespace

int landlock_version() {
    const long version =
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version > 0 ? static_cast<int>(version) : 0;
}

bool allow_reading_only(const std::vector<std::string>& readable) {
    return fence({{&readable, kReading}});
}

bool allow_program_in(const std::vector<std::string>& usable, const std::vector<std::string>& own,
                      const std::vector<std::string>& sockets) {
    return fence({{&usable, kReading | LANDLOCK_ACCESS_FS_EXECUTE},
                  {&own, kEverything},
                  {&sockets, LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REMOVE_FILE}});
}

}  // namespace vanthu::pipeline
