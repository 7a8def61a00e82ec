#include "ocr/head_foot_sandboxed.h"

#include <leptonica/allheaders.h>

#include <gtest/gtest.h>

#include "formats/image_sandboxed.h"
#include "pipeline/sandbox.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;

constexpr int kWidth = 1654, kHeight = 2339;

// A sheet on which lines are bars of ink.
class Sheet {
public:
    Sheet() : page_(pixCreate(kWidth, kHeight, 8)) { pixSetAllGray(page_.get(), 255); }

    void line(int top, int left, int right, int height = 30) {
        BOX* bar = boxCreate(left, top, right - left, height);
        pixSetInRectArbitrary(page_.get(), bar, 0);
        boxDestroy(&bar);
    }

    // So many lines across the page.
    int text(int top, int lines) {
        for (int i = 0; i < lines; ++i, top += 50)
            line(top, i == 0 ? 330 : 230, 1540);
        return top;
    }

    Pix* page() const { return page_.get(); }

private:
    PixPtr page_;
};

TEST(HeadAndFoot, TheFootBeginsShortlyBeforeTheSigningBlock) {
    Sheet sheet;
    const int block = sheet.text(150, 34);  // the last third holds text as well
    for (int i = 0; i < 5; ++i) {
        sheet.line(block + 50 * i, 230, 650);
        sheet.line(block + 50 * i, 950, 1400);
    }
    const auto zones = head_and_foot_of(sheet.page());
    ASSERT_TRUE(zones);
    EXPECT_LT(zones->foot.from, block - 50) << "a line before it is read as well";
    EXPECT_GT(zones->foot.from, block - 200);
    EXPECT_EQ(zones->foot.to, kHeight);
    EXPECT_GT(zones->head.to, 0.3 * kHeight);
    EXPECT_LT(zones->head.to, 0.38 * kHeight);
}

TEST(HeadAndFoot, ASignerAloneOnTheRightIsABlockToo) {
    Sheet sheet;
    const int block = sheet.text(150, 36);
    sheet.line(block, 950, 1400);
    sheet.line(block + 200, 1000, 1350);
    const auto zones = head_and_foot_of(sheet.page());
    ASSERT_TRUE(zones);
    EXPECT_LT(zones->foot.from, block);
    EXPECT_GT(zones->foot.from, block - 200);
}

TEST(HeadAndFoot, MarksInTheMarginAreNoColumn) {
    Sheet sheet;
    const int block = sheet.text(150, 34);
    sheet.line(block - 500, 60, 90);  // beside a line of the text
    sheet.line(block, 950, 1400);
    const auto zones = head_and_foot_of(sheet.page());
    ASSERT_TRUE(zones);
    EXPECT_GT(zones->foot.from, block - 200);
}

TEST(HeadAndFoot, WithoutABlockTheLastThirdIsTheFoot) {
    Sheet sheet;
    sheet.text(150, 40);
    const auto zones = head_and_foot_of(sheet.page());
    ASSERT_TRUE(zones);
    EXPECT_LT(zones->foot.from, 2150 - 0.27 * kHeight);
}

// What stands above the middle of the last third decides: a table there is read too.
TEST(HeadAndFoot, ColumnsAboveTheBlockAreReadToo) {
    Sheet sheet;
    const int table = sheet.text(150, 32);
    for (int i = 0; i < 4; ++i) {
        sheet.line(table + 50 * i, 230, 500);
        sheet.line(table + 50 * i, 900, 1500);
    }
    const int after = sheet.text(table + 200, 3);
    sheet.line(after, 950, 1400);
    const auto zones = head_and_foot_of(sheet.page());
    ASSERT_TRUE(zones);
    EXPECT_LT(zones->foot.from, table);
}

TEST(HeadAndFoot, ASolidPageHasNone) {
    const PixPtr full(pixCreate(400, 600, 8));
    pixClearAll(full.get());  // black
    EXPECT_FALSE(head_and_foot_of(full.get()));
}

TEST(ImageSize, IsThatOfTheDecodedPicture) {
    const PixPtr pix(pixCreate(320, 200, 8));
    for (const int dpi : {0, 150, 200, 300}) {
        pixSetResolution(pix.get(), dpi, dpi);
        for (const std::string& bytes :
             {formats::encode_png(pix.get()), formats::encode_jpeg(pix.get(), 75)}) {
            const formats::PageSize size = formats::image_size(bytes, {}, "the image");
            const PixPtr decoded = formats::decode_image(bytes, {}, "the image");
            EXPECT_EQ(size.width, 320);
            EXPECT_EQ(size.height, 200);
            EXPECT_EQ(size.dpi, pixGetXRes(decoded.get())) << dpi;
        }
    }
}

}  // namespace
}  // namespace vanthu::ocr
