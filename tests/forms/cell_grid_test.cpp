#include "forms/cell_grid.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/text.h"

namespace vanthu::forms {
namespace {

using pipeline::Block;

// One table of a scan; a row of one text is one cell over all columns.
pipeline::Document scan_of(const std::vector<std::vector<std::string>>& rows, int columns) {
    pipeline::Page page;
    page.number = 1;
    page.origin = pipeline::TextOrigin::Ocr;
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (std::size_t column = 0; column < rows[row].size(); ++column) {
            Block block;
            block.kind = Block::Kind::TableCell;
            block.table = 0;
            block.row = static_cast<int>(row);
            block.column = static_cast<int>(column);
            block.column_span = rows[row].size() == 1 ? columns : 1;
            pipeline::TextLine line;
            for (const std::string& word : split(rows[row][column], ' '))
                line.words.push_back({word, {}, 0.9f});
            block.lines.push_back(line);
            page.blocks.push_back(block);
        }
    pipeline::Document document;
    document.pages.push_back(page);
    return document;
}

TEST(CellGrid, AnotherTableThatFollowsCloselyIsOneOfItsOwn) {
    const auto grids = grids_of(scan_of({{"Năm", "Danh hiệu thi đua", "Số, ngày"},
                                         {"2019", "Lao động tiên tiến", "12/QĐ-UBND"},
                                         {"2. Hình thức khen thưởng:"},
                                         {"Năm", "Hình thức khen thưởng", "Số, ngày"},
                                         {"2020", "Giấy khen", "15/QĐ-UBND"}},
                                        3));
    ASSERT_EQ(grids.size(), 2u);
    EXPECT_EQ(grids[0].rows.size(), 2u);
    ASSERT_EQ(grids[1].rows.size(), 2u);
    EXPECT_EQ(grids[1].rows[0][1].text, "Hình thức khen thưởng");
    EXPECT_EQ(grids[1].above, std::vector<std::string>{"2. Hình thức khen thưởng:"});
}

TEST(CellGrid, UnderAGroupTheListGoesOn) {
    EXPECT_EQ(grids_of(scan_of({{"STT", "Họ và tên", "Đơn vị"},
                                {"1", "Lò Thị Pánh", "Sở Y tế"},
                                {"II. CÁ NHÂN"},
                                {"1", "Bùi Như Lạc", "Sở Nội vụ"},
                                {"III. HỘ GIA ĐÌNH"},
                                {"STT", "Họ và tên", "Đơn vị"},
                                {"1", "Hộ ông Võ Văn Cần", "Thôn Đông"}},
                               3))
                  .size(),
              1u);
}

}  // namespace
}  // namespace vanthu::forms
