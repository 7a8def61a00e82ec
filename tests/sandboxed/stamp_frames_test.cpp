// Arrival stamps without colour whose frame is not whole: a broken side, one beyond the sheet.
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <cmath>

#include "base/text.h"
#include "formats/image_sandboxed.h"
#include "ocr/drawn_rules_sandboxed.h"
#include "ocr/stamps_sandboxed.h"
#include "pipeline/stamps.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;
using pipeline::Box;

constexpr int kDpi = 200, kMilliseconds = 60'000;

PixPtr page() {
    const std::string path = std::string(VANTHU_SOURCE_DIR) + "/samples/damaged/clean-grey.tif";
    const PixPtr read(pixRead(path.c_str()));
    return read ? PixPtr(pixConvertTo8(read.get(), 0)) : nullptr;
}

// The page's stamps, and what is left of the page behind them.
std::vector<pipeline::Block> stamps_of(Pix* page) {
    const PixPtr rules = rules_of(page, kDpi);
    return take_framed_stamps(page, rules.get(), kDpi, kMilliseconds);
}

void white(Pix* page, const Box& box) {
    BOX* area = boxCreate(box.left, box.top, box.width(), box.height());
    pixSetInRectArbitrary(page, area, 255);
    boxDestroy(&area);
}

Box frame_of_the_sample() {
    const PixPtr whole = page();
    if (!whole) return {};
    const auto stamps = stamps_of(whole.get());
    return stamps.size() == 1 ? stamps.front().box : Box{};
}

TEST(StampFrames, ABrokenSideIsAFramesSideStill) {
    const Box frame = frame_of_the_sample();
    ASSERT_FALSE(frame.empty());
    const PixPtr broken = page();
    for (int y = frame.top + 12; y < frame.bottom - 12; y += 14)
        white(broken.get(), {frame.right - 8, y, frame.right + 8, y + 7});
    const auto stamps = stamps_of(broken.get());
    ASSERT_EQ(stamps.size(), 1u);
    EXPECT_NEAR(stamps.front().box.right, frame.right, kDpi / 7);
    EXPECT_NEAR(stamps.front().box.bottom, frame.bottom, kDpi / 14);
    EXPECT_TRUE(pipeline::is_arrival_stamp(stamps.front()));
}

TEST(StampFrames, AStampThatTheSheetCutsOffIsFound) {
    const Box frame = frame_of_the_sample();
    ASSERT_FALSE(frame.empty());
    const PixPtr whole = page();
    const int cut = frame.left + kDpi / 14;
    BOX* rest = boxCreate(cut, 0, pixGetWidth(whole.get()) - cut, pixGetHeight(whole.get()));
    const PixPtr sheet(pixClipRectangle(whole.get(), rest, nullptr));
    boxDestroy(&rest);
    const auto stamps = stamps_of(sheet.get());
    ASSERT_EQ(stamps.size(), 1u);
    EXPECT_NEAR(stamps.front().box.right, frame.right - cut, kDpi / 7);
    EXPECT_TRUE(pipeline::is_arrival_stamp(stamps.front()));
}

TEST(StampFrames, TwoRulesWithoutAStampsWordsAreNone) {
    const Box frame = frame_of_the_sample();
    ASSERT_FALSE(frame.empty());
    const PixPtr empty = page();
    white(empty.get(), {frame.left + 8, frame.top + 8, frame.right - 8, frame.bottom - 8});
    EXPECT_TRUE(stamps_of(empty.get()).empty());
}

// Waves of a pen behind both labels, from the row above to the row below.
void scribble(Pix* page, int left, int middle) {
    for (int i = 0; i < 140; ++i) {
        const int x = left + i, y = middle + static_cast<int>(std::lround(34 * std::sin(i / 6.0)));
        for (int dy = -3; dy < 3; ++dy)
            for (int dx = -3; dx < 3; ++dx)
                pixSetPixel(page, static_cast<l_uint32>(x + dx), static_cast<l_uint32>(y + dy), 20);
    }
}

TEST(StampFrames, LabelsAreReadByThemselvesWhereAPenRanIntoThem) {
    const PixPtr written = page();
    ASSERT_TRUE(written);
    scribble(written.get(), 246, 662);
    scribble(written.get(), 276, 706);
    const auto stamps = stamps_of(written.get());
    ASSERT_EQ(stamps.size(), 1u);
    const pipeline::Word *number = nullptr, *date = nullptr;
    for (const auto& line : stamps.front().lines)
        for (const auto& word : line.words) {
            const std::string text = fold(word.text);
            if (!number && (text == "so" || text == "so:")) number = &word;
            if (!date && (text == "ngay" || text == "ngay:")) date = &word;
        }
    ASSERT_TRUE(number && date);
    // Where they stand without the pen.
    EXPECT_NEAR(number->box.bottom, 682, 2);
    EXPECT_NEAR(date->box.left, 210, 3);
    EXPECT_NEAR(date->box.bottom, 726, 3);
}

}  // namespace
}  // namespace vanthu::ocr
