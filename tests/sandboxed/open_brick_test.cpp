// Our pixOpenBrick beside the library's pixOpen, which it stands in for.
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <random>
#include <string>

#include "formats/image_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;

PixPtr opened_by_library(Pix* pix, int across, int down) {
    using Open = PIX* (*)(PIX*, PIX*, l_int32, l_int32);
    static const auto library = reinterpret_cast<Open>(
        ::dlsym(::dlopen("liblept.so.5", RTLD_NOW | RTLD_NOLOAD), "pixOpenBrick"));
    return PixPtr(library(nullptr, pix, across, down));
}

// Blots of all sizes, some of them at the edges.
PixPtr blots(int width, int height, std::minstd_rand& random) {
    PixPtr pix(pixCreate(width, height, 1));
    for (int i = 0; i < 60; ++i) {
        const int x = static_cast<int>(random() % static_cast<unsigned>(width + 20)) - 10;
        const int y = static_cast<int>(random() % static_cast<unsigned>(height + 20)) - 10;
        const int w = 1 + static_cast<int>(random() % 70), h = 1 + static_cast<int>(random() % 40);
        pixRasterop(pix.get(), x, y, random() % 3 ? w : 2, random() % 3 ? 2 : h,
                    random() % 5 ? PIX_SET : PIX_CLR, nullptr, 0, 0);
    }
    return pix;
}

TEST(OpenBrick, IsTheLibrarysBitByBit) {
    std::minstd_rand random(11);
    for (const auto& [width, height] : {std::pair{1, 1}, {31, 40}, {32, 32}, {33, 64}, {200, 97}}) {
        const PixPtr pix = blots(width, height, random);
        for (const int across : {1, 2, 3, 5, 31, 32, 33, 50, 400})
            for (const int down : {1, 2, 7, 16, 33, 120}) {
                const PixPtr theirs = opened_by_library(pix.get(), across, down);
                const PixPtr ours(pixOpenBrick(nullptr, pix.get(), across, down));
                l_int32 same = 0;
                pixEqual(ours.get(), theirs.get(), &same);
                EXPECT_TRUE(same) << width << "x" << height << " by " << across << "x" << down;
                // Into another image, and into itself.
                PixPtr other(pixCreate(5, 5, 1)), itself(pixCopy(nullptr, pix.get()));
                EXPECT_EQ(pixOpenBrick(other.get(), pix.get(), across, down), other.get());
                EXPECT_EQ(pixOpenBrick(itself.get(), itself.get(), across, down), itself.get());
                pixEqual(other.get(), theirs.get(), &same);
                EXPECT_TRUE(same);
                pixEqual(itself.get(), theirs.get(), &same);
                EXPECT_TRUE(same);
            }
    }
}

TEST(OpenBrick, IsTheOneThatTesseractCalls) {
    EXPECT_EQ(::dlsym(RTLD_DEFAULT, "pixOpenBrick"), reinterpret_cast<void*>(&pixOpenBrick));
    EXPECT_NE(::dlsym(::dlopen("liblept.so.5", RTLD_NOW | RTLD_NOLOAD), "pixOpenBrick"),
              reinterpret_cast<void*>(&pixOpenBrick));
}

}  // namespace
}  // namespace vanthu::ocr
