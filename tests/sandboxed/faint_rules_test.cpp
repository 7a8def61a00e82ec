// Rules that are faint in places are followed; what stands in cells makes none.
#include "ocr/faint_rules_sandboxed.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>

#include "ocr/drawn_rules_sandboxed.h"
#include "ocr/ruled_tables_sandboxed.h"
#include "ocr/straight_rules_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;

constexpr int kDpi = 200, kLeft = 200, kTop = 300, kRow = 60, kRows = 6, kPaper = 230;
const std::vector<int> kColumns{200, 290, 640, 1000, 1400};

void paint(Pix* page, int left, int top, int right, int bottom, int grey) {
    BOX* area = boxCreate(left, top, right - left, bottom - top);
    pixSetInRectArbitrary(page, area, static_cast<l_uint32>(grey));
    boxDestroy(&area);
}

PixPtr paper() {
    PixPtr page(pixCreate(1654, 2339, 8));
    pixSetAllArbitrary(page.get(), kPaper);
    return page;
}

// A table whose toner is missing between two heights: what is left there is hardly darker than the
// paper.
PixPtr faded(int from, int to, int ink = 60) {
    PixPtr page = paper();
    const int bottom = kTop + kRows * kRow;
    for (int row = 0; row <= kRows; ++row) {
        const int y = kTop + row * kRow;
        paint(page.get(), kColumns.front(), y, kColumns.back() + 3, y + 3, ink);
    }
    for (const int x : kColumns)
        paint(page.get(), x, kTop, x + 3, bottom, ink);
    for (int y = from; y < to; ++y)
        for (int x = 700; x < 1450; ++x) {
            l_uint32 value = 0;
            pixGetPixel(page.get(), x, y, &value);
            if (value < kPaper) pixSetPixel(page.get(), x, y, kPaper - 20);
        }
    return page;
}

std::size_t cells_of(Pix* page) {
    const PixPtr rules = rules_of(page, kDpi);
    const auto tables = find_ruled_tables(rules.get(), kDpi);
    return tables.size() == 1 ? tables[0].cells.size() : 0;
}

TEST(FaintRules, ARuleThatIsKnownInPartsIsFollowed) {
    const std::size_t all = kRows * (kColumns.size() - 1);
    EXPECT_EQ(cells_of(faded(0, 0).get()), all);
    EXPECT_EQ(cells_of(faded(kTop + kRow + 4, kTop + 4 * kRow - 1).get()), all);
}

TEST(FaintRules, WhereNothingIsDrawnNothingIsAdded) {
    const PixPtr page = faded(0, 0);
    // Two cells of a row are one, and so are two of a column.
    paint(page.get(), 640, kTop + kRow + 3, 643, kTop + 2 * kRow, kPaper);
    paint(page.get(), 1003, kTop + 4 * kRow, 1400, kTop + 4 * kRow + 3, kPaper);
    EXPECT_EQ(cells_of(page.get()), kRows * (kColumns.size() - 1) - 2);
}

TEST(FaintRules, ACreaseAcrossTheSheetIsNoRule) {
    const PixPtr page = faded(0, 0);
    paint(page.get(), 20, kTop + 2 * kRow + 28, 1630, kTop + 2 * kRow + 30, 150);
    EXPECT_EQ(cells_of(page.get()), kRows * (kColumns.size() - 1));
}

TEST(FaintRules, UprightsOfLettersBelowEachOtherAreNoRule) {
    const PixPtr page = faded(0, 0);
    for (int row = 0; row < kRows; ++row)
        for (int letter = 0; letter < 12; ++letter) {
            const int x = 1100 + letter * 9, y = kTop + row * kRow + 14;
            paint(page.get(), x, y, x + 3, y + 34, 40);
        }
    EXPECT_EQ(cells_of(page.get()), kRows * (kColumns.size() - 1));
}

// Toner that gave out along one rule: nothing of it is as dark as a rule.
TEST(FaintRules, ARuleOfWhichNothingIsKnownIsFoundBetweenOthers) {
    const PixPtr page = faded(0, 0, 140);
    const int y = kTop + 3 * kRow;
    paint(page.get(), kColumns.front(), y, kColumns.back() + 3, y + 3, kPaper - 28);
    EXPECT_EQ(cells_of(page.get()), kRows * (kColumns.size() - 1));
}

// The other side of the sheet: its rules end elsewhere, run through text and are fainter still.
TEST(FaintRules, WhatShinesThroughIsNoRule) {
    const PixPtr page = faded(0, 0, 140);
    paint(page.get(), 60, kTop + kRow + 30, 1260, kTop + kRow + 33, kPaper - 28);
    paint(page.get(), 204, kTop + 4 * kRow + 30, 1399, kTop + 4 * kRow + 33, kPaper - 12);
    EXPECT_EQ(cells_of(page.get()), kRows * (kColumns.size() - 1));
}

TEST(FaintRules, WhatGoesOnBeyondASideIsNoColumn) {
    const PixPtr page = faded(0, 0);
    for (const int row : {0, 2, 4, 6}) {
        const int y = kTop + row * kRow;
        paint(page.get(), 80, y, kColumns.front(), y + 3, kPaper - 25);
    }
    EXPECT_EQ(cells_of(page.get()), kRows * (kColumns.size() - 1));
}

// The heading of a group goes over all columns; an upright of its letters stands where a rule ends.
TEST(FaintRules, AnUprightInTheHeadingOfAGroupPartsNothing) {
    const PixPtr page = faded(0, 0);
    const int top = kTop + 2 * kRow, bottom = top + 25;
    for (int y = top; y < top + kRow; ++y)
        for (int x = 203; x < 1400; ++x)
            pixSetPixel(page.get(), x, y, y < top + 3 ? 60 : kPaper);
    paint(page.get(), kColumns.front(), bottom, kColumns.back() + 3, bottom + 3, 60);
    for (const int x : kColumns)
        paint(page.get(), x, bottom, x + 3, kTop + 3 * kRow, 60);
    // "H": its left upright is where the second column begins.
    paint(page.get(), 290, top + 6, 293, top + 20, 40);
    paint(page.get(), 293, top + 12, 302, top + 14, 40);
    paint(page.get(), 302, top + 6, 305, top + 20, 40);
    EXPECT_EQ(cells_of(page.get()), (kRows) * (kColumns.size() - 1) + 1);
}

// Headings of groups in which the columns end must not hide that a rule is one.
TEST(FaintRules, ARuleThatGroupsInterruptIsFollowedInTheirRows) {
    constexpr int kMore = 2;
    const PixPtr page = faded(0, 0);
    for (const int row : {1, 3, 5})
        for (std::size_t i = 2; i + 1 < kColumns.size(); ++i)
            paint(page.get(), kColumns[i], kTop + row * kRow + 3, kColumns[i] + 3,
                  kTop + (row + 1) * kRow, kPaper);
    const int bottom = kTop + kRows * kRow;
    for (int row = 1; row <= kMore; ++row)
        paint(page.get(), kColumns.front(), bottom + row * kRow, kColumns.back() + 3,
              bottom + row * kRow + 3, 60);
    for (const int x : {kColumns[0], kColumns[1], kColumns.back()})
        paint(page.get(), x, bottom, x + 3, bottom + kMore * kRow, 60);
    // In one of the three rows that are left its toner gave out.
    paint(page.get(), 1000, kTop + 3, 1003, kTop + kRow, kPaper - 20);
    EXPECT_EQ(cells_of(page.get()), 3 * (kColumns.size() - 1) + (3 + kMore) * 2);
}

// A list with rules across alone, on a sheet that leans to the right as it goes down.
TEST(FaintRules, SidesOfAListTellHowItLeans) {
    const PixPtr page = paper();
    for (int row = 0; row < 9; ++row) {
        const int y = kTop + row * 120, x = 200 + row * 6;
        paint(page.get(), x, y, x + 1100, y + 3, 60);
    }
    const PixPtr rules = rules_of(page.get(), kDpi);
    const StraightRules straight = straight_rules(rules.get(), kDpi);
    const auto top = straight.straightening.flat(200, kTop);
    const auto bottom = straight.straightening.flat(200 + 8 * 6, kTop + 8 * 120);
    EXPECT_NEAR(top.first, bottom.first, 4);
    EXPECT_NEAR(straight.straightening.lean, 0.05, 0.005);
}

}  // namespace
}  // namespace vanthu::ocr
