#include "server/http.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <sstream>

#include <Poco/JSON/Parser.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NameValueCollection.h>

#include "base/text.h"
#include "pipeline/document_json.h"

namespace vanthu::server {

// Counts what came from the connection, so that a client that stopped half way is noticed.
class CountingBuffer : public std::streambuf {
public:
    CountingBuffer(std::istream& source, std::uint64_t length) : source_(source), left_(length) {}

    std::uint64_t left() const { return left_; }

protected:
    int_type underflow() override {
        const auto wanted = std::min<std::uint64_t>(left_, block_.size());
        if (wanted == 0) return traits_type::eof();
        source_.read(block_.data(), static_cast<std::streamsize>(wanted));
        const auto got = source_.gcount();
        if (got <= 0) return traits_type::eof();
        left_ -= static_cast<std::uint64_t>(got);
        setg(block_.data(), block_.data(), block_.data() + got);
        return traits_type::to_int_type(block_[0]);
    }

private:
    std::istream& source_;
    std::uint64_t left_;
    std::array<char, 64 * 1024> block_;
};

namespace {

bool is_valid_utf8(const std::string& text) {
    return to_utf8(to_utf32(text)) == text;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::vector<std::pair<std::string, std::string>> parse_query(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> parsed;
    for (std::string part : split(text, '&')) {
        if (part.empty()) continue;
        std::replace(part.begin(), part.end(), '+', ' ');
        const std::size_t equals = std::min(part.find('='), part.size());
        parsed.emplace_back(percent_decoded(part.substr(0, equals)),
                            percent_decoded(part.substr(std::min(equals + 1, part.size()))));
    }
    return parsed;
}

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

template <class Json>
Response json_text_response(const Json& json, int status) {
    std::ostringstream out;
    json.stringify(out);
    return {.status = status, .body = out.str()};
}

}  // namespace

std::string percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded.push_back(text[i]);
            continue;
        }
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            throw Error(ErrorCode::BadInput, "the address has a broken %-escape");
        decoded.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    if (decoded.find('\0') != std::string::npos || !is_valid_utf8(decoded))
        throw Error(ErrorCode::BadInput, "the address or a header is no valid UTF-8 text");
    return decoded;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view kPlain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (kPlain.find(c) != std::string_view::npos) {
            encoded.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded.push_back('%');
        encoded.push_back(kDigits[byte >> 4]);
        encoded.push_back(kDigits[byte & 15]);
    }
    return encoded;
}

Response problem(int status, std::string_view code, std::string_view detail,
                 const Sentence* sentence) {
    Poco::JSON::Object object(Poco::JSON_PRESERVE_KEY_ORDER);
    object.set("type", "about:blank");
    object.set("title", Poco::Net::HTTPResponse::getReasonForStatus(
                            static_cast<Poco::Net::HTTPResponse::HTTPStatus>(status)));
    object.set("status", status);
    object.set("code", std::string(code));
    object.set("detail", std::string(detail));
    if (sentence != nullptr) {
        object.set("reason", sentence->reason);
        Poco::JSON::Object values(Poco::JSON_PRESERVE_KEY_ORDER);
        for (const auto& [name, value] : sentence->values)
            values.set(name, value);
        object.set("values", values);
    }
    Response response = json_response(object, status);
    response.media_type = "application/problem+json";
    return response;
}

Response json_response(const Poco::JSON::Object& object, int status) {
    return json_text_response(object, status);
}
Response json_response(const Poco::JSON::Array& array, int status) {
    return json_text_response(array, status);
}
Response no_content() {
    return {.status = 204, .media_type = "", .body = ""};
}

Request::Request(Poco::Net::HTTPServerRequest& raw)
    : raw_(raw), method_(raw.getMethod()), stream_(nullptr) {
    const std::string uri = raw.getURI();
    const std::size_t question = std::min(uri.find('?'), uri.size());
    path_ = percent_decoded(std::string_view(uri).substr(0, question));
    if (path_.empty() || path_.front() != '/')
        throw Error(ErrorCode::BadInput, "the address does not begin with \"/\"");
    query_ = parse_query(std::string_view(uri).substr(std::min(question + 1, uri.size())));
    buffer_ = std::make_unique<CountingBuffer>(
        raw.stream(), raw.getChunkedTransferEncoding() ? 0 : body_length());
    stream_.rdbuf(buffer_.get());
}

Request::~Request() = default;

std::optional<std::string> Request::header(const std::string& name) const {
    if (!raw_.has(name)) return std::nullopt;
    return raw_.get(name);
}

std::optional<std::string> Request::cookie(const std::string& name) const {
    Poco::Net::NameValueCollection cookies;
    raw_.getCookies(cookies);
    if (!cookies.has(name)) return std::nullopt;
    return cookies.get(name);
}

std::optional<std::string> Request::query(std::string_view name) const {
    for (const auto& [key, value] : query_)
        if (key == name) return value.empty() ? std::nullopt : std::optional(value);
    return std::nullopt;
}

std::vector<std::string> Request::query_all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [key, value] : query_)
        if (key == name) values.push_back(value);
    return values;
}

int Request::query_number(std::string_view name, int otherwise, int least, int most) const {
    const auto text = query(name);
    if (!text) return otherwise;
    const auto number = parse_number<int>(*text);
    if (!number || *number < least || *number > most)
        throw Error(ErrorCode::BadInput, "query \"" + std::string(name) + "\" is \"" + *text +
                                             "\"; it is a number from " + std::to_string(least) +
                                             " to " + std::to_string(most));
    return *number;
}

const std::string& Request::parameter(std::string_view name) const {
    const auto found = parameters_.find(name);
    if (found == parameters_.end())
        throw Error(ErrorCode::Internal, "the route has no {" + std::string(name) + "}");
    return found->second;
}

int Request::parameter_number(std::string_view name) const {
    const auto number = parse_number<int>(parameter(name));
    if (!number)
        throw Error(ErrorCode::NotFound, "\"" + parameter(name) + "\" in the address is no number");
    return *number;
}

bool Request::has_role(std::string_view role) const {
    const auto& roles = principal_->account.roles;
    return std::any_of(roles.begin(), roles.end(),
                       [&](const std::string& r) { return r == role || r == "admin"; });
}

std::uint64_t Request::body_length() const {
    if (raw_.getChunkedTransferEncoding())
        throw HttpError(411, "bad_input", "the body has no Content-Length; send one");
    if (!raw_.hasContentLength()) return 0;
    return raw_.getContentLength64() < 0 ? 0
                                         : static_cast<std::uint64_t>(raw_.getContentLength64());
}

void Request::limit_body(std::uint64_t most, std::string_view limit_name) const {
    if (body_length() > most)
        throw Error(ErrorCode::LimitExceeded, "the body has " + std::to_string(body_length()) +
                                                  " bytes, the limit is " + std::to_string(most) +
                                                  " (" + std::string(limit_name) + ")");
}

void Request::finish_body() {
    stream_.clear();
    stream_.ignore(std::numeric_limits<std::streamsize>::max());
    if (buffer_->left() > 0)
        throw Error(ErrorCode::BadInput, "the connection ended " + std::to_string(buffer_->left()) +
                                             " bytes before the end of the body; send it again");
}

bool Request::is_body_read() const {
    return buffer_->left() == 0 && !raw_.getChunkedTransferEncoding();
}

void Request::drain_small_body() {
    if (raw_.getChunkedTransferEncoding() || buffer_->left() > kJsonBytes) return;
    stream_.clear();
    stream_.ignore(std::numeric_limits<std::streamsize>::max());
}

std::string Request::text_body(std::uint64_t most) {
    limit_body(most, "body");
    std::string text(std::istreambuf_iterator<char>(stream_), {});
    finish_body();
    return text;
}

Poco::JSON::Object::Ptr Request::json() {
    const std::string text = text_body(kJsonBytes);
    if (text.empty()) return new Poco::JSON::Object;
    if (!starts_with(lower(header("Content-Type").value_or("")), "application/json"))
        throw Error(ErrorCode::UnsupportedFormat, "the body is not declared as application/json");
    Poco::JSON::Parser parser;
    parser.setDepth(32);
    try {
        const Poco::Dynamic::Var parsed = parser.parse(text);
        if (parsed.type() == typeid(Poco::JSON::Object::Ptr))
            return parsed.extract<Poco::JSON::Object::Ptr>();
    } catch (const Poco::Exception&) {
        throw Error(ErrorCode::BadInput, "the body is no JSON");
    }
    throw Error(ErrorCode::BadInput, "the body is no JSON object");
}

std::optional<std::string> text_member(const Poco::JSON::Object& object, const std::string& name) {
    const Poco::Dynamic::Var value = object.get(name);
    if (value.isEmpty()) return std::nullopt;
    if (!value.isString()) throw Error(ErrorCode::BadInput, "\"" + name + "\" is no text");
    std::string text = value.extract<std::string>();
    if (!is_valid_utf8(text))
        throw Error(ErrorCode::BadInput, "\"" + name + "\" is no valid UTF-8 text");
    return text;
}

std::string required_text(const Poco::JSON::Object& object, const std::string& name) {
    auto text = text_member(object, name);
    if (!text || text->empty()) throw Error(ErrorCode::BadInput, "\"" + name + "\" is missing");
    return *text;
}

}  // namespace vanthu::server
