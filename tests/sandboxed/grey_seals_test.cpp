// Seals without colour: what is taken off, what stays.
#include "ocr/grey_seals_sandboxed.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>

namespace vanthu::ocr {
namespace {

using formats::PixPtr;

constexpr int kDpi = 200, kRadius = 137, kX = 400, kY = 300;
constexpr int kPrint = 20, kStroke = 5;

PixPtr sheet() {
    PixPtr page(pixCreate(900, 700, 8));
    pixSetAllArbitrary(page.get(), 230);
    return page;
}

bool on_ring(int x, int y) {
    return std::abs(std::hypot(x - kX, y - kY) - kRadius) <= 2.3;
}

void stamp(Pix* page, int grey) {
    for (int y = 0; y < pixGetHeight(page); ++y)
        for (int x = 0; x < pixGetWidth(page); ++x) {
            l_uint32 there = 0;
            pixGetPixel(page, x, y, &there);
            if (on_ring(x, y))
                pixSetPixel(page, x, y, std::min(there, static_cast<l_uint32>(grey)));
        }
}

// Upright strokes of a line of text that the ring's lower edge runs through.
bool is_print(int x, int y) {
    return y >= kY + kRadius - 30 && y < kY + kRadius + 30 && x >= kX + 20 && x < kX + 200 &&
           x % 20 < kStroke;
}

void print(Pix* page) {
    for (int y = 0; y < pixGetHeight(page); ++y)
        for (int x = 0; x < pixGetWidth(page); ++x)
            if (is_print(x, y)) pixSetPixel(page, x, y, kPrint);
}

struct Left {
    int ring = 0, print = 0, all_ring = 0, all_print = 0;  // pixels of ink
};

Left left_on(Pix* page) {
    Left left;
    for (int y = 0; y < pixGetHeight(page); ++y)
        for (int x = 0; x < pixGetWidth(page); ++x) {
            l_uint32 grey = 0;
            pixGetPixel(page, x, y, &grey);
            const bool ink = grey < 150;
            if (is_print(x, y))
                ++left.all_print, left.print += ink;
            else if (on_ring(x, y))
                ++left.all_ring, left.ring += ink;
        }
    return left;
}

TEST(GreySeals, ASealPalerThanPrintGoesAndPrintStays) {
    const PixPtr page = sheet();
    print(page.get());
    stamp(page.get(), 120);
    erase_grey_seals(page.get(), grey_seals_on(page.get(), kDpi), Crossings::Keep);
    const Left left = left_on(page.get());
    EXPECT_LT(left.ring * 20, left.all_ring);
    EXPECT_EQ(left.print, left.all_print);
}

TEST(GreySeals, ASealAsDarkAsPrintGoesWhereNoStrokeCrossesIt) {
    const PixPtr page = sheet();
    print(page.get());
    stamp(page.get(), kPrint);
    erase_grey_seals(page.get(), grey_seals_on(page.get(), kDpi), Crossings::Keep);
    const Left left = left_on(page.get());
    EXPECT_LT(left.ring * 10, left.all_ring);
    EXPECT_GT(left.print * 10, left.all_print * 9);
}

TEST(GreySeals, APageWithoutASealStaysAsItIs) {
    const PixPtr page = sheet();
    print(page.get());
    for (int i = 0; i < 300; ++i) {  // a frame of a seal's size, and half a ring
        for (const int edge : {200, 500})
            pixSetPixel(page.get(), 200 + i, edge, kPrint),
                pixSetPixel(page.get(), edge, 200 + i, kPrint);
    }
    for (int y = kY; y < kY + 200; ++y)
        for (int x = 0; x < pixGetWidth(page.get()); ++x)
            if (on_ring(x, y)) pixSetPixel(page.get(), x, y, kPrint);
    const PixPtr before(pixCopy(nullptr, page.get()));
    erase_grey_seals(page.get(), grey_seals_on(page.get(), kDpi), Crossings::Keep);
    l_int32 same = 0;
    pixEqual(before.get(), page.get(), &same);
    EXPECT_TRUE(same);
}

}  // namespace
}  // namespace vanthu::ocr
