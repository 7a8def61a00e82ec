// Pages read in part: until a deadline, and where the fields are.
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <set>

#include "ocr/engine_sandboxed.h"
#include "ocr/read_scan_sandboxed.h"
#include "tests/sandboxed/operation.h"

namespace vanthu::ocr {
namespace {

using pipeline::TextLine;

Raster page_raster() {
    const PixPtr pix = formats::decode_image(
        formats::test::sample_bytes("dispatch/0016-thong-bao-jpeg/input.jpg"), {}, "sample");
    return {formats::to_grey(pix.get()), nullptr};
}

Poco::JSON::Object::Ptr first_page() {
    Poco::JSON::Object::Ptr parameters(new Poco::JSON::Object);
    parameters->set("page", 1);
    parameters->set("dpi", 200);
    return parameters;
}

std::set<std::string> lines_of(const pipeline::Page& page) {
    std::set<std::string> lines;
    for (const auto& block : page.blocks)
        for (const TextLine& line : block.lines)
            lines.insert(text_of(line));
    return lines;
}

TEST(ReadPage, WhatWasReadInTimeIsKept) {
    const Raster raster = page_raster();
    const PageLines whole = read_page(raster.page.get(), 200, [] { return false; });
    EXPECT_TRUE(whole.complete);
    ASSERT_GT(whole.lines.size(), 12u);
    int asked = 0;
    const PageLines part = read_page(raster.page.get(), 200, [&] { return ++asked > 12; });
    EXPECT_FALSE(part.complete);
    ASSERT_GE(part.lines.size(), 3u);
    EXPECT_LE(part.lines.size(), 12u);
    for (std::size_t i = 0; i < part.lines.size(); ++i)
        EXPECT_EQ(text_of(part.lines[i]), text_of(whole.lines[i]));
    const PageLines again = read_page(raster.page.get(), 200, [] { return false; });
    EXPECT_EQ(again.lines.size(), whole.lines.size()) << "the engine is none the worse for it";
}

TEST(ReadPage, LateFromTheBeginningIsAnEmptyPage) {
    const Raster raster = page_raster();
    const Deadline past{std::chrono::milliseconds(-1)};
    const PageReading read =
        read_rows(raster, first_page(), {0, pixGetHeight(raster.page.get())}, past);
    EXPECT_FALSE(read.complete);
    EXPECT_TRUE(lines_of(read.page).empty());
    EXPECT_EQ(read.page.width, pixGetWidth(raster.page.get()));
}

TEST(ReadPage, HeadAndFootAreReadAsTheWholeIs) {
    const Raster raster = page_raster();
    const int height = pixGetHeight(raster.page.get());
    const auto zones = head_and_foot_of(raster.page.get());
    ASSERT_TRUE(zones);
    EXPECT_EQ(zones->head.from, 0);
    EXPECT_LE(zones->head.to, zones->foot.from);
    EXPECT_EQ(zones->foot.to, height);
    const Deadline ample{std::chrono::hours(1)};
    const auto head = read_rows(raster, first_page(), zones->head, ample);
    const auto foot = read_rows(raster, first_page(), zones->foot, ample);
    const auto whole = read_rows(raster, first_page(), {0, height}, ample);
    const std::set<std::string> all = lines_of(whole.page), upper = lines_of(head.page),
                                lower = lines_of(foot.page);
    EXPECT_TRUE(upper.count("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    EXPECT_TRUE(lower.count("Nơi nhận:"));
    // A line beside the cut may be laid out otherwise; all others are the same.
    for (const auto& lines : {upper, lower})
        EXPECT_LE(std::count_if(lines.begin(), lines.end(),
                                [&](const std::string& line) { return !all.count(line); }),
                  2);
    for (const auto& block : foot.page.blocks) {
        EXPECT_GE(block.box.top, zones->foot.from);
        EXPECT_LE(block.box.bottom, height);
    }
}

TEST(ReadPage, APageWithoutWhiteRowsHasNoHead) {
    const PixPtr full(pixCreate(400, 600, 8));
    pixClearAll(full.get());  // black
    EXPECT_FALSE(head_and_foot_of(full.get()));
}

}  // namespace
}  // namespace vanthu::ocr
