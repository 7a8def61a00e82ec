// An office copied elsewhere, and put back.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/digest.h"
#include "store/backup.h"
#include "store/blobs.h"
#include "store/migrate.h"
#include "tests/store/folder.h"
#include "tests/store/refusal.h"

namespace vanthu::store {
namespace {

namespace fs = std::filesystem;

class BackupTest : public ::testing::Test {
protected:
    BackupTest() : database_(open_sqlite(office_ / "office.db")), blobs_(office_.path()) {
        database_->write(
            [](Transaction& tx) { tx.execute_script("create table paper (id text primary key)"); });
    }

    BlobId take(const std::string& bytes) {
        const BlobId id = blobs_.put(bytes);
        database_->write(
            [&](Transaction& tx) { tx.execute("insert into paper values ($1)", {id}); });
        return id;
    }

    Backup back_up() { return write_backup(*database_, office_.path(), copy_ / "nightly"); }

    std::string in_copy(const BlobId& id) {
        return copy_ / "nightly/blobs/" + id.substr(0, 2) + "/" + id.substr(2, 2) + "/" + id;
    }

    std::int64_t papers(const std::string& folder) {
        std::int64_t count = 0;
        open_sqlite(folder + "/office.db")->read([&](Transaction& tx) {
            count = tx.query_one("select count(*) as n from paper")->integer("n");
        });
        return count;
    }

    Folder office_, copy_, other_;
    std::unique_ptr<Database> database_;
    FileBlobs blobs_;
};

void alter(const std::string& path) {
    fs::permissions(path, fs::perms::owner_all);
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.put('!');
}

TEST_F(BackupTest, WhatIsPutBackIsWhatWasThere) {
    const BlobId first = take("công văn"), second = take(std::string(3'000'000, 'x'));
    EXPECT_EQ(back_up().files, 2);
    take("after the backup");
    const Backup back = restore_backup(copy_ / "nightly", other_.path());
    EXPECT_EQ(back.files, 2);
    EXPECT_EQ(papers(other_.path()), 2);
    const FileBlobs restored(other_.path());
    EXPECT_EQ(restored.get(first), "công văn");
    EXPECT_EQ(restored.size(second), 3'000'000u);
    EXPECT_FALSE(fs::exists(other_ / "office.db.restored"));
}

TEST_F(BackupTest, TheSecondTimeOnlyNewFilesAreCopied) {
    take("one");
    EXPECT_EQ(back_up().copied, 1);
    take("two");
    const Backup again = back_up();
    EXPECT_EQ(again.files, 2);
    EXPECT_EQ(again.copied, 1);
    EXPECT_EQ(verify_backup(copy_ / "nightly").files, 2);
    std::size_t databases = 0;
    for (const auto& entry : fs::directory_iterator(copy_ / "nightly"))
        databases += entry.path().extension() == ".db" ? 1 : 0;
    EXPECT_EQ(databases, 1u) << "the older copy goes once the newer one is whole";
}

TEST_F(BackupTest, WhatTheOfficeMustForgetLeavesTheBackupToo) {
    take("stays");
    const BlobId secret = blobs_.put("page of a paper now found to be secret");
    back_up();
    ASSERT_TRUE(fs::exists(in_copy(secret)));
    blobs_.remove(secret);
    EXPECT_EQ(back_up().files, 1);
    EXPECT_FALSE(fs::exists(in_copy(secret)));
}

TEST_F(BackupTest, ABackupCutShortLeavesTheOneBefore) {
    take("one");
    back_up();
    // As a process killed before the manifest leaves it: newer rows, a newer file, half a file.
    database_->copy_to(copy_ / "nightly/office-newer.db");
    std::ofstream(copy_ / "nightly/blobs/half.partial") << "half";
    EXPECT_EQ(verify_backup(copy_ / "nightly").files, 1);
    take("two");
    EXPECT_EQ(back_up().files, 2);
    EXPECT_FALSE(fs::exists(copy_ / "nightly/office-newer.db"));
}

TEST_F(BackupTest, AlteredAndMissingFilesAreNamedBeforeAnythingIsRestored) {
    const BlobId id = take("one");
    back_up();
    alter(in_copy(id));
    const Error altered = refusal([&] { restore_backup(copy_ / "nightly", other_.path()); });
    EXPECT_EQ(altered.code(), ErrorCode::BadInput);
    EXPECT_TRUE(mentions(altered, id)) << altered.what();
    EXPECT_FALSE(fs::exists(other_ / "office.db"));
    fs::remove(in_copy(id));
    EXPECT_TRUE(mentions(refusal([&] { verify_backup(copy_ / "nightly"); }), "missing"));
}

TEST_F(BackupTest, AManifestCannotLeadOutOfItsFolder) {
    take("one");
    back_up();
    std::ofstream(copy_ / "nightly/manifest-sha256.txt", std::ios::app)
        << std::string(64, 'a') << "  ../../etc/passwd\n";
    EXPECT_EQ(refusal([&] { restore_backup(copy_ / "nightly", other_.path()); }).code(),
              ErrorCode::BadInput);
}

TEST_F(BackupTest, DamagedFilesOfTheOfficeAreLeftOutAndNamed) {
    const BlobId good = take("good"), bad = take("bad!");
    alter(blobs_.path(bad));
    const Backup backup = back_up();
    ASSERT_EQ(backup.damaged, std::vector<std::string>{blobs_.path(bad)});
    EXPECT_EQ(backup.files, 1);
    EXPECT_TRUE(fs::exists(in_copy(good)));
    EXPECT_FALSE(fs::exists(in_copy(bad)));
}

TEST_F(BackupTest, NothingIsOverwritten) {
    take("one");
    back_up();
    EXPECT_EQ(refusal([&] { restore_backup(copy_ / "nightly", office_.path()); }).code(),
              ErrorCode::Conflict);
    std::ofstream(other_ / "thesis.docx") << "somebody's";
    EXPECT_TRUE(mentions(refusal([&] { write_backup(*database_, office_.path(), other_.path()); }),
                         "thesis.docx"));
    EXPECT_EQ(refusal([&] { write_backup(*database_, office_.path(), office_ / "backup"); }).code(),
              ErrorCode::BadInput);
    EXPECT_EQ(refusal([&] { verify_backup(other_.path()); }).code(), ErrorCode::NotFound);
}

}  // namespace
}  // namespace vanthu::store
