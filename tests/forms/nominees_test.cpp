#include "forms/nominees.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

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
            if (!word.empty()) line.words.push_back({word, {}, confidence_});
        block.lines.push_back(line);
        if (static_cast<std::size_t>(column) < places_.size()) {
            const auto [left, right] = places_[static_cast<std::size_t>(column)];
            block.box = {left, 100 * row_, right, 100 * row_ + 90};
        }
        page_.blocks.push_back(block);
        return *this;
    }

    // A cell over `rows` rows, from one that was put before.
    Table& merged(int row, int column, const std::string& text, int rows) {
        const int now = std::exchange(row_, row);
        cell(column, text, rows, 1);
        row_ = now;
        return *this;
    }

    // Where the columns of the rows that follow stand, left and right.
    Table& at(std::vector<std::pair<int, int>> places) {
        places_ = std::move(places);
        return *this;
    }

    Table& paragraph(const std::string& text) {
        Block block;
        block.kind = Block::Kind::Paragraph;
        pipeline::TextLine line;
        line.words.push_back({text, {}, 1});
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

    // What follows was recognised.
    Table& recognised() {
        confidence_ = 0.9f;
        return *this;
    }

    // A page of a scan of this size.
    Table& scanned(int width, int height) {
        scanned_ = true;
        page_.width = width;
        page_.height = height;
        return *this;
    }

    // What follows stands on the next page of a scan.
    Table& next_page() {
        scanned_ = true;
        pages_.push_back(page_);
        page_ = {};
        return next_table();
    }

    std::optional<TableReading> reading(WithoutHeadings without = WithoutHeadings::PassOver) const {
        pipeline::Document document;
        document.pages = pages_;
        document.pages.push_back(page_);
        int number = 0;
        for (pipeline::Page& page : document.pages) {
            page.number = ++number;
            page.origin = scanned_ ? pipeline::TextOrigin::Ocr : pipeline::TextOrigin::Docx;
        }
        return read_table(document, testing::library().form("nomination_list")->tables.at(0),
                          without);
    }

    std::optional<pipeline::FieldTable> read() const {
        auto found = reading();
        if (!found) return std::nullopt;
        return std::move(found->table);
    }

private:
    std::vector<pipeline::Page> pages_;
    bool scanned_ = false;
    float confidence_ = 1;
    std::vector<std::pair<int, int>> places_;
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

bool tells(const TableReading& reading, const std::string& code) {
    return std::any_of(reading.issues.begin(), reading.issues.end(),
                       [&](const pipeline::Issue& issue) { return issue.code == code; });
}

std::vector<std::string> column_of(const pipeline::FieldTable& table, const std::string& id) {
    std::vector<std::string> texts;
    const auto found = std::find(table.columns.begin(), table.columns.end(), id);
    for (const auto& row : table.rows)
        texts.push_back(found == table.columns.end()
                            ? "no column"
                            : row[static_cast<std::size_t>(found - table.columns.begin())]);
    return texts;
}

TEST(Nominees, ANameInTwoColumnsUnderOneHeadingIsOne) {
    Table builder;
    builder.cell(0, "STT", 1, 1).cell(1, "Họ và tên", 1, 2).cell(3, "Đơn vị", 1, 1);
    builder.cell(4, "Danh hiệu", 1, 1).next_row();
    builder.row({"1", "Lò Thị", "Pánh", "Xã Mường Và", "Giấy khen"});
    builder.cell(0, "2", 1, 1).cell(1, "Tổ dân phố số 3", 1, 2).cell(3, "Thị trấn", 1, 1);
    builder.cell(4, "Giấy khen", 1, 1).next_row();
    const auto table = builder.read();
    ASSERT_TRUE(table);
    EXPECT_EQ(table->columns, (std::vector<std::string>{"ordinal", "name", "unit", "award"}));
    EXPECT_EQ(column_of(*table, "name"),
              (std::vector<std::string>{"Lò Thị Pánh", "Tổ dân phố số 3"}));
}

TEST(Nominees, ANameThatReadsLikeAHeadingIsNone) {
    Table builder;
    builder.cell(0, "STT", 2, 1).cell(1, "Họ và tên", 2, 2).cell(3, "Lý lịch", 1, 2).next_row();
    builder.cell(3, "Ngày sinh", 1, 1).cell(4, "Đơn vị", 1, 1).next_row();
    builder.row({"1", "Trịnh Minh", "Giỏi", "02/4/1992", "Trạm Y tế"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    EXPECT_EQ(table->columns, (std::vector<std::string>{"ordinal", "name", "birth_date", "unit"}));
    EXPECT_EQ(column_of(*table, "name"), std::vector<std::string>{"Trịnh Minh Giỏi"});
}

TEST(Nominees, CrossesSayWhatStandsOverThem) {
    Table builder;
    builder.cell(0, "STT", 2, 1).cell(1, "Họ và tên", 2, 1).cell(2, "Giới tính", 1, 2);
    builder.cell(4, "Hình thức khen thưởng", 1, 2).cell(6, "Đơn vị", 2, 1).next_row();
    builder.cell(2, "Nam", 1, 1).cell(3, "Nữ", 1, 1).cell(4, "Bằng khen", 1, 1);
    builder.cell(5, "Giấy khen", 1, 1).next_row();
    builder.row({"(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"});
    builder.row({"1", "Lò Thị Pánh", "", "x", "x", "", "Xã Mường Và"});
    builder.row({"2", "Lò Văn Sáu", "X", "", "", "x", "Xã Mường Và"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    EXPECT_EQ(column_of(*table, "gender"), (std::vector<std::string>{"Nữ", "Nam"}));
    EXPECT_EQ(column_of(*table, "award"), (std::vector<std::string>{"Bằng khen", "Giấy khen"}));
    EXPECT_EQ(table->columns.size(), 5u);
}

TEST(Nominees, UnknownHeadingsUnderASharedOneKeepTheirOwnText) {
    Table builder;
    builder.cell(0, "STT", 2, 1).cell(1, "Thông tin về tập thể, cá nhân", 1, 3).next_row();
    builder.cell(1, "Họ và tên", 1, 1).cell(2, "Đơn vị", 1, 1).cell(3, "Quê quán", 1, 1).next_row();
    builder.row({"1", "Lò Thị Pánh", "Trạm Y tế", "Xã Mường Và"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    EXPECT_EQ(table->columns.back(), "quê quán");
}

TEST(Nominees, AnotherListHasKindsOfItsOwn) {
    Table builder;
    builder.row(kHeading).row({"II", "CÁ NHÂN", "", ""});
    builder.row({"1", "Lê Văn An", "Sở Y tế", "Giấy khen"}).next_table();
    builder.row(kHeading).row({"1", "Hội người mù", "Sở Y tế", "Giấy khen"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    EXPECT_EQ(column_of(*table, "kind"), (std::vector<std::string>{"individual", ""}));
}

TEST(Nominees, HeadingsOfAnotherListAtTheFootOfAPageAreItsOwn) {
    Table builder;
    builder.row(kHeading).row({"1", "Lê Văn An", "Sở Y tế", "Giấy khen"}).next_table();
    builder.row({"TT", "Họ tên", "Chức vụ", "Nơi công tác"}).next_page();
    builder.row({"1", "Lò Thị Pánh", "Hạt phó", "Hạt Kiểm lâm"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    EXPECT_EQ(column_of(*table, "position"), (std::vector<std::string>{"", "Hạt phó"}));
    EXPECT_EQ(column_of(*table, "unit"), (std::vector<std::string>{"Sở Y tế", "Hạt Kiểm lâm"}));
}

TEST(Nominees, AParagraphAboveAListNamesItsKind) {
    Table builder;
    builder.paragraph("A. TẬP THỂ").row(kHeading);
    builder.row({"1", "Trạm Y tế", "Sở Y tế", "Giấy khen"}).next_table();
    builder.paragraph("B. CÁ NHÂN").row({"1", "Lê Văn An", "Sở Y tế", "Giấy khen"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    EXPECT_EQ(column_of(*table, "kind"), (std::vector<std::string>{"collective", "individual"}));

    const auto both = Table()
                          .paragraph("Danh sách tập thể, cá nhân đề nghị khen thưởng")
                          .row(kHeading)
                          .row({"1", "Lê Văn An", "Sở Y tế", "Giấy khen"})
                          .read();
    ASSERT_TRUE(both);
    EXPECT_EQ(column_of(*both, "kind"), (std::vector<std::string>{"no column"}));
}

TEST(Nominees, HeadingsInTwoRows) {
    Table builder;
    builder.cell(0, "STT", 2, 1).cell(1, "Họ và tên", 2, 1).cell(2, "Thông tin cá nhân", 1, 2);
    builder.cell(4, "Hình thức đề nghị", 2, 1).next_row();
    builder.cell(2, "Ngày sinh", 1, 1).cell(3, "Chức vụ", 1, 1).next_row();
    builder.row({"1", "Lò Thị Pánh", "1984", "Hạt phó", "Giấy khen"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    EXPECT_EQ(table->columns,
              (std::vector<std::string>{"ordinal", "name", "birth_date", "position", "award"}));
    ASSERT_EQ(table->rows.size(), 1u);
    EXPECT_EQ(table->rows[0][2], "1984");
}

TEST(Nominees, YearsOfMenAndWomenInTwoColumnsAreBirthDateAndGender) {
    Table builder;
    builder.cell(0, "STT", 2, 1).cell(1, "Họ và tên", 2, 1).cell(2, "Năm sinh", 1, 2);
    builder.cell(4, "Đơn vị", 2, 1).next_row();
    builder.cell(2, "Nam", 1, 1).cell(3, "Nữ", 1, 1).next_row();
    builder.row({"1", "Lò Thị Pánh", "", "1984", "Hạt Kiểm lâm"});
    builder.row({"2", "Đỗ Mạnh Hùng", "1975", "", "Hạt Kiểm lâm"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    EXPECT_EQ(table->columns,
              (std::vector<std::string>{"ordinal", "name", "birth_date", "gender", "unit"}));
    EXPECT_EQ(table->rows[0][2], "1984");
    EXPECT_EQ(table->rows[0][3], "Nữ");
    EXPECT_EQ(table->rows[1][3], "Nam");
}

TEST(Nominees, ARowCutByThePageIsOne) {
    Table builder;
    builder.row(kHeading).row({"1", "Lê Văn An", "Trường Tiểu học", "Giấy khen"}).next_page();
    builder.row({"", "", "Kim Sơn", ""}).row({"2", "Lê Văn Bình", "Sở Y tế", "Giấy khen"});
    const auto reading = builder.reading();
    ASSERT_TRUE(reading);
    ASSERT_EQ(reading->table.rows.size(), 2u);
    EXPECT_EQ(reading->table.rows[0][2], "Trường Tiểu học Kim Sơn");
    ASSERT_EQ(reading->places[0][2].size(), 2u);
    EXPECT_EQ(reading->places[0][2][1].page, 2);
}

// A short heading of a scan may pass for a misread number; the page is a new one all the same.
TEST(Nominees, ARowCutByThePageIsOneBelowHeadingsSaidAgain) {
    const std::vector<std::string> heading{"TT", "Họ và tên", "Đơn vị"};
    const auto table = Table()
                           .recognised()
                           .row(heading)
                           .row({"1", "Ban Công tác Mặt trận", "Trường THCS Trần"})
                           .next_page()
                           .row(heading)
                           .row({"", "thôn 7", "Phú"})
                           .row({"2", "Lò Văn Quý", "Sở Y tế"})
                           .read();
    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 2u);
    EXPECT_EQ(table->rows[0][1], "Ban Công tác Mặt trận thôn 7");
    EXPECT_EQ(table->rows[0][2], "Trường THCS Trần Phú");
}

TEST(Nominees, AMergedCellCutByThePageIsOne) {
    Table builder;
    builder.row(kHeading).row({"1", "Lê Văn An", "Trung tâm Văn", "Giấy khen"}).next_page();
    builder.row({"2", "Lê Văn Bình", "^", "Giấy khen"});
    builder.row({"3", "Lê Văn Ca", "^", "Giấy khen"});
    builder.row({"4", "Lê Văn Du", "Sở Y tế", "Giấy khen"});
    builder.merged(0, 2, "hóa - Thể thao", 2);
    const auto reading = builder.reading();
    ASSERT_TRUE(reading);
    ASSERT_EQ(reading->table.rows.size(), 4u);
    for (std::size_t row = 0; row < 3; ++row)
        EXPECT_EQ(reading->table.rows[row][2], "Trung tâm Văn hóa - Thể thao") << row;
    EXPECT_EQ(reading->table.rows[3][2], "Sở Y tế");
}

TEST(Nominees, RowsAboveHeadingsThatAreSaidAgainAreRead) {
    Table builder;
    builder.row(kHeading).row({"1", "Lê Văn An", "Sở Y tế", "Giấy khen"}).next_page();
    builder.row({"2", "Lê Văn Bình", "Sở Y tế", "Giấy khen"});
    builder.cell(0, "", 1, 4).next_row();
    builder.row(kHeading).row({"3", "Lê Văn Ca", "Sở Y tế", "Giấy khen"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 3u);
    EXPECT_EQ(table->rows[1][1], "Lê Văn Bình");
}

TEST(Nominees, HeadingsCutByThePageKeepTheirColumns) {
    Table builder;
    builder.row(kHeading).row({"1", "Lê Văn An", "Sở Y tế", "Giấy khen"}).next_table();
    builder.row({"STT", "Họ và tên", "Thông tin"}).next_page();
    builder.row({"", "", "Đơn vị công tác", "Hình thức đề nghị"});
    builder.row({"2", "Lê Văn Bình", "Sở Nội vụ", "Bằng khen"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 2u);
    EXPECT_EQ(table->rows[1],
              (std::vector<std::string>{"2", "Lê Văn Bình", "Sở Nội vụ", "Bằng khen"}));
}

TEST(Nominees, APageThatShowsFewerColumnsIsLaidOnTheFirst) {
    Table builder;
    builder.at({{100, 150}, {200, 500}, {600, 900}, {1000, 1300}});
    builder.row(kHeading).row({"1", "Lê Văn An", "Sở Y tế", "Giấy khen"}).next_page();
    builder.at({{100, 150}, {210, 480}, {1010, 1200}});
    builder.row({"2", "Lê Văn Bình", "Bằng khen"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 2u);
    EXPECT_EQ(table->rows[1], (std::vector<std::string>{"2", "Lê Văn Bình", "", "Bằng khen"}));
}

TEST(Nominees, AGroupsHeadingInATableOfItsOwnSetsTheKind) {
    Table builder;
    builder.row(kHeading).row({"1", "Lê Văn An", "Sở Y tế", "Giấy khen"}).next_table();
    builder.row({"II", "TẬP THỂ"}).next_table();
    builder.row({"1", "Sở Nội vụ", "Sở Nội vụ", "Giấy khen"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 2u);
    EXPECT_EQ(table->rows[1].back(), "collective");
}

TEST(Nominees, AnotherTableInTheSameColumnsEndsTheList) {
    Table builder;
    builder.row(kHeading).row({"1", "Lê Văn An", "Sở Y tế", "Giấy khen"}).next_table();
    builder.row({"Năm", "Danh hiệu", "Quyết định", "Cơ quan"});
    builder.row({"2020", "CSTĐ cơ sở", "12/QĐ-SNV", "Sở Nội vụ"}).next_page();
    builder.row({"2021", "CSTĐ cơ sở", "15/QĐ-SNV", "Sở Nội vụ"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows.size(), 1u);
}

TEST(Nominees, AnotherHeadingIsNotAKnownOneWithSlips) {
    const auto table = Table()
                           .row({"STT", "Họ và tên", "Năm công tác", "Hình thức đề nghị"})
                           .row({"1", "Lê Văn An", "25", "Giấy khen"})
                           .read();
    ASSERT_TRUE(table);
    EXPECT_EQ(table->columns,
              (std::vector<std::string>{"ordinal", "name", "năm công tác", "award"}));
}

TEST(Nominees, TablesWithoutHeadingsGoOn) {
    Table builder;
    builder.row(kHeading).row({"1", "Lê Văn An", "Sở Y tế", "Giấy khen"}).next_table();
    builder.row({"II", "CÁ NHÂN", "", ""}).row({"1", "Lê Văn Bình", "Sở Y tế", "Giấy khen"});
    builder.next_table().row({"Nơi nhận", "Giám đốc", "", ""});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 2u);
    EXPECT_EQ(table->rows[1].back(), "individual");
}

TEST(Nominees, AListWithoutHeadingsIsReadByItsLooksAndTold) {
    Table builder;
    builder.row({"1", "Lê Văn An", "12/03/1980", "Giấy khen"});
    builder.row({"2", "Lê Văn Bình", "1981", "Giấy khen"});
    EXPECT_FALSE(builder.reading());
    const auto reading = builder.reading(WithoutHeadings::Guess);
    ASSERT_TRUE(reading);
    EXPECT_EQ(reading->table.columns,
              (std::vector<std::string>{"ordinal", "name", "birth_date", "cột 4"}));
    EXPECT_EQ(reading->table.rows.size(), 2u);
    EXPECT_TRUE(tells(*reading, "table_without_headings"));
}

TEST(Nominees, OddRowsAreToldAndTheRestIsRead) {
    Table builder;
    builder.row(kHeading).row({"1", "=cmd|' /C calc'!A0", "Sở Y tế", "Giấy khen"});
    std::string long_text = "Căn cứ";
    for (int i = 0; i < 40; ++i)
        long_text += " thành tích";
    builder.cell(0, long_text, 1, 4).next_row();
    builder.row({"4", "", "Sở Y tế", "Giấy khen"}).cell(0, "Tổng số: 09", 1, 4).next_row();
    const auto reading = builder.reading();
    ASSERT_TRUE(reading);
    EXPECT_EQ(reading->table.rows.size(), 2u);
    EXPECT_EQ(reading->table.rows[0][1], "=cmd|' /C calc'!A0");
    for (const char* code : {"looks_like_formula", "row_is_one_cell", "rows_missing",
                             "row_without_name", "sum_differs"})
        EXPECT_TRUE(tells(*reading, code)) << code;
}

TEST(Nominees, AListThatRunsToTheEdgeOfThePictureIsTold) {
    const auto told = [](int right, int height, const char* code) {
        Table builder;
        builder.scanned(1000, height)
            .next_row()
            .at({{100, 200}, {200, 500}, {500, 700}, {700, right}})
            .row(kHeading)
            .row({"1", "Lê Văn An", "Sở Y tế", "Giấy khen"})
            .row({"2", "Lê Văn Bình", "Sở Y tế", "Giấy khen"});
        const auto reading = builder.reading();
        return reading && tells(*reading, code);
    };
    EXPECT_TRUE(told(900, 392, "rows_cut_off"));
    EXPECT_TRUE(told(998, 1400, "columns_cut_off"));
    EXPECT_FALSE(told(900, 1400, "rows_cut_off"));
    EXPECT_FALSE(told(900, 1400, "columns_cut_off"));
}

TEST(Nominees, OneCellOverEverythingIsNoList) {
    Table builder;
    builder.cell(0, "STT Họ và tên Đơn vị Hình thức đề nghị", 3, 4);
    EXPECT_FALSE(builder.reading(WithoutHeadings::Guess));
}

TEST(Nominees, TenThousandRowsAreRead) {
    Table builder;
    builder.row(kHeading);
    for (int i = 1; i <= 10'000; ++i)
        builder.row({std::to_string(i), "Lê Văn An", "Sở Y tế", "Giấy khen"});
    const auto reading = builder.reading();
    ASSERT_TRUE(reading);
    EXPECT_EQ(reading->table.rows.size(), 10'000u);
    EXPECT_TRUE(reading->issues.empty());
}

TEST(Nominees, HeadingsThatAreNearlyKnownAreMatchedWithLessConfidence) {
    const auto reading = Table()
                             .row({"STT", "Họ và tén", "Thuộc đơn vị", "Hình thức đề nghị"})
                             .row({"1", "Lê Văn An", "Sở Y tế", "Giấy khen"})
                             .reading();
    ASSERT_TRUE(reading);
    ASSERT_EQ(reading->columns.size(), 4u);
    EXPECT_EQ(reading->columns[0].confidence, 1);
    EXPECT_EQ(reading->columns[2].id, "unit");
    EXPECT_LT(reading->columns[2].confidence, 1);
}

TEST(Nominees, ACreaseAcrossAScanMakesNoRow) {
    Table builder;
    builder.row(kHeading).row({"1", "Lê Văn An", "Sở Y tế", "Giấy khen"}).next_page();
    builder.merged(0, 0, "2", 2).merged(0, 1, "Trần Thị Bé", 2).merged(0, 2, "Sở Y tế", 2);
    builder.merged(0, 3, "Giấy khen", 2).next_row().next_row();
    builder.recognised().row({"3", "Võ Văn Cần", "Trung tâm", "Bằng khen"});
    builder.row({"", "", "Văn hóa", ""}).row({"4", "Lý Thị Dư", "Sở Nội vụ", "Giấy khen"});
    const auto table = builder.read();
    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 4u);
    EXPECT_EQ(table->rows[1][1], "Trần Thị Bé");
    EXPECT_EQ(table->rows[2][2], "Trung tâm Văn hóa");
    EXPECT_EQ(table->rows[3][1], "Lý Thị Dư");
}

}  // namespace
}  // namespace vanthu::forms
