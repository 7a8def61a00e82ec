#include "apps/vanthu/remote.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <Poco/JSON/Parser.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/NetException.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>

#include "base/error.h"
#include "base/text.h"

namespace vanthu::apps {
namespace {

constexpr int kPatienceSeconds = 60;

std::string token_of(const Arguments& arguments) {
    std::string token;
    if (const std::string path = arguments.value("token-file"); !path.empty()) {
        std::ifstream in(path);
        if (!in || !std::getline(in, token))
            throw Error(ErrorCode::NotFound,
                        path + ": cannot be read; its first line must be the token");
    } else if (const char* given = std::getenv("VANTHU_TOKEN")) {
        token = given;
    }
    token = trim(token);
    if (token.empty())
        throw Error(ErrorCode::Unauthenticated,
                    "--server needs a token: give --token-file FILE or set VANTHU_TOKEN; where the "
                    "office's folder is, "
                    "`vanthu user token NAME` makes one");
    return token;
}

std::unique_ptr<Poco::Net::HTTPClientSession> session_to(const Poco::URI& uri) {
    std::unique_ptr<Poco::Net::HTTPClientSession> session;
    if (uri.getScheme() == "https")
        session = std::make_unique<Poco::Net::HTTPSClientSession>(
            uri.getHost(), uri.getPort(),
            new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, "",
                                   Poco::Net::Context::VERIFY_STRICT, 9, true));
    else
        session = std::make_unique<Poco::Net::HTTPClientSession>(uri.getHost(), uri.getPort());
    session->setTimeout(Poco::Timespan(kPatienceSeconds, 0));
    return session;
}

// What a problem document says, as the Error it was.
[[noreturn]] void fail(const std::string& url, int status, const std::string& body) {
    ErrorCode code = status == 401   ? ErrorCode::Unauthenticated
                     : status == 403 ? ErrorCode::Forbidden
                     : status == 404 ? ErrorCode::NotFound
                     : status < 500  ? ErrorCode::BadInput
                                     : ErrorCode::Unavailable;
    std::string detail = "answered with status " + std::to_string(status);
    try {
        const auto problem = Poco::JSON::Parser().parse(body).extract<Poco::JSON::Object::Ptr>();
        detail = problem->optValue<std::string>("detail", detail);
        const ErrorCode told = error_code(problem->optValue<std::string>("code", ""));
        if (told != ErrorCode::Internal || status == 500) code = told;
    } catch (const Poco::Exception&) {
        // no answer of ours: a proxy's page
    }
    throw Error(code, url + ": " + detail);
}

}  // namespace

std::string in_path(const std::string& text) {
    std::string encoded;
    Poco::URI::encode(text, "/?#%", encoded);
    return encoded;
}

std::unique_ptr<RemoteOffice> RemoteOffice::of(const Arguments& arguments) {
    if (!arguments.has("server")) return nullptr;
    std::string url = arguments.value("server");
    while (url.ends_with('/'))
        url.pop_back();
    if (!url.starts_with("http://") && !url.starts_with("https://"))
        throw Error(ErrorCode::BadInput,
                    "--server \"" + url + "\" is no address; write it as http://127.0.0.1:8080");
    if (arguments.has("data")) throw Error(ErrorCode::BadInput, "give either --server or --data");
    return std::unique_ptr<RemoteOffice>(new RemoteOffice(url, token_of(arguments)));
}

Poco::JSON::Object::Ptr RemoteOffice::send(const std::string& method, const std::string& path,
                                           std::istream& body, std::int64_t size,
                                           const Headers& headers) {
    std::string text;
    int status = 0;
    try {
        const Poco::URI uri(url_ + "/api/v1" + path);
        const auto session = session_to(uri);
        Poco::Net::HTTPRequest request(method, uri.getPathAndQuery(),
                                       Poco::Net::HTTPMessage::HTTP_1_1);
        request.set("Authorization", "Bearer " + token_);
        for (const auto& [name, value] : headers)
            request.set(name, value);
        request.setContentLength64(size);
        std::ostream& out = session->sendRequest(request);
        if (size > 0) Poco::StreamCopier::copyStream(body, out);
        Poco::Net::HTTPResponse response;
        std::istream& in = session->receiveResponse(response);
        Poco::StreamCopier::copyToString(in, text);
        status = response.getStatus();
    } catch (const Poco::SyntaxException& error) {
        throw Error(ErrorCode::BadInput,
                    "--server \"" + url_ + "\" is no address: " + error.displayText());
    } catch (const Poco::Exception& error) {
        throw Error(ErrorCode::Unavailable, url_ + ": no service answers there (" +
                                                error.displayText() +
                                                "); is it started, and the address right?");
    }
    if (status < 200 || status > 299) fail(url_, status, text);
    if (text.empty()) return new Poco::JSON::Object;
    try {
        return Poco::JSON::Parser(new Poco::JSON::ParseHandler(true))
            .parse(text)
            .extract<Poco::JSON::Object::Ptr>();
    } catch (const Poco::Exception&) {
        throw Error(ErrorCode::Unavailable, url_ + ": what answers there is no Vanthu service");
    }
}

Poco::JSON::Object::Ptr RemoteOffice::get(const std::string& path, const Query& query) {
    Poco::URI::QueryParameters given;
    for (const auto& [name, value] : query)
        if (!value.empty()) given.emplace_back(name, value);
    std::string asked;
    for (const auto& [name, value] : given) {
        std::string encoded;
        Poco::URI::encode(value, "!?#/'\",;:$&()[]*+=@%", encoded);
        asked += (asked.empty() ? "?" : "&") + name + "=" + encoded;
    }
    std::istringstream nothing;
    return send("GET", path + asked, nothing, 0, {});
}

Poco::JSON::Object::Ptr RemoteOffice::post(const std::string& path,
                                           const Poco::JSON::Object& body) {
    std::stringstream text;
    body.stringify(text);
    return send("POST", path, text, static_cast<std::int64_t>(text.str().size()),
                {{"Content-Type", "application/json"}});
}

Poco::JSON::Object::Ptr RemoteOffice::patch(const std::string& path, const Poco::JSON::Object& body,
                                            int revision) {
    std::stringstream text;
    body.stringify(text);
    return send("PATCH", path, text, static_cast<std::int64_t>(text.str().size()),
                {{"Content-Type", "application/json"},
                 {"If-Match", "\"" + std::to_string(revision) + "\""}});
}

Poco::JSON::Object::Ptr RemoteOffice::upload(const std::string& file, const std::string& shown,
                                             const std::string& book, const std::string& key) {
    std::ifstream in(file, std::ios::binary);
    std::error_code none;
    const auto size = std::filesystem::file_size(file, none);
    if (!in || none)
        throw Error(ErrorCode::NotFound, file + ": there is no such file, or it may not be read");
    return send("POST", "/documents?book=" + in_path(book), in, static_cast<std::int64_t>(size),
                {{"X-Filename",
                  in_path(shown.empty() ? std::filesystem::path(file).filename().string() : shown)},
                 {"Content-Type", "application/octet-stream"},
                 {"Idempotency-Key", key}});
}

}  // namespace vanthu::apps
