// Runs of ink out of the boxes of connected parts.
#include "ocr/ink_runs_sandboxed.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace vanthu::ocr {
namespace {

using pipeline::Box;

constexpr int kHeight = 20;

// Letters of one line on a foot, beside each other with spaces between words.
std::vector<Box> letters(int left, int foot, int count, int gap = 4) {
    std::vector<Box> parts;
    for (int i = 0; i < count; ++i)
        parts.push_back({left + i * (10 + gap), foot - kHeight, left + i * (10 + gap) + 10, foot});
    return parts;
}

std::vector<Box> both(std::vector<Box> a, const std::vector<Box>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

TEST(InkRuns, AGapBetweenColumnsPartsRunsASpaceDoesNot) {
    const auto runs = ink_runs(both(letters(100, 200, 5, 8), letters(220, 200, 3)), kHeight);
    ASSERT_EQ(runs.size(), 2u);
    EXPECT_EQ(runs[0].box, (Box{100, 180, 182, 200}));
    EXPECT_EQ(runs[1].box, (Box{220, 180, 258, 200}));
    EXPECT_EQ(runs[0].baseline, 200);
}

TEST(InkRuns, MarksAndPointsBelongToTheirRun) {
    std::vector<Box> parts = letters(100, 200, 3);
    parts.push_back({101, 170, 108, 176});  // above
    parts.push_back({116, 203, 120, 207});  // below
    parts.push_back({145, 196, 149, 200});  // behind
    const auto runs = ink_runs(parts, kHeight);
    ASSERT_EQ(runs.size(), 1u);
    EXPECT_EQ(runs[0].box, (Box{100, 170, 149, 207}));
    EXPECT_EQ(runs[0].letters, (Box{100, 180, 138, 200}));
}

// Circumflex and hook of "ể" together are as high as a small letter.
TEST(InkRuns, MarksOnTopOfEachOtherAreNoLine) {
    std::vector<Box> parts = letters(100, 200, 3);
    parts.push_back({114, 164, 124, 178});
    const auto lines = ink_lines(ink_runs(parts, kHeight));
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].box.top, 164);
}

// The point below "ụ" touches a mark of the next line: together as high as a letter.
TEST(InkRuns, APointThatTouchesAMarkBelowIsNoLine) {
    std::vector<Box> parts = both(letters(100, 200, 4), letters(100, 238, 4));
    parts.push_back({115, 203, 122, 215});
    const auto lines = ink_lines(ink_runs(parts, kHeight));
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].letters.bottom, 200);
    EXPECT_EQ(lines[1].letters.top, 218);
}

TEST(InkRuns, LinesStandBelowEachOther) {
    const auto lines = ink_lines(ink_runs(
        both(both(letters(100, 240, 4), letters(100, 200, 4)), letters(300, 201, 2)), kHeight));
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].box, (Box{100, 180, 324, 201}));
    EXPECT_EQ(lines[0].baseline, 200);
    EXPECT_EQ(lines[1].baseline, 240);
}

}  // namespace
}  // namespace vanthu::ocr
