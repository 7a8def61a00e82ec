// Our turning of grey pictures beside the library's.
#include "ocr/turn_grey_sandboxed.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <random>

namespace vanthu::ocr {
namespace {

using formats::PixPtr;

PixPtr speckled(int width, int height, std::minstd_rand& random) {
    PixPtr pix(pixCreate(width, height, 8));
    for (int y = 0; y < height; ++y) {
        l_uint32* row =
            pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
        for (int x = 0; x < width; ++x)
            SET_DATA_BYTE(row, x, (random() >> 8) % 256);
    }
    return pix;
}

TEST(TurnGrey, IsTheLibrarysBitByBit) {
    std::minstd_rand random(5);
    for (const auto& [width, height] :
         {std::pair{1, 1}, {7, 90}, {16, 16}, {17, 33}, {203, 411}, {640, 90}})
        for (const float radians : {0.0011f, -0.0026f, 0.0149f, -0.031f, 0.0599f, -0.06f, 0.2f}) {
            const PixPtr pix = speckled(width, height, random);
            const PixPtr theirs(pixRotateAMGray(pix.get(), radians, 255));
            const PixPtr ours = turned_grey(pix.get(), radians);
            l_int32 same = 0;
            pixEqual(ours.get(), theirs.get(), &same);
            EXPECT_TRUE(same) << width << "x" << height << " by " << radians;
        }
}

}  // namespace
}  // namespace vanthu::ocr
