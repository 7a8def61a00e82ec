// descriptor.h: an open file that closes itself, and the four things blobs do with one.
//
// Promises: calls go on after signals and short counts; failures are Error(Unavailable) naming the
// file. Movable, one owner. Does not buffer. Different threads may read one Descriptor with
// read_at.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vanthu::store {

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();

    // close-on-exec is always added to `flags`.
    static Descriptor open(const std::string& path, int flags, int mode = 0);

    // A file without a name in $TMPDIR (or /tmp), for reading and writing.
    static Descriptor unnamed();

    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }
    int release();

    // `what` names the file in messages.
    void write_at(std::uint64_t offset, std::string_view bytes, const std::string& what) const;
    std::string read_at(std::uint64_t offset, std::uint64_t size, const std::string& what) const;
    std::uint64_t size(const std::string& what) const;
    void sync(const std::string& what) const;

private:
    int number_ = -1;
};

// Makes the names in a folder survive a power cut.
void sync_folder(const std::string& path);

// Throws Error(Unavailable), or Error(NotFound) when that is what errno says.
[[noreturn]] void fail_with_errno(const std::string& what, std::string_view doing);

}  // namespace vanthu::store
