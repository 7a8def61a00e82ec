// crop_gaps: where the strip lies and what is ink in it.
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <Poco/JSON/Array.h>

#include <algorithm>
#include <string>

#include "formats/image_sandboxed.h"
#include "ocr/digits.h"
#include "ocr/operations.h"
#include "tests/sandboxed/operation.h"

namespace vanthu::formats::test {
namespace {

constexpr int kBaseline = 200, kCapital = 30;  // em = 45

void fill(Pix* page, int left, int top, int right, int bottom, l_uint32 colour) {
    BOX* box = boxCreate(left, top, right - left, bottom - top);
    pixSetInRectArbitrary(page, box, colour);
    boxDestroy(&box);
}

// Bars for the printed capitals at x = 500 ..., a stroke of ink in the gap at 300 to 310.
std::string page(l_uint32 ink) {
    PixPtr pix(pixCreate(900, 400, 32));
    pixSetAll(pix.get());
    for (int x = 500; x < 700; x += 30)
        fill(pix.get(), x, kBaseline - kCapital, x + 12, kBaseline, 0x00000000);
    fill(pix.get(), 300, kBaseline - kCapital, 310, kBaseline, ink);
    return encode_png(pix.get());
}

std::string gap(int left, int right) {
    return R"({"gaps":[{"left":)" + std::to_string(left) + R"(,"right":)" + std::to_string(right) +
           R"(,"left_em":0,"right_em":0,"print_left":495,"print_right":700,"top":165,"bottom":205}]})";
}

struct Seen {
    int width = 0;
    double blue = 0;
    int inked = 0;              // pixels of the strip that are ink
    int first = -1, last = -1;  // columns
    int top = -1, bottom = -1;  // rows
};

Seen look(const std::string& image, const std::string& parameters) {
    const auto reply = call(ocr::crop_gaps, image, parameters);
    const auto answer = json(reply.result)->getArray("gaps")->getObject(0);
    Seen seen;
    seen.width = answer->getValue<int>("width");
    if (seen.width == 0) return seen;
    seen.blue = answer->getValue<double>("blue");
    const std::string& strip = reply.attachments.at(0);
    EXPECT_EQ(strip.size(), static_cast<std::size_t>(seen.width) * ocr::kStripHeight);
    for (int y = 0; y < ocr::kStripHeight; ++y)
        for (int x = 0; x < seen.width; ++x) {
            if (static_cast<unsigned char>(strip[static_cast<std::size_t>(y * seen.width + x)]) <
                128)
                continue;
            ++seen.inked;
            seen.first = seen.first < 0 ? x : std::min(seen.first, x);
            seen.last = std::max(seen.last, x);
            seen.top = seen.top < 0 ? y : std::min(seen.top, y);
            seen.bottom = std::max(seen.bottom, y);
        }
    return seen;
}

TEST(CropGaps, TheStripIsScaledToTheCapitalsBesideIt) {
    const Seen seen = look(page(0x00000000), gap(200, 400));
    ASSERT_GT(seen.inked, 0);
    // 200 pixels and half a type size at both ends, at half size.
    EXPECT_NEAR(seen.width, 125, 6);
    EXPECT_NEAR(seen.bottom + 1, ocr::kStripBaseline, 1);
    EXPECT_NEAR(seen.bottom + 1 - seen.top, ocr::kStripCapital, 1);
    EXPECT_NEAR(seen.last + 1 - seen.first, 5, 1);
    EXPECT_EQ(seen.blue, 0);
}

TEST(CropGaps, ABluePenIsToldAndRedInkIsPaper) {
    const Seen blue = look(page(0x3048c000), gap(200, 400));
    EXPECT_GT(blue.inked, 0);
    EXPECT_GT(blue.blue, 0.9);
    const Seen red = look(page(0xf0303000), gap(200, 400));
    EXPECT_EQ(red.inked, 0);
}

TEST(CropGaps, AGapIsCutOutAtSeveralSizes) {
    std::string parameters = gap(200, 400);
    parameters.insert(parameters.find("\"left\""), R"("shrinks":[1,1.5],)");
    const auto reply = call(ocr::crop_gaps, page(0x00000000), parameters);
    const auto answer = json(reply.result)->getArray("gaps")->getObject(0);
    const auto widths = answer->getArray("widths");
    ASSERT_EQ(widths->size(), 2u);
    const int whole = widths->getElement<int>(0), small = widths->getElement<int>(1);
    EXPECT_EQ(answer->getValue<int>("width"), whole);
    EXPECT_NEAR(small * 1.5, whole, 6);
    EXPECT_EQ(reply.attachments.at(0).size(),
              static_cast<std::size_t>(whole + small) * ocr::kStripHeight);
}

// A frame's side at x = 360; `across` = a stroke through it.
Seen beside_a_frame(bool across) {
    PixPtr pix(pixCreate(900, 400, 32));
    pixSetAll(pix.get());
    fill(pix.get(), 300, kBaseline - kCapital, 310, kBaseline, 0);
    fill(pix.get(), 360, 20, 364, 380, 0);
    if (across) fill(pix.get(), 340, kBaseline - 16, 390, kBaseline - 8, 0);
    return look(encode_png(pix.get()),
                R"({"gaps":[{"left":250,"right":440,"left_em":0.55,"right_em":0.55,"print_left":200,
                    "print_right":250,"top":165,"bottom":200,"em":45,"side":362}]})");
}

TEST(CropGaps, AFramesSideIsNoOneAndEndsTheGapUnlessAPenCrossesIt) {
    const Seen inside = beside_a_frame(false);
    // The one stroke, up to the frame.
    EXPECT_NEAR(inside.width, 52, 4);
    EXPECT_NEAR(inside.last + 1 - inside.first, 5, 1);
    const Seen crossed = beside_a_frame(true);
    EXPECT_NEAR(crossed.width, 95, 4);
    EXPECT_NEAR(crossed.last, 70, 3);
    EXPECT_LE(crossed.bottom - crossed.top, 16);  // the line itself is wiped
}

TEST(CropGaps, PlacesThatMakeNoSenseGiveNothing) {
    EXPECT_EQ(look(page(0), gap(800, 100)).width, 0);
    EXPECT_EQ(look(page(0), gap(-100000, -50000)).width, 0);
    EXPECT_LE(look(page(0), gap(-100000, 100000)).width, ocr::kWidestStrip);
    EXPECT_EQ(refusal_of(ocr::crop_gaps, page(0), "{}").code, ErrorCode::Internal);
    EXPECT_EQ(refusal_of(ocr::crop_gaps, "no image", gap(200, 400)).code, ErrorCode::BadInput);
}

}  // namespace
}  // namespace vanthu::formats::test
