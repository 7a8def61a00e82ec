#include "forms/date_line.h"

#include <gtest/gtest.h>

#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

DateReading read(const std::string& line) {
    const auto reading = read_date_line(line, testing::library().lexicons());
    EXPECT_TRUE(reading) << line;
    return reading.value_or(DateReading{});
}

TEST(DateLine, PlaceAndDay) {
    const DateReading reading = read("Hưng Yên, ngày 21 tháng 4 năm 2022");
    EXPECT_EQ(reading.place, "Hưng Yên");
    EXPECT_EQ(reading.date, "2022-04-21");
    EXPECT_TRUE(reading.complete);
}

TEST(DateLine, APlaceMayLookLikeTheWordForDay) {
    const DateReading reading = read("Thái Nguyên, ngày 30 tháng 12 năm 2025");
    EXPECT_EQ(reading.place, "Thái Nguyên");
    EXPECT_EQ(reading.date, "2025-12-30");
    EXPECT_TRUE(reading.complete);
    EXPECT_EQ(read("Hà Nội, ngảv 5 tháng 6 năm 2024").date, "2024-06-05");
}

TEST(DateLine, TheDayMayBeWrittenWithSlashes) {
    const DateReading reading = read("Mỹ Tho, ngày 14/5/2026");
    EXPECT_EQ(reading.place, "Mỹ Tho");
    EXPECT_EQ(reading.date, "2026-05-14");
    EXPECT_FALSE(read_date_line("(Kèm theo Tờ trình, ngày 14/5/2026 của Sở)",
                                testing::library().lexicons()));
}

TEST(DateLine, APlaceMayEndInANumber) {
    EXPECT_EQ(read("Quận 10, ngày 29 tháng 11 năm 2023").place, "Quận 10");
    EXPECT_EQ(read("Đam Rông 2, ngày     tháng 6 năm 2026").place, "Đam Rông 2");
}

TEST(DateLine, BlankDayAndMonthLeaveTheYear) {
    EXPECT_EQ(read("Quảng Bình, ngày      tháng     năm 2022").date, "2022");
    EXPECT_EQ(read("Quảng Bình, ngày ... tháng ... năm 2022").date, "2022");
    EXPECT_TRUE(read("Quảng Bình, ngày tháng năm 2022").complete);
}

TEST(DateLine, BlankDayLeavesTheMonth) {
    EXPECT_EQ(read("Lai Châu, ngày     tháng 02 năm 2025").date, "2025-02");
}

TEST(DateLine, HandwrittenDayIsNotGuessed) {
    const DateReading reading = read("Kiên Giang, ngày Ø† tháng 11 năm 2017");
    EXPECT_EQ(reading.date, "2017-11");
    EXPECT_FALSE(reading.complete);
}

TEST(DateLine, LettersTakenForDigitsCostConfidence) {
    const DateReading reading = read("Hà Nội, ngàyl6 tháng 9 năm 2025");
    EXPECT_EQ(reading.date, "2025-09-16");
    EXPECT_LT(reading.fit, 0.8);
}

TEST(DateLine, ImpossibleDayIsNotStored) {
    EXPECT_EQ(read("Hà Nội, ngày 31 tháng 02 năm 2025").date, "2025-02");
    EXPECT_EQ(read("Hà Nội, ngày 45 tháng 02 năm 2025").date, "2025-02");
}

TEST(DateLine, LostMarksOfAProvinceAreMended) {
    EXPECT_EQ(read("Hung Yên, ngày 21 tháng 4 năm 2022").place, "Hưng Yên");
    EXPECT_EQ(read("Cân Thơ, ngày 30 tháng 5 năm 2025").place, "Cần Thơ");
}

TEST(DateLine, UnknownPlaceStaysAsRead) {
    EXPECT_EQ(read("Cam Lâm, ngày 13 tháng 5 năm 2021").place, "Cam Lâm");
}

TEST(DateLine, APlaceThatIsNearAProvinceIsNotMadeOne) {
    for (const char* place : {"Đông Hải", "Phú Yến Hạ", "Tiên Giang Hạ"}) {
        const DateReading reading = read(std::string(place) + ", ngày 13 tháng 5 năm 2021");
        EXPECT_EQ(reading.place, place);
        EXPECT_FALSE(reading.place_known);
    }
}

TEST(DateLine, ALetterOfAPlaceIsMendedOnlyAsAGuess) {
    const DateReading reading = read("Kiên Glang, ngày 13 tháng 5 năm 2021");
    EXPECT_EQ(reading.place, "Kiên Giang");
    EXPECT_TRUE(reading.place_guessed);
    EXPECT_TRUE(read("la Pal, ngày 13 tháng 5 năm 2021").place_guessed);
    EXPECT_EQ(read("la Pal, ngày 13 tháng 5 năm 2021").place, "Ia Pal");
    EXPECT_FALSE(read("Kiên Giang, ngày 13 tháng 5 năm 2021").place_guessed);
}

TEST(DateLine, TheNumberOfTheSameLineIsNoPlace) {
    EXPECT_EQ(read("Số: 315/TTr-NV Thanh Hóa, ngày 13 tháng 5 năm 2021").place, "Thanh Hóa");
}

TEST(DateLine, OtherLinesAreNone) {
    EXPECT_FALSE(read_date_line("Độc lập - Tự do - Hạnh phúc", testing::library().lexicons()));
    EXPECT_FALSE(read_date_line(std::string(100000, 'n'), testing::library().lexicons()));
}

TEST(DateLine, DatesInText) {
    EXPECT_EQ(read_date("25/4/2022"), "2022-04-25");
    EXPECT_EQ(read_date("04/4/18"), "2018-04-04");
    EXPECT_EQ(read_date("25⁄4⁄2022"), "2022-04-25");
    EXPECT_EQ(read_date("14 tháng 4 năm 2025"), "2025-04-14");
    EXPECT_EQ(read_date("18 tháng I năm 2024"), "2024-01-18");
    EXPECT_EQ(read_date("l8 tháng ll năm 2024"), "2024-11-18");
    EXPECT_EQ(read_date("l tháng l3 năm 2024"), std::nullopt);
    EXPECT_FALSE(read_date("32/1/2022"));
    EXPECT_FALSE(read_date("Đưa lên website"));
}

}  // namespace
}  // namespace vanthu::forms
