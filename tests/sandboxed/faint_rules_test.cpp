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
PixPtr faded(int from, int to) {
    PixPtr page = paper();
    const int bottom = kTop + kRows * kRow;
    for (int row = 0; row <= kRows; ++row) {
        const int y = kTop + row * kRow;
        paint(page.get(), kColumns.front(), y, kColumns.back() + 3, y + 3, 60);
    }
    for (const int x : kColumns)
        paint(page.get(), x, kTop, x + 3, bottom, 60);
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
