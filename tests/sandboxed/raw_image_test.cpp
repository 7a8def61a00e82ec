// The way of an image from one call of a page worker to the next.
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include "base/error.h"
#include "formats/raw_image_sandboxed.h"

namespace vanthu::formats {
namespace {

const pipeline::Limits kLimits;

PixPtr patterned(int width, int height, int depth) {
    PixPtr pix(pixCreate(width, height, depth));
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto value = static_cast<l_uint32>(x * 31 + y * 57 + x * y);
            pixSetPixel(pix.get(), x, y,
                        depth == 1   ? value & 1
                        : depth == 8 ? value & 0xff
                                     : (value * 2654435761u) & 0xffffff00u);
        }
    pixSetResolution(pix.get(), 300, 300);
    return pix;
}

TEST(RawImage, ComesBackPixelByPixel) {
    for (const int depth : {1, 8, 32})
        for (const int width : {1, 3, 4, 31, 32, 33, 70}) {
            const PixPtr pix = patterned(width, 5, depth);
            const PixPtr again = read_raw(write_raw(pix.get()), kLimits, "image");
            l_int32 same = 0;
            pixEqual(pix.get(), again.get(), &same);
            EXPECT_TRUE(same) << width << " pixels of depth " << depth;
            EXPECT_EQ(pixGetXRes(again.get()), 300);
        }
}

TEST(RawImage, AColourTakesThreeBytes) {
    EXPECT_LT(write_raw(patterned(100, 100, 32).get()).size(), 100u * 100 * 3 + 64);
    EXPECT_LT(write_raw(patterned(100, 100, 1).get()).size(), 100u * 13 + 64);
}

TEST(RawImage, WhatIsCutOrClaimsTooMuchIsRefused) {
    const std::string whole = write_raw(patterned(40, 30, 8).get());
    for (std::size_t size = 0; size < whole.size(); size += 7)
        EXPECT_THROW(read_raw(whole.substr(0, size), kLimits, "image"), Error) << size;
    EXPECT_THROW(read_raw(whole + "x", kLimits, "image"), Error);
    std::string huge = whole;
    huge[11] = 0x7f;  // the width's highest byte
    EXPECT_THROW(read_raw(huge, kLimits, "image"), Error);
    std::string odd = whole;
    odd[16] = 5;  // the depth
    EXPECT_THROW(read_raw(odd, kLimits, "image"), Error);
}

}  // namespace
}  // namespace vanthu::formats
