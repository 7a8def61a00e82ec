// Photographed sheets are seen from above; scans stay as they are. And what resolution they have.
#include "ocr/sheet_sandboxed.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <cmath>

#include "ocr/resolution_sandboxed.h"
#include "tests/sandboxed/operation.h"

namespace vanthu::formats::test {

using ocr::believable_dpi;
using ocr::Corners;
using ocr::preprocess;
using ocr::seen_from_above;
using ocr::sheet_corners;
namespace {

constexpr int kWidth = 2000, kHeight = 2700;

PixPtr invitation() {
    return decode_image(sample_bytes("dispatch/0017-giay-moi-png/input.png"), {}, "sample");
}

// The sheet with its corners there, on a dark desk.
PixPtr photographed(Pix* sheet, const Corners& corners) {
    PixPtr desk(pixCreate(kWidth, kHeight, 8));
    pixSetAllArbitrary(desk.get(), 70);
    const PixPtr grey = to_grey(sheet);
    pixRasterop(desk.get(), 0, 0, pixGetWidth(sheet), pixGetHeight(sheet), PIX_SRC, grey.get(), 0,
                0);
    PTA* from = ptaCreate(4);
    PTA* to = ptaCreate(4);
    const auto w = static_cast<l_float32>(pixGetWidth(sheet));
    const auto h = static_cast<l_float32>(pixGetHeight(sheet));
    const l_float32 xs[] = {0, w, w, 0}, ys[] = {0, 0, h, h};
    for (std::size_t i = 0; i < 4; ++i) {
        ptaAddPt(from, xs[i], ys[i]);
        ptaAddPt(to, static_cast<l_float32>(corners[i].x), static_cast<l_float32>(corners[i].y));
    }
    PixPtr bent(pixProjectivePta(desk.get(), to, from, L_BRING_IN_BLACK));
    ptaDestroy(&from);
    ptaDestroy(&to);
    return bent;
}

const Corners kBent{{{190, 150}, {1790, 90}, {1900, 2560}, {120, 2480}}};

TEST(Sheet, TheCornersOfAPhotographedSheetAreFound) {
    const PixPtr photo = photographed(invitation().get(), kBent);
    const auto found = sheet_corners(photo.get());
    ASSERT_TRUE(found.has_value());
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR((*found)[i].x, kBent[i].x, 12) << i;
        EXPECT_NEAR((*found)[i].y, kBent[i].y, 12) << i;
    }
    const PixPtr sheet = seen_from_above(photo.get(), *found);
    EXPECT_NEAR(static_cast<double>(pixGetHeight(sheet.get())) / pixGetWidth(sheet.get()),
                std::sqrt(2.0), 0.01);
}

TEST(Sheet, AScanStaysAsItIs) {
    EXPECT_FALSE(sheet_corners(invitation().get()).has_value());
    // With a dark border all around, and with one that leans.
    const Corners straight{{{30, 30}, {1970, 30}, {1970, 2670}, {30, 2670}}};
    EXPECT_FALSE(sheet_corners(photographed(invitation().get(), straight).get()).has_value());
    const Corners leaning{{{60, 20}, {1985, 60}, {1940, 2690}, {15, 2650}}};
    EXPECT_FALSE(sheet_corners(photographed(invitation().get(), leaning).get()).has_value());
}

TEST(Sheet, APhotographIsPreparedLikeAScan) {
    const PixPtr photo = photographed(invitation().get(), kBent);
    const auto answer = json(call(preprocess, encode_png(photo.get()), R"({"dpi":72})").result);
    EXPECT_LT(answer->getValue<int>("width"), 1800);
    EXPECT_NEAR(answer->getValue<double>("skew_degrees"), 0, 0.3);
    EXPECT_EQ(answer->getValue<int>("rotation"), 0);
}

TEST(Resolution, LettersDecideBetweenTheTagAndTheSheet) {
    const PixPtr page = invitation();  // A4 at 200 dpi
    for (const int said : {0, 1, 72, 300, 200})
        EXPECT_NEAR(believable_dpi(page.get(), said), 200, 3);
    // A slip of paper is no A4: its letters tell the truth, and so may its tag.
    BOX* area =
        boxCreate(0, 0, pixGetWidth(page.get()) * 6 / 10, pixGetHeight(page.get()) * 6 / 10);
    const PixPtr slip(pixClipRectangle(page.get(), area, nullptr));
    boxDestroy(&area);
    EXPECT_NEAR(believable_dpi(slip.get(), 0), 200, 25);
    EXPECT_EQ(believable_dpi(slip.get(), 200), 200);
}

TEST(Resolution, WithoutLettersTheSheetIsA4) {
    PixPtr white(pixCreate(1240, 1754, 8));
    pixSetAll(white.get());
    EXPECT_NEAR(believable_dpi(white.get(), 0), 150, 1);
}

}  // namespace
}  // namespace vanthu::formats::test
