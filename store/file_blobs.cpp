#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>

#include "base/digest.h"
#include "base/error.h"
#include "base/failpoint.h"
#include "base/id.h"
#include "base/log.h"
#include "store/blobs.h"

namespace vanthu::store {
namespace {

namespace fs = std::filesystem;

void make_folder(const std::string& path) {
    if (::mkdir(path.c_str(), 0750) != 0 && errno != EEXIST)
        fail_with_errno(path, "cannot be created");
}

std::string folder_of(const std::string& path) {
    return path.substr(0, path.rfind('/'));
}

// An id may come from a URL, so nothing but a digest may become a path.
bool is_blob_id(std::string_view id) {
    return id.size() == 64 && std::all_of(id.begin(), id.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

[[noreturn]] void not_found(const BlobId& id) {
    throw Error(ErrorCode::NotFound, "no file with the content " + id + " is stored");
}

std::optional<std::uint64_t> size_of(const std::string& path) {
    struct stat status;
    if (::stat(path.c_str(), &status) == 0) return static_cast<std::uint64_t>(status.st_size);
    if (errno != ENOENT) fail_with_errno(path, "cannot be examined");
    return std::nullopt;
}

bool is_same_folder(const std::string& path, const Descriptor& open) {
    struct stat named;
    struct stat held;
    return ::stat(path.c_str(), &named) == 0 && ::fstat(open.number(), &held) == 0 &&
           named.st_ino == held.st_ino && named.st_dev == held.st_dev;
}

// The kernel drops the lock when its holder dies, however it dies: a folder that can be locked has
// no owner any more.
void sweep(const std::string& tmp) {
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(tmp, ignored)) {
        const Descriptor folder(
            ::open(entry.path().c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (folder.is_open() && ::flock(folder.number(), LOCK_EX | LOCK_NB) == 0)
            fs::remove_all(entry.path(), ignored);
    }
}

Descriptor lock_new_folder(const std::string& tmp, std::string& path) {
    for (;;) {
        path = tmp + "/" + new_id();
        make_folder(path);
        // Another process may sweep it away before it is locked.
        Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!folder.is_open() && errno != ENOENT) fail_with_errno(path, "cannot be opened");
        if (folder.is_open() && ::flock(folder.number(), LOCK_EX | LOCK_NB) == 0 &&
            is_same_folder(path, folder))
            return folder;
    }
}

}  // namespace

FileBlobs::FileBlobs(std::string folder) : blobs_(folder + "/blobs") {
    const std::string tmp = folder + "/tmp";
    make_folder(folder);
    make_folder(blobs_);
    make_folder(tmp);
    sync_folder(folder);
    sweep(tmp);
    session_lock_ = lock_new_folder(tmp, session_);
}

FileBlobs::~FileBlobs() {
    std::error_code ignored;
    fs::remove_all(session_, ignored);
}

BlobId FileBlobs::put(std::string_view bytes) {
    const BlobId id = sha256(bytes);
    const std::string place = path(id);
    if (const auto stored = size_of(place)) {
        if (*stored == bytes.size()) {
            // Another process may have renamed it just now and not yet made the name durable.
            sync_folder(folder_of(place));
            return id;
        }
        log(LogLevel::Error, "store", "stored file was damaged and is written anew",
            {{"blob", id},
             {"bytes", std::to_string(*stored)},
             {"expected", std::to_string(bytes.size())}});
    }
    const std::string temporary = temporary_path();
    {
        const Descriptor file = Descriptor::open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0600);
        file.write_at(0, bytes, temporary);
    }
    move_in(temporary, id);
    return id;
}

void FileBlobs::adopt(const std::string& path, const BlobId& sha256) {
    if (!is_blob_id(sha256))
        throw Error(ErrorCode::Internal, "\"" + sha256 + "\" is no SHA-256 in hexadecimal digits");
    const auto size = size_of(path);
    if (!size) throw Error(ErrorCode::NotFound, path + " does not exist");
    const std::string place = this->path(sha256);
    if (size_of(place) == size) {
        sync_folder(folder_of(place));
        if (::unlink(path.c_str()) != 0) fail_with_errno(path, "cannot be removed");
        return;
    }
    move_in(path, sha256);
}

void FileBlobs::move_in(const std::string& temporary, const BlobId& id) {
    {
        const Descriptor file = Descriptor::open(temporary, O_RDONLY);
        if (::fchmod(file.number(), 0444) != 0) fail_with_errno(temporary, "cannot be protected");
        file.sync(temporary);
    }
    const std::string place = path(id);
    const std::string inner = folder_of(place);
    const std::string outer = folder_of(inner);
    make_folder(outer);
    make_folder(inner);
    failpoint("blobs.before_rename");
    if (::rename(temporary.c_str(), place.c_str()) != 0)
        fail_with_errno(temporary, "cannot be moved to " + place);
    failpoint("blobs.after_rename");
    // All three: whoever made the outer folders may not have come to this line yet.
    sync_folder(inner);
    sync_folder(outer);
    sync_folder(blobs_);
}

std::string FileBlobs::get(const BlobId& id) const {
    const Descriptor file(open(id));
    return file.read_at(0, file.size(id), path(id));
}

bool FileBlobs::contains(const BlobId& id) const {
    return is_blob_id(id) && size_of(path(id)).has_value();
}

std::uint64_t FileBlobs::size(const BlobId& id) const {
    if (const auto size = size_of(path(id))) return *size;
    not_found(id);
}

int FileBlobs::open(const BlobId& id) const {
    return Descriptor::open(path(id), O_RDONLY).release();
}

std::string FileBlobs::temporary_path() {
    return session_ + "/" + new_id();
}

void FileBlobs::remove(const BlobId& id) {
    const std::string place = path(id);
    if (::unlink(place.c_str()) == 0)
        sync_folder(folder_of(place));
    else if (errno != ENOENT)
        fail_with_errno(place, "cannot be removed");
}

std::string FileBlobs::path(const BlobId& id) const {
    if (!is_blob_id(id)) not_found(id);
    return blobs_ + "/" + id.substr(0, 2) + "/" + id.substr(2, 2) + "/" + id;
}

}  // namespace vanthu::store
