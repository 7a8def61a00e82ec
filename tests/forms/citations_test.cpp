#include "forms/citations.h"

#include <gtest/gtest.h>

#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

std::vector<pipeline::Citation> cited(const std::vector<std::string>& lines,
                                      const std::string& own = "") {
    testing::Sheet sheet;
    for (const std::string& line : lines)
        sheet.body(line);
    return read_citations(lay_out(sheet.document()), testing::library().lexicons(), own);
}

TEST(Citations, TypeCodeDateOrganSubject) {
    const auto found = cited(
        {"Thực hiện Kế hoạch số 1837/KH-UBND ngày 04/10/2022 của UBND tỉnh Quảng Bình về việc",
         "xây dựng và nhân rộng điển hình tiên tiến, giai đoạn 2021 - 2025; Văn phòng ban hành"});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].type_name, "Kế hoạch");
    EXPECT_EQ(found[0].code, "1837/KH-UBND");
    EXPECT_EQ(found[0].date, "2022-10-04");
    EXPECT_EQ(found[0].organ_name, "UBND tỉnh Quảng Bình");
    EXPECT_EQ(found[0].subject, "xây dựng và nhân rộng điển hình tiên tiến, giai đoạn 2021 - 2025");
    EXPECT_EQ(found[0].quote, "Kế hoạch số 1837/KH-UBND ngày 04/10/2022 của UBND tỉnh Quảng Bình");
    EXPECT_EQ(found[0].page, 1);
}

TEST(Citations, PartySlipIsPutRight) {
    const auto found = cited(
        {"Chỉ thị số 34/CT-TW ngày 07/4/2014 của Bộ Chính trị về tiếp tục đổi mới công tác."});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].code, "34-CT/TW");
    EXPECT_EQ(found[0].organ_name, "Bộ Chính trị");
}

TEST(Citations, EachDocumentOnceWithAllThatIsSaid) {
    const auto found = cited({"Theo Chỉ thị 34-CT/TW về công tác thi đua.",
                              "Chỉ thị số 34-CT/TW, ngày 07/4/2014 của Bộ Chính trị;"});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].date, "2014-04-07");
    EXPECT_EQ(found[0].organ_name, "Bộ Chính trị");
    EXPECT_EQ(found[0].subject, "công tác thi đua");
}

TEST(Citations, QuotedSubject) {
    const auto found = cited(
        {"Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ chính trị “Về việc tiếp tục đổi mới”; và"});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].subject, "Về việc tiếp tục đổi mới");
}

TEST(Citations, CodeBrokenAtALinesEnd) {
    const auto found = cited({"Theo đề nghị của Giám đốc Sở Tài chính tại Công văn số 287/STC-",
                              "HCSN ngày 04/02/2025; tiếp theo"});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].code, "287/STC-HCSN");
    EXPECT_EQ(found[0].organ_name, "Sở Tài chính");
}

TEST(Citations, LawsHaveNameAndDate) {
    const auto found =
        cited({"Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].type_name, "Luật");
    EXPECT_EQ(found[0].subject, "Tổ chức chính quyền địa phương");
    EXPECT_EQ(found[0].date, "2015-06-19");
}

TEST(Citations, DatesFractionsAndTheOwnCodeAreNone) {
    EXPECT_TRUE(cited({"ngày 21/4/2022, đạt 7/8 hộ, tốc độ 40 km/h, theo và/hoặc"}).empty());
    EXPECT_TRUE(cited({"Số: 79/KH-UBND"}, "79/KH-UBND").empty());
}

TEST(Citations, ThePrintedTypeMendsItsMisreadAbbreviation) {
    testing::Sheet sheet;
    sheet.body("Căn cứ Nghị quyết số 378/NO-HĐND ngày 19/01/2025 của Hội đồng nhân dân tỉnh;");
    const auto read = testing::extract_as(sheet.document()).citations;
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].code, "378/NQ-HĐND");
}

TEST(Citations, AnotherTypesAbbreviationStaysAsPrinted) {
    testing::Sheet sheet;
    sheet.body("Thực hiện Công điện số 12/CT-UBND ngày 19/01/2025 của Ủy ban nhân dân tỉnh;");
    const auto read = testing::extract_as(sheet.document()).citations;
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].code, "12/CT-UBND");
}

TEST(Citations, ALawMayBeNamedByItsYear) {
    const auto found = cited({"Căn cứ Luật Tổ chức Tòa án nhân dân năm 2024;"});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].subject, "Tổ chức Tòa án nhân dân");
    EXPECT_EQ(found[0].date, "2024");
    EXPECT_TRUE(cited({"Tuyên truyền Luật Đất đai trong năm 2024."}).empty());
}

TEST(Citations, ASymbolMayLackItsDashWhereATypeIsNamed) {
    const auto found = cited({"Thực hiện Công văn số 87/VHXH ngày 12/9/2025 của Phòng Văn hóa."});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].code, "87/VHXH");
    EXPECT_EQ(found[0].date, "2025-09-12");
    EXPECT_TRUE(cited({"Trụ sở tại nhà số 45/tổ 3, ngõ số 12/NB phường Láng."}).empty());
}

TEST(Citations, MinutesAreDrawnUpOnADay) {
    const auto found = cited({"Căn cứ Biên bản số 27/BB-VPHC lập ngày 01 tháng 12 năm 2025."});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].date, "2025-12-01");
}

}  // namespace
}  // namespace vanthu::forms
