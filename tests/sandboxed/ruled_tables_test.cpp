// Cells that rules enclose, and what of a page is read apart from its running text.
#include "ocr/drawn_rules_sandboxed.h"
#include "ocr/ruled_tables_sandboxed.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>

#include "formats/image_sandboxed.h"
#include "pipeline/stamps.h"
#include "tests/sandboxed/operation.h"

namespace vanthu::formats::test {

using ocr::find_ruled_tables;
using ocr::preprocess;
using ocr::recognise;
using ocr::RuledTable;
using ocr::rules_of;
using pipeline::Block;
using Area = pipeline::Box;
namespace {

constexpr int kDpi = 200, kRowHeight = 60;
const std::vector<int> kColumns{200, 300, 640, 1000, 1400};

PixPtr paper() {
    PixPtr page(pixCreate(1654, 2339, 8));
    pixSetAllArbitrary(page.get(), 230);
    return page;
}

void rule(Pix* page, const Area& box, int grey) {
    BOX* area = boxCreate(box.left, box.top, box.width(), box.height());
    pixSetInRectArbitrary(page, area, static_cast<l_uint32>(grey));
    boxDestroy(&area);
}

// Four rows of four cells; the second row is one cell.
PixPtr ruled(int grey, int thickness) {
    PixPtr page = paper();
    for (int row = 0; row <= 4; ++row) {
        const int y = 400 + kRowHeight * row;
        rule(page.get(), Area{kColumns.front(), y, kColumns.back() + thickness, y + thickness},
             grey);
    }
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
        const bool outer = i == 0 || i + 1 == kColumns.size();
        const int x = kColumns[i];
        rule(page.get(), Area{x, 400, x + thickness, 400 + (outer ? 4 : 1) * kRowHeight}, grey);
        rule(page.get(), Area{x, 400 + 2 * kRowHeight, x + thickness, 400 + 4 * kRowHeight}, grey);
    }
    return page;
}

void expect_four_rows(Pix* page) {
    const PixPtr rules = rules_of(page, kDpi);
    const std::vector<RuledTable> tables = find_ruled_tables(rules.get(), kDpi);
    ASSERT_EQ(tables.size(), 1u);
    const auto& cells = tables[0].cells;
    ASSERT_EQ(cells.size(), 13u);
    EXPECT_EQ(cells[4].row, 1);
    EXPECT_EQ(cells[4].column, 0);
    EXPECT_EQ(cells[4].column_span, 4);
    EXPECT_EQ(cells[12].row, 3);
    EXPECT_EQ(cells[12].column, 3);
    EXPECT_EQ(cells[12].row_span, 1);
}

TEST(RuledTables, CellsAreFoundWithTheirRowsAndSpans) {
    expect_four_rows(ruled(0, 3).get());
}

TEST(RuledTables, AFaintThinRuleIsARule) {
    expect_four_rows(ruled(150, 2).get());
}

TEST(RuledTables, ALeaningTableIsOneToo) {
    const PixPtr page = ruled(0, 3);
    const PixPtr leaning(pixRotate(page.get(), static_cast<float>(0.4 * M_PI / 180),
                                   L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
    expect_four_rows(leaning.get());
}

TEST(RuledTables, RulesThatEncloseNothingAreNoTable) {
    const PixPtr page = paper();
    for (int y = 300; y < 1500; y += 100)
        rule(page.get(), Area{200, y, 1400, y + 3}, 0);
    const PixPtr rules = rules_of(page.get(), kDpi);
    EXPECT_TRUE(find_ruled_tables(rules.get(), kDpi).empty());
}

pipeline::Page read_page(Pix* pix) {
    const auto made = call(preprocess, encode_png(pix), R"({"dpi":200})");
    return page_of(call(
        recognise, made.attachments.at(1),
        R"({"page":1,"dpi":)" + std::to_string(json(made.result)->getValue<int>("dpi")) + "}"));
}

pipeline::Page read_page(const std::string& sample, int number) {
    const std::string bytes = sample_bytes(sample);
    return read_page(decode_tiff_page(bytes, number, {}).get());
}

// The lower part of a sheet was torn off; the scanner's lid shows instead.
// Beside a list there may be nothing but the paper's grain, which would be read at length.
TEST(RuledTables, WhereNothingIsLeftBesideAListThePageIsWhite) {
    const auto darkest_below = [](std::size_t letters) {
        const PixPtr page = ruled(60, 3);
        unsigned grain = 1;
        for (int y = 1000; y < 2000; ++y)
            for (int x = 200; x < 1400; ++x, grain = grain * 1103515245U + 12345U)
                pixSetPixel(page.get(), x, y, 200 + (grain >> 16) % 40);
        for (std::size_t i = 0; i < letters; ++i)
            rule(page.get(),
                 Area{300, 1200 + 40 * static_cast<int>(i), 318, 1218 + 40 * static_cast<int>(i)},
                 40);
        const PixPtr rules = rules_of(page.get(), kDpi);
        EXPECT_FALSE(
            ocr::take_ruled_tables(page.get(), rules.get(), kDpi, formats::ListMay::Begin, 20'000)
                .empty());
        l_uint32 far = 0, near = 0;
        pixGetPixel(page.get(), 1300, 1900, &far);
        pixGetPixel(page.get(), 309, 1209, &near);
        return std::pair(far, near);
    };
    EXPECT_EQ(darkest_below(0), std::pair(255U, 255U));
    EXPECT_EQ(darkest_below(1), std::pair(255U, 40U));  // the number of the page
    EXPECT_LT(darkest_below(12).first, 255U);
}

TEST(RuledTables, OfATornPageTheRowsAreReadThatAreLeft) {
    const std::string bytes = sample_bytes("nomination/0002-danh-sach-scan/input.tif");
    const PixPtr whole = to_grey(decode_tiff_page(bytes, 1, {}).get());
    const int width = pixGetWidth(whole.get()), height = pixGetHeight(whole.get());
    const int tear = height * 6 / 10;
    for (int x = 0; x < width; x += 8) {
        const int y = tear + (x / 8 * 7) % 23;
        rule(whole.get(), Area{x, y, std::min(width, x + 8), height}, 60);
    }
    const pipeline::Page page = read_page(whole.get());
    const double scale = static_cast<double>(page.height) / height;
    std::string names;
    int rows = 0, lowest = 0;
    for (const Block& block : page.blocks) {
        if (block.kind != Block::Kind::TableCell) continue;
        rows = std::max(rows, block.row + 1);
        lowest = std::max(lowest, block.box.bottom);
        names += pipeline::text_of(block) + "\n";
    }
    EXPECT_GE(rows, 3);
    EXPECT_LE(lowest, (tear + 40) * scale);
    EXPECT_NE(names.find("Hợp tác xã Rau an"), std::string::npos) << names;
}

TEST(ReadingOrder, ATableIsReadRowByRow) {
    const pipeline::Page page = read_page("nomination/0002-danh-sach-scan/input.tif", 1);
    int cells = 0;
    std::string row;
    for (const Block& block : page.blocks) {
        if (block.kind != Block::Kind::TableCell) continue;
        ++cells;
        if (block.row == 0) row += pipeline::text_of(block);
    }
    EXPECT_GT(cells, 20);
    EXPECT_NE(row.find("TT"), std::string::npos) << row;
}

TEST(ReadingOrder, AnArrivalStampWithoutColourStandsApart) {
    const pipeline::Page page = read_page("damaged/clean-grey.tif", 1);
    const auto stamps = std::count_if(page.blocks.begin(), page.blocks.end(),
                                      [](const Block& b) { return pipeline::is_arrival_stamp(b); });
    EXPECT_EQ(stamps, 1);
    EXPECT_EQ(pipeline::printed_text_of(page).find("Chuyển:"), std::string::npos);
    EXPECT_NE(pipeline::text_of(page).find("Chuyển:"), std::string::npos);
}

}  // namespace
}  // namespace vanthu::formats::test
