#include "forms/misread_numbers.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "forms/citations.h"
#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

TEST(MisreadNumbers, SignsBetweenDigitsWereDigits) {
    EXPECT_EQ(with_read_numbers("Tờ trình số !839/TTr-STC ngày !0 tháng 5 năm 2023"),
              "Tờ trình số 1839/TTr-STC ngày 10 tháng 5 năm 2023");
    EXPECT_EQ(with_read_numbers("ngày 1Š tháng !! năm 2020"), "ngày 15 tháng 11 năm 2020");
    EXPECT_EQ(with_read_numbers("ngày 18 tháng I năm 2024;"), "ngày 18 tháng 1 năm 2024;");
    EXPECT_EQ(with_read_numbers("ngày !4/l/2025 của"), "ngày 14/1/2025 của");
    EXPECT_EQ(with_read_numbers("Chỉ thị số 18-CT7TW, ngày 04"), "Chỉ thị số 18-CT/TW, ngày 04");
}

TEST(MisreadNumbers, WhatMayBeMeantStays) {
    for (const char* text :
         {"trong quý I/2022", "3176B/QĐ-UBND", "Điều 5. Tổ chức!", "I. MỤC ĐÍCH", "IV/2022",
          "tháng cao điểm năm 2022", "Số 7TW", "năm học 2021 - 2022", "ngày hội tháng năm"})
        EXPECT_EQ(with_read_numbers(text), text);
}

TEST(MisreadNumbers, EverySignStaysOneSign) {
    const std::string line = "số !839/TTr ngày 1Š tháng †1 năm 2020";
    EXPECT_EQ(to_utf32(with_read_numbers(line)).size(), to_utf32(line).size());
}

TEST(MisreadNumbers, SpecksAroundATitleGo) {
    EXPECT_EQ(without_specks("-Triển khai Luật Đất đai'"), "Triển khai Luật Đất đai");
    EXPECT_EQ(without_specks("“Tiếp nhận phản ánh"), "Tiếp nhận phản ánh");
    EXPECT_EQ(without_specks("“Ngày hội” năm.2024"), "“Ngày hội” năm 2024");
    EXPECT_EQ(without_specks("Kế hoạch của TP.HCM"), "Kế hoạch của TP.HCM");
}

std::vector<pipeline::Citation> cited(const std::string& line, const std::string& own_line = "") {
    testing::Sheet sheet;
    sheet.body(line);
    return read_citations(lay_out(sheet.document()), testing::library().lexicons(), "", own_line);
}

TEST(MisreadNumbers, ACitationsDateIsReadThroughSpecks) {
    const auto found =
        cited("Căn cứ Nghị định số 63/2010/NĐ-CP ngày.08 tháng I năm: 2010 của Chính phủ;");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].date, "2010-01-08");
}

TEST(MisreadNumbers, TheOwnNumberMisreadIsNoCitation) {
    EXPECT_TRUE(cited("Số: 28/TC-PTCKH", "Số: 28/TC-PTCKH").empty());
    EXPECT_EQ(cited("theo Quyết định số 2/QĐ-UBND", "Số: 12/QĐ-UBND").size(), 1u);
}

}  // namespace
}  // namespace vanthu::forms
