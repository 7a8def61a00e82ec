#include "forms/gaps.h"

#include <gtest/gtest.h>

#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

using testing::library;
using testing::Sheet;

std::vector<Gap> gaps_of(const std::string& number, const std::string& date,
                         pipeline::TextOrigin origin = pipeline::TextOrigin::Ocr) {
    Sheet sheet(origin);
    sheet.head("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("TỈNH HƯNG YÊN", "Độc lập - Tự do - Hạnh phúc")
        .down()
        .head(number, date)
        .down()
        .title("KẾ HOẠCH")
        .title("Bồi dưỡng và nhân rộng gương điển hình tiên tiến");
    return find_gaps(sheet.document(), library());
}

const Gap* part(const std::vector<Gap>& gaps, Gap::Part wanted) {
    for (const Gap& gap : gaps)
        if (gap.part == wanted) return &gap;
    return nullptr;
}

TEST(Gaps, NumberDayAndMonthLieBetweenTheirPrint) {
    const auto gaps = gaps_of("Số: 79 /KH-UBND", "Hưng Yên, ngày 21 tháng 4 năm 2022");
    const Gap* number = part(gaps, Gap::Part::Number);
    const Gap* day = part(gaps, Gap::Part::Day);
    const Gap* month = part(gaps, Gap::Part::Month);
    ASSERT_TRUE(number && day && month);
    EXPECT_EQ(number->page, 1);
    EXPECT_LT(number->left, number->print.left);
    EXPECT_NEAR(number->right_em, em_width(U"KH-UBND"), 0.01);
    EXPECT_LT(day->left, day->right);
    EXPECT_LE(day->right, month->left);
    EXPECT_LT(month->left, month->right);
    EXPECT_GE(day->print.left, month->right);  // the year
}

TEST(Gaps, APenThatGluedTheWordsIsParted) {
    const auto gaps = gaps_of("Số:9334/SYT-TCCB", "Hưng Yên, ngàyl6 tháng 4 năm 2022");
    const Gap* number = part(gaps, Gap::Part::Number);
    ASSERT_TRUE(number);
    EXPECT_GT(number->left_em, 1);
    EXPECT_NEAR(number->right_em, em_width(U"SYT-TCCB"), 0.01);
    EXPECT_GT(number->print.left, number->left);  // the symbol alone
    const Gap* day = part(gaps, Gap::Part::Day);
    ASSERT_TRUE(day);
    EXPECT_GT(day->left_em, 1.5);
}

TEST(Gaps, DayAndMonthOfOneGluedWordAreParted) {
    const auto gaps = gaps_of("Số: 79 /KH-UBND", "Hưng Yên, ngày>)Štháng 4 năm 2022");
    const Gap* day = part(gaps, Gap::Part::Day);
    ASSERT_TRUE(day);
    EXPECT_GT(day->left_em, 1.5);
    EXPECT_GT(day->right_em, 2);
    EXPECT_LT(day->left, day->right);
    EXPECT_TRUE(part(gaps, Gap::Part::Month));
}

TEST(Gaps, AnArrivalStampHasTheGapBehindItsNumberLabel) {
    Sheet sheet;
    sheet.head("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").down();
    pipeline::Document document = sheet.document();
    pipeline::Block stamp;
    stamp.kind = pipeline::Block::Kind::Stamp;
    stamp.box = {200, 600, 700, 800};
    const auto line = [&](int top, std::vector<std::pair<std::string, int>> words) {
        pipeline::TextLine made;
        for (const auto& [text, left] : words) {
            made.words.push_back({text, {left, top, left + 60, top + 30}, 0.8f});
            made.box = united(made.box, made.words.back().box);
        }
        stamp.lines.push_back(made);
    };
    line(610, {{"SỞ", 250}, {"Y", 320}, {"TẾ", 390}});
    line(660, {{"ĐẾN", 210}, {"Số:", 320}, {"Z77o", 420}});
    line(710, {{"Ngày:", 320}, {"04/4/18", 420}});
    document.pages[0].blocks.push_back(stamp);
    const auto gaps = find_gaps(document, library());
    const Gap* number = part(gaps, Gap::Part::ArrivalNumber);
    ASSERT_TRUE(number);
    EXPECT_EQ(number->left, 380);
    EXPECT_EQ(number->right, 700);
    EXPECT_NEAR(number->em, 60 / em_width(U"Số:"), 0.01);
    document.pages[0].blocks.back().kind = pipeline::Block::Kind::Paragraph;
    EXPECT_FALSE(part(find_gaps(document, library()), Gap::Part::ArrivalNumber));
}

TEST(Gaps, TextThatWasNotRecognisedHasNone) {
    EXPECT_TRUE(gaps_of("Số: 79 /KH-UBND", "Hưng Yên, ngày 21 tháng 4 năm 2022",
                        pipeline::TextOrigin::TextLayer)
                    .empty());
    EXPECT_TRUE(gaps_of("", "").empty());
}

}  // namespace
}  // namespace vanthu::forms
