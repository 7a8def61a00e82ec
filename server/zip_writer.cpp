#include "server/zip_writer.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace vanthu::server {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMostBytes = 0xFFFFFFFFu;
constexpr std::size_t kMostFiles = 0xFFFFu;

std::uint32_t crc32(std::string_view bytes, std::uint32_t before) {
    static const auto kTable = [] {
        std::array<std::uint32_t, 256> table{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit)
                value = (value & 1) != 0 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
            table[i] = value;
        }
        return table;
    }();
    std::uint32_t value = ~before;
    for (const char byte : bytes)
        value = kTable[(value ^ static_cast<unsigned char>(byte)) & 0xFF] ^ (value >> 8);
    return ~value;
}

// Little endian, as the format has it.
class Words {
public:
    Words& two(std::uint32_t value) { return put(value, 2); }
    Words& four(std::uint32_t value) { return put(value, 4); }
    const std::string& bytes() const { return bytes_; }

private:
    Words& put(std::uint32_t value, int count) {
        for (int i = 0; i < count; ++i)
            bytes_ += static_cast<char>((value >> (8 * i)) & 0xFF);
        return *this;
    }
    std::string bytes_;
};

struct Entry {
    std::string name;
    std::uint32_t crc = 0, size = 0, at = 0;
};

// What the entry's own head and the list at the end have in common.
std::string facts_of(const Entry& entry) {
    constexpr std::uint32_t kUtf8Names = 1u << 11, kStored = 0, kFirstOfJanuary1980 = 0x21;
    return Words()
        .two(20)
        .two(kUtf8Names)
        .two(kStored)
        .two(0)
        .two(kFirstOfJanuary1980)
        .four(entry.crc)
        .four(entry.size)
        .four(entry.size)
        .two(static_cast<std::uint32_t>(entry.name.size()))
        .two(0)
        .bytes();
}

class Archive {
public:
    explicit Archive(const std::string& path) : path_(path), out_(path, std::ios::binary) {}

    void add(const fs::path& file, const std::string& name) {
        Entry entry{name, 0, 0, static_cast<std::uint32_t>(written_)};
        const std::uint64_t size = fs::file_size(file);
        if (written_ + size + 0xFFFF > kMostBytes || entries_.size() >= kMostFiles)
            throw Error(ErrorCode::LimitExceeded,
                        "the package is larger than 4 GiB; write it on the server with "
                        "`vanthu dossiers export`");
        std::vector<char> buffer(1u << 20);
        each_piece(file, buffer, [&](std::string_view piece) {
            entry.crc = crc32(piece, entry.crc);
            entry.size += static_cast<std::uint32_t>(piece.size());
        });
        write(Words().four(0x04034B50).bytes() + facts_of(entry) + entry.name);
        each_piece(file, buffer, [&](std::string_view piece) { write(piece); });
        entries_.push_back(std::move(entry));
    }

    void finish() {
        const std::uint64_t begin = written_;
        // Made on Unix, so that names are taken as they are; plain files that all may read.
        constexpr std::uint32_t kMadeOnUnix = (3u << 8) | 20, kPlainFile = 0100644u << 16;
        for (const Entry& entry : entries_)
            write(Words().four(0x02014B50).two(kMadeOnUnix).bytes() + facts_of(entry) +
                  Words().two(0).two(0).two(0).four(kPlainFile).four(entry.at).bytes() +
                  entry.name);
        const auto count = static_cast<std::uint32_t>(entries_.size());
        write(Words()
                  .four(0x06054B50)
                  .two(0)
                  .two(0)
                  .two(count)
                  .two(count)
                  .four(static_cast<std::uint32_t>(written_ - begin))
                  .four(static_cast<std::uint32_t>(begin))
                  .two(0)
                  .bytes());
        out_.close();
        if (!out_) throw Error(ErrorCode::Unavailable, path_ + ": cannot be written; disk full?");
    }

private:
    template <class Use>
    static void each_piece(const fs::path& file, std::vector<char>& buffer, Use use) {
        std::ifstream in(file, std::ios::binary);
        while (in) {
            in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
            use(std::string_view(buffer.data(), static_cast<std::size_t>(in.gcount())));
        }
    }

    void write(std::string_view bytes) {
        out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        written_ += bytes.size();
    }

    std::string path_;
    std::ofstream out_;
    std::vector<Entry> entries_;
    std::uint64_t written_ = 0;
};

}  // namespace

void zip_folder(const std::string& folder, const std::string& root, const std::string& path) {
    std::set<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files.insert(entry.path());
    Archive archive(path);
    for (const fs::path& file : files)
        archive.add(file, root + "/" + fs::relative(file, folder).generic_string());
    archive.finish();
}

}  // namespace vanthu::server
