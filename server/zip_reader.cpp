#include "server/zip_reader.h"

#include <fcntl.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "store/descriptor.h"

namespace vanthu::server {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kEndBytes = 22, kLongestComment = 0xFFFF, kEntryBytes = 46, kHeadBytes = 30;
constexpr std::size_t kLongestName = 400;   // bytes
constexpr std::uint64_t kBlock = 1u << 20;  // bytes copied at once

[[noreturn]] void refuse(const std::string& what) {
    throw Error(
        ErrorCode::BadInput,
        "the ZIP " + what +
            "; send the package as it was downloaded, or unpack it and call vanthu dossiers "
            "import");
}

// Little endian, within the bytes.
std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t count) {
    if (at + count > bytes.size()) refuse("ends too soon");
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

struct Entry {
    std::string name;
    std::uint64_t head = 0, size = 0;
};

std::string checked_name(std::string_view name) {
    const bool is_plain = std::none_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\' || c == ':';
    });
    if (!is_plain || name.empty() || name.size() > kLongestName || nfc(name) != name)
        refuse("holds a name that no package has");
    for (const std::string& part : split(name, '/'))
        if (part.empty() || part == "." || part == "..")
            refuse("holds a name that leads elsewhere");
    return std::string(name);
}

class Archive {
public:
    explicit Archive(const std::string& path)
        : path_(path), file_(store::Descriptor::open(path, O_RDONLY)), size_(file_.size(path)) {}

    std::vector<Entry> entries() const {
        const std::uint64_t tail = std::min(size_, kEndBytes + kLongestComment);
        const std::string end_bytes = bytes(size_ - tail, tail);
        const std::size_t end = end_bytes.rfind("PK\x05\x06");
        if (end == std::string::npos ||
            end + kEndBytes + number(end_bytes, end + 20, 2) != end_bytes.size())
            refuse("is none, or was cut off");
        const std::uint64_t count = number(end_bytes, end + 10, 2),
                            length = number(end_bytes, end + 12, 4),
                            from = number(end_bytes, end + 16, 4);
        if (from + length > size_) refuse("says that its list lies behind its end");
        return read_list(bytes(from, length), count);
    }

    void copy(const Entry& entry, const fs::path& to) const {
        const std::string head = bytes(entry.head, kHeadBytes);
        if (!head.starts_with("PK\x03\x04")) refuse("has no file where its list says");
        const std::uint64_t name = number(head, 26, 2), extra = number(head, 28, 2);
        if (bytes(entry.head + kHeadBytes, name) != entry.name)
            refuse("calls a file one thing in its list and another beside it");
        fs::create_directories(to.parent_path());
        std::ofstream out(to, std::ios::binary | std::ios::trunc);
        const std::uint64_t begin = entry.head + kHeadBytes + name + extra;
        for (std::uint64_t done = 0; done < entry.size; done += kBlock)
            out << bytes(begin + done, std::min(kBlock, entry.size - done));
        out.close();
        if (!out) throw Error(ErrorCode::Unavailable, to.string() + ": cannot be written");
    }

private:
    std::string bytes(std::uint64_t offset, std::uint64_t count) const {
        if (offset > size_ || count > size_ - offset) refuse("ends too soon");
        return file_.read_at(offset, count, path_);
    }

    std::vector<Entry> read_list(const std::string& list, std::uint64_t count) const {
        std::vector<Entry> entries;
        std::set<std::string> names;
        std::uint64_t total = 0;
        std::size_t at = 0;
        for (std::uint64_t i = 0; i < count; ++i) {
            if (number(list, at, 4) != 0x02014b50) refuse("has a list that cannot be read");
            const std::uint64_t flags = number(list, at + 8, 2), method = number(list, at + 10, 2),
                                packed = number(list, at + 20, 4), size = number(list, at + 24, 4);
            const std::size_t name = number(list, at + 28, 2);
            const std::size_t others = number(list, at + 30, 2) + number(list, at + 32, 2);
            if (at + kEntryBytes + name > list.size()) refuse("has a list that cannot be read");
            const std::string_view given = std::string_view(list).substr(at + kEntryBytes, name);
            const std::uint64_t head = number(list, at + 42, 4);
            at += kEntryBytes + name + others;
            if (given.ends_with('/') && size == 0) continue;  // a folder
            if ((flags & 1) != 0) refuse("is locked by a password");
            if (method != 0 || packed != size) refuse("is compressed");
            total += size;
            if (total > size_) refuse("says that it holds more than it has bytes");
            entries.push_back({checked_name(given), head, size});
            if (!names.insert(entries.back().name).second) refuse("holds two files of one name");
        }
        return entries;
    }

    const std::string path_;
    const store::Descriptor file_;
    const std::uint64_t size_;
};

}  // namespace

void unzip_stored(const std::string& path, const std::string& folder) {
    const Archive archive(path);
    fs::create_directories(folder);
    try {
        for (const Entry& entry : archive.entries())
            archive.copy(entry, fs::path(folder) / entry.name);
    } catch (const fs::filesystem_error&) {  // a file where another wants a folder
        refuse("holds a name that is a file and a folder");
    }
}

}  // namespace vanthu::server
