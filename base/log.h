// log.h: one line per event, for the administrator.
//
// Written to stderr as `time level room message key=value ...` (systemd keeps it). Safe from several threads; the job and
// document of the running thread are added by LogScope. Never log field values, names or text of papers.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace vanthu {

enum class LogLevel { Debug, Info, Warning, Error };

using LogFields = std::initializer_list<std::pair<std::string_view, std::string>>;

void log(LogLevel level, std::string_view room, std::string_view message, LogFields fields = {});

// Lines below this level are dropped; Info at start.
void set_log_level(LogLevel level);

// Adds a key to every line this thread logs while the scope lives.
class LogScope {
public:
    LogScope(std::string_view key, std::string value);
    ~LogScope();
    LogScope(const LogScope&) = delete;
    LogScope& operator=(const LogScope&) = delete;
};

}  // namespace vanthu
