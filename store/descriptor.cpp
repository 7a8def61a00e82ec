#include "store/descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace vanthu::store {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        if (is_open()) ::close(number_);
        number_ = other.release();
    }
    return *this;
}

Descriptor::~Descriptor() {
    if (is_open()) ::close(number_);
}

int Descriptor::release() {
    return std::exchange(number_, -1);
}

Descriptor Descriptor::open(const std::string& path, int flags, int mode) {
    for (;;) {
        const int number = ::open(path.c_str(), flags | O_CLOEXEC, mode);
        if (number >= 0) return Descriptor(number);
        if (errno != EINTR) fail_with_errno(path, "cannot be opened");
    }
}

Descriptor Descriptor::unnamed() {
    const char* folder = std::getenv("TMPDIR");
    std::string path = folder != nullptr && *folder != 0 ? folder : "/tmp";
    path += "/vanthu-XXXXXX";
    Descriptor file(::mkostemp(path.data(), O_CLOEXEC));
    if (!file.is_open()) fail_with_errno(path, "cannot be created");
    if (::unlink(path.c_str()) != 0) fail_with_errno(path, "cannot be unlinked");
    return file;
}

void Descriptor::write_at(std::uint64_t offset, std::string_view bytes,
                          const std::string& what) const {
    while (!bytes.empty()) {
        const ssize_t written =
            ::pwrite(number_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail_with_errno(what, "cannot be written");
        bytes.remove_prefix(static_cast<std::size_t>(written));
        offset += static_cast<std::uint64_t>(written);
    }
}

std::string Descriptor::read_at(std::uint64_t offset, std::uint64_t size,
                                const std::string& what) const {
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t got = ::pread(number_, bytes.data() + done, bytes.size() - done,
                                    static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail_with_errno(what, "cannot be read");
        if (got == 0) {
            errno = EIO;
            fail_with_errno(what, "is shorter than it was");
        }
        done += static_cast<std::size_t>(got);
    }
    return bytes;
}

std::uint64_t Descriptor::size(const std::string& what) const {
    struct stat status;
    if (::fstat(number_, &status) != 0) fail_with_errno(what, "cannot be examined");
    return static_cast<std::uint64_t>(status.st_size);
}

void Descriptor::sync(const std::string& what) const {
    if (::fsync(number_) != 0) fail_with_errno(what, "cannot be made durable");
}

void sync_folder(const std::string& path) {
    Descriptor::open(path, O_RDONLY | O_DIRECTORY).sync(path);
}

void fail_with_errno(const std::string& what, std::string_view doing) {
    const int reason = errno;
    throw Error(reason == ENOENT ? ErrorCode::NotFound : ErrorCode::Unavailable,
                what + " " + std::string(doing) + ": " + std::strerror(reason));
}

}  // namespace vanthu::store
