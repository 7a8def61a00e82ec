#include "workflow/duration.h"

#include <gtest/gtest.h>

namespace vanthu::workflow {
namespace {

constexpr std::int64_t kMinute = 60'000'000;

std::int64_t length(std::string_view text) {
    return parse_duration(text).value().microseconds;
}

TEST(Durations, ReadsIso8601) {
    EXPECT_EQ(length("PT30M"), 30 * kMinute);
    EXPECT_EQ(length("PT1H30M10S"), 90 * kMinute + 10'000'000);
    EXPECT_EQ(length("P1D"), 24 * 60 * kMinute);
    EXPECT_EQ(length("P2W"), 14 * 24 * 60 * kMinute);
    EXPECT_EQ(length("P3DT12H"), (3 * 24 + 12) * 60 * kMinute);
    EXPECT_EQ(parse_duration("P1Y2M")->months, 14);
}

TEST(Durations, RefusesAllElse) {
    for (const char* text : {"",
                             "P",
                             "PT",
                             "P1",
                             "1D",
                             "PD",
                             "P1DT",
                             "P-1D",
                             "-P1D",
                             "P1H",
                             "PT1D",
                             "P1D1D",
                             "P1D2Y",
                             "P1.5D",
                             "p1d",
                             "P1D ",
                             "PT99999999999999999999H",
                             "P200Y",
                             "P99999999D",
                             "R3/PT1H",
                             "3 ngày"})
        EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(Durations, MonthsAreThoseOfTheCalendar) {
    const auto at = [](std::string_view text) { return parse_rfc3339(text).value(); };
    EXPECT_EQ(add(at("2026-01-31T09:00:00+07:00"), *parse_duration("P1M")),
              at("2026-02-28T09:00:00+07:00"));
    EXPECT_EQ(add(at("2026-12-15T23:30:00+07:00"), *parse_duration("P2MT1H")),
              at("2027-02-16T00:30:00+07:00"));
    EXPECT_EQ(add(at("2024-02-29T00:00:00+07:00"), *parse_duration("P1Y")),
              at("2025-02-28T00:00:00+07:00"));
}

TEST(Durations, MomentsAreInTheOfficesZone) {
    EXPECT_EQ(parse_moment("2026-03-14T08:00:00"), parse_rfc3339("2026-03-14T01:00:00Z"));
    EXPECT_EQ(parse_moment("2026-03-14T08:00:00Z"), parse_rfc3339("2026-03-14T08:00:00Z"));
    EXPECT_EQ(parse_moment("2026-03-14"), parse_rfc3339("2026-03-15T00:00:00+07:00"))
        << "the day counts";
    EXPECT_FALSE(parse_moment("2026-02-30"));
    EXPECT_FALSE(parse_moment("14/3/2026"));
    EXPECT_FALSE(parse_moment(""));
}

}  // namespace
}  // namespace vanthu::workflow
