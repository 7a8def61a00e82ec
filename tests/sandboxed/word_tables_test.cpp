// Tables out of words: columns by white, rows by rules or numbers, merged cells that no rule shows.
#include "formats/word_tables_sandboxed.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "base/text.h"
#include "formats/unruled_tables_sandboxed.h"

namespace vanthu::formats {
namespace {

using pipeline::Block;

constexpr double kInch = 200;
constexpr int kLine = 40, kPitch = 36;  // lines of one cell touch

// Words from x on, 14 pixels a letter, 10 a space.
void put(std::vector<PlacedWord>& words, int x, int top, const std::string& text) {
    for (const std::string& word : split(text, ' ')) {
        const int width = 14 * static_cast<int>(to_utf32(word).size());
        words.push_back({{word, {x, top, x + width, top + kLine}, 1}, false, false});
        x += width + 10;
    }
}

// One row: lines of each cell from `top` down.
void put_row(std::vector<PlacedWord>& words, int top,
             const std::vector<std::pair<int, std::vector<std::string>>>& cells) {
    for (const auto& [x, lines] : cells)
        for (std::size_t i = 0; i < lines.size(); ++i)
            put(words, x, top + kPitch * static_cast<int>(i), lines[i]);
}

std::string text_of(const Block& cell) {
    std::string text;
    for (const pipeline::TextLine& line : cell.lines)
        for (const pipeline::Word& word : line.words)
            text += (text.empty() ? "" : " ") + word.text;
    return text;
}

// Text by row and column; merged cells at each place that they fill.
std::map<std::pair<int, int>, std::string> places(const std::vector<Block>& cells) {
    std::map<std::pair<int, int>, std::string> result;
    for (const Block& cell : cells)
        for (int row = cell.row; row < cell.row + cell.row_span; ++row)
            for (int column = cell.column; column < cell.column + cell.column_span; ++column)
                result[{row, column}] = text_of(cell);
    return result;
}

constexpr int kNumber = 100, kName = 200, kUnit = 600, kNote = 1000;

// Headings, three numbered rows, an empty column of notes.
std::vector<PlacedWord> numbered_list() {
    std::vector<PlacedWord> words;
    put(words, 400, 10, "DANH SÁCH");
    put_row(words, 100,
            {{kNumber - 20, {"STT"}},
             {kName, {"Họ và tên"}},
             {kUnit, {"Đơn vị"}},
             {kNote + 40, {"Ghi chú"}}});
    put_row(words, 160, {{kNumber, {"1"}}, {kName, {"Lê Văn An"}}, {kUnit, {"Sở Y tế"}}});
    put_row(
        words, 210,
        {{kNumber, {"2"}}, {kName, {"Lê Văn Bình"}}, {kUnit, {"Trung tâm Văn hóa -", "Thể thao"}}});
    put_row(words, 300,
            {{kNumber, {"3"}},
             {kName, {"Lê Văn Ca"}},
             {kUnit, {"Trường Tiểu học", "Kim Sơn xã", "Tân Tiến"}}});
    return words;
}

TEST(WordTables, NumberedRowsAreAListWithItsEmptyColumn) {
    std::vector<PlacedWord> words = numbered_list();
    put(words, 120, 500, "Danh sách này gồm các trường hợp đã được họp xét công khai");
    const auto cells = places(take_unruled_tables(words, kInch));
    EXPECT_EQ(cells.at({0, 3}), "Ghi chú");
    EXPECT_EQ(cells.at({1, 2}), "Sở Y tế");
    EXPECT_EQ(cells.at({2, 2}), "Trung tâm Văn hóa - Thể thao");
    EXPECT_EQ(cells.at({3, 2}), "Trường Tiểu học Kim Sơn xã Tân Tiến");
    EXPECT_EQ(cells.at({3, 3}), "");
    EXPECT_EQ(words.front().word.text, "DANH");  // not of the table
    EXPECT_EQ(words.back().word.text, "khai");
}

TEST(WordTables, ALonelyNoteMakesOneColumn) {
    std::vector<PlacedWord> words = numbered_list();
    put(words, kNote, 160, "Dân tộc thiểu");
    put(words, kNote, 160 + kPitch, "số");
    const auto cells = places(take_unruled_tables(words, kInch));
    EXPECT_EQ(cells.at({1, 3}), "Dân tộc thiểu số");
    EXPECT_EQ(cells.count({1, 4}), 0u);
}

// Whatever its mark reads like on a scan; a long name beside the numbers is none.
TEST(WordTables, WhatGoesOnFromTheNumbersIntoTheNextColumnIsAGroupsHeading) {
    for (const std::string heading : {"1I. CÁ NHÂN", "H. CÁ NHÂN", "CÁC CÁ NHÂN"}) {
        std::vector<PlacedWord> words;
        put_row(words, 100,
                {{kNumber, {"1"}}, {kName, {"Lê Văn An"}}, {kUnit, {"Sở Y tế"}}, {kNote, {"Nam"}}});
        put_row(words, 190, {{kNumber, {"2"}}, {kName, {"Lê Văn Bình"}}, {kUnit, {"Sở Nội vụ"}}});
        put(words, kNumber - 30, 250, heading);
        put_row(words, 310, {{kNumber, {"1"}}, {kName, {"Lê Văn Ca"}}, {kUnit, {"Sở Y tế"}}});
        const auto cells = places(take_unruled_tables(words, kInch));
        EXPECT_EQ(cells.at({2, 0}), heading);
        EXPECT_EQ(cells.at({2, 1}), heading);
        EXPECT_EQ(cells.at({3, 1}), "Lê Văn Ca");
        EXPECT_EQ(cells.at({3, 2}), "Sở Y tế");
    }
}

TEST(WordTables, TheSecondLineOfANameIsNoGroupsHeading) {
    std::vector<PlacedWord> words;
    put_row(words, 100,
            {{kNumber, {"1"}}, {kNumber + 34, {"Hợp tác xã Rau", "an toàn"}}, {kUnit, {"Sở"}}});
    put_row(words, 200, {{kNumber, {"2"}}, {kNumber + 34, {"Lê Văn Bình"}}, {kUnit, {"Sở"}}});
    put_row(words, 300, {{kNumber, {"3"}}, {kNumber + 34, {"Lê Văn Ca"}}, {kUnit, {"Sở"}}});
    const auto cells = places(take_unruled_tables(words, kInch));
    EXPECT_EQ(cells.at({0, 1}), "Hợp tác xã Rau an toàn");
    EXPECT_EQ(cells.at({1, 1}), "Lê Văn Bình");
}

TEST(WordTables, TextThatStandsAcrossTwoRowsIsAMergedCell) {
    std::vector<PlacedWord> words;
    put_row(
        words, 100,
        {{kNumber, {"1"}}, {kName, {"Lê Văn An"}}, {kNote, {"Có ba sáng kiến", "được công nhận"}}});
    put_row(words, 190,
            {{kNumber, {"2"}}, {kName, {"Lê Văn Bình"}}, {kNote, {"Hoàn thành tốt", "nhiệm vụ"}}});
    put_row(words, 280,
            {{kNumber, {"3"}},
             {kName, {"Lê Văn Ca"}},
             {kUnit, {"Sở Y tế"}},
             {kNote, {"Giúp đỡ hộ nghèo", "vươn lên"}}});
    put(words, kUnit, 146, "Trung tâm Văn");
    put(words, kUnit, 146 + kPitch, "hóa - Thể thao");
    const auto cells = places(take_unruled_tables(words, kInch));
    EXPECT_EQ(cells.at({0, 2}), "Trung tâm Văn hóa - Thể thao");
    EXPECT_EQ(cells.at({1, 2}), "Trung tâm Văn hóa - Thể thao");
    EXPECT_EQ(cells.at({2, 2}), "Sở Y tế");
    EXPECT_EQ(cells.at({1, 3}), "Hoàn thành tốt nhiệm vụ");
}

TEST(WordTables, AListMayEndWithOneRowOnItsLastPageOnly) {
    const auto last_row = [] {
        std::vector<PlacedWord> words;
        put_row(
            words, 160,
            {{kNumber, {"9"}}, {kName, {"Lê Văn An"}}, {kUnit, {"Sở Y tế"}}, {kNote, {"Lần đầu"}}});
        return words;
    };
    auto words = last_row();
    EXPECT_TRUE(take_unruled_tables(words, kInch).empty());
    words = last_row();
    EXPECT_EQ(take_unruled_tables(words, kInch, 0, ListMay::GoOn).size(), 4u);
}

// A justified line pulls its words apart; a number in it or before it begins no row.
TEST(WordTables, ANumberInAJustifiedLineIsNoList) {
    for (const bool first : {true, false}) {
        std::vector<PlacedWord> words;
        int x = 100;
        for (const char* word : {first ? "4" : "khoản", "theo", first ? "quy" : "4", "định", "tại",
                                 "Điều", "này", "của", "Nghị", "định"}) {
            put(words, x, 160, word);
            x = words.back().word.box.right + 17;
        }
        for (int line = 1; line < 4; ++line)
            put(words, 100, 160 + kPitch * line, "cơ quan thực hiện theo hướng dẫn này");
        EXPECT_TRUE(take_unruled_tables(words, kInch, 0, ListMay::GoOn).empty()) << first;
    }
}

TEST(WordTables, HeadingsSaidAgainAreARowOfTheirOwn) {
    std::vector<PlacedWord> words = numbered_list();
    put_row(words, 460,
            {{kNumber - 20, {"STT"}},
             {kName, {"Họ và tên"}},
             {kUnit, {"Đơn vị"}},
             {kNote + 40, {"Ghi chú"}}});
    put_row(words, 520, {{kNumber, {"4"}}, {kName, {"Lê Văn Du"}}, {kUnit, {"Sở Nội vụ"}}});
    const auto cells = places(take_unruled_tables(words, kInch));
    EXPECT_EQ(cells.at({4, 1}), "Họ và tên");
    EXPECT_EQ(cells.at({5, 1}), "Lê Văn Du");
}

// Rules across at each of these heights, one of them broken where a cell goes on.
std::vector<RuleGrid> rules_at(const std::vector<double>& heights, double broken) {
    Rules rules;
    for (const double y : heights) {
        rules.across.push_back({y, 80, y == broken ? 580.0 : 1300.0});
        if (y == broken) rules.across.push_back({y, 980, 1300});
    }
    return grids_of(rules, kInch);
}

TEST(WordTables, WhereARuleAcrossIsBrokenACellGoesOn) {
    std::vector<PlacedWord> words;
    put_row(words, 110,
            {{kNumber - 20, {"STT"}},
             {kName, {"Họ và tên"}},
             {kUnit, {"Đơn vị"}},
             {kNote, {"Ghi chú"}}});
    put_row(words, 170, {{kNumber, {"1"}}, {kName, {"Lê Văn An"}}, {kNote, {"Lần đầu"}}});
    put_row(words, 230, {{kNumber, {"2"}}, {kName, {"Lê Văn Bình"}}, {kNote, {"Lần đầu"}}});
    put_row(words, 290,
            {{kNumber, {"3"}}, {kName, {"Lê Văn Ca"}}, {kUnit, {"Sở Y tế"}}, {kNote, {"Mới"}}});
    put(words, kUnit, 200, "Trung tâm");
    const auto cells = places(take_tables(words, rules_at({100, 160, 220, 280, 340}, 220), kInch));
    EXPECT_EQ(cells.at({1, 2}), "Trung tâm");
    EXPECT_EQ(cells.at({2, 2}), "Trung tâm");
    EXPECT_EQ(cells.at({3, 2}), "Sở Y tế");
    EXPECT_TRUE(words.empty());
}

TEST(WordTables, HalvesOfABrokenNumberAreOneWord) {
    std::vector<PlacedWord> words;
    for (const int row : {0, 1, 2}) {
        put(words, kNumber, 110 + 90 * row, std::to_string(row + 1));
        put(words, kName, 110 + 90 * row, "Lê Văn An");
        put(words, 500, 110 + 90 * row, "27/11/197");
        put(words, 550, 110 + 90 * row + kPitch, "8");
        put(words, 700, 110 + 90 * row, "Nhiệm kỳ 2015");
        put(words, 700, 110 + 90 * row + kPitch, "2020");
    }
    Rules rules;
    for (const double y : {100.0, 190.0, 280.0, 370.0})
        rules.across.push_back({y, 80, 1000});
    for (const double x : {80.0, 180.0, 480.0, 640.0, 1000.0})
        rules.down.push_back({x, 100, 370});
    const auto cells = places(take_tables(words, grids_of(rules, kInch), kInch));
    EXPECT_EQ(cells.at({1, 2}), "27/11/1978");
    EXPECT_EQ(cells.at({1, 3}), "Nhiệm kỳ 2015 2020");
}

}  // namespace
}  // namespace vanthu::formats
