// Printed books and slips, opened again by poppler's own programs.
#include "records/print.h"

#include <sstream>

#include "base/error.h"
#include "base/text.h"
#include "records/links.h"
#include "tests/records/office_fixture.h"
#include "tests/records/program_output.h"

namespace vanthu::records {
namespace {

const PrintedBy kBy{"Sở Nội vụ", "Ủy ban nhân dân tỉnh Hưng Yên", "Lan", kMorning};

// Pages of text as a reader sees them, with single spaces.
std::vector<std::string> pages_of(const std::string& pdf) {
    std::vector<std::string> pages = split(output_of("pdftotext -layout '" + pdf + "' -"), '\f');
    if (!pages.empty() && trim(pages.back()).empty()) pages.pop_back();
    for (std::string& page : pages)
        page = single_spaced(page);
    return pages;
}

// Every font of the file: embedded, with a map to Unicode, and Liberation Serif.
void expect_fonts_embedded(const std::string& pdf) {
    std::istringstream lines(output_of("pdffonts '" + pdf + "'"));
    int fonts = 0, number = 0;
    for (std::string line; std::getline(lines, line);) {
        if (++number <= 2) continue;
        ++fonts;
        EXPECT_NE(line.find("LiberationSerif"), std::string::npos) << line;
        EXPECT_NE(line.find("yes yes yes"), std::string::npos) << line;  // emb sub uni
    }
    EXPECT_GT(fonts, 0);
}

class Print : public OfficeFixture {
protected:
    std::string print(const std::string& book, const HandlingOf& handling = {}) {
        const std::string path = (folder_ / (book + ".pdf")).string();
        read([&](store::Transaction& tx) { print_book(tx, book, 2026, kBy, handling, path); });
        return path;
    }

    static bool has(const std::string& page, const std::string& text) {
        return page.find(text) != std::string::npos;
    }
};

TEST_F(Print, ABookHasItsCoverItsColumnsAndEveryNumber) {
    for (int i = 1; i <= 60; ++i)
        register_in("incoming",
                    receive({{"organ_name", "SỞ NỘI VỤ TỈNH HƯNG YÊN"},
                             {"code", std::to_string(i) + "/KH-SNV"},
                             {"issued_date", "2026-03-0" + std::to_string(1 + i % 9)},
                             {"type_name", "Kế hoạch"},
                             {"subject", "Bồi dưỡng, nhân điển hình tiên tiến đợt ỷ Ữ ặ Ằ"}}));
    write([](store::Transaction& tx) {
        void_entry(tx, "incoming", 2026, 7, "vào sổ nhầm", "lan", kMorning);
    });
    const std::string pdf = print("incoming");
    const std::vector<std::string> pages = pages_of(pdf);
    ASSERT_GE(pages.size(), 4u);
    for (const char* text : {"ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN", "SỞ NỘI VỤ", "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
                             "Năm: 2026", "Từ ngày 14/03/2026 đến ngày 14/03/2026",
                             "Từ số 01 đến số 60", "Quyển số:", "Thời hạn bảo quản: 20 năm"})
        EXPECT_TRUE(has(pages[0], text)) << text << " in " << pages[0];
    for (std::size_t i = 1; i < pages.size(); ++i) {
        EXPECT_TRUE(has(pages[i], "(1) (2) (3) (4) (5) (6) (7) (8) (9) (10)")) << pages[i];
        EXPECT_TRUE(has(pages[i], "In từ hệ thống Vanthu lúc 08:00 14/03/2026, người in: Lan"));
        EXPECT_TRUE(
            has(pages[i], "Trang " + std::to_string(i + 1) + "/" + std::to_string(pages.size())));
    }
    const std::string all = join({pages.begin() + 1, pages.end()}, " ");
    for (int i = 1; i <= 60; ++i)
        EXPECT_TRUE(has(all, " " + std::to_string(i) + "/KH-")) << i;
    for (const char* letter : {"ỷ", "Ữ", "ặ", "Ằ"})
        EXPECT_TRUE(has(all, letter)) << letter;
    EXPECT_TRUE(has(all, "hủy"));
    expect_fonts_embedded(pdf);
}

TEST_F(Print, AnEmptyYearPrintsACoverToFillIn) {
    const auto pages = pages_of(print("outgoing"));
    ASSERT_EQ(pages.size(), 2u);
    EXPECT_TRUE(has(pages[0], "Từ số ........ đến số ........"));
    EXPECT_TRUE(has(pages[1], "Người ký"));
}

TEST_F(Print, TheFollowUpBookShowsHowFarIncomingPapersAre) {
    const auto asked = receive({{"code", "5/CV-UBND"}, {"type_name", "Công văn"}});
    const auto reply = receive({{"code", "9/BC-SNV"}});
    register_in("incoming", asked);
    write([&](store::Transaction& tx) {
        pipeline::Document stored = asked;
        stored.secrecy_decided = true;
        pipeline::save_findings(tx, stored, "", kMorning);
        index_document(tx, reply);
        draw_link(tx, reply.id, "answers", asked.id, "lan", kMorning);
    });
    const std::string pdf = print("follow_up", [](const pipeline::DocumentId&,
                                                  const std::string& source) {
        return source == "lead" ? "Phòng Nội vụ" : source == "due" ? "20/03/2026" : "Đã giải quyết";
    });
    const auto pages = pages_of(pdf);
    ASSERT_EQ(pages.size(), 2u);
    EXPECT_FALSE(has(pages[0], "Từ số"));
    for (const char* text : {"Công văn, 5/CV-UBND", "Phòng Nội vụ", "20/03/2026", "9/BC-SNV"})
        EXPECT_TRUE(has(pages[1], text)) << text << " in " << pages[1];
}

TEST_F(Print, TheSlipHasItsThreeBlocks) {
    const std::string path = (folder_ / "slip.pdf").string();
    Slip slip;
    slip.type_name = "Công văn";
    slip.code = "5/CV-UBND";
    slip.issued_date = "2026-03-10";
    slip.organ_name = "UBND tỉnh";
    slip.subject = "Về việc khen thưởng";
    slip.entry = "Số đến: 12, ngày 14/03/2026";
    slip.opinions.push_back({"agency",
                             "Ông A",
                             "Giao Phòng Nội vụ xử lý",
                             "Phòng Nội vụ",
                             "2026-03-20",
                             "14/03/2026",
                             {"Văn phòng", "Phòng Tài chính"}});
    print_slip(slip, kBy, path);
    const auto pages = pages_of(path);
    ASSERT_EQ(pages.size(), 1u);
    for (const char* text :
         {"PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN", "Công văn số 5/CV-UBND ngày 10/03/2026 của UBND tỉnh",
          "1. Ý kiến của lãnh đạo cơ quan", "chủ trì: Phòng Nội vụ",
          "phối hợp: Văn phòng, Phòng Tài chính", "Thời hạn giải quyết: 20/03/2026",
          "2. Ý kiến của lãnh đạo đơn vị", "3. Ý kiến đề xuất của người giải quyết", "....."})
        EXPECT_TRUE(has(pages[0], text)) << text << " in " << pages[0];
    expect_fonts_embedded(path);
}

TEST_F(Print, APathThatCannotBeWrittenIsSaid) {
    EXPECT_THROW(print_slip({}, kBy, (folder_ / "none" / "slip.pdf").string()), Error);
}

}  // namespace
}  // namespace vanthu::records
