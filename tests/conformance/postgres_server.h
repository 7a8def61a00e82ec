// postgres_server.h: a PostgreSQL server of this process alone, in a temporary folder, reached by a
// socket in it.
//
// Started when it is first asked for and gone with the process, whatever way that ends. It does not
// wait for the disk: what it holds is worth nothing. PostgreSQL refuses to run as root; then it
// runs as user postgres, or nobody. Needs Debian's package postgresql-15; any newer version serves
// as well.
#pragma once

#include <sys/types.h>

#include <string>

namespace vanthu::store {

class PostgresServer {
public:
    static PostgresServer& running();

    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;
    ~PostgresServer();

    // Of its one database, which suits an office.
    const std::string& url() const { return url_; }

    // As when the machine goes down; every connection breaks.
    void crash_and_start_again();

private:
    PostgresServer();
    void start();
    void stop(int signal);

    std::string programs_;
    std::string folder_;
    std::string url_;
    pid_t server_ = -1;
};

}  // namespace vanthu::store
