#include "base/error.h"

#include <array>

namespace vanthu {
namespace {

struct Row {
    ErrorCode code;
    std::string_view name;
    int exit;
    int http;
};

constexpr std::array kRows{
    Row{ErrorCode::BadInput, "bad_input", 2, 422},
    Row{ErrorCode::UnsupportedFormat, "unsupported_format", 2, 415},
    Row{ErrorCode::NeedsPassword, "needs_password", 2, 422},
    Row{ErrorCode::LimitExceeded, "limit_exceeded", 2, 413},
    Row{ErrorCode::SandboxCrash, "sandbox_crash", 5, 502},
    Row{ErrorCode::Timeout, "timeout", 5, 504},
    Row{ErrorCode::NotFound, "not_found", 3, 404},
    Row{ErrorCode::Conflict, "conflict", 3, 409},
    Row{ErrorCode::Forbidden, "forbidden", 3, 403},
    Row{ErrorCode::Unauthenticated, "unauthenticated", 3, 401},
    Row{ErrorCode::Unavailable, "unavailable", 4, 503},
    Row{ErrorCode::Configuration, "configuration", 6, 500},
    Row{ErrorCode::Internal, "internal", 70, 500},
};

const Row& row(ErrorCode code) {
    for (const Row& r : kRows)
        if (r.code == code) return r;
    return kRows.back();
}

}  // namespace

std::string_view name(ErrorCode code) {
    return row(code).name;
}

ErrorCode error_code(std::string_view name) {
    for (const Row& r : kRows)
        if (r.name == name) return r.code;
    return ErrorCode::Internal;
}

int exit_status(ErrorCode code) {
    return row(code).exit;
}

int http_status(ErrorCode code) {
    return row(code).http;
}

}  // namespace vanthu
