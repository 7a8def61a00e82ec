// An office made on SQLite, moved to PostgreSQL.
#include "store/transfer.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/id.h"
#include "pipeline/documents.h"
#include "records/books.h"
#include "records/search.h"
#include "store/audit.h"
#include "store/migrate.h"
#include "tests/conformance/test_database.h"
#include "tests/store/folder.h"
#include "tests/store/refusal.h"

namespace vanthu::store {
namespace {

constexpr Instant kMorning = 1'773'450'000'000'000;
constexpr int kPapers = 1200;  // more than two batches

class Transfer : public testing::Test {
protected:
    Transfer() : source_(open_sqlite(folder_ / "office.db")), target_(place_.open()) {
        migrate(*source_);
        migrate(*target_);
        source_->write([](Transaction& tx) {
            records::save_books(tx,
                                records::read_books(VANTHU_SOURCE_DIR "/config/books.xml",
                                                    VANTHU_SOURCE_DIR "/config/schema/books.rng"));
            for (int i = 0; i < kPapers; ++i)
                receive(tx, i);
        });
    }

    static void receive(Transaction& tx, int i) {
        pipeline::NewDocument fresh;
        fresh.source = "quét " + std::to_string(i) + ".tif";
        fresh.original = sha256(std::to_string(i));
        const auto id = pipeline::receive_document(tx, fresh, kMorning + i);
        pipeline::Document document = pipeline::load_document(tx, id);
        pipeline::Field field;
        field.id = "subject";
        field.value = pipeline::Value{"Kế hoạch " + std::to_string(i),
                                      "Kế hoạch " + std::to_string(i),
                                      0.1f * static_cast<float>(i % 7),
                                      {}};
        field.state = pipeline::FieldState::Extracted;
        document.fields.push_back(field);
        document.secrecy_decided = true;
        pipeline::save_findings(tx, document, "", kMorning + i);
        records::index_document(tx, document);
        if (i % 3 == 0) records::register_document(tx, "incoming", document, "lan", kMorning + i);
    }

    static std::int64_t count(Database& database, const std::string& table) {
        std::int64_t n = 0;
        database.read([&](Transaction& t) {
            n = t.query_one("select count(*) as n from " + table)->integer("n");
        });
        return n;
    }

    Folder folder_;
    TestDatabase place_;
    std::unique_ptr<Database> source_, target_;
};

void silent(const std::string&, std::int64_t) {}

TEST_F(Transfer, EverythingArrivesAsItWas) {
    copy_rows(*source_, *target_, silent);
    const auto tables = compare_rows(*source_, *target_);
    EXPECT_GT(tables.size(), 20u);
    EXPECT_EQ(count(*target_, "document"), kPapers);
    EXPECT_EQ(count(*target_, "register_entry"), kPapers / 3);
    target_->read([](Transaction& tx) {
        EXPECT_TRUE(verify_audit(tx).intact);
        EXPECT_EQ(records::search(tx, {.text = "ke hoach"}).total, records::kMostCounted);
        EXPECT_EQ(records::search(tx, {.text = "ke hoach", .limit = 200, .offset = kPapers - 100})
                      .hits.size(),
                  100u);
        EXPECT_EQ(records::search(tx, {.text = "\"kế hoạch 77\""}).total, 1);
    });
    // Life goes on: the next number is the next number.
    target_->write([](Transaction& tx) { receive(tx, kPapers + kPapers % 3); });
    target_->read([](Transaction& tx) {
        EXPECT_EQ(records::entries(tx, {"incoming", 2026, 0, 1}).front().number, kPapers / 3 + 1);
        EXPECT_TRUE(verify_audit(tx).intact);
    });
}

TEST_F(Transfer, GoesOnWhereItWasInterrupted) {
    struct Killed {};
    for (const char* table : {"audit_event", "document", "field", "register_entry"}) {
        const auto kill = [&](const std::string& at, std::int64_t) {
            if (at == table) throw Killed();
        };
        EXPECT_THROW(copy_rows(*source_, *target_, kill), Killed) << table;
        EXPECT_GT(count(*target_, table), 0) << table;
    }
    EXPECT_EQ(count(*target_, "search_text"), 0);
    copy_rows(*source_, *target_, silent);
    EXPECT_NO_THROW(compare_rows(*source_, *target_));
    copy_rows(*source_, *target_, silent);  // nothing is left to do
    EXPECT_NO_THROW(compare_rows(*source_, *target_));
}

TEST_F(Transfer, AnotherOfficesDatabaseIsNotTouched) {
    target_->write([](Transaction& t) { append_audit(t, 1, "lan", "document.received", "d"); });
    EXPECT_EQ(refusal([&] { copy_rows(*source_, *target_, silent); }).code(), ErrorCode::Conflict);
    EXPECT_EQ(count(*target_, "document"), 0);
}

TEST_F(Transfer, ADifferenceIsFound) {
    copy_rows(*source_, *target_, silent);
    target_->write([](Transaction& t) {
        t.execute(
            "update field set confidence = confidence + 0.000001 where document = "
            "(select min(document) from field)");
    });
    const Error error = refusal([&] { compare_rows(*source_, *target_); });
    EXPECT_EQ(error.code(), ErrorCode::Conflict);
    EXPECT_TRUE(mentions(error, "table field")) << error.what();
}

}  // namespace
}  // namespace vanthu::store
