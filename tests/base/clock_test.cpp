#include "base/clock.h"

#include <gtest/gtest.h>

namespace vanthu {
namespace {

TEST(Clock, OfficeDayBeginsSevenHoursBeforeUtc) {
    const Instant evening = *parse_rfc3339("2022-04-20T17:00:00Z");
    EXPECT_EQ(local_date(evening), (Date{2022, 4, 21}));
    EXPECT_EQ(local_date(evening - 1), (Date{2022, 4, 20}));
    EXPECT_EQ(local_date(evening, 0), (Date{2022, 4, 20}));
    EXPECT_EQ(start_of_day({2022, 4, 21}), evening);
    EXPECT_EQ(start_of_day({2022, 4, 21}, 0), *parse_rfc3339("2022-04-21T00:00:00Z"));
}

TEST(Clock, DayNumbersAndBack) {
    EXPECT_EQ(day_number({1970, 1, 1}), 0);
    EXPECT_EQ(day_number({2000, 3, 1}), 11017);
    for (std::int64_t days = -800000; days < 800000; days += 97)
        ASSERT_EQ(day_number(date_of_day_number(days)), days);
}

TEST(Clock, KnowsTheCalendar) {
    EXPECT_TRUE(is_valid({2024, 2, 29}));
    EXPECT_FALSE(is_valid({2023, 2, 29}));
    EXPECT_FALSE(is_valid({1900, 2, 29}));
    EXPECT_FALSE(is_valid({2022, 13, 1}));
    EXPECT_FALSE(is_valid({2022, 4, 31}));
    EXPECT_FALSE(is_valid({2022, 0, 1}));
    EXPECT_FALSE(is_valid({2022, 1, -1}));
    EXPECT_FALSE(is_valid({0, 0, 0}));
    EXPECT_EQ(weekday({1970, 1, 1}), 4);
    EXPECT_EQ(weekday({2022, 4, 24}), 0);
    EXPECT_EQ(weekday({1969, 12, 31}), 3);
    EXPECT_EQ(weekday({1945, 9, 2}), 0);
}

TEST(Clock, ReadsWholeIsoDaysOnly) {
    EXPECT_EQ(parse_iso_date("2022-04-21"), (Date{2022, 4, 21}));
    EXPECT_EQ(iso_date({2022, 4, 1}), "2022-04-01");
    for (const char* bad : {"", "2022-04", "2022-4-21", "2022-04-31", "2022-04-21 ", " 2022-04-21",
                            "2022/04/21", "+022-04-21", "20220421"})
        EXPECT_FALSE(parse_iso_date(bad)) << bad;
}

TEST(Clock, WritesAndReadsRfc3339) {
    EXPECT_EQ(rfc3339(0), "1970-01-01T00:00:00.000000Z");
    EXPECT_EQ(rfc3339(-1), "1969-12-31T23:59:59.999999Z");
    const Instant at = *parse_rfc3339("2022-04-21T08:30:00.123456Z");
    EXPECT_EQ(rfc3339(at), "2022-04-21T08:30:00.123456Z");
    EXPECT_EQ(parse_rfc3339("2022-04-21T15:30:00.123456+07:00"), at);
    EXPECT_EQ(parse_rfc3339("2022-04-21t05:00:00.123456789-03:30"), at);
    EXPECT_EQ(parse_rfc3339("2016-12-31T23:59:60Z"), parse_rfc3339("2017-01-01T00:00:00Z"));
    EXPECT_EQ(parse_rfc3339("2022-04-21T08:30:00.5Z"), at - 123456 + 500000);
}

TEST(Clock, RefusesOtherTimes) {
    for (const char* bad :
         {"", "2022-04-21", "2022-04-21T08:30:00", "2022-04-21T08:30Z", "2022-04-21T24:00:00Z",
          "2022-04-21T08:60:00Z", "2022-04-21T08:30:61Z", "2022-04-21T08:30:00.Z",
          "2022-04-21T08:30:00+0700", "2022-04-21T08:30:00+24:00", "2022-04-21T08:30:00Zx",
          "2022-02-30T08:30:00Z"})
        EXPECT_FALSE(parse_rfc3339(bad)) << bad;
}

TEST(Clock, FixedClockMovesWhenTold) {
    FixedClock clock(5);
    clock.advance(10);
    EXPECT_EQ(clock.now(), 15);
    clock.set(3);
    EXPECT_EQ(clock.now(), 3);
}

TEST(Clock, SystemClockIsInThisCentury) {
    const Instant now = SystemClock().now();
    EXPECT_GT(now, *parse_rfc3339("2024-01-01T00:00:00Z"));
    EXPECT_LT(now, *parse_rfc3339("2100-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace vanthu
