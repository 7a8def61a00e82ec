// error.h: the one exception of the project, and what each kind of failure means for the caller.
//
// An Error says by its code what must happen next (tell the clerk, retry, tell the administrator)
// and by its message where, what, the rule or limit, and the remedy: lower case, no full stop. What
// a document lacks is data (pipeline::Issue), never an Error. Immutable, so safe to pass between
// threads.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace vanthu {

enum class ErrorCode {
    BadInput,           // the bytes or words given are damaged or not allowed: a person must look
    UnsupportedFormat,  // a file of a kind that is not read
    NeedsPassword,      // an encrypted file
    LimitExceeded,      // larger, deeper or longer than a named limit
    SandboxCrash,       // a page worker died; tried once more in a fresh one
    Timeout,            // a page took longer than its deadline
    NotFound,
    Conflict,  // somebody else was faster, or the state does not allow it
    Forbidden,
    Unauthenticated,
    Unavailable,    // try again later: database busy, share gone
    Configuration,  // start refused
    Internal,       // a bug
};

// What the message says to a person at the web page: a sentence of the message catalogue, which has
// it in each language, and what stands in its gaps: {"council_not_voted", {{"name", "Trần Thị
// B"}}}.
struct Sentence {
    std::string reason;
    std::map<std::string, std::string> values = {};
};

class Error : public std::runtime_error {
public:
    Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
    Error(ErrorCode code, const std::string& message, Sentence sentence)
        : std::runtime_error(message),
          code_(code),
          sentence_(std::make_shared<const Sentence>(std::move(sentence))) {}

    ErrorCode code() const { return code_; }
    // Null where the code says enough, or where only programs come.
    const Sentence* sentence() const { return sentence_.get(); }

private:
    ErrorCode code_;
    std::shared_ptr<const Sentence> sentence_;
};

// "bad_input", "limit_exceeded", ...: the names of contract section 2, used in JSON and in the
// message catalogue.
std::string_view name(ErrorCode code);

// The inverse of name(); Internal for a word that is none.
ErrorCode error_code(std::string_view name);

// Exit status of a command: 2 bad input, 3 not found/conflict/forbidden, 4 unavailable, 5 sandbox,
// 6 configuration, 70.
int exit_status(ErrorCode code);

// HTTP status of the problem document: 422, 415, 413, 404, 409, 403, 401, 503, 502, 504, 500.
int http_status(ErrorCode code);

}  // namespace vanthu
