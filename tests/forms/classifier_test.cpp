#include "forms/classifier.h"

#include <gtest/gtest.h>

#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

using testing::library;
using testing::Sheet;

TEST(Classifier, StateDispatch) {
    const Classification found = classify(testing::plan().document(), library());
    EXPECT_EQ(found.form, "dispatch");
    EXPECT_GT(found.version, 0);
    EXPECT_GT(found.confidence, 0.9);
}

TEST(Classifier, PlanWhoseHeadWasLost) {
    Sheet sheet;
    sheet.title("KẾ HOẠCH").title("Xây dựng, bồi dưỡng gương điển hình tiên tiến").down(10);
    sheet.foot("Nơi nhận:", "GIÁM ĐỐC").foot("- Ban Giám đốc;", "");
    EXPECT_EQ(classify(sheet.document(), library()).form, "dispatch");
}

Sheet directive(const std::string& date) {
    Sheet sheet;
    sheet.head("TỈNH ỦY HẢI VÂN", "ĐẢNG CỘNG SẢN VIỆT NAM")
        .head("HUYỆN ỦY ĐÔNG KHÊ", "")
        .head("*", "");
    sheet.head("Số 16-CT/HU", date)
        .down()
        .title("CHỈ THỊ")
        .title("về tăng cường công tác thi đua, khen thưởng");
    return sheet;
}

TEST(Classifier, PartyDispatch) {
    EXPECT_EQ(classify(directive("Đông Khê, ngày 08 tháng 8 năm 2023").document(), library()).form,
              "party_dispatch");
}

TEST(Classifier, VersionInForceOnThePapersDate) {
    EXPECT_EQ(
        classify(directive("Đông Khê, ngày 08 tháng 8 năm 2023").document(), library()).version, 1);
    EXPECT_EQ(
        classify(directive("Đông Khê, ngày 08 tháng 8 năm 2026").document(), library()).version, 2);
}

TEST(Classifier, NominationListByTitle) {
    Sheet sheet;
    sheet.head("UBND TỈNH HẢI VÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("SỞ NỘI VỤ", "Độc lập - Tự do - Hạnh phúc");
    sheet.down().title("DANH SÁCH").title("Đề nghị khen thưởng điển hình tiên tiến năm 2024");
    EXPECT_EQ(classify(sheet.document(), library()).form, "nomination_list");
}

TEST(Classifier, ADecisionOnAwardsIsADispatch) {
    Sheet sheet;
    sheet.head("UBND TỈNH HẢI VÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("SỞ NỘI VỤ", "Độc lập - Tự do - Hạnh phúc");
    sheet.head("Số: 5/QĐ-SNV", "Hải Vân, ngày 02 tháng 5 năm 2024").down();
    sheet.title("QUYẾT ĐỊNH").title("Về việc khen thưởng thành tích thi đua năm 2024");
    EXPECT_EQ(classify(sheet.document(), library()).form, "dispatch");
}

TEST(Classifier, AchievementReportWithAndWithoutItsOwnTypeName) {
    Sheet own;
    own.head("SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("", "Độc lập - Tự do - Hạnh phúc");
    own.down().title("BÁO CÁO THÀNH TÍCH").title("Đề nghị tặng Bằng khen của Chủ tịch UBND tỉnh");
    EXPECT_EQ(classify(own.document(), library()).form, "achievement_report");
    Sheet plain;
    plain.head("SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("", "Độc lập - Tự do - Hạnh phúc");
    plain.down().title("BÁO CÁO").title("Thành tích đề nghị khen thưởng năm 2024");
    EXPECT_EQ(classify(plain.document(), library()).form, "achievement_report");
    Sheet other;
    other.head("SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("", "Độc lập - Tự do - Hạnh phúc");
    other.down().title("BÁO CÁO").title("Kết quả công tác quý I năm 2024");
    EXPECT_EQ(classify(other.document(), library()).form, "dispatch");
}

TEST(Classifier, ALetterWithoutATypeIsADispatch) {
    Sheet sheet;
    sheet.head("SỞ TÀI CHÍNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("", "Độc lập - Tự do - Hạnh phúc");
    sheet.head("Số: 912/STC-HCSN", "Hải Vân, ngày 02 tháng 5 năm 2024")
        .head("V/v báo cáo thành tích", "");
    sheet.down().at(420, "Kính gửi: Sở Nội vụ");
    EXPECT_EQ(classify(sheet.document(), library()).form, "dispatch");
}

// A state paper with that number; the head is the same for all kinds.
std::string form_by_number(const std::string& number, const std::string& type) {
    Sheet sheet;
    sheet.head("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("TỈNH HẢI VÂN", "Độc lập - Tự do - Hạnh phúc");
    sheet.head(number, "Hải Vân, ngày 02 tháng 5 năm 2024").down();
    sheet.title(type).title("Về việc quản lý tài sản công");
    return classify(sheet.document(), library()).form;
}

TEST(Classifier, AYearInTheNumberMakesANormativeText) {
    EXPECT_EQ(form_by_number("Số: 86/2024/QĐ-UBND", "QUYẾT ĐỊNH"), "normative");
    EXPECT_EQ(form_by_number("Số: 86/QĐ-UBND", "QUYẾT ĐỊNH"), "dispatch");
    EXPECT_EQ(form_by_number("Số: 2024/QĐ-UBND", "QUYẾT ĐỊNH"), "dispatch");
}

TEST(Classifier, ACopyHasASeriesOfItsOwn) {
    EXPECT_EQ(form_by_number("Số: 03/SY-UBND", "SAO Y"), "copy");
}

TEST(Classifier, TheYouthUnionPrintsItsOwnName) {
    Sheet sheet;
    sheet.head("BAN CHẤP HÀNH TRUNG ƯƠNG", "ĐOÀN TNCS HỒ CHÍ MINH").head("TỈNH ĐOÀN HẢI VÂN", "");
    sheet.head("***", "").head("Số: 367-KH/TĐTN-XDĐ", "Hải Vân, ngày 02 tháng 5 năm 2024").down();
    sheet.title("KẾ HOẠCH").title("Tổ chức Tháng Thanh niên năm 2024");
    EXPECT_EQ(classify(sheet.document(), library()).form, "youth_dispatch");
    const Extraction read = testing::extract_as(sheet.document(), "youth_dispatch");
    EXPECT_EQ(testing::value(read, "code"), "367-KH/TĐTN-XDĐ");
    EXPECT_EQ(testing::value(read, "organ_name"), "TỈNH ĐOÀN HẢI VÂN");
}

TEST(Classifier, AForeignLetterIsUnknown) {
    Sheet sheet;
    sheet.body("Dear Sir or Madam,")
        .body("please find enclosed our invoice no. 12/2024 of 4 May.")
        .body("Yours faithfully");
    const Classification found = classify(sheet.document(), library());
    EXPECT_EQ(found.form, "unknown");
    EXPECT_EQ(found.version, 0);
}

TEST(Classifier, AnEmptyPageIsUnknown) {
    EXPECT_EQ(classify(Sheet().document(), library()).form, "unknown");
}

}  // namespace
}  // namespace vanthu::forms
