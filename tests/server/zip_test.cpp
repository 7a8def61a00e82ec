// Archives as the service writes them come back; nothing else gets in, and nothing leads out.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>

#include "base/error.h"
#include "base/id.h"
#include "server/zip_reader.h"
#include "server/zip_writer.h"

namespace vanthu::server {
namespace {

namespace fs = std::filesystem;
using Files = std::map<std::string, std::string>;

std::string bytes_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void put(const fs::path& path, const std::string& bytes) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

class Zip : public testing::Test {
protected:
    Zip() {
        for (const auto& [name, bytes] : files_)
            put(folder_ / "in" / name, bytes);
        zip_folder((folder_ / "in").string(), "01.TĐ-2026", zip_);
        sound_ = bytes_of(zip_);
    }
    ~Zip() override { fs::remove_all(folder_); }

    // What came out; throws what was refused.
    Files unzip(const std::string& zip) const {
        put(zip_, zip);
        const fs::path out = folder_ / "inner" / "out";
        fs::remove_all(folder_ / "inner");
        unzip_stored(zip_, out.string());
        Files found;
        for (const auto& entry : fs::recursive_directory_iterator(out))
            if (entry.is_regular_file())
                found[fs::relative(entry.path(), out / "01.TĐ-2026").string()] =
                    bytes_of(entry.path());
        return found;
    }

    std::string refusal(const std::string& zip) const {
        try {
            unzip(zip);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput) << error.what();
            return error.what();
        }
        return "nothing";
    }

    static std::string replaced(std::string text, const std::string& from, const std::string& to) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
            text.replace(at, from.size(), to);
        return text;
    }

    const fs::path folder_ = fs::temp_directory_path() / ("vanthu-zip-" + new_id());
    const std::string zip_ = (folder_ / "a.zip").string();
    const Files files_ = {{"files/0001.txt", "Kế hoạch"},
                          {"files/0002.bin", std::string("\0PK\x05\x06\0\xff", 7)},
                          {"files/0003", ""},
                          {"tên có dấu.xml", "<a/>"}};
    std::string sound_;
};

TEST_F(Zip, WhatIsWrittenComesBackByteForByte) {
    EXPECT_EQ(unzip(sound_), files_);
    const std::string large(3 << 20, 'x');
    put(folder_ / "in" / "large", large);
    zip_folder((folder_ / "in").string(), "01.TĐ-2026", zip_);
    EXPECT_EQ(unzip(bytes_of(zip_)).at("large"), large);
}

TEST_F(Zip, NoNameLeadsOutOfTheFolder) {
    for (const std::string name : {"../../02.bin", "/iles/02.bin", "files\\02.bin", "c:les/02.bin",
                                   "files//2.bin", "files/..//in"}) {
        const std::string bad = name + std::string("files/0002.bin").substr(name.size());
        EXPECT_NE(refusal(replaced(sound_, "01.TĐ-2026/files/0002.bin",
                                   (bad + "/01.TĐ-2026").substr(0, 26)))
                      .find("name"),
                  std::string::npos)
            << bad;
        EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 3)
            << "in, inner, a.zip";
    }
    EXPECT_NE(refusal(replaced(sound_, "files/0002.bin", "files/0001.txt")).find("two files"),
              std::string::npos);
}

TEST_F(Zip, WhatIsCutOffIsRefused) {
    for (std::size_t left = 0; left < sound_.size(); left += left < 30 ? 1 : 7)
        EXPECT_NE(refusal(sound_.substr(0, left)), "nothing") << left;
    EXPECT_NE(refusal(sound_.substr(0, sound_.size() - 1)), "nothing");
    EXPECT_NE(refusal(sound_ + "x"), "nothing");
}

TEST_F(Zip, CompressedAndLockedEntriesAreToldFromDamagedOnes) {
    const std::size_t list = sound_.find("PK\x01\x02");
    std::string packed = sound_;
    packed[list + 10] = 8;
    EXPECT_NE(refusal(packed).find("is compressed"), std::string::npos);
    EXPECT_NE(refusal(packed).find("vanthu dossiers import"), std::string::npos);
    std::string locked = sound_;
    locked[list + 8] = static_cast<char>(locked[list + 8] | 1);
    EXPECT_NE(refusal(locked).find("password"), std::string::npos);
}

TEST_F(Zip, AnyByteMayBeWrong) {
    std::mt19937 random(20261121);
    for (int i = 0; i < 120; ++i) {
        std::string wrong = sound_;
        for (int flips = 1 + static_cast<int>(random() % 3); flips > 0; --flips)
            wrong[random() % wrong.size()] = static_cast<char>(random());
        std::uint64_t total = 0;
        try {
            for (const auto& [name, bytes] : unzip(wrong))
                total += bytes.size();
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput) << error.what();
        }
        EXPECT_LE(total, wrong.size());
        EXPECT_LE(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 3);
    }
}

}  // namespace
}  // namespace vanthu::server
