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

// A stamp of rows of words: text, left, right.
struct Cell {
    std::string text;
    int left, right;
};

pipeline::Document stamped(const std::vector<std::vector<Cell>>& rows, int frame_right = 700) {
    Sheet sheet;
    sheet.head("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").down();
    pipeline::Document document = sheet.document();
    pipeline::Block stamp;
    stamp.kind = pipeline::Block::Kind::Stamp;
    stamp.box = {200, 600, frame_right, 800};
    int top = 610;
    for (const auto& row : rows) {
        pipeline::TextLine line;
        for (const Cell& cell : row) {
            line.words.push_back({cell.text, {cell.left, top, cell.right, top + 36}, 0.8f});
            line.box = united(line.box, line.words.back().box);
        }
        stamp.lines.push_back(line);
        top += 60;
    }
    document.pages[0].blocks.push_back(stamp);
    return document;
}

TEST(Gaps, AnArrivalStampHasGapsBehindItsLabels) {
    pipeline::Document document =
        stamped({{{"SỞ", 250, 310}, {"Y", 320, 340}, {"TẾ", 390, 450}},
                 {{"ĐẾN", 210, 290}, {"Số:", 320, 376}, {"Z77o", 420, 480}},
                 {{"Ngày:", 320, 420}, {"04/4/18", 440, 520}}});
    const auto gaps = find_gaps(document, library());
    const Gap* number = part(gaps, Gap::Part::ArrivalNumber);
    const Gap* date = part(gaps, Gap::Part::ArrivalDate);
    ASSERT_TRUE(number && date);
    EXPECT_EQ(number->left, 376);
    EXPECT_EQ(number->side, 700);
    EXPECT_NEAR(number->right, 700, 2 * number->em);  // a pen may cross the frame
    EXPECT_NEAR(number->em, 40, 3);
    EXPECT_TRUE(number->stamped);
    EXPECT_EQ(date->left, 420);
    EXPECT_LT(date->print.bottom, 610 + 120 + 36);  // the y reaches below the line
    document.pages[0].blocks.back().kind = pipeline::Block::Kind::Paragraph;
    EXPECT_FALSE(part(find_gaps(document, library()), Gap::Part::ArrivalNumber));
}

TEST(Gaps, ADateInWordsHasThreeGaps) {
    const auto gaps =
        find_gaps(stamped({{{"ĐẾN", 210, 290}, {"Số:", 320, 376}},
                           {{"Ngày", 320, 410}, {"tháng", 460, 556}, {"năm", 600, 668}}}),
                  library());
    const Gap* day = part(gaps, Gap::Part::ArrivalDay);
    const Gap* month = part(gaps, Gap::Part::ArrivalMonth);
    const Gap* year = part(gaps, Gap::Part::ArrivalYear);
    ASSERT_TRUE(day && month && year);
    EXPECT_FALSE(part(gaps, Gap::Part::ArrivalDate));
    EXPECT_EQ(day->left, 410);
    EXPECT_EQ(day->right, 460);
    EXPECT_EQ(month->left, 556);
    EXPECT_EQ(month->right, 600);
    EXPECT_EQ(year->left, 668);
}

TEST(Gaps, AMonthThatWasTakenIntoTheWordBeforeItHasAGap) {
    const auto gaps =
        find_gaps(stamped({{{"ĐẾN", 210, 290}, {"Số:", 320, 376}},
                           {{"Ngày", 320, 410}, {"tháng", 460, 640}, {"năm", 600, 668}}}),
                  library());
    const Gap* month = part(gaps, Gap::Part::ArrivalMonth);
    ASSERT_TRUE(month);
    EXPECT_NEAR(month->left, 556, 12);
    EXPECT_EQ(month->right, 600);
}

TEST(Gaps, ALabelThatAPenHidIsFoundByItsRow) {
    const auto gaps = find_gaps(stamped({{{"ĐẾN", 210, 290}, {"„„›,", 322, 380}, {"2", 420, 440}},
                                         {{"Ngày:", 320, 420}, {"04/4/18", 440, 520}},
                                         {{"Chuyển:", 320, 460}}}),
                                library());
    const Gap* number = part(gaps, Gap::Part::ArrivalNumber);
    ASSERT_TRUE(number);
    EXPECT_NEAR(number->left, 376, 12);
    EXPECT_NEAR(number->print.bottom, 640, 8);  // the row above the date's
}

TEST(Gaps, ARowWithoutAWordIsFoundBetweenItsNeighbours) {
    pipeline::Document document = stamped(
        {{{"ĐẾN", 210, 290}, {"Số:", 320, 376}}, {{"x", 600, 620}}, {{"Chuyển:", 320, 460}}});
    const auto gaps = find_gaps(document, library());
    const Gap* date = part(gaps, Gap::Part::ArrivalDate);
    ASSERT_TRUE(date);
    EXPECT_NEAR(date->left, 420, 20);
    EXPECT_NEAR(date->print.bottom, 706, 6);
}

TEST(Gaps, TheDossiersLabelIsNotTheNumbers) {
    const auto gaps = find_gaps(stamped({{{"ĐẾN", 210, 290}},
                                         {{"Chuyển:", 320, 460}},
                                         {{"Số", 320, 370}, {"và", 380, 420}, {"ký", 430, 470}}}),
                                library());
    EXPECT_FALSE(part(gaps, Gap::Part::ArrivalNumber));
    const auto older =
        find_gaps(stamped({{{"ĐẾN", 210, 290}},
                           {{"Chuyển:", 210, 350}},
                           {{"Lưu", 210, 280}, {"hồ", 290, 340}, {"sơ:", 350, 400}}}),
                  library());
    EXPECT_FALSE(part(older, Gap::Part::ArrivalNumber));
}

TEST(Gaps, NamIsNoDatesLabel) {
    const auto gaps =
        find_gaps(stamped({{{"ĐẾN", 210, 290}, {"tháng", 460, 556}, {"năm", 600, 668}},
                           {{"Số:", 320, 376}},
                           {{"Ngày:", 320, 420}}}),
                  library());
    const Gap* date = part(gaps, Gap::Part::ArrivalDate);
    ASSERT_TRUE(date);
    EXPECT_EQ(date->left, 420);
}

TEST(Gaps, TextThatWasNotRecognisedHasNone) {
    EXPECT_TRUE(gaps_of("Số: 79 /KH-UBND", "Hưng Yên, ngày 21 tháng 4 năm 2022",
                        pipeline::TextOrigin::TextLayer)
                    .empty());
    EXPECT_TRUE(gaps_of("", "").empty());
}

}  // namespace
}  // namespace vanthu::forms
