// http.h: one request and one answer, as the handlers of the service see them.
//
// A Request gives checked access to what the client sent: every limit is kept here, and what is
// malformed is an Error that says so. A Response is plain data. Failures become problem documents
// (RFC 9457) whose `code` is the key of the web app's message catalogue. One request belongs to one
// thread. Does not know routes or accounts beyond the principal it carries.
#pragma once

#include <cstdint>
#include <istream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/Net/HTTPServerRequest.h>

#include "base/error.h"
#include "server/sessions.h"

namespace vanthu::server {

constexpr std::uint64_t kJsonBytes = 1u << 20;

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Response {
    int status = 200;
    std::string media_type = "application/json";
    std::string body;
    Headers headers = {};

    // When set, this file is sent and `body` is not; `keep` lives until it was.
    std::string file = {};
    std::shared_ptr<const void> keep = {};
};

// What an Error cannot say: a status or a code of its own, and headers.
class HttpError : public std::runtime_error {
public:
    HttpError(int status, std::string code, const std::string& detail, Headers headers = {})
        : std::runtime_error(detail),
          status_(status),
          code_(std::move(code)),
          headers_(std::move(headers)) {}

    int status() const { return status_; }
    const std::string& code() const { return code_; }
    const Headers& headers() const { return headers_; }

private:
    int status_;
    std::string code_;
    Headers headers_;
};

// `sentence`: see Sentence in base/error.h; null = the code says enough.
Response problem(int status, std::string_view code, std::string_view detail,
                 const Sentence* sentence = nullptr);
Response json_response(const Poco::JSON::Object& object, int status = 200);
Response json_response(const Poco::JSON::Array& array, int status = 200);
Response no_content();

class CountingBuffer;

class Request {
public:
    explicit Request(Poco::Net::HTTPServerRequest& raw);
    ~Request();

    const std::string& method() const { return method_; }

    // Decoded, beginning with "/". Error(BadInput) at construction when it is no valid UTF-8 path.
    const std::string& path() const { return path_; }

    std::optional<std::string> header(const std::string& name) const;
    std::optional<std::string> cookie(const std::string& name) const;

    // The first value; nothing when it is absent or empty.
    std::optional<std::string> query(std::string_view name) const;
    std::vector<std::string> query_all(std::string_view name) const;

    // Error(BadInput) for what is no whole number between the two.
    int query_number(std::string_view name, int otherwise, int least, int most) const;

    // Set by the router from {name} in the pattern.
    const std::string& parameter(std::string_view name) const;
    int parameter_number(std::string_view name) const;  // Error(NotFound) for what is no number
    void set_parameters(std::map<std::string, std::string, std::less<>> parameters) {
        parameters_ = std::move(parameters);
    }

    // Set by the router before a handler runs that needs one.
    const Principal& principal() const { return *principal_; }
    bool has_principal() const { return principal_.has_value(); }
    void set_principal(Principal principal) { principal_ = std::move(principal); }
    const std::string& user() const { return principal_->account.id; }

    bool has_role(std::string_view role) const;  // an admin has every role

    // Bytes the client says it sends. HttpError 411 for a body of unknown length.
    std::uint64_t body_length() const;

    // Refuses before reading when the length is above the limit (Error(LimitExceeded), naming
    // `limit_name`).
    void limit_body(std::uint64_t most, std::string_view limit_name) const;

    // A stream that ends where the body ends; check finish_body() after reading.
    std::istream& body() { return stream_; }

    // Reads what is left; Error(BadInput) when the client stopped before the announced length.
    void finish_body();
    bool is_body_read() const;

    // Reads past a small body that no handler wanted, so that the connection can be used again.
    void drain_small_body();

    std::string text_body(std::uint64_t most);

    // The JSON object in the body; an empty body is an empty object. Error(BadInput).
    Poco::JSON::Object::Ptr json();

private:
    Poco::Net::HTTPServerRequest& raw_;
    std::string method_;
    std::string path_;
    std::vector<std::pair<std::string, std::string>> query_;
    std::map<std::string, std::string, std::less<>> parameters_;
    std::optional<Principal> principal_;
    std::unique_ptr<CountingBuffer> buffer_;
    std::istream stream_;
};

// A text member; nothing when it is absent or null. Error(BadInput) when it is something else.
std::optional<std::string> text_member(const Poco::JSON::Object& object, const std::string& name);
std::string required_text(const Poco::JSON::Object& object, const std::string& name);

// "a%20b" -> "a b"; Error(BadInput) for broken escapes.
std::string percent_decoded(std::string_view text);
std::string percent_encoded(std::string_view text);

}  // namespace vanthu::server
