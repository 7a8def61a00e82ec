// From a page image to a raster: which way up, how straight, and what ink goes where.
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <cmath>

#include "formats/image_sandboxed.h"
#include "ocr/ink_sandboxed.h"
#include "ocr/raster_sandboxed.h"
#include "tests/sandboxed/operation.h"

namespace vanthu::formats::test {

using ocr::decode_raster;
using ocr::encode_raster;
using ocr::InkLayers;
using ocr::kPenInk;
using ocr::kRedInk;
using ocr::preprocess;
using ocr::Raster;
using ocr::separate_inks;
namespace {

const pipeline::Limits kLimits;

PixPtr invitation() {
    return decode_image(sample_bytes("dispatch/0017-giay-moi-png/input.png"), kLimits, "sample");
}

Poco::JSON::Object::Ptr righted(Pix* pix, const std::string& boxes = "[]") {
    return json(call(preprocess, encode_png(pix), R"({"dpi":200,"boxes":)" + boxes + "}").result);
}

TEST(PageImage, AnUprightPageIsNotTurned) {
    EXPECT_EQ(righted(invitation().get())->getValue<int>("rotation"), 0);
}

TEST(PageImage, EveryTurnIsTakenBack) {
    const PixPtr page = invitation();
    for (int quarters = 1; quarters <= 3; ++quarters) {
        const PixPtr turned(pixRotateOrth(page.get(), quarters));
        const auto answer = righted(turned.get());
        EXPECT_EQ(answer->getValue<int>("rotation"), (360 - 90 * quarters) % 360);
        EXPECT_EQ(answer->getValue<int>("width"), pixGetWidth(page.get()));
    }
}

TEST(PageImage, ALeaningPageIsStraightenedAndItsBoxesMove) {
    const PixPtr page = invitation();
    const PixPtr grey = to_grey(page.get());
    const PixPtr leaning(pixRotate(grey.get(), static_cast<float>(2.0 * M_PI / 180),
                                   L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
    const auto answer = righted(leaning.get(), "[100,100,140,120]");
    const double skew = answer->getValue<double>("skew_degrees");
    EXPECT_NEAR(skew, -2.0, 0.6);
    // Two degrees back, the upper left corner goes down and to the left.
    const auto moved = answer->getArray("boxes");
    EXPECT_LT(moved->getElement<int>(0), 100);
    EXPECT_GT(moved->getElement<int>(1), 100);
}

TEST(PageImage, AWhitePageIsBlank) {
    const PixPtr white(pixCreate(1654, 2339, 8));
    pixSetAll(white.get());
    const auto reply = call(preprocess, encode_png(white.get()), R"({"dpi":200})");
    EXPECT_TRUE(json(reply.result)->getValue<bool>("blank"));
    ASSERT_EQ(reply.attachments.size(), 2u);
    EXPECT_TRUE(reply.attachments[1].empty());
}

TEST(PageImage, ALieAboutResolutionIsNotBelieved) {
    const PixPtr page = invitation();
    for (const char* dpi : {"0", "1", "72000"}) {
        const auto answer = json(
            call(preprocess, encode_png(page.get()), R"({"dpi":)" + std::string(dpi) + "}").result);
        EXPECT_NEAR(answer->getValue<int>("dpi"), 200, 3) << dpi;
    }
}

TEST(PageImage, RedInkGoesAndBlackInkUnderItStays) {
    const PixPtr page(pixCreate(400, 300, 32));
    pixSetAll(page.get());
    const auto paint = [&](int left, int top, int width, int height, unsigned colour) {
        BOX* area = boxCreate(left, top, width, height);
        pixSetInRectArbitrary(page.get(), area, colour);
        boxDestroy(&area);
    };
    paint(50, 50, 200, 100, 0xd0303000);  // red
    paint(100, 80, 50, 20, 0x10101000);   // black on it
    paint(300, 50, 60, 60, 0x2030a000);   // blue pen
    const InkLayers layers = separate_inks(page.get());
    const auto grey = [](const PixPtr& pix, int x, int y) {
        l_uint32 value = 0;
        pixGetPixel(pix.get(), x, y, &value);
        return static_cast<int>(value);
    };
    ASSERT_TRUE(layers.stamps);
    EXPECT_GT(grey(layers.print, 60, 60), 200);
    EXPECT_LT(grey(layers.print, 120, 90), 60);
    EXPECT_LT(grey(layers.print, 320, 80), 120);
    EXPECT_EQ(grey(layers.stamps, 60, 60), kRedInk);
    EXPECT_EQ(grey(layers.stamps, 120, 90), 255);
    EXPECT_EQ(grey(layers.stamps, 320, 80), kPenInk);
}

TEST(PageImage, ABlackAndWhitePageHasNoStampLayer) {
    const PixPtr page(pixCreate(400, 300, 32));
    pixSetAll(page.get());
    EXPECT_FALSE(separate_inks(page.get()).stamps);
}

// A sheet with a page on each side.
PixPtr side_by_side(Pix* left, Pix* right) {
    const PixPtr grey_left = to_grey(left), grey_right = to_grey(right);
    const int width = pixGetWidth(left), height = pixGetHeight(left);
    PixPtr sheet(pixCreate(width + pixGetWidth(right), height, 8));
    pixSetAll(sheet.get());
    pixRasterop(sheet.get(), 0, 0, width, height, PIX_SRC, grey_left.get(), 0, 0);
    pixRasterop(sheet.get(), width, 0, pixGetWidth(right), height, PIX_SRC, grey_right.get(), 0, 0);
    return sheet;
}

TEST(PageImage, TwoPagesOnASheetAreCutApart) {
    const PixPtr page = decode_tiff_page(sample_bytes("damaged/clean-grey.tif"), 1, kLimits);
    const PixPtr sheet = side_by_side(page.get(), page.get());
    const auto reply = call(preprocess, encode_png(sheet.get()), R"({"dpi":200,"boxes":[]})");
    ASSERT_EQ(reply.attachments.size(), 4u);
    const auto answer = json(reply.result);
    const int left = answer->getValue<int>("width"), right = answer->getValue<int>("right_width");
    EXPECT_EQ(left + right, pixGetWidth(sheet.get()));
    EXPECT_NEAR(left, pixGetWidth(page.get()), pixGetWidth(page.get()) / 12);
    EXPECT_EQ(pixGetWidth(decode_raster(reply.attachments[3], kLimits).page.get()), right);
}

TEST(PageImage, AWideTableIsNotCut) {
    const PixPtr table =
        decode_tiff_page(sample_bytes("nomination/0002-danh-sach-scan/input.tif"), 1, kLimits);
    ASSERT_GT(pixGetWidth(table.get()), pixGetHeight(table.get()));
    const auto reply = call(preprocess, encode_png(table.get()), R"({"dpi":300,"boxes":[]})");
    EXPECT_EQ(reply.attachments.size(), 2u);
}

TEST(PageImage, RastersGoThereAndBack) {
    Raster raster{PixPtr(pixCreate(31, 7, 8)), PixPtr(pixCreate(5, 3, 8))};
    pixSetPixel(raster.page.get(), 30, 6, 77);
    pixSetPixel(raster.stamps.get(), 4, 2, 99);
    const std::string bytes = encode_raster(raster);
    const Raster again = decode_raster(bytes, kLimits);
    l_uint32 value = 0;
    pixGetPixel(again.page.get(), 30, 6, &value);
    EXPECT_EQ(value, 77u);
    pixGetPixel(again.stamps.get(), 4, 2, &value);
    EXPECT_EQ(value, 99u);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const std::string part = bytes.substr(0, size);
        if (size == encode_raster({PixPtr(pixClone(raster.page.get())), nullptr}).size()) continue;
        EXPECT_THROW(decode_raster(part, kLimits), Error) << size;
    }
}

TEST(PageImage, DamagedImagesAreRefused) {
    const std::string jpeg = sample_bytes("dispatch/0016-thong-bao-jpeg/input.jpg");
    EXPECT_EQ(refusal_of(preprocess, jpeg.substr(0, 30'000)).code, ErrorCode::BadInput);
    const std::string png = sample_bytes("dispatch/0017-giay-moi-png/input.png");
    EXPECT_EQ(refusal_of(preprocess, png.substr(0, png.size() / 2)).code, ErrorCode::BadInput);
    pipeline::Limits small;
    small.pixels = 1'000'000;
    const Refusal refusal = refusal_of(preprocess, png, "{}", small);
    EXPECT_EQ(refusal.code, ErrorCode::LimitExceeded);
    EXPECT_NE(refusal.message.find("limits.pixels"), std::string::npos);
}

}  // namespace
}  // namespace vanthu::formats::test
