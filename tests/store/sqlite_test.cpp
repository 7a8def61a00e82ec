// What only SQLite has: a file, its settings, its words.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "store/sql.h"
#include "tests/store/folder.h"
#include "tests/store/refusal.h"

namespace vanthu::store {
namespace {

class Sqlite : public testing::Test {
protected:
    Sqlite() : database_(open_sqlite(folder_ / "office.db")) {
        database_->write([](Transaction& t) {
            t.execute_script(
                "create table book (id text primary key, last bigint not null check (last >= 0));"
                "create table entry (book text not null references book (id));");
            t.execute("insert into book (id, last) values ($1, $2)", {"incoming", 0});
        });
    }

    static std::int64_t last(Database& database) {
        std::int64_t value = -1;
        database.read(
            [&](Transaction& t) { value = t.query_one("select last from book")->integer("last"); });
        return value;
    }

    Folder folder_;
    std::unique_ptr<Database> database_;
};

TEST_F(Sqlite, RefusalsSayWhatWasWrong) {
    const auto refused = [&](const std::string& sql, const Transaction::Parameters& values = {}) {
        return std::string(refusal([&] {
                               database_->write([&](Transaction& t) { t.query(sql, values); });
                           }).what());
    };
    EXPECT_EQ(refused("insert into book (id, last) values ('incoming', 1)"),
              "UNIQUE constraint failed: book.id");
    EXPECT_EQ(refused("update book set last = -1"), "CHECK constraint failed: last >= 0");
    EXPECT_EQ(refused("update book set last = null"), "NOT NULL constraint failed: book.last");
    EXPECT_EQ(refused("insert into entry (book) values ('absent')"),
              "FOREIGN KEY constraint failed");
    EXPECT_NE(refused("select ?", {"x"}).find("not of the form $1"), std::string::npos);
    EXPECT_NE(refused("select $name", {"x"}).find("not of the form $1"), std::string::npos);
    EXPECT_NE(refused("select absent from book").find("no such column: absent in: select absent"),
              std::string::npos);
}

TEST_F(Sqlite, TextsMayHoldZeroBytes) {
    const std::string bytes("a\0\xc3\xa9", 4);
    database_->write([&](Transaction& t) {
        EXPECT_EQ(t.query_one("select $1 as bytes", {bytes})->text("bytes"), bytes);
    });
}

TEST_F(Sqlite, OpeningTheSameNewFileAtOnceWorks) {
    const std::string path = folder_ / "new.db";
    std::atomic<int> opened = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            const auto database = open_sqlite(path);
            database->write(
                [](Transaction& t) { t.execute("create table if not exists a (b text)"); });
            ++opened;
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(opened, 8);
}

TEST_F(Sqlite, SettingsAreThoseThatKeepData) {
    const auto setting = [&](const std::string& pragma, const std::string& column) {
        std::int64_t value = -1;
        database_->write([&](Transaction& t) { value = t.query_one(pragma)->integer(column); });
        return value;
    };
    EXPECT_EQ(setting("pragma synchronous", "synchronous"), 1) << "and disk_test.cpp";
    EXPECT_EQ(setting("pragma foreign_keys", "foreign_keys"), 1);
    database_->read([](Transaction& t) {
        EXPECT_EQ(t.query_one("pragma journal_mode")->text("journal_mode"), "wal");
    });
}

TEST_F(Sqlite, CopyIsWholeAndReplacesAnOlderOne) {
    const std::string copy = folder_ / "copy.db";
    database_->copy_to(copy);
    database_->write([](Transaction& t) { t.execute("update book set last = 1"); });
    EXPECT_EQ(last(*open_sqlite(copy)), 0);
    database_->copy_to(copy);
    EXPECT_EQ(last(*open_sqlite(copy)), 1);
    EXPECT_FALSE(std::filesystem::exists(copy + ".partial"));
    EXPECT_EQ(refusal([&] { database_->copy_to(folder_ / "absent/copy.db"); }).code(),
              ErrorCode::Unavailable);
}

TEST(SqliteFiles, UnopenableFilesAreUnavailable) {
    const Folder folder;
    const Error error = refusal([&] { open_sqlite(folder / "absent/office.db"); });
    EXPECT_EQ(error.code(), ErrorCode::Unavailable) << error.what();
    EXPECT_TRUE(mentions(error, "absent/office.db")) << error.what();
}

}  // namespace
}  // namespace vanthu::store
