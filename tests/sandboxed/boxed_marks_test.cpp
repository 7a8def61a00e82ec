// HỎA TỐC in its frame, straight and tilted, on a page without colours.
#include "ocr/boxed_marks_sandboxed.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <string>

#include "formats/image_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;

constexpr int kDpi = 200, kMilliseconds = 60'000;

PixPtr page_of(const std::string& sample) {
    const std::string path = std::string(VANTHU_SOURCE_DIR) + "/samples/dispatch/" + sample;
    const PixPtr read(pixRead(path.c_str()));
    return read ? formats::to_grey(read.get()) : PixPtr();
}

std::string says(const std::vector<pipeline::Block>& marks) {
    std::string text;
    for (const pipeline::Block& mark : marks)
        for (const pipeline::TextLine& line : mark.lines)
            for (const pipeline::Word& word : line.words)
                text += word.text + ' ';
    return text;
}

TEST(BoxedMarks, AMarkInItsFrameIsReadAndTakenOff) {
    const PixPtr page = page_of("0014-cong-van-hoa-toc-scan/input.tif");
    ASSERT_TRUE(page);
    const auto marks = take_boxed_marks(page.get(), kDpi, kMilliseconds);
    EXPECT_EQ(says(marks), "HỎA TỐC ");
    EXPECT_TRUE(take_boxed_marks(page.get(), kDpi, kMilliseconds).empty()) << "it is gone";
}

TEST(BoxedMarks, ATiltedOneIsReadLevel) {
    const PixPtr straight = page_of("0014-cong-van-hoa-toc-scan/input.tif");
    ASSERT_TRUE(straight);
    const PixPtr page(pixRotate(straight.get(), 0.05f, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
    EXPECT_EQ(says(take_boxed_marks(page.get(), kDpi, kMilliseconds)), "HỎA TỐC ");
}

TEST(BoxedMarks, OtherPagesStayAsTheyAre) {
    const PixPtr page = page_of("0017-giay-moi-png/input.png");
    ASSERT_TRUE(page);
    const PixPtr before(pixCopy(nullptr, page.get()));
    EXPECT_TRUE(take_boxed_marks(page.get(), kDpi, kMilliseconds).empty());
    l_int32 same = 0;
    pixEqual(page.get(), before.get(), &same);
    EXPECT_TRUE(same);
    const PixPtr tiny(pixCreate(1, 1, 8));
    EXPECT_TRUE(take_boxed_marks(tiny.get(), kDpi, kMilliseconds).empty());
}

}  // namespace
}  // namespace vanthu::ocr
