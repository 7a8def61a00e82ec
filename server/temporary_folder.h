// temporary_folder.h: a folder that goes away with its owner; made by whoever writes into it.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

namespace vanthu::server {

struct TemporaryFolder {
    explicit TemporaryFolder(std::string at) : path(std::move(at)) {}
    ~TemporaryFolder() { clear(); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    void clear() const {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }

    std::string path;
};

}  // namespace vanthu::server
