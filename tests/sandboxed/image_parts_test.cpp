// What is told of a picture's file before a library decodes it.
#include "formats/image_parts_sandboxed.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <cstdlib>

#include "formats/image_sandboxed.h"

namespace vanthu::formats {
namespace {

const pipeline::Limits kLimits;

PixPtr shaded() {
    PixPtr pix(pixCreate(64, 48, 8));
    for (int y = 0; y < 48; ++y)
        for (int x = 0; x < 64; ++x)
            pixSetPixel(pix.get(), x, y, static_cast<l_uint32>(x * 3 + y * y) & 0xff);
    pixSetResolution(pix.get(), 200, 200);
    return pix;
}

std::string jpeg(int progressive) {
    l_uint8* data = nullptr;
    std::size_t size = 0;
    EXPECT_EQ(pixWriteMemJpeg(&data, &size, shaded().get(), 80, progressive), 0);
    std::string bytes(reinterpret_cast<const char*>(data), size);
    std::free(data);
    return bytes;
}

TEST(ImageParts, CountScansOfAJpeg) {
    EXPECT_EQ(jpeg_scans(jpeg(0)), 1);
    const int careful = jpeg_scans(jpeg(1));
    EXPECT_GT(careful, 2);
    EXPECT_LT(careful, 20);
    EXPECT_EQ(jpeg_scans("\xff"), 0);
    EXPECT_EQ(jpeg_scans("no picture at all"), 0);
}

TEST(ImageParts, AScanWithinAThumbnailIsNone) {
    const std::string picture = jpeg(0), inner = jpeg(1);
    std::string comment = "\xff\xe1";
    comment += static_cast<char>((inner.size() + 2) >> 8);
    comment += static_cast<char>((inner.size() + 2) & 0xff);
    EXPECT_EQ(jpeg_scans(picture.substr(0, 2) + comment + inner + picture.substr(2)), 1);
}

TEST(ImageParts, APngWithoutItsExtrasHasTheSamePixelsAndResolution) {
    const PixPtr pix = shaded();
    pixSetText(pix.get(), "a comment that no page needs");
    const std::string bytes = encode_png(pix.get());
    ASSERT_NE(bytes.find("tEXt"), std::string::npos);
    const std::string plain = png_without_extras(bytes);
    EXPECT_EQ(plain.find("tEXt"), std::string::npos);
    const PixPtr again = decode_image(plain, kLimits, "image");
    l_int32 same = 0;
    pixEqual(pix.get(), again.get(), &same);
    EXPECT_TRUE(same);
    EXPECT_EQ(pixGetXRes(again.get()), 200);
}

TEST(ImageParts, APngCutShortAnywhereIsNoTrap) {
    const std::string bytes = encode_png(shaded().get());
    for (std::size_t size = 8; size < bytes.size(); size += 7)
        EXPECT_LE(png_without_extras(bytes.substr(0, size)).size(), size);
}

}  // namespace
}  // namespace vanthu::formats
