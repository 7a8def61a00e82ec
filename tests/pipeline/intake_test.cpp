#include "pipeline/intake.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/error.h"
#include "tests/pipeline/office_fixture.h"

namespace vanthu::pipeline {
namespace {

class IntakeTest : public ::testing::Test, protected OfficeFixture {
protected:
    Intake intake() { return {*database, *blobs, clock, 1000}; }
};

TEST_F(IntakeTest, FileBecomesADocumentWithItsBytesUnaltered) {
    const auto path = write_file("in/Kế hoạch.pdf", "%PDF-1.4 ...");
    const Received received = take_in_file(intake(), {path, "incoming", "lan", "", ""});
    EXPECT_EQ(received.sha256, sha256("%PDF-1.4 ..."));
    EXPECT_EQ(blobs->get(received.sha256), "%PDF-1.4 ...");
    Document document;
    database->read([&](store::Transaction& tx) { document = load_document(tx, received.id); });
    EXPECT_EQ(document.source, "Kế hoạch.pdf");
}

TEST_F(IntakeTest, TooLargeFileIsRefusedWithTheLimitAndLeavesNothing) {
    const auto path = write_file("in/large.tif", std::string(1001, 'x'));
    try {
        take_in_file(intake(), {path, "incoming", "lan", "", ""});
        FAIL() << "a file over the limit was taken";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::LimitExceeded);
    }
    EXPECT_EQ(count("select count(*) as n from document"), 0);
}

TEST_F(IntakeTest, WatchedFolderTakesAFileOnceItHasStoppedGrowing) {
    WatchedFolder watched(intake(), folder + "/inbox", "incoming");
    write_file("inbox/scan.tif", "first half");
    EXPECT_EQ(watched.look(), 0);
    write_file("inbox/scan.tif", "first half and second half");
    EXPECT_EQ(watched.look(), 0);
    EXPECT_EQ(watched.look(), 1);
    EXPECT_EQ(watched.look(), 0);
    EXPECT_TRUE(std::filesystem::exists(folder + "/inbox/done/scan.tif"));
    EXPECT_FALSE(std::filesystem::exists(folder + "/inbox/scan.tif"));
    EXPECT_EQ(count("select count(*) as n from document"), 1);
}

TEST_F(IntakeTest, WatchedFileTakenBeforeACrashIsNotTakenTwice) {
    WatchedFolder before(intake(), folder + "/inbox", "incoming");
    const auto path = write_file("inbox/scan.tif", "bytes");
    before.look();
    before.look();
    // The crash came between the commit and the move: the same file, same time, is back in its
    // place.
    std::filesystem::rename(folder + "/inbox/done/scan.tif", path);
    WatchedFolder after(intake(), folder + "/inbox", "incoming");
    after.look();
    after.look();
    EXPECT_EQ(count("select count(*) as n from document"), 1);
    EXPECT_TRUE(std::filesystem::exists(folder + "/inbox/done/scan.tif"));
}

TEST_F(IntakeTest, RefusedFileOfAWatchedFolderLiesBesideAReason) {
    WatchedFolder watched(intake(), folder + "/inbox", "incoming");
    write_file("inbox/large.tif", std::string(1001, 'x'));
    watched.look();
    watched.look();
    EXPECT_TRUE(std::filesystem::exists(folder + "/inbox/refused/large.tif"));
    EXPECT_TRUE(std::filesystem::exists(folder + "/inbox/refused/large.tif.txt"));
}

}  // namespace
}  // namespace vanthu::pipeline
