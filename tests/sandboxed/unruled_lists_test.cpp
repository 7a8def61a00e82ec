// A list without rules on a sheet that leans: its own lines and numbers tell rows and columns.
#include "ocr/unruled_lists_sandboxed.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <cmath>
#include <string>
#include <vector>

#include "ocr/drawn_rules_sandboxed.h"
#include "tests/sandboxed/operation.h"

namespace vanthu::formats::test {
namespace {

using pipeline::Block;

constexpr int kDpi = 200;

// The list of the sample, its rules painted white.
PixPtr list_without_rules() {
    const std::string bytes = sample_bytes("nomination/0002-danh-sach-scan/input.tif");
    const PixPtr source = to_grey(decode_tiff_page(bytes, 1, {}).get());
    const float scale = static_cast<float>(kDpi) / 300;
    PixPtr page(pixGetWidth(source.get()) > 2000 ? pixScale(source.get(), scale, scale)
                                                 : pixClone(source.get()));
    PixPtr rules = ocr::rules_of(page.get(), kDpi);
    rules.reset(pixDilateBrick(nullptr, rules.get(), 9, 9));
    pixPaintThroughMask(page.get(), rules.get(), 0, 0, 255);
    return page;
}

std::vector<Block> cells_of(Pix* page) {
    ocr::Straightening sheet;
    sheet.middle_x = pixGetWidth(page) / 2.0;
    sheet.middle_y = pixGetHeight(page) / 2.0;
    const PixPtr copy(pixCopy(nullptr, page));
    return ocr::take_unruled_list(copy.get(), sheet, kDpi, 0, ListMay::Begin, 60'000);
}

// The first and the last word of the second column, row by row: letters between may be misread.
std::string names_in(const std::vector<Block>& cells) {
    std::string names;
    for (const Block& cell : cells) {
        if (cell.column != 1 || cell.lines.empty()) continue;
        names += std::to_string(cell.row) + ": " + cell.lines.front().words.front().text + " " +
                 cell.lines.back().words.back().text + "\n";
    }
    return names;
}

// Headings, a group, four rows, a group, two rows.
const std::string kNames =
    "0: Họ thể\n2: Trạm Khê\n3: Hợp Vàng\n4: Hạt Lâm\n5: Phòng chính\n7: Nguyễn Hoài\n"
    "8: Phạm Đạo\n";

TEST(UnruledLists, RowsAndColumnsAreThoseOfALeaningSheetToo) {
    for (const double degrees : {-1.0, 1.0}) {
        const PixPtr page = list_without_rules();
        const PixPtr leaning(pixRotate(page.get(), static_cast<float>(degrees * M_PI / 180),
                                       L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
        EXPECT_EQ(names_in(cells_of(leaning.get())), kNames) << degrees;
    }
}

TEST(UnruledLists, ARowWhoseNumberIsNotSeenIsARow) {
    const PixPtr page = list_without_rules();
    for (const Block& cell : cells_of(page.get())) {
        if (cell.row != 3 || cell.column != 0) continue;
        BOX* area =
            boxCreate(cell.box.left - 20, cell.box.top, cell.box.width() + 20, cell.box.height());
        pixSetInRectArbitrary(page.get(), area, 255);
        boxDestroy(&area);
    }
    EXPECT_EQ(names_in(cells_of(page.get())), kNames);
}

}  // namespace
}  // namespace vanthu::formats::test
