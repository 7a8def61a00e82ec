#include "records/books.h"

#include <fstream>
#include <set>
#include <thread>

#include "base/error.h"
#include "store/audit.h"
#include "tests/records/office_fixture.h"

namespace vanthu::records {
namespace {

using Books = OfficeFixture;

const std::vector<std::pair<std::string, std::string>> kPlan = {
    {"organ_name", "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN"},
    {"code", "79/KH-UBND"},
    {"code_number", "79"},
    {"code_notation", "KH-UBND"},
    {"issued_date", "2022-04-21"},
    {"type_name", "Kế hoạch"},
    {"subject", "Bồi dưỡng điển hình tiên tiến"},
    {"priority", "Khẩn"},
    {"signer_full_name", "Trần Quốc Văn"}};

TEST_F(Books, NumbersBeginAtOneAndFollowOneAnother) {
    EXPECT_EQ(register_in("incoming", receive()).number, 1);
    EXPECT_EQ(register_in("incoming", receive()).number, 2);
    EXPECT_EQ(register_in("outgoing", receive()).number, 1);
}

TEST_F(Books, TheIncomingBookPrintsTheTenColumnsOfTheDecree) {
    const RegisterEntry entry = register_in("incoming", receive(kPlan));
    const std::vector<std::string> expected = {
        "14/03/2026", "01",         "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN",
        "79/KH-UBND", "21/04/2022", "Kế hoạch Bồi dưỡng điển hình tiên tiến",
        "",           "",           "",
        "Khẩn"};
    EXPECT_EQ(entry.columns, expected);
}

TEST_F(Books, AnOutgoingPaperWithABlankNumberTakesTheNumberOfTheBook) {
    const RegisterEntry blank =
        register_in("outgoing", receive({{"code", "/KH-VPUBND"}, {"code_notation", "KH-VPUBND"}}));
    EXPECT_EQ(blank.columns.at(0), "01/KH-VPUBND");
    EXPECT_EQ(register_in("outgoing", receive(kPlan)).columns.at(0), "79/KH-UBND");
}

TEST_F(Books, TheSecondCallGivesTheFirstEntry) {
    const pipeline::Document document = receive();
    EXPECT_EQ(register_in("incoming", document).number, 1);
    EXPECT_EQ(register_in("incoming", document, kMorning + 1).registered_at, kMorning);
    EXPECT_EQ(register_in("incoming", receive()).number, 2);
}

TEST_F(Books, RollbackGivesTheNumberBack) {
    const pipeline::Document document = receive();
    EXPECT_THROW(write([&](store::Transaction& tx) {
                     register_document(tx, "incoming", document, "lan", kMorning);
                     throw Error(ErrorCode::Unavailable, "power cut");
                 }),
                 Error);
    EXPECT_EQ(register_in("incoming", document).number, 1);
}

TEST_F(Books, TheYearIsThatOfTheOffice) {
    constexpr Instant kNewYearInHanoi = 1'798'736'400'000'000;  // 2026-12-31T17:00:00Z
    EXPECT_EQ(register_in("incoming", receive(), kNewYearInHanoi - 1).year, 2026);
    const RegisterEntry first = register_in("incoming", receive(), kNewYearInHanoi);
    EXPECT_EQ(first.year, 2027);
    EXPECT_EQ(first.number, 1);
    read([](store::Transaction& tx) {
        EXPECT_EQ(years(tx, "incoming"), (std::vector<int>{2027, 2026}));
    });
}

TEST_F(Books, SixteenClerksAtOnceLeaveNoGapAndNoDouble) {
    constexpr int kClerks = 16, kEach = 6;
    std::vector<pipeline::Document> documents;
    for (int i = 0; i < kClerks * kEach; ++i)
        documents.push_back(receive());
    {
        std::vector<std::jthread> clerks;
        for (int clerk = 0; clerk < kClerks; ++clerk)
            clerks.emplace_back([&, clerk] {
                for (int i = 0; i < kEach; ++i)
                    register_in("incoming", documents[static_cast<std::size_t>(clerk * kEach + i)]);
            });
    }
    std::set<std::int64_t> numbers;
    read([&](store::Transaction& tx) {
        for (const RegisterEntry& entry :
             entries(tx, {.book = "incoming", .year = 2026, .limit = 1000}))
            numbers.insert(entry.number);
        EXPECT_TRUE(store::verify_audit(tx).intact);
    });
    EXPECT_EQ(numbers.size(), kClerks * kEach);
    EXPECT_EQ(*numbers.begin(), 1);
    EXPECT_EQ(*numbers.rbegin(), kClerks * kEach);
}

TEST_F(Books, FilingTakesTheCorrectedFields) {
    pipeline::Document document = receive(kPlan);
    register_in("incoming", document);
    pipeline::find_field(document, "subject")->value->normal = "Nhân điển hình tiên tiến";
    RegisterEntry filed;
    write([&](store::Transaction& tx) {
        filed = file_document(tx, "incoming", document, "lan", kMorning + 5);
    });
    EXPECT_EQ(filed.columns.at(5), "Kế hoạch Nhân điển hình tiên tiến");
    EXPECT_EQ(filed.number, 1);
    pipeline::find_field(document, "subject")->value->normal = "Muộn rồi";
    write([&](store::Transaction& tx) {
        filed = file_document(tx, "incoming", document, "hoa", kMorning + 9);
    });
    EXPECT_EQ(filed.filed_at, kMorning + 5);
    EXPECT_EQ(filed.columns.at(5), "Kế hoạch Nhân điển hình tiên tiến");
}

TEST_F(Books, FilingBeforeRegisteringIsRefused) {
    const pipeline::Document document = receive();
    try {
        write([&](store::Transaction& tx) {
            file_document(tx, "incoming", document, "lan", kMorning);
        });
        FAIL() << "filed without a number";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Conflict);
    }
}

TEST_F(Books, AVoidKeepsTheNumberAndSaysWhy) {
    const pipeline::Document document = receive(kPlan);
    register_in("incoming", document);
    write([](store::Transaction& tx) {
        void_entry(tx, "incoming", 2026, 1, "vào sổ nhầm", "lan", kMorning + 1);
    });
    EXPECT_EQ(register_in("incoming", document).number, 2);
    read([&](store::Transaction& tx) {
        const auto all = entries(tx, {.book = "incoming", .year = 2026});
        ASSERT_EQ(all.size(), 2u);
        EXPECT_EQ(all[1].void_reason, "vào sổ nhầm");
        EXPECT_EQ(entry_of(tx, document.id)->number, 2);
    });
}

TEST_F(Books, AVoidNeedsAReasonAndHappensOnce) {
    register_in("incoming", receive());
    const auto code_of = [&](std::int64_t number, const std::string& reason) {
        try {
            write([&](store::Transaction& tx) {
                void_entry(tx, "incoming", 2026, number, reason, "lan", kMorning);
            });
        } catch (const Error& error) {
            return name(error.code());
        }
        return std::string_view("done");
    };
    EXPECT_EQ(code_of(1, "  "), "bad_input");
    EXPECT_EQ(code_of(7, "nhầm"), "not_found");
    EXPECT_EQ(code_of(1, "nhầm"), "done");
    EXPECT_EQ(code_of(1, "nhầm"), "conflict");
}

TEST_F(Books, ANumberCannotBeDeletedOrChanged) {
    register_in("incoming", receive());
    EXPECT_THROW(write([](store::Transaction& tx) { tx.execute("delete from register_entry"); }),
                 Error);
    EXPECT_THROW(
        write([](store::Transaction& tx) { tx.execute("update register_entry set number = 9"); }),
        Error);
}

TEST_F(Books, AQuarantinedPaperGetsNoNumber) {
    pipeline::Document document = receive();
    document.state = pipeline::DocumentState::Quarantined;
    EXPECT_THROW(register_in("incoming", document), Error);
    EXPECT_EQ(register_in("incoming", receive()).number, 1);
}

TEST_F(Books, RegisteringIsAuditedUnderTheDocument) {
    const pipeline::Document document = receive();
    register_in("incoming", document);
    read([&](store::Transaction& tx) {
        const auto events = store::audit_of(tx, document.id);
        ASSERT_FALSE(events.empty());
        EXPECT_EQ(events.back().action, "entry.registered");
        EXPECT_EQ(events.back().actor, "lan");
        EXPECT_NE(events.back().detail.find("\"number\":1"), std::string::npos);
    });
}

TEST_F(Books, PagesOfEntriesComeNewestFirst) {
    for (int i = 0; i < 5; ++i)
        register_in("incoming", receive());
    read([](store::Transaction& tx) {
        const auto first = entries(tx, {.book = "incoming", .year = 2026, .limit = 2});
        ASSERT_EQ(first.size(), 2u);
        EXPECT_EQ(first[0].number, 5);
        const auto next =
            entries(tx, {.book = "incoming", .year = 2026, .before = first[1].number, .limit = 10});
        ASSERT_EQ(next.size(), 3u);
        EXPECT_EQ(next[0].number, 3);
    });
}

TEST_F(Books, AnUnknownBookIsNamedWithTheOneThatWasMeant) {
    try {
        register_in("incomming", receive());
        FAIL() << "registered in no book";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::NotFound);
        EXPECT_NE(std::string(error.what()).find("did you mean \"incoming\""), std::string::npos)
            << error.what();
    }
}

TEST_F(Books, ABookWithEntriesKeepsItsColumns) {
    const auto shorten = [&] {
        write([](store::Transaction& tx) {
            std::vector<Book> all = books(tx);
            for (Book& book : all)
                book.columns.pop_back();
            save_books(tx, all);
        });
    };
    EXPECT_NO_THROW(shorten());
    register_in("incoming", receive());
    EXPECT_THROW(shorten(), Error);
}

TEST_F(Books, AnUnknownFieldInTheConfigurationIsNamedByLine) {
    const auto path = folder_ / "books.xml";
    std::ofstream(path) << "<books><book id=\"b\" title=\"B\">\n<column id=\"c\" title=\"C\" "
                           "source=\"subjekt\"/></book></books>";
    try {
        read_books(path.string(), VANTHU_SOURCE_DIR "/config/schema/books.rng");
        FAIL() << "an unknown field was taken";
    } catch (const Error& error) {
        const std::string message = error.what();
        EXPECT_NE(message.find("books.xml:2: "), std::string::npos) << message;
        EXPECT_NE(message.find("did you mean \"subject\""), std::string::npos) << message;
    }
}

}  // namespace
}  // namespace vanthu::records
