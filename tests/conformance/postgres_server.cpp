#include "tests/conformance/postgres_server.h"

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/error.h"
#include "store/postgres.h"

namespace vanthu::store {
namespace fs = std::filesystem;
namespace {

// The newest that is installed.
std::string find_programs() {
    std::string found;
    int newest = 0;
    std::error_code problem;
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", problem)) {
        const int number = std::atoi(version.path().filename().c_str());
        if (number <= newest || !fs::exists(version.path() / "bin/postgres")) continue;
        newest = number;
        found = version.path() / "bin";
    }
    if (newest < 15)
        throw std::runtime_error(
            "these tests need PostgreSQL 15 or newer under /usr/lib/postgresql; "
            "install the package postgresql-15");
    return found;
}

const passwd* unprivileged_user() {
    if (::getuid() != 0) return nullptr;
    for (const char* name : {"postgres", "nobody"})
        if (const passwd* user = ::getpwnam(name)) return user;
    throw std::runtime_error("PostgreSQL does not run as root, and there is no user nobody");
}

// Runs a program as the unprivileged user, its output in the file `log`. It dies with this thread's
// process.
pid_t begin(const std::vector<std::string>& words, const std::string& log) {
    const passwd* user = unprivileged_user();
    std::vector<char*> arguments;
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child != 0) return child;
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    const int in = ::open("/dev/null", O_RDONLY);
    ::dup2(in, 0);
    ::dup2(out, 1);
    ::dup2(out, 2);
    if (user != nullptr && (::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0))
        ::_exit(126);
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (::chdir("/") != 0) ::_exit(126);
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
}

std::string text_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

}  // namespace

PostgresServer& PostgresServer::running() {
    static PostgresServer server;
    return server;
}

PostgresServer::PostgresServer() : programs_(find_programs()) {
    std::string pattern = (fs::temp_directory_path() / "vanthu-pg-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    if (const passwd* user = unprivileged_user();
        user != nullptr && ::chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0)
        throw std::runtime_error(folder_ + ": cannot be given to another user");
    url_ = "postgresql://vanthu@/postgres?host=" + folder_;
    const pid_t maker =
        begin({programs_ + "/initdb", "--pgdata=" + folder_ + "/data", "--username=vanthu",
               "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"},
              folder_ + ".log");
    int status = 0;
    ::waitpid(maker, &status, 0);
    if (status != 0) throw std::runtime_error("initdb failed: " + text_of(folder_ + ".log"));
    start();
}

PostgresServer::~PostgresServer() {
    stop(SIGQUIT);
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
    fs::remove(folder_ + ".log", ignored);
}

void PostgresServer::start() {
    using namespace std::chrono;
    server_ = begin(
        {programs_ + "/postgres", "-D", folder_ + "/data", "-c", "listen_addresses=", "-c",
         "unix_socket_directories=" + folder_, "-c", "fsync=off", "-c", "full_page_writes=off",
         "-c", "max_connections=60", "-c", "shared_buffers=32MB", "-c", "max_wal_size=256MB"},
        folder_ + ".log");
    for (const auto until = steady_clock::now() + seconds(30); steady_clock::now() < until;) {
        try {
            PostgresSettings settings;
            settings.url = url_;
            open_postgres(settings);
            return;
        } catch (const Error&) {
            if (::waitpid(server_, nullptr, WNOHANG) != 0) break;
            std::this_thread::sleep_for(milliseconds(20));
        }
    }
    throw std::runtime_error("PostgreSQL did not start: " + text_of(folder_ + ".log"));
}

void PostgresServer::stop(int signal) {
    if (server_ <= 0) return;
    ::kill(server_, signal);
    ::waitpid(server_, nullptr, 0);
    server_ = -1;
}

void PostgresServer::crash_and_start_again() {
    stop(SIGQUIT);
    start();
}

}  // namespace vanthu::store
