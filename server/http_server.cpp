#include "server/http_server.h"

#include <chrono>
#include <fstream>

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>

#include "base/log.h"
#include "base/text.h"
#include "server/router.h"

namespace vanthu::server {
namespace {

constexpr int kKeepAliveSeconds = 2;
constexpr int kWaitingConnections = 256;

// How much of a refused body is swallowed so that the client comes to read the answer.
constexpr std::uint64_t kSwallowedBytes = 64u << 20;
constexpr std::chrono::seconds kSwallowingTime{3};

constexpr const char* kPagePolicy =
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
constexpr const char* kDataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

void add_security_headers(Poco::Net::HTTPServerResponse& raw, std::string_view path) {
    raw.set("X-Content-Type-Options", "nosniff");
    raw.set("Content-Security-Policy", starts_with(path, "/api/") ? kDataPolicy : kPagePolicy);
    raw.set("Referrer-Policy", "no-referrer");
    raw.set("X-Frame-Options", "DENY");
    raw.set("Cross-Origin-Opener-Policy", "same-origin");
    raw.set("Cross-Origin-Resource-Policy", "same-origin");
}

bool has_body(const Poco::Net::HTTPServerRequest& request) {
    return request.getMethod() != Poco::Net::HTTPRequest::HTTP_HEAD;
}

void send_file(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& raw,
               const Response& response) {
    std::ifstream in(response.file, std::ios::binary | std::ios::ate);
    if (!in) throw Error(ErrorCode::NotFound, "the file is not there any more");
    raw.setContentLength64(static_cast<Poco::Int64>(in.tellg()));
    in.seekg(0);
    std::ostream& out = raw.send();
    if (has_body(request) && raw.getContentLength64() > 0) out << in.rdbuf();
    out.flush();
}

void send_text(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& raw,
               const Response& response) {
    const bool is_bare = response.status == 204 || response.status == 304;
    if (!is_bare) raw.setContentLength64(static_cast<Poco::Int64>(response.body.size()));
    std::ostream& out = raw.send();
    if (!is_bare && has_body(request)) out << response.body;
    out.flush();
}

void send(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& raw,
          const Response& response) {
    raw.setStatusAndReason(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(response.status));
    for (const auto& [name, value] : response.headers)
        raw.set(name, value);
    if (!response.media_type.empty()) raw.setContentType(response.media_type);
    if (response.file.empty())
        send_text(request, raw, response);
    else
        send_file(request, raw, response);
}

// Closing with unread bytes would reset the connection and may take the answer with it.
void swallow_body(Poco::Net::HTTPServerRequest& request) {
    static_cast<Poco::Net::HTTPServerRequestImpl&>(request).socket().shutdownSend();
    const auto end = std::chrono::steady_clock::now() + kSwallowingTime;
    char block[16 * 1024];
    std::uint64_t read = 0;
    std::istream& body = request.stream();
    while (body.good() && read < kSwallowedBytes && std::chrono::steady_clock::now() < end) {
        body.read(block, sizeof block);
        read += static_cast<std::uint64_t>(body.gcount());
    }
}

class Handler : public Poco::Net::HTTPRequestHandler {
public:
    explicit Handler(const Office& office) : office_(office) {}

    void handleRequest(Poco::Net::HTTPServerRequest& request,
                       Poco::Net::HTTPServerResponse& raw) override {
        const auto start = std::chrono::steady_clock::now();
        bool body_read = false;
        const Response response = answer(office_, request, body_read);
        if (!body_read) raw.setKeepAlive(false);
        try {
            add_security_headers(raw, request.getURI());
            send(request, raw, response);
            if (!body_read) swallow_body(request);
        } catch (const std::exception& error) {
            raw.setKeepAlive(false);
            log(LogLevel::Debug, "server", "a client went away", {{"reason", error.what()}});
        }
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now() - start);
        log(LogLevel::Debug, "server", "request",
            {{"method", request.getMethod()},
             {"status", std::to_string(response.status)},
             {"ms", std::to_string(took.count())}});
    }

private:
    const Office& office_;
};

class HandlerFactory : public Poco::Net::HTTPRequestHandlerFactory {
public:
    explicit HandlerFactory(const Office& office) : office_(office) {}

    // Poco takes the handler and deletes it.
    Poco::Net::HTTPRequestHandler* createRequestHandler(
        const Poco::Net::HTTPServerRequest&) override {
        return std::make_unique<Handler>(office_).release();
    }

private:
    const Office& office_;
};

Poco::Net::ServerSocket listen_on(const HttpSettings& settings) {
    try {
        Poco::Net::ServerSocket socket;
        socket.bind(
            Poco::Net::SocketAddress(settings.address, static_cast<Poco::UInt16>(settings.port)),
            true, false);
        socket.listen(kWaitingConnections);
        return socket;
    } catch (const Poco::Exception& error) {
        throw Error(ErrorCode::Unavailable, settings.address + ":" + std::to_string(settings.port) +
                                                ": cannot listen (" + error.displayText() +
                                                "); choose another port with --port");
    }
}

Poco::Net::HTTPServerParams::Ptr parameters_of(const HttpSettings& settings) {
    Poco::Net::HTTPServerParams::Ptr parameters = new Poco::Net::HTTPServerParams;
    parameters->setMaxThreads(settings.threads);
    parameters->setMaxQueued(kWaitingConnections);
    parameters->setTimeout(Poco::Timespan(settings.receive_timeout_seconds, 0));
    parameters->setKeepAlive(true);
    parameters->setKeepAliveTimeout(Poco::Timespan(kKeepAliveSeconds, 0));
    return parameters;
}

}  // namespace

struct HttpServer::State {
    State(const Office& given, const HttpSettings& settings)
        : office(given),
          threads(2, settings.threads + 1),
          socket(listen_on(settings)),
          port(socket.address().port()),
          server(new HandlerFactory(office), threads, socket, parameters_of(settings)) {}

    Office office;
    Poco::ThreadPool threads;
    Poco::Net::ServerSocket socket;
    int port;
    Poco::Net::HTTPServer server;
    bool stopped = false;
};

HttpServer::HttpServer(const Office& office, const HttpSettings& settings)
    : state_(std::make_unique<State>(office, settings)) {
    state_->server.start();
}

HttpServer::~HttpServer() {
    stop();
}

int HttpServer::port() const {
    return state_->port;
}

void HttpServer::stop() {
    if (state_->stopped) return;
    state_->stopped = true;
    state_->server.stopAll(true);
    state_->threads.joinAll();
    state_->socket.close();  // or the system would go on taking connections for nobody
}

}  // namespace vanthu::server
