#include "store/blobs.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "base/digest.h"
#include "tests/store/folder.h"
#include "tests/store/refusal.h"

namespace vanthu::store {
namespace {

std::string read_descriptor(int number) {
    std::string bytes(1 << 16, '\0');
    std::string all;
    for (ssize_t got; (got = ::read(number, bytes.data(), bytes.size())) > 0;)
        all.append(bytes.data(), static_cast<std::size_t>(got));
    return all;
}

int files_in(const std::string& path) {
    int count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
        count += entry.is_regular_file() ? 1 : 0;
    return count;
}

void behaves_as_a_store(BlobStore& blobs) {
    const std::string bytes("a\0b", 3);
    const BlobId id = blobs.put(bytes);
    EXPECT_EQ(id, sha256(bytes));
    EXPECT_EQ(blobs.put(bytes), id);
    EXPECT_EQ(blobs.get(id), bytes);
    EXPECT_EQ(blobs.size(id), 3u);
    EXPECT_TRUE(blobs.contains(id));
    const BlobId empty = blobs.put("");
    EXPECT_EQ(blobs.get(empty), "");
    EXPECT_EQ(blobs.size(empty), 0u);
    std::string large;
    for (int i = 0; large.size() < 3'000'000; ++i)
        large += std::to_string(i);
    const BlobId large_id = blobs.put(large);
    EXPECT_EQ(blobs.get(large_id), large);

    const Descriptor first(blobs.open(large_id));
    const Descriptor second(blobs.open(large_id));
    EXPECT_EQ(lseek(first.number(), 0, SEEK_CUR), 0);
    EXPECT_EQ(read_descriptor(first.number()), large);
    EXPECT_EQ(read_descriptor(second.number()), large);
    EXPECT_EQ(::write(first.number(), "x", 1), -1);
    EXPECT_EQ(read_descriptor(Descriptor(blobs.open(empty)).number()), "");

    const BlobId absent = sha256("never put");
    EXPECT_FALSE(blobs.contains(absent));
    EXPECT_EQ(refusal([&] { blobs.get(absent); }).code(), ErrorCode::NotFound);
    EXPECT_EQ(refusal([&] { blobs.size(absent); }).code(), ErrorCode::NotFound);
    EXPECT_EQ(refusal([&] { blobs.open(absent); }).code(), ErrorCode::NotFound);
    for (const std::string bad : {"", "../../etc/passwd", "ABCD"}) {
        EXPECT_FALSE(blobs.contains(bad));
        EXPECT_EQ(refusal([&] { blobs.get(bad); }).code(), ErrorCode::NotFound);
    }
}

void takes_from_many_threads(BlobStore& blobs) {
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 20; ++i) {
                const std::string bytes = "page " + std::to_string(i);
                EXPECT_EQ(blobs.get(blobs.put(bytes)), bytes);
            }
        });
    for (std::thread& thread : threads)
        thread.join();
}

TEST(FileBlobs, StoresAndGives) {
    const Folder folder;
    FileBlobs blobs(folder.path());
    behaves_as_a_store(blobs);
}

TEST(FileBlobs, TakesFromManyThreads) {
    const Folder folder;
    FileBlobs blobs(folder.path());
    takes_from_many_threads(blobs);
    EXPECT_EQ(files_in(folder / "blobs"), 20);
    EXPECT_EQ(files_in(folder / "tmp"), 0);
}

TEST(FileBlobs, LieUnderTheirDigestReadOnly) {
    const Folder folder;
    FileBlobs blobs(folder.path());
    const BlobId id = blobs.put("abc");
    EXPECT_EQ(blobs.path(id), folder / ("blobs/ba/78/" + id));
    struct stat status;
    ASSERT_EQ(stat(blobs.path(id).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0444u);
    blobs.put("abc");
    EXPECT_EQ(files_in(folder.path()), 1);
}

TEST(FileBlobs, ARunAfterwardsFindsThem) {
    const Folder folder;
    const BlobId id = FileBlobs(folder.path()).put("kept");
    EXPECT_EQ(FileBlobs(folder.path()).get(id), "kept");
}

TEST(FileBlobs, ADamagedFileIsWrittenAnew) {
    const Folder folder;
    FileBlobs blobs(folder.path());
    const BlobId id = blobs.put("whole content");
    std::filesystem::remove(blobs.path(id));
    std::ofstream(blobs.path(id)) << "who";
    blobs.put("whole content");
    EXPECT_EQ(blobs.get(id), "whole content");
}

TEST(FileBlobs, AdoptMovesAnUploadIn) {
    const Folder folder;
    FileBlobs blobs(folder.path());
    for (int twice = 0; twice < 2; ++twice) {
        const std::string upload = blobs.temporary_path();
        std::ofstream(upload) << "uploaded";
        blobs.adopt(upload, sha256("uploaded"));
        EXPECT_FALSE(std::filesystem::exists(upload));
        EXPECT_EQ(blobs.get(sha256("uploaded")), "uploaded");
    }
    EXPECT_NE(blobs.temporary_path(), blobs.temporary_path());
    EXPECT_EQ(refusal([&] { blobs.adopt(folder / "absent", sha256("x")); }).code(),
              ErrorCode::NotFound);
    EXPECT_EQ(refusal([&] { blobs.adopt(folder / "absent", "no digest"); }).code(),
              ErrorCode::Internal);
}

TEST(FileBlobs, RemoveMayBeRepeated) {
    const Folder folder;
    FileBlobs blobs(folder.path());
    const BlobId id = blobs.put("derived");
    blobs.remove(id);
    EXPECT_FALSE(blobs.contains(id));
    EXPECT_NO_THROW(blobs.remove(id));
}

TEST(FileBlobs, SweepsWhatTheDeadLeftAndNothingElse) {
    const Folder folder;
    const pid_t child = fork();
    if (child == 0) {
        FileBlobs blobs(folder.path());
        std::ofstream(blobs.temporary_path()) << "half an upload" << std::flush;
        kill(getpid(), SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    ASSERT_EQ(files_in(folder / "tmp"), 1);

    FileBlobs service(folder.path());
    EXPECT_EQ(files_in(folder / "tmp"), 0);
    const std::string upload = service.temporary_path();
    std::ofstream(upload) << "under way";
    { FileBlobs command_line(folder.path()); }
    EXPECT_TRUE(std::filesystem::exists(upload));
}

TEST(FileBlobs, AnUnusableFolderIsUnavailable) {
    const Folder folder;
    std::ofstream(folder / "file") << "x";
    EXPECT_EQ(refusal([&] { FileBlobs blobs(folder / "file"); }).code(), ErrorCode::Unavailable);
}

TEST(TransientBlobs, StoresAndGives) {
    TransientBlobs blobs;
    behaves_as_a_store(blobs);
}

TEST(TransientBlobs, TakesFromManyThreads) {
    TransientBlobs blobs;
    takes_from_many_threads(blobs);
}

TEST(TransientBlobs, LeaveNoNameBehind) {
    const Folder folder;
    const char* before = std::getenv("TMPDIR");
    const std::string kept = before == nullptr ? "" : before;
    setenv("TMPDIR", folder.path().c_str(), 1);
    {
        TransientBlobs blobs;
        const Descriptor open(blobs.open(blobs.put("secret")));
        EXPECT_EQ(read_descriptor(open.number()), "secret");
        EXPECT_EQ(files_in(folder.path()), 0);
    }
    if (before == nullptr)
        unsetenv("TMPDIR");
    else
        setenv("TMPDIR", kept.c_str(), 1);
}

TEST(TransientBlobs, ReadThroughToTheStoreBelowButNeverWriteThere) {
    const Folder folder;
    FileBlobs below(folder.path());
    const BlobId original = below.put("original");
    TransientBlobs blobs(&below);
    EXPECT_TRUE(blobs.contains(original));
    EXPECT_EQ(blobs.get(original), "original");
    EXPECT_EQ(blobs.size(original), 8u);
    EXPECT_EQ(read_descriptor(Descriptor(blobs.open(original)).number()), "original");
    const BlobId derived = blobs.put("derived");
    EXPECT_EQ(blobs.get(derived), "derived");
    EXPECT_FALSE(below.contains(derived));
    EXPECT_EQ(files_in(folder / "blobs"), 1);
}

}  // namespace
}  // namespace vanthu::store
