// program_output.h: what a program of Debian's prints, to open our files by another's code.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

namespace vanthu::records {

// Empty when the shell cannot start it; what it writes to stderr is not part of it.
inline std::string output_of(const std::string& command) {
    std::string text;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    if (!pipe) return text;
    char buffer[4096];
    while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, pipe.get()))
        text.append(buffer, n);
    return text;
}

}  // namespace vanthu::records
