// Running numbers of a scan, some of them misread.
#include "formats/running_numbers.h"

#include <gtest/gtest.h>

namespace vanthu::formats {
namespace {

using Numbers = std::vector<int>;
constexpr int kB = kGroupMark;

TEST(RunningNumbers, WhatIsMisreadIsToldByThoseAround) {
    EXPECT_EQ(counted_on({1, 2, 8, 4, 5}), (Numbers{1, 2, 3, 4, 5}));
    EXPECT_EQ(counted_on({1, 2, 0, 0, 5, 6}), (Numbers{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(counted_on({10, 11, 2, 13, 13}), (Numbers{10, 11, 12, 13, 14}));
    EXPECT_EQ(counted_on({1, 2, 1, 4, 5}), (Numbers{1, 2, 3, 4, 5}));
}

TEST(RunningNumbers, GroupsBeginAnew) {
    EXPECT_EQ(counted_on({kB, 1, 2, 3, kB, 1, 2}), (Numbers{kB, 1, 2, 3, kB, 1, 2}));
    EXPECT_EQ(counted_on({1, 2, 3, kB, 0, 2, 3}), (Numbers{1, 2, 3, kB, 1, 2, 3}));
    EXPECT_EQ(counted_on({1, 2, 0, 0, 2, 3}), (Numbers{1, 2, 3, 1, 2, 3}));
    // "I" above 2 is a row.
    EXPECT_EQ(counted_on({kB, kB, 2, 3}), (Numbers{kB, 1, 2, 3}));
}

TEST(RunningNumbers, AHeadingAboveTheFirstRowIsNoNumber) {
    EXPECT_EQ(counted_on({0, 1, 2, 3}), (Numbers{0, 1, 2, 3}));
    EXPECT_EQ(counted_on({5, 6, 0, 1, 2}), (Numbers{5, 6, 0, 1, 2}));
    EXPECT_EQ(counted_on({0, 0, 0}), (Numbers{0, 0, 0}));
    EXPECT_EQ(counted_on({}), Numbers{});
}

TEST(RunningNumbers, MarksOfGroupsAreNone) {
    EXPECT_EQ(number_or_mark("12"), 12);
    EXPECT_EQ(number_or_mark("II."), kGroupMark);
    EXPECT_EQ(number_or_mark("B"), kGroupMark);
    EXPECT_EQ(number_or_mark("TT"), kUnread);
    EXPECT_EQ(number_or_mark("1234"), kUnread);
    EXPECT_EQ(number_or_mark(""), kUnread);
}

}  // namespace
}  // namespace vanthu::formats
