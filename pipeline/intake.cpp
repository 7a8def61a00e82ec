#include "pipeline/intake.h"

#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "base/digest.h"
#include "base/error.h"
#include "base/failpoint.h"
#include "base/log.h"
#include "base/text.h"

namespace vanthu::pipeline {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kChunk = 1u << 20;

}  // namespace

std::string fingerprint(const std::string& path) {
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) return {};
    return fs::path(path).filename().string() + '|' + std::to_string(facts.st_size) + '|' +
           std::to_string(facts.st_mtim.tv_sec) + '.' + std::to_string(facts.st_mtim.tv_nsec);
}

std::string free_name(const std::string& wanted) {
    const fs::path first = wanted;
    fs::path path = first;
    for (int n = 2; fs::exists(path); ++n)
        path = first.parent_path() / (first.stem().string() + " (" + std::to_string(n) + ")" +
                                      first.extension().string());
    return path.string();
}

void put_aside(const std::string& path, const std::string& folder, const std::string& reason) {
    const std::string refused = free_name((fs::path(folder) / fs::path(path).filename()).string());
    fs::rename(path, refused);
    std::ofstream(refused + ".txt") << reason << '\n';
}

Received take_in_file(const Intake& intake, const NewFile& file) {
    const std::string& path = file.path;
    std::ifstream in(path, std::ios::binary);
    if (!in || fs::is_directory(path))
        throw Error(ErrorCode::NotFound, path + ": there is no such file, or it may not be read");
    const std::string temporary = intake.blobs.temporary_path();
    Sha256 digest;
    std::uint64_t size = 0;
    try {
        std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
        std::string chunk(kChunk, '\0');
        while (in.read(chunk.data(), kChunk), in.gcount() > 0) {
            const std::string_view bytes(chunk.data(), static_cast<std::size_t>(in.gcount()));
            size += bytes.size();
            if (size > intake.byte_limit)
                throw Error(ErrorCode::LimitExceeded, path + ": the file is larger than " +
                                                          std::to_string(intake.byte_limit) +
                                                          " bytes (limits bytes)");
            digest.update(bytes);
            out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        }
        out.close();
        if (!out)
            throw Error(ErrorCode::Unavailable,
                        temporary + ": cannot be written; is the disk full?");
    } catch (...) {
        std::error_code ignored;
        fs::remove(temporary, ignored);
        throw;
    }
    const std::string sha256 = digest.hex();
    intake.blobs.adopt(temporary, sha256);
    failpoint("intake.blob_durable");
    Received received{{}, sha256};
    intake.database.write([&](store::Transaction& tx) {
        NewDocument fresh;
        fresh.source = nfc(file.source.empty() ? fs::path(path).filename().string() : file.source);
        fresh.original = sha256;
        fresh.size = size;
        fresh.book = file.book;
        fresh.received_by = file.received_by;
        fresh.idempotency_key = file.idempotency_key;
        received.id = receive_document(tx, fresh, intake.clock.now());
    });
    return received;
}

WatchedFolder::WatchedFolder(const Intake& intake, std::string folder, std::string book)
    : intake_(intake), folder_(std::move(folder)), book_(std::move(book)) {
    for (const char* part : {"", "done", "refused"}) {
        std::error_code problem;
        fs::create_directories(fs::path(folder_) / part, problem);
        if (problem)
            throw Error(ErrorCode::Unavailable,
                        folder_ + ": the watched folder cannot be made: " + problem.message());
    }
}

int WatchedFolder::look() {
    std::map<std::string, std::string> now;
    int taken = 0;
    for (const auto& entry : fs::directory_iterator(folder_)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with('.')) continue;  // what scanners and editors call unfinished
        const std::string print = fingerprint(entry.path().string());
        if (print.empty()) continue;
        const auto before = seen_.find(name);
        if (before == seen_.end() || before->second != print) {
            now.emplace(name, print);
            continue;
        }
        try {
            const Received received = take_in_file(intake_, {entry.path().string(), book_, "system",
                                                             "watch:" + folder_ + '|' + print, ""});
            failpoint("watch.received");
            fs::rename(entry.path(), free_name(folder_ + "/done/" + name));
            log(LogLevel::Info, "pipeline", "taken from the watched folder",
                {{"document", received.id}});
            ++taken;
        } catch (const Error& error) {
            if (error.code() == ErrorCode::Unavailable) throw;
            put_aside(entry.path().string(), folder_ + "/refused", error.what());
        }
    }
    seen_ = std::move(now);
    return taken;
}

}  // namespace vanthu::pipeline
