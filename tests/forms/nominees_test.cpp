#include "forms/nominees.h"

#include <gtest/gtest.h>

#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

using pipeline::Block;

class Table {
public:
    Table& row(const std::vector<std::string>& cells) {
        for (std::size_t column = 0; column < cells.size(); ++column)
            if (cells[column] != "^") cell(static_cast<int>(column), cells[column], 1, 1);
        ++row_;
        return *this;
    }

    Table& cell(int column, const std::string& text, int rows, int columns) {
        Block block;
        block.kind = Block::Kind::TableCell;
        block.table = table_;
        block.row = row_;
        block.column = column;
        block.row_span = rows;
        block.column_span = columns;
        pipeline::TextLine line;
        for (const std::string& word : split(text, ' '))
            if (!word.empty()) line.words.push_back({word, {}, 1});
        block.lines.push_back(line);
        page_.blocks.push_back(block);
        return *this;
    }

    Table& next_table() {
        ++table_;
        row_ = 0;
        return *this;
    }

    Table& next_row() {
        ++row_;
        return *this;
    }

    std::optional<pipeline::FieldTable> read() const {
        pipeline::Document document;
        document.pages.push_back(page_);
        return read_table(document, testing::library().form("nomination_list")->tables.at(0));
    }

private:
    pipeline::Page page_;
    int table_ = 0, row_ = 0;
};

const std::vector<std::string> kHeading{"STT", "Họ và tên/ Tên tập thể", "Đơn vị công tác",
                                        "Hình thức đề nghị"};

TEST(Nominees, HeadingsBecomeColumnIds) {
    const auto table =
        Table().row(kHeading).row({"1", "Lò Thị Pánh", "Chi cục Kiểm lâm", "Giấy khen"}).read();
    ASSERT_TRUE(table);
    EXPECT_EQ(table->id, "nominees");
    EXPECT_EQ(table->columns, (std::vector<std::string>{"ordinal", "name", "unit", "award"}));
    EXPECT_EQ(table->rows, (std::vector<std::vector<std::string>>{
                               {"1", "Lò Thị Pánh", "Chi cục Kiểm lâm", "Giấy khen"}}));
}

TEST(Nominees, GroupRowsSetTheKind) {
    Table builder;
    builder.row(kHeading)
        .cell(0, "I. TẬP THỂ", 1, 4)
        .next_row()
        .row({"1", "Hạt Kiểm lâm", "Chi cục", "Cờ thi đua"});
    builder.row({"II", "CÁ NHÂN", "", ""}).row({"1", "Bùi Như Lạc", "Xã Hòa Lạc", "Bằng khen"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    ASSERT_EQ(table->columns.back(), "kind");
    ASSERT_EQ(table->rows.size(), 2u);
    EXPECT_EQ(table->rows[0].back(), "collective");
    EXPECT_EQ(table->rows[1].back(), "individual");
    EXPECT_EQ(table->rows[1][1], "Bùi Như Lạc");
}

TEST(Nominees, MergedCellsGiveTheirTextToEveryRow) {
    Table builder;
    builder.row(kHeading)
        .cell(2, "Trung tâm Khuyến nông", 2, 1)
        .row({"1", "Nguyễn Thị Hoài", "^", "Bằng khen"});
    builder.row({"2", "Phạm Quang Đạo", "^", "Giấy khen"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 2u);
    EXPECT_EQ(table->rows[1][2], "Trung tâm Khuyến nông");
}

TEST(Nominees, RepeatedHeadingsAndColumnNumbersAreNoRows) {
    const auto table = Table()
                           .row(kHeading)
                           .row({"(1)", "(2)", "(3)", "(4)"})
                           .row({"1", "Lê Văn An", "Sở Y tế", "Giấy khen"})
                           .row(kHeading)
                           .row({"2", "Lê Văn Bình", "Sở Y tế", "Giấy khen"})
                           .read();
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows.size(), 2u);
}

TEST(Nominees, UnknownHeadingKeepsItsText) {
    const auto table = Table()
                           .row({"TT", "Họ tên", "Đơn vị", "Số quyết định"})
                           .row({"1", "Lê Văn An", "Sở Y tế", "12/QĐ-SYT"})
                           .read();
    ASSERT_TRUE(table);
    EXPECT_EQ(table->columns.back(), "số quyết định");
}

TEST(Nominees, OtherTablesArePassedOver) {
    EXPECT_FALSE(Table()
                     .row({"Ngày tháng", "Tên đơn vị", "Thời gian"})
                     .row({"21/12", "BVĐK", "7h30"})
                     .read());
    EXPECT_FALSE(Table().read());
}

TEST(Nominees, TwoTablesAreOneList) {
    Table builder;
    builder.row(kHeading).row({"1", "Lê Văn An", "Sở Y tế", "Giấy khen"}).next_table();
    builder.row(kHeading).row({"2", "Lê Văn Bình", "Sở Y tế", "Giấy khen"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows.size(), 2u);
}

}  // namespace
}  // namespace vanthu::forms
