// Rows whose rule was lost are parted by their running numbers.
#include "formats/numbered_rows_sandboxed.h"

#include <gtest/gtest.h>

#include <string>

namespace vanthu::formats {
namespace {

using pipeline::Block;

Block cell(int row, int column, int top, int bottom,
           const std::vector<std::pair<int, std::string>>& lines, int row_span = 1) {
    Block block;
    block.kind = Block::Kind::TableCell;
    block.row = row;
    block.column = column;
    block.row_span = row_span;
    block.box = {100 * column, top, 100 * column + 90, bottom};
    for (const auto& [y, text] : lines) {
        pipeline::TextLine line;
        line.box = {100 * column, y, 100 * column + 80, y + 20};
        line.words.push_back({text, line.box, 0.9f});
        block.lines.push_back(line);
    }
    return block;
}

std::string text_of(const Block& block) {
    std::string text;
    for (const pipeline::TextLine& line : block.lines)
        text += (text.empty() ? "" : "\n") + pipeline::text_of(line);
    return text;
}

std::string text_at(const std::vector<Block>& cells, int row, int column) {
    for (const Block& block : cells)
        if (block.column == column && block.row <= row && row < block.row + block.row_span)
            return text_of(block);
    return "none";
}

TEST(NumberedRows, NumbersBelowEachOtherAreRows) {
    std::vector<Block> cells{cell(0, 0, 0, 40, {{10, "5"}}),
                             cell(0, 1, 0, 40, {{10, "Lê"}}),
                             cell(1, 0, 40, 140, {{60, "6"}, {110, "7"}}),
                             cell(1, 1, 40, 140, {{48, "Trần"}, {70, "An"}, {110, "Bùi"}}),
                             cell(2, 0, 140, 180, {{150, "8"}}),
                             cell(2, 1, 140, 180, {{150, "Mai"}})};
    part_numbered_rows(cells);
    ASSERT_EQ(cells.size(), 8u);
    EXPECT_EQ(text_at(cells, 1, 0), "6");
    EXPECT_EQ(text_at(cells, 1, 1), "Trần\nAn");
    EXPECT_EQ(text_at(cells, 2, 0), "7");
    EXPECT_EQ(text_at(cells, 2, 1), "Bùi");
    EXPECT_EQ(text_at(cells, 3, 1), "Mai");
}

TEST(NumberedRows, AMergedCellGoesOnThroughTheNewRows) {
    std::vector<Block> cells{cell(0, 0, 0, 100, {{20, "1"}, {70, "2"}}),
                             cell(0, 1, 0, 140, {{60, "Sở"}}, 2),
                             cell(1, 0, 100, 140, {{110, "3"}})};
    part_numbered_rows(cells);
    EXPECT_EQ(text_at(cells, 0, 1), "Sở");
    EXPECT_EQ(text_at(cells, 1, 1), "Sở");
    EXPECT_EQ(text_at(cells, 2, 1), "Sở");
    EXPECT_EQ(text_at(cells, 2, 0), "3");
}

TEST(NumberedRows, OtherNumbersStayTogether) {
    for (const auto& [first, second] :
         {std::pair{"6", "8"}, std::pair{"TT", "1"}, std::pair{"1980", "1981"}}) {
        std::vector<Block> cells{cell(0, 0, 0, 100, {{20, first}, {70, second}}),
                                 cell(0, 1, 0, 100, {{20, "Lê"}, {70, "An"}})};
        part_numbered_rows(cells);
        EXPECT_EQ(cells.size(), 2u) << first;
    }
}

}  // namespace
}  // namespace vanthu::formats
