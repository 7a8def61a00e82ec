// Rules of books: series, terms, copies, late entries, closed years, secrets; and what the database
// holds by itself.
#include <fstream>

#include "base/error.h"
#include "records/books.h"
#include "store/audit.h"
#include "tests/records/office_fixture.h"

namespace vanthu::records {
namespace {

constexpr Instant kDay = 24LL * 3600 * 1'000'000;

class BookRules : public OfficeFixture {
protected:
    // The shipped books with some of an office's own behind them.
    void add_books(const std::string& xml) {
        const auto path = folder_ / "books.xml";
        std::ofstream(path) << "<books>" << kOutgoing << xml << "</books>";
        write([&](store::Transaction& tx) {
            save_books(tx, read_books(path.string(), VANTHU_SOURCE_DIR "/config/schema/books.rng"));
        });
    }

    RegisterEntry enter(const std::string& book, const pipeline::Document& document,
                        const EntryFacts& facts, Instant at = kMorning) {
        RegisterEntry entry;
        write([&](store::Transaction& tx) {
            entry = register_document(tx, book, document, "lan", at, facts);
        });
        return entry;
    }

    ErrorCode code_of(const std::function<void(store::Transaction&)>& work) {
        try {
            write(work);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::Internal;  // none of those that are asked for
    }

    static pipeline::Document receive_in(store::Transaction& tx) {
        pipeline::NewDocument fresh;
        fresh.source = "scan.tif";
        fresh.original = sha256(new_id());
        return pipeline::load_document(tx, pipeline::receive_document(tx, fresh, kMorning));
    }

    static constexpr const char* kOutgoing =
        "<book id=\"out\" title=\"ĐI\"><column id=\"number\" title=\"Số\" "
        "source=\"number\"/></book>";
};

TEST_F(BookRules, ASeriesTakesThePapersOfItsTypes) {
    add_books(
        "<book id=\"out_decisions\" title=\"QUYẾT ĐỊNH\" of=\"out\" types=\"Quyết định; Nghị "
        "quyết\"/>");
    const auto decision = receive({{"type_name", "QUYẾT ĐỊNH"}});
    EXPECT_EQ(register_in("out", decision).book, "out_decisions");
    EXPECT_EQ(register_in("out", receive({{"type_name", "Công văn"}})).book, "out");
    EXPECT_EQ(register_in("out", receive({{"type_name", "Nghị quyết"}})).number, 2);
    pipeline::Document corrected = decision;
    pipeline::find_field(corrected, "type_name")->value->normal = "Công văn";
    EXPECT_EQ(register_in("out", corrected).number, 1);  // it has its number already
    RegisterEntry filed;
    write([&](store::Transaction& tx) {
        filed = file_document(tx, "out", corrected, "lan", kMorning);
    });
    EXPECT_EQ(filed.book, "out_decisions");
}

TEST_F(BookRules, APartyBookNumbersThroughItsTerm) {
    add_books(
        "<book id=\"party\" title=\"VĂN BẢN ĐẢNG\"><term begins=\"2020-10-20\"/><term "
        "begins=\"2026-06-01\"/><column id=\"n\" title=\"Số\" source=\"number\"/></book>");
    EXPECT_EQ(register_in("party", receive()).year, 2020);
    EXPECT_EQ(register_in("party", receive(), kMorning + 60 * kDay).number, 2);
    const RegisterEntry next = register_in("party", receive(), kMorning + 100 * kDay);
    EXPECT_EQ(next.year, 2026);
    EXPECT_EQ(next.number, 1);
}

TEST_F(BookRules, APaperIsCopiedSeveralTimes) {
    const auto document = receive({{"code", "79/KH-UBND"}});
    const RegisterEntry first =
        enter("copies", document, {.typed = {{"kind", "SY"}, {"copies", "5"}}});
    EXPECT_EQ(first.columns.at(2), "SY");
    EXPECT_EQ(first.columns.at(3), "79/KH-UBND");
    EXPECT_EQ(enter("copies", document, {.typed = {{"kind", "TrS"}}}).number, 2);
    EXPECT_EQ(
        code_of([&](store::Transaction& tx) {
            register_document(tx, "copies", document, "lan", kMorning, {.typed = {{"code", "1"}}});
        }),
        ErrorCode::BadInput);
}

TEST_F(BookRules, ALateEntryKeepsTheNextNumberAndSaysWhy) {
    register_in("incoming", receive());
    const RegisterEntry late =
        enter("incoming", receive(), {.dated_on = "2026-03-12", .reason = "văn thư nghỉ ốm"});
    EXPECT_EQ(late.number, 2);
    EXPECT_EQ(late.columns.at(0), "12/03/2026");
    const auto refused = [&](const EntryFacts& facts, const char* book = "incoming") {
        return code_of([&](store::Transaction& tx) {
            register_document(tx, book, receive_in(tx), "lan", kMorning, facts);
        });
    };
    EXPECT_EQ(refused({.dated_on = "2026-03-12"}), ErrorCode::BadInput) << "no reason";
    EXPECT_EQ(refused({.dated_on = "2026-03-10", .reason = "x"}), ErrorCode::BadInput)
        << "too late";
    EXPECT_EQ(refused({.dated_on = "2026-03-15", .reason = "x"}), ErrorCode::BadInput)
        << "tomorrow";
    EXPECT_EQ(refused({.dated_on = "2025-12-31", .reason = "x"}), ErrorCode::BadInput)
        << "last year";
    EXPECT_EQ(refused({.dated_on = "2026-03-13", .reason = "x"}, "outgoing"), ErrorCode::BadInput);
    EXPECT_EQ(register_in("incoming", receive()).number, 3);
}

TEST_F(BookRules, AClosedYearTakesNoMore) {
    const auto document = receive();
    register_in("incoming", document);
    EXPECT_EQ(
        code_of([](store::Transaction& tx) { close_year(tx, "incoming", 2026, "lan", kMorning); }),
        ErrorCode::Conflict)
        << "the year still runs";
    const Instant next_year = kMorning + 300 * kDay;
    write([&](store::Transaction& tx) { close_year(tx, "incoming", 2026, "lan", next_year); });
    EXPECT_EQ(code_of([&](store::Transaction& tx) {
                  close_year(tx, "incoming", 2026, "lan", next_year);
              }),
              ErrorCode::Conflict);
    EXPECT_EQ(code_of([&](store::Transaction& tx) {
                  register_document(tx, "incoming", receive_in(tx), "lan", kMorning);
              }),
              ErrorCode::Conflict);
    EXPECT_EQ(code_of([](store::Transaction& tx) {
                  void_entry(tx, "incoming", 2026, 1, "nhầm", "lan", kMorning);
              }),
              ErrorCode::Conflict);
    write(
        [&](store::Transaction& tx) { file_document(tx, "incoming", document, "lan", next_year); });
    EXPECT_EQ(register_in("incoming", receive(), next_year).year, 2027);
    read([](store::Transaction& tx) {
        const auto years = book_years(tx, "incoming");
        ASSERT_EQ(years.size(), 2u);
        EXPECT_FALSE(years[0].closed_at);
        EXPECT_EQ(years[1].closed_by, "lan");
        EXPECT_EQ(store::audit_of(tx, "incoming").back().action, "book.closed");
    });
}

TEST_F(BookRules, SecretsHaveABookOfTheirOwnThatSaysNothing) {
    pipeline::Document secret = receive({{"subject", "nội dung mật"}});
    secret.state = pipeline::DocumentState::Quarantined;
    EXPECT_THROW(register_in("incoming", secret), Error);
    const RegisterEntry entry = register_in("secret", secret);
    EXPECT_EQ(entry.number, 1);
    for (const std::string& text : entry.columns)
        EXPECT_EQ(text.find("mật"), std::string::npos);
    EXPECT_THROW(register_in("secret", receive()), Error);
    const auto path = folder_ / "telling.xml";
    std::ofstream(path)
        << "<books><book id=\"s\" title=\"S\" secret=\"yes\"><column id=\"c\" title=\"C\" "
           "source=\"subject\"/></book></books>";
    EXPECT_THROW(read_books(path.string(), VANTHU_SOURCE_DIR "/config/schema/books.rng"), Error);
}

TEST_F(BookRules, WhatIsKnownLaterIsFilledIn) {
    register_in("incoming", receive({{"subject", "Kế hoạch"}}));
    RegisterEntry entry;
    write([&](store::Transaction& tx) {
        entry = fill_entry(tx, "incoming", 2026, 1, {{"handed_over_on", " 16/03/2026 "}}, "hoa",
                           kMorning);
    });
    EXPECT_EQ(entry.columns.at(7), "16/03/2026");
    EXPECT_EQ(entry.columns.at(5), "Kế hoạch");
    write([&](store::Transaction& tx) {
        entry = fill_entry(tx, "incoming", 2026, 1, {{"handed_over_on", ""}}, "hoa", kMorning);
    });
    EXPECT_EQ(entry.columns.at(7), "");
    read([&](store::Transaction& tx) {
        EXPECT_EQ(store::audit_of(tx, entry.document).back().action, "entry.filled");
    });
}

TEST_F(BookRules, TheDatabaseItselfRefusesGapsAndReopening) {
    register_in("incoming", receive());
    const auto refused = [&](const std::string& sql) {
        return code_of([&](store::Transaction& tx) { tx.execute(sql); }) == ErrorCode::Conflict;
    };
    EXPECT_TRUE(refused("update book_counter set last_number = last_number + 2"));
    EXPECT_TRUE(refused("update book_counter set last_number = 0"));
    EXPECT_TRUE(refused("delete from book_counter"));
    EXPECT_TRUE(
        refused("insert into register_entry (book, year, number, document, registered_at, "
                "registered_by, printed) select book, year, 9, document, 0, 'x', '[]' from "
                "register_entry"));
    EXPECT_TRUE(refused("update register_entry set dated_on = '2026-01-01', late_reason = 'x'"));
    write([](store::Transaction& tx) {
        void_entry(tx, "incoming", 2026, 1, "nhầm", "lan", kMorning);
        tx.execute("update book_counter set closed_at = 1, closed_by = 'x'");
    });
    EXPECT_TRUE(refused(
        "update register_entry set voided_at = null, voided_by = null, void_reason = null"));
    EXPECT_TRUE(refused("update book_counter set closed_at = null, closed_by = null"));
    EXPECT_TRUE(refused("update book_counter set last_number = last_number + 1"));
}

}  // namespace
}  // namespace vanthu::records
