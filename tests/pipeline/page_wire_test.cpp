#include "pipeline/page_wire.h"

#include <gtest/gtest.h>

#include <random>

#include "base/error.h"

namespace vanthu::pipeline {
namespace {

Page full_page() {
    Page page;
    page.number = 3;
    page.sheet = 2;
    page.sheet_left = 1650;
    page.image = std::string(64, 'a');
    page.width = 1654;
    page.height = 2339;
    page.dpi = 200;
    page.rotation = 270;
    page.skew_degrees = -0.81;
    page.origin = TextOrigin::Mixed;
    Block cell;
    cell.kind = Block::Kind::TableCell;
    cell.table = 1;
    cell.row = 2;
    cell.column = 3;
    cell.row_span = 4;
    cell.column_span = 5;
    cell.box = {-1, 2, 300, 400};
    TextLine line;
    line.bold = true;
    line.box = {1, 2, 3, 4};
    line.words = {{"Số:", {1, 2, 3, 4}, 0.5f}, {"79/KH-UBND", {5, 6, 7, 8}, 1.0f}};
    cell.lines = {line};
    page.blocks = {cell, Block{}};
    return page;
}

ErrorCode refusal_of(std::string_view bytes) {
    try {
        decode_pages(bytes);
    } catch (const Error& error) {
        return error.code();
    }
    ADD_FAILURE() << "was accepted";
    return ErrorCode::Internal;
}

TEST(PageWire, KeepsEverything) {
    const std::vector<Page> pages = decode_pages(encode_pages({full_page(), Page{}}));
    ASSERT_EQ(pages.size(), 2u);
    const Page& page = pages[0];
    EXPECT_EQ(page.number, 3);
    EXPECT_EQ(page.sheet, 2);
    EXPECT_EQ(page.sheet_left, 1650);
    EXPECT_EQ(page.image, std::string(64, 'a'));
    EXPECT_EQ(page.rotation, 270);
    EXPECT_DOUBLE_EQ(page.skew_degrees, -0.81);
    EXPECT_EQ(page.origin, TextOrigin::Mixed);
    ASSERT_EQ(page.blocks.size(), 2u);
    const Block& cell = page.blocks[0];
    EXPECT_EQ(cell.kind, Block::Kind::TableCell);
    EXPECT_EQ(cell.row_span, 4);
    EXPECT_EQ(cell.box, (Box{-1, 2, 300, 400}));
    ASSERT_EQ(cell.lines.size(), 1u);
    EXPECT_TRUE(cell.lines[0].bold);
    EXPECT_FALSE(cell.lines[0].italic);
    ASSERT_EQ(cell.lines[0].words.size(), 2u);
    EXPECT_EQ(cell.lines[0].words[1].text, "79/KH-UBND");
    EXPECT_FLOAT_EQ(cell.lines[0].words[0].confidence, 0.5f);
    // Equal pages have equal bytes: checkpoints are compared by digest.
    EXPECT_EQ(encode_pages(pages), encode_pages({full_page(), Page{}}));
}

TEST(PageWire, KeepsSureWordsOfOneHeightInLessRoom) {
    Page page;
    Block block;
    TextLine line;
    line.box = {10, 20, 90, 40};
    line.italic = true;
    line.words = {{"Kính", {10, 20, 50, 40}, 1}, {"gửi", {60, 20, 90, 40}, 1}};
    block.lines = {line};
    page.blocks = {block};
    const std::string level = encode_pages({page});
    const TextLine read = decode_pages(level).at(0).blocks.at(0).lines.at(0);
    EXPECT_TRUE(read.italic);
    EXPECT_FALSE(read.bold);
    EXPECT_EQ(read.words.at(1).text, "gửi");
    EXPECT_EQ(read.words.at(1).box, (Box{60, 20, 90, 40}));
    EXPECT_EQ(read.words.at(1).confidence, 1);
    for (std::size_t size = 0; size < level.size(); ++size)
        EXPECT_EQ(refusal_of(std::string_view(level).substr(0, size)), ErrorCode::BadInput);

    page.blocks[0].lines[0].words[0].confidence = 0.99f;
    EXPECT_GT(encode_pages({page}).size(), level.size());
    page = decode_pages(encode_pages({page})).at(0);
    EXPECT_EQ(page.blocks[0].lines[0].words[0].confidence, 0.99f);
    page.blocks[0].lines[0].words[0] = line.words[0];
    page.blocks[0].lines[0].words[1].box.top = 21;
    page = decode_pages(encode_pages({page})).at(0);
    EXPECT_EQ(page.blocks[0].lines[0].words[1].box, (Box{60, 21, 90, 40}));
}

// Version 2 is the same without such lines.
TEST(PageWire, ReadsCheckpointsOfTheVersionBefore) {
    std::string bytes = encode_pages({full_page()});
    const std::string today = bytes;
    ASSERT_EQ(bytes[0], 3);
    bytes[0] = 2;
    EXPECT_EQ(encode_pages(decode_pages(bytes)), today);
    Page page;
    page.blocks.resize(1);
    page.blocks[0].lines.resize(1);  // without words it is level
    std::string level = encode_pages({page});
    level[0] = 2;
    EXPECT_EQ(refusal_of(level), ErrorCode::BadInput);
    bytes[0] = 1;
    EXPECT_EQ(refusal_of(bytes), ErrorCode::BadInput);
}

TEST(PageWire, RefusesEveryPrefix) {
    const std::string bytes = encode_pages({full_page()});
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_EQ(refusal_of(std::string_view(bytes).substr(0, size)), ErrorCode::BadInput);
    EXPECT_EQ(refusal_of(bytes + "x"), ErrorCode::BadInput);
}

TEST(PageWire, AnswersAnyDamageWithAnErrorAlone) {
    const std::string bytes = encode_pages({full_page(), full_page()});
    std::minstd_rand random(7);
    int refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string damaged = bytes;
        for (int k = 0; k < 3; ++k)
            damaged[random() % damaged.size()] = static_cast<char>(random());
        try {
            const auto pages = decode_pages(damaged);
            for (const Page& page : pages)
                EXPECT_EQ(page.rotation % 90, 0);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput);
            ++refused;
        }
    }
    EXPECT_GT(refused, 1000);
}

TEST(PageWire, ReservesNothingForAMadeUpCount) {
    std::string bytes = encode_pages({});
    for (std::size_t i = 1; i < bytes.size(); ++i)
        bytes[i] = '\xff';
    EXPECT_EQ(refusal_of(bytes), ErrorCode::BadInput);
}

TEST(PageWire, RefusesWordsThatAreNotUtf8) {
    for (const char* text : {"\xc0\xaf", "\xed\xa0\x80", "ab\xff", "\xe1\xba"}) {
        Page page = full_page();
        page.blocks[0].lines[0].words[0].text = text;
        EXPECT_EQ(refusal_of(encode_pages({page})), ErrorCode::BadInput) << text;
    }
}

TEST(PageWire, RefusesNumbersThatMakeNoSense) {
    Page page = full_page();
    page.blocks[0].lines[0].words[0].confidence = 1.5f;
    EXPECT_EQ(refusal_of(encode_pages({page})), ErrorCode::BadInput);
    page = full_page();
    page.rotation = 45;
    EXPECT_EQ(refusal_of(encode_pages({page})), ErrorCode::BadInput);
    page = full_page();
    page.image = "../../etc/passwd";
    EXPECT_EQ(refusal_of(encode_pages({page})), ErrorCode::BadInput);
}

}  // namespace
}  // namespace vanthu::pipeline
