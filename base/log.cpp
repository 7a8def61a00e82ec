#include "base/log.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <vector>

#include "base/clock.h"

namespace vanthu {
namespace {

std::atomic<LogLevel> least_level{LogLevel::Info};

std::vector<std::pair<std::string, std::string>>& scopes() {
    thread_local std::vector<std::pair<std::string, std::string>> open;
    return open;
}

std::string_view name(LogLevel level) {
    switch (level) {
        case LogLevel::Debug:
            return "debug";
        case LogLevel::Info:
            return "info";
        case LogLevel::Warning:
            return "warning";
        case LogLevel::Error:
            return "error";
    }
    return "error";
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

// Whatever the text holds, the event stays one line.
void append_plain(std::string& line, std::string_view text) {
    for (const char c : text)
        line.push_back(is_control(c) ? ' ' : c);
}

void append_value(std::string& line, std::string_view value) {
    bool quote = value.empty();
    for (const char c : value)
        quote = quote || is_control(c) || c == ' ' || c == '"' || c == '=' || c == '\\';
    if (!quote) {
        line += value;
        return;
    }
    constexpr char kDigits[] = "0123456789abcdef";
    line.push_back('"');
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            line.push_back('\\');
            line.push_back(c);
        } else if (c == '\n') {
            line += "\\n";
        } else if (is_control(c)) {
            line += "\\x";
            line.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
            line.push_back(kDigits[static_cast<unsigned char>(c) & 15]);
        } else {
            line.push_back(c);
        }
    }
    line.push_back('"');
}

void append_field(std::string& line, std::string_view key, std::string_view value) {
    line.push_back(' ');
    line += key;
    line.push_back('=');
    append_value(line, value);
}

// One write for the whole line, so that lines of several threads and processes do not mix.
void write_line(std::string_view line) {
    while (!line.empty()) {
        const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;  // nobody is listening; an event is not worth failing for
        line.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace

void log(LogLevel level, std::string_view room, std::string_view message, LogFields fields) {
    if (level < least_level.load(std::memory_order_relaxed)) return;
    std::string line = rfc3339(SystemClock().now());
    line.push_back(' ');
    line += name(level);
    line.push_back(' ');
    line += room;
    line.push_back(' ');
    append_plain(line, message);
    for (const auto& [key, value] : scopes())
        append_field(line, key, value);
    for (const auto& [key, value] : fields)
        append_field(line, key, value);
    line.push_back('\n');
    write_line(line);
}

void set_log_level(LogLevel level) {
    least_level = level;
}

LogScope::LogScope(std::string_view key, std::string value) {
    scopes().emplace_back(key, std::move(value));
}

LogScope::~LogScope() {
    scopes().pop_back();
}

}  // namespace vanthu
