// Dossiers: the yearly list, closing, transfer, and the package that leaves the system and comes
// back.
#include "records/dossiers.h"

#include <fstream>

#include "base/error.h"
#include "base/text.h"
#include "records/dossier_package.h"
#include "store/audit.h"
#include "tests/records/office_fixture.h"

namespace vanthu::records {
namespace {

const PrintedBy kBy{"Sở Nội vụ", "", "Lan", kMorning};
constexpr Instant kYear = 366LL * 24 * 3600 * 1'000'000;

class Dossiers : public OfficeFixture {
protected:
    Dossiers() : blobs_(made(folder_ / "data")) {}

    static std::string made(const std::filesystem::path& folder) {
        std::filesystem::create_directories(folder);
        return folder.string();
    }

    Dossier open(const std::string& title, const std::string& retention = "10 năm",
                 const std::string& heading = "TỔ CHỨC, CÁN BỘ") {
        Dossier dossier;
        dossier.title = title;
        dossier.heading = heading;
        dossier.retention_years = retention_of(retention);
        write(
            [&](store::Transaction& tx) { dossier = open_dossier(tx, dossier, "lan", kMorning); });
        return dossier;
    }

    // A stored paper with bytes of its own.
    std::string paper(const std::string& code, const std::string& day) {
        std::string id;
        received_ += 60'000'000;
        write([&](store::Transaction& tx) {
            pipeline::NewDocument fresh;
            fresh.source = "quét " + code.substr(0, code.find('/')) + ".tif";
            fresh.original = blobs_.put("bytes of " + code);
            id = pipeline::receive_document(tx, fresh, received_);
            pipeline::Document document = pipeline::load_document(tx, id);
            document.secrecy_decided = true;
            set_field(document, "code", code);
            set_field(document, "issued_date", day);
            set_field(document, "subject", "Bổ nhiệm & điều động <cán bộ>");
            pipeline::Field places;
            places.id = "to_places";
            places.list = {"Như trên", "Sở Nội vụ"};
            places.value = pipeline::Value{"", "Như trên; Sở Nội vụ", 1, {}};
            places.state = pipeline::FieldState::Extracted;
            document.fields.push_back(places);
            pipeline::save_findings(tx, document, "", received_);
        });
        return id;
    }

    void put(const Dossier& dossier, const std::string& document) {
        write([&](store::Transaction& tx) {
            add_document(tx, dossier.id, document, "lan", kMorning);
        });
    }

    Dossier close(const Dossier& dossier, Instant now = kMorning) {
        Dossier closed;
        write([&](store::Transaction& tx) {
            closed = close_dossier(tx, dossier.id, "", "lan", now);
        });
        return closed;
    }

    ErrorCode code_of(const std::function<void(store::Transaction&)>& work) {
        try {
            write(work);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::Internal;  // none of those that are asked for
    }

    std::string exported(const Dossier& dossier) {
        const std::string place = (folder_ / ("package-" + new_id())).string();
        read([&](store::Transaction& tx) {
            export_dossier(tx, blobs_, dossier.id, place, kBy,
                           [](const std::string& id) { return "%PDF of " + id; });
        });
        return place;
    }

    store::FileBlobs blobs_;
};

TEST_F(Dossiers, TheListNumbersWithinItsHeading) {
    EXPECT_EQ(open("Hồ sơ bổ nhiệm").notation, "01.TCCB");
    EXPECT_EQ(open("Hồ sơ điều động", "Vĩnh viễn").notation, "02.TCCB");
    EXPECT_EQ(open("Thi đua quý I", "5", "THI ĐUA KHEN THƯỞNG").notation, "01.TDKT");
    EXPECT_THROW(open("Hồ sơ", "lâu dài"), Error);
    EXPECT_THROW(open(" "), Error);
    read([](store::Transaction& tx) {
        const PrintedList list = yearly_list(tx, 2026);
        EXPECT_NE(list.before.at(0).find("3 hồ sơ, bao gồm: 1 hồ sơ bảo quản vĩnh viễn; 2 hồ sơ"),
                  std::string::npos);
        ASSERT_EQ(list.rows.size(), 5u);  // two headings
        EXPECT_EQ(list.rows.at(1).at(0), "01.TDKT");
        EXPECT_EQ(find_dossier(tx, "02.TCCB/2026").title, "Hồ sơ điều động");
        EXPECT_THROW(find_dossier(tx, "09.TCCB/2026"), Error);
    });
}

TEST_F(Dossiers, APaperLiesInSeveralWithoutBeingCopied) {
    const Dossier a = open("A"), b = open("B");
    const std::string id = paper("1/QĐ-UBND", "2026-01-05");
    put(a, id);
    put(a, id);  // nothing changes
    put(b, id);
    read([&](store::Transaction& tx) {
        EXPECT_EQ(dossiers(tx, {.document = id}).size(), 2u);
        EXPECT_EQ(papers_of(tx, a.id).size(), 1u);
        EXPECT_EQ(tx.query_one("select count(*) as n from document")->integer("n"), 1);
    });
    write([&](store::Transaction& tx) { remove_document(tx, b.id, id, "lan", kMorning); });
    read([&](store::Transaction& tx) { EXPECT_EQ(dossiers(tx, {.document = id}).size(), 1u); });
}

TEST_F(Dossiers, AClosedOneStaysAsItIs) {
    const Dossier dossier = open("A");
    EXPECT_EQ(code_of([&](store::Transaction& tx) {
                  close_dossier(tx, dossier.id, "", "lan", kMorning);
              }),
              ErrorCode::Conflict)
        << "it is empty";
    const std::string id = paper("1/QĐ-UBND", "2026-01-05");
    put(dossier, id);
    EXPECT_EQ(code_of([&](store::Transaction& tx) {
                  close_dossier(tx, dossier.id, "2026-03-20", "lan", kMorning);
              }),
              ErrorCode::BadInput)
        << "in the future";
    const Dossier closed = close(dossier);
    EXPECT_EQ(closed.ended_on, "2026-03-14");
    EXPECT_EQ(kept_until(closed), 2036);
    EXPECT_EQ(transfer_due(closed), "2027-03-14");
    EXPECT_EQ(
        code_of([&](store::Transaction& tx) { add_document(tx, dossier.id, id, "lan", kMorning); }),
        ErrorCode::Conflict);
    for (const char* sql : {"delete from dossier_document", "delete from dossier",
                            "update dossier set state = 'open', ended_on = null"})
        EXPECT_EQ(code_of([&](store::Transaction& tx) { tx.execute(sql); }), ErrorCode::Conflict)
            << sql;
}

TEST_F(Dossiers, WhatIsDueForTransferIsNoticedThirtyDaysBefore) {
    const Dossier soon = open("Hồ sơ", "Vĩnh viễn"), short_kept = open("Tạm", "2 năm"),
                  still_open = open("Mở");
    for (const Dossier& dossier : {soon, short_kept, still_open})
        put(dossier, paper("1/QĐ-UBND", "2026-01-05"));
    close(soon);
    close(short_kept);
    const auto due_on = [&](Date day) {
        std::vector<Dossier> due;
        read([&](store::Transaction& tx) { due = due_for_transfer(tx, day); });
        return due;
    };
    EXPECT_TRUE(due_on({2027, 2, 11}).empty());
    ASSERT_EQ(due_on({2027, 2, 12}).size(), 1u);
    EXPECT_EQ(due_on({2028, 1, 1})[0].id, soon.id);
}

TEST_F(Dossiers, ATransferHandsClosedDossiersOverOnce) {
    const Dossier a = open("A"), b = open("B");
    put(a, paper("1/QĐ-UBND", "2026-01-05"));
    put(b, paper("2/QĐ-UBND", "2026-01-06"));
    close(a);
    const auto draft = [&](const std::vector<std::string>& ids) {
        Transfer transfer;
        write([&](store::Transaction& tx) {
            transfer = draft_transfer(tx, "Phòng Nội vụ", "Lưu trữ hiện hành", ids, "tốt", "lan",
                                      kMorning);
        });
        return transfer;
    };
    EXPECT_THROW(draft({a.id, b.id}), Error) << "b is open";
    const Transfer transfer = draft({a.id});
    EXPECT_THROW(draft({a.id}), Error) << "on a list already";
    Transfer done;
    write([&](store::Transaction& tx) {
        done = hand_over(tx, transfer.id, "Bà Hoa", "lan", kMorning);
    });
    EXPECT_EQ(done.dossiers.at(0).state, "transferred");
    EXPECT_THROW(
        write([&](store::Transaction& tx) { hand_over(tx, transfer.id, "x", "lan", kMorning); }),
        Error);
    const PrintedList minutes = transfer_minutes(done);
    EXPECT_NE(join(minutes.before, "\n").find("Đại diện: Bà Hoa"), std::string::npos);
    EXPECT_NE(join(minutes.before, "\n").find("Ngày giao nhận: 14/03/2026"), std::string::npos);
    EXPECT_EQ(transfer_list(done).rows.at(0).at(4), "10 năm");
    read([&](store::Transaction& tx) {
        EXPECT_TRUE(due_for_transfer(tx, {2030, 1, 1}).empty());
        EXPECT_EQ(store::audit_of(tx, a.id).back().action, "dossier.transferred");
    });
    const std::string path = (folder_ / "minutes.pdf").string();
    print_list(minutes, kBy, path);
    EXPECT_GT(std::filesystem::file_size(path), 1000u);
}

TEST_F(Dossiers, APackageComesBackAsItLeft) {
    const Dossier dossier = open("Hồ sơ <bổ nhiệm> & điều động");
    put(dossier, paper("2/QĐ-UBND", "2026-02-05"));
    put(dossier, paper("1/QĐ-UBND", "2026-01-05"));
    const std::string place = exported(close(dossier));
    const DossierPackage package = verify_package(place);
    EXPECT_EQ(package.dossier.title, dossier.title);
    ASSERT_EQ(package.papers.size(), 2u);
    EXPECT_EQ(package.papers[0].source, "quét 1.tif") << "by their days";
    EXPECT_TRUE(std::filesystem::exists(place + "/pdf/0001.pdf"));
    EXPECT_TRUE(std::filesystem::exists(place + "/contents.pdf"));

    // Another office takes it in.
    store::TestDatabase other_place{store::TestDatabase::Start::Office};
    const auto other = other_place.open();
    store::migrate(*other);
    store::FileBlobs other_blobs(made(folder_ / "other"));
    Dossier imported;
    other->write([&](store::Transaction& tx) {
        save_books(tx, read_books(VANTHU_SOURCE_DIR "/config/books.xml",
                                  VANTHU_SOURCE_DIR "/config/schema/books.rng"));
        imported = import_package(tx, other_blobs, place, "hoa", kMorning + kYear);
    });
    EXPECT_EQ(imported.notation, dossier.notation);
    EXPECT_EQ(imported.year, dossier.year);
    EXPECT_EQ(imported.ended_on, "2026-03-14");
    EXPECT_EQ(imported.retention_years, 10);
    EXPECT_EQ(imported.state, "closed");
    other->read([&](store::Transaction& tx) {
        const auto papers = papers_of(tx, imported.id);
        ASSERT_EQ(papers.size(), 2u);
        EXPECT_EQ(papers[0].code, "1/QĐ-UBND");
        EXPECT_EQ(papers[0].subject, "Bổ nhiệm & điều động <cán bộ>");
        EXPECT_EQ(other_blobs.get(papers[1].original), "bytes of 2/QĐ-UBND");
        const auto document = pipeline::load_document(tx, papers[0].document);
        EXPECT_EQ(pipeline::find_field(document, "to_places")->list,
                  (std::vector<std::string>{"Như trên", "Sở Nội vụ"}));
        EXPECT_EQ(document.state, pipeline::DocumentState::Filed);
        EXPECT_EQ(search(tx, {.text = "bo nhiem"}).total, 2);
        EXPECT_EQ(tx.query_one("select count(*) as n from job where state = 'ready'")->integer("n"),
                  0);
    });
}

TEST_F(Dossiers, AnAlteredPackageIsRefused) {
    const Dossier dossier = open("A");
    put(dossier, paper("1/QĐ-UBND", "2026-01-05"));
    const auto refused = [&](const std::function<void(const std::string&)>& spoil) {
        const std::string place = exported(dossier);
        spoil(place);
        try {
            verify_package(place);
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string("taken");
    };
    EXPECT_EQ(refused([](const std::string&) {}), "taken");
    EXPECT_NE(refused([](const std::string& p) {
                  std::ofstream(p + "/files/0001.tif", std::ios::app) << "x";
              }).find("was altered"),
              std::string::npos);
    EXPECT_NE(refused([](const std::string& p) {
                  std::filesystem::remove(p + "/pdf/0001.pdf");
              }).find("is missing"),
              std::string::npos);
    EXPECT_NE(refused([](const std::string& p) {
                  std::ofstream(p + "/more.txt") << "x";
              }).find("not in the manifest"),
              std::string::npos);
    EXPECT_NE(refused([](const std::string& p) {
                  std::filesystem::create_symlink("/etc/passwd", p + "/files/x");
              }).find("link"),
              std::string::npos);
}

}  // namespace
}  // namespace vanthu::records
