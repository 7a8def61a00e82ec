// What is no dispatch, only part of one, or more than one: nothing may be invented.

#include <gtest/gtest.h>

#include "forms/classifier.h"
#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

using testing::extract_as;
using testing::field;
using testing::library;
using testing::Sheet;
using testing::value;

std::string form_of(const Sheet& sheet) {
    return classify(sheet.document(), library()).form;
}

TEST(BadInput, APhotographsSpecksAreUnknown) {
    Sheet sheet;
    sheet.at(300, "ï", 0.1f).down(3).at(900, "— . ,", 0.2f).down(5).at(500, "Ai", 0.3f);
    EXPECT_EQ(form_of(sheet), "unknown");
}

TEST(BadInput, ANewspaperIsUnknown) {
    Sheet sheet;
    sheet.title("BÁO HẢI VÂN").title("Số 214, thứ Hai ngày 04 tháng 3 năm 2024").down();
    sheet.body("Chủ tịch Ủy ban nhân dân tỉnh thăm và chúc Tết các gia đình chính sách")
        .body("Theo Kế hoạch số 12/KH-UBND ngày 02/01/2024 của Ủy ban nhân dân tỉnh, trong")
        .body("quý I các sở, ngành sẽ hoàn thành việc rà soát. Độc giả xem tiếp trang 4.");
    EXPECT_EQ(form_of(sheet), "unknown");
}

TEST(BadInput, AReceiptIsUnknown) {
    Sheet sheet;
    sheet.title("HÓA ĐƠN BÁN HÀNG").title("Cửa hàng vật liệu Minh Tâm");
    sheet.body("Số: 004512  Ngày 12 tháng 5 năm 2024").body("Xi măng 20 bao 1.720.000");
    sheet.foot("Người mua hàng", "Người bán hàng");
    EXPECT_EQ(form_of(sheet), "unknown");
}

TEST(BadInput, AnEnglishLetterIsUnknown) {
    Sheet sheet;
    sheet.head("HARBOUR TRADING LTD", "12 May 2024").body("Dear Ms Hoa,");
    sheet.body("with reference to your order No. 12/2024 we are pleased to confirm delivery.");
    sheet.foot("", "DIRECTOR").foot("", "John Smith");
    EXPECT_EQ(form_of(sheet), "unknown");
}

TEST(BadInput, ATableAloneIsUnknown) {
    Sheet sheet;
    for (const char* row : {"STT  Tên hàng  Số lượng", "1  Bàn  12", "2  Ghế  24"})
        sheet.at(240, row, 0.9f, pipeline::Block::Kind::TableCell).down();
    EXPECT_EQ(form_of(sheet), "unknown");
}

TEST(BadInput, ThePapersLowerHalfInventsNoHead) {
    Sheet sheet;
    sheet.body("nhân rộng các mô hình trên địa bàn; báo cáo kết quả theo quy định./.").down();
    sheet.foot("Nơi nhận:", "KT. GIÁM ĐỐC")
        .foot("- Như trên;", "PHÓ GIÁM ĐỐC")
        .foot("- Lưu: VT.", "Trần Thị Hòa");
    EXPECT_EQ(form_of(sheet), "unknown");
    const Extraction asked = extract_as(sheet.document());  // also when a person asks for the form
    for (const char* id : {"organ_name", "code", "code_number", "issued_date", "subject"})
        EXPECT_EQ(value(asked, id), "") << id;
    EXPECT_EQ(value(asked, "signer_full_name"), "Trần Thị Hòa");
}

TEST(BadInput, ThePapersUpperHalfInventsNoFoot) {
    Sheet sheet;
    sheet.head("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("HUYỆN CAM LÂM", "Độc lập - Tự do - Hạnh phúc")
        .head("Số: 2258/KH-UBND", "Cam Lâm, ngày 13 tháng 5 năm 2021")
        .down()
        .title("KẾ HOẠCH")
        .title("Xây dựng các mô hình trên địa bàn huyện");
    EXPECT_EQ(form_of(sheet), "dispatch");
    const Extraction read = extract_as(sheet.document());
    for (const char* id : {"to_places", "archive_line", "signer_full_name", "signer_position"})
        EXPECT_EQ(value(read, id), "") << id;
}

pipeline::Document two_papers(const std::string& second_number) {
    pipeline::Document document = testing::plan().document();
    Sheet other;
    other.head("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("HUYỆN CAM LÂM", "Độc lập - Tự do - Hạnh phúc")
        .head(second_number, "Cam Lâm, ngày 02 tháng 6 năm 2021")
        .down()
        .title("THÔNG BÁO")
        .title("Lịch tiếp công dân tháng 6")
        .down(3)
        .foot("Nơi nhận:", "CHỦ TỊCH")
        .foot("- Ban Tiếp công dân;", "")
        .foot("- Lưu: VT.", "Lê Văn Hùng");
    document.pages.push_back(other.document().pages[0]);
    document.pages.back().number = 2;
    return document;
}

TEST(BadInput, OfTwoPapersInOneFileTheFirstIsReadAndTheSecondTold) {
    const Extraction read = extract_as(two_papers("Số: 301/TB-UBND"));
    EXPECT_EQ(value(read, "code"), "2258/KH-UBND");
    EXPECT_EQ(value(read, "signer_full_name"), "Ngô Văn Báo");
    EXPECT_EQ(value(read, "archive_line"), "VT, PNV");
    ASSERT_EQ(read.issues.size(), 1u);
    EXPECT_EQ(read.issues[0].code, "several_papers");
    EXPECT_NE(read.issues[0].detail.find("page 2"), std::string::npos);
    EXPECT_NE(read.issues[0].detail.find("301/TB-UBND"), std::string::npos);
}

TEST(BadInput, ASecondPaperNumberedByHandIsToldByItsSymbol) {
    const Extraction read = extract_as(two_papers("Số: 2ÔÂ/TB-SYT"));
    EXPECT_EQ(value(read, "signer_full_name"), "Ngô Văn Báo");
    ASSERT_EQ(read.issues.size(), 1u);
    EXPECT_EQ(read.issues[0].code, "several_papers");
    EXPECT_NE(read.issues[0].detail.find("/TB-SYT"), std::string::npos);
}

TEST(BadInput, AnEnclosureWithABlankNumberIsNoSecondPaper) {
    EXPECT_TRUE(extract_as(two_papers("Số:      /TB-UBND")).issues.empty());
}

// A word processor's file has one page, however many papers.
Sheet typed_papers(const std::string& second_number) {
    Sheet sheet = testing::plan();
    sheet.page_.origin = pipeline::TextOrigin::Docx;
    sheet.down(2)
        .head("SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("", "Độc lập - Tự do - Hạnh phúc")
        .head(second_number, "Nha Trang, ngày 20 tháng 5 năm 2021")
        .title("THÔNG BÁO")
        .title("Về việc nghỉ lễ")
        .down()
        .foot("Nơi nhận:", "GIÁM ĐỐC")
        .foot("- Lưu: VT, TH.", "Trần Văn Lâm");
    return sheet;
}

TEST(BadInput, OfTwoTypedPapersInOneFileTheFirstIsRead) {
    const Extraction read = extract_as(typed_papers("Số: 301/TB-SNV").document());
    EXPECT_EQ(value(read, "code"), "2258/KH-UBND");
    EXPECT_EQ(value(read, "signer_full_name"), "Ngô Văn Báo");
    EXPECT_EQ(value(read, "archive_line"), "VT, PNV");
    ASSERT_EQ(read.issues.size(), 1u);
    EXPECT_EQ(read.issues[0].code, "several_papers");
}

TEST(BadInput, ATypedFormBehindThePaperIsNoSecondPaper) {
    EXPECT_TRUE(extract_as(typed_papers("Số:      /TB-SNV").document()).issues.empty());
}

TEST(BadInput, ACommuneThatReadsLikeAProvinceIsNotMadeOne) {
    for (const auto origin : {pipeline::TextOrigin::Ocr, pipeline::TextOrigin::TextLayer}) {
        Sheet sheet(origin);
        sheet.head("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
            .head("XÃ ĐÔNG HẢI", "Độc lập - Tự do - Hạnh phúc")
            .head("Số: 12/TB-UBND", "Đông Hải, ngày 13 tháng 8 năm 2025")
            .down()
            .title("THÔNG BÁO");
        EXPECT_EQ(value(extract_as(sheet.document()), "issued_place"), "Đông Hải");
    }
}

TEST(BadInput, ADistrictAfterItsEndIsToldToAPerson) {
    Sheet sheet;
    sheet.head("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("HUYỆN CAM LÂM", "Độc lập - Tự do - Hạnh phúc")
        .head("Số: 12/TB-UBND", "Cam Lâm, ngày 13 tháng 8 năm 2025")
        .down()
        .title("THÔNG BÁO");
    const Extraction read = extract_as(sheet.document());
    ASSERT_EQ(read.issues.size(), 1u);
    EXPECT_EQ(read.issues[0].code, "organ_ended");
}

}  // namespace
}  // namespace vanthu::forms
