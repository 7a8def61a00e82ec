// http_server.h: the service on its port.
//
// A thread per connection, a bounded number of them; a connection without a request is closed soon,
// so that browsers do not hold the threads. Every answer carries the security headers. stop() ends
// the connections and waits for the handlers.
#pragma once

#include <memory>
#include <string>

#include "server/office.h"

namespace vanthu::server {

struct HttpSettings {
    std::string address = "127.0.0.1";
    int port = 8080;  // 0 = any free one
    int threads = 32;
    int receive_timeout_seconds = 30;
};

class HttpServer {
public:
    // Listens when it returns. Error(Unavailable) naming the address when it cannot.
    HttpServer(const Office& office, const HttpSettings& settings);
    ~HttpServer();  // stops

    int port() const;
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vanthu::server
