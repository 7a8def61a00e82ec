// Columns that readers run together, and blanks that must stay in their line.
#include "formats/lines_sandboxed.h"

#include <gtest/gtest.h>

namespace vanthu::formats {
namespace {

using pipeline::Block;
using pipeline::TextLine;
using pipeline::Word;

constexpr int kWidth = 1654, kHeight = 2339;

// Words from x on, 12 pixels a letter and 8 a space; a number leaves that many pixels.
struct Setting {
    int top;
    std::vector<std::string> words;
    int x = 200;
};

TextLine line_of(const Setting& setting) {
    TextLine line;
    int x = setting.x;
    for (const std::string& text : setting.words) {
        if (text.find_first_not_of("0123456789") == std::string::npos) {
            x += std::stoi(text);
            continue;
        }
        const int width = 12 * static_cast<int>(text.size());
        line.words.push_back({text, {x, setting.top, x + width, setting.top + 26}, 1});
        x += width + 8;
    }
    line.box = box_of(line.words);
    return line;
}

std::vector<std::string> texts(const std::vector<TextLine>& lines) {
    std::vector<std::string> result;
    for (const TextLine& line : lines)
        result.push_back(pipeline::text_of(line));
    return result;
}

std::vector<std::string> parted_texts(const std::vector<Setting>& settings, int page = 1) {
    std::vector<TextLine> lines;
    for (const Setting& setting : settings)
        lines.push_back(line_of(setting));
    return texts(parted(std::move(lines), kWidth, kHeight, page));
}

using Texts = std::vector<std::string>;

TEST(Lines, WideGapsPartColumns) {
    EXPECT_EQ(parted_texts({{1800, {"Noi", "nhan:", "400", "CHU", "TICH"}}}, 2),
              (Texts{"Noi nhan:", "CHU TICH"}));
}

TEST(Lines, ABlankToBeFilledStaysInItsLine) {
    EXPECT_EQ(parted_texts({{300, {"Số:", "150", "/QD-UBND"}}}), (Texts{"Số: /QD-UBND"}));
    EXPECT_EQ(parted_texts({{300, {"ngày", "150", "tháng", "150", "năm"}}}),
              (Texts{"ngày tháng năm"}));
}

TEST(Lines, JustifiedLinesStayWhole) {
    EXPECT_EQ(parted_texts({{900, {"mot", "70", "hai", "70", "ba", "70", "bon"}}}),
              (Texts{"mot hai ba bon"}));
}

TEST(Lines, TheHeadIsPartedEvenWhereTheGapIsNarrow) {
    const Texts parts = parted_texts(
        {{100, {"TRUONG", "DAI", "HOC", "16", "CỘNG", "HÒA", "XÃ", "HỘI"}, 120},
         {140, {"TAY", "DO", "140", "Độc", "lập"}, 150},
         {240, {"Số:", "5/TB", "120", "Cần", "Thơ,", "ngày", "3", "tháng", "5"}, 150}});
    ASSERT_GE(parts.size(), 5u);
    EXPECT_EQ(parts[0], "TRUONG DAI HOC");
    EXPECT_EQ(parts[1], "CỘNG HÒA XÃ HỘI");
    EXPECT_EQ(parts[2], "TAY DO");
}

TEST(Lines, LaterPagesHaveNoHead) {
    EXPECT_EQ(parted_texts({{100, {"TRUONG", "16", "CỘNG", "HÒA", "XÃ"}, 120}}, 2),
              (Texts{"TRUONG CỘNG HÒA XÃ"}));
}

TEST(Lines, WordsOfOneRowComeFromLeftToRight) {
    std::vector<PlacedWord> words{{{"hai", {80, 52, 130, 80}, 1}},
                                  {{"ba", {10, 100, 50, 126}, 1}},
                                  {{"một", {10, 50, 60, 78}, 1}, true}};
    EXPECT_EQ(texts(lines_of(words)), (Texts{"một hai", "ba"}));
}

TEST(Lines, ColumnsAreReadOneAfterTheOther) {
    const std::vector<Block> blocks =
        blocks_of({line_of({100, {"CONG", "HOA"}, 800}), line_of({102, {"TINH"}, 200}),
                   line_of({140, {"Doc", "lap"}, 800}), line_of({141, {"HUNG", "YEN"}, 200}),
                   line_of({300, {"KE", "HOACH", "CUA", "TINH", "HUNG", "YEN"}, 500})});
    ASSERT_EQ(blocks.size(), 3u);
    EXPECT_EQ(texts(blocks[0].lines), (Texts{"TINH", "HUNG YEN"}));
    EXPECT_EQ(texts(blocks[1].lines), (Texts{"CONG HOA", "Doc lap"}));
    EXPECT_EQ(texts(blocks[2].lines), (Texts{"KE HOACH CUA TINH HUNG YEN"}));
}

TEST(Lines, RecipientsAreABlockOfTheirOwn) {
    const std::vector<Block> blocks =
        blocks_of({line_of({100, {"thi", "hanh./."}}), line_of({130, {"Nơi", "nhận:"}}),
                   line_of({160, {"Nhu", "tren;"}})});
    ASSERT_EQ(blocks.size(), 2u);
    EXPECT_EQ(texts(blocks[1].lines), (Texts{"Nơi nhận:", "Nhu tren;"}));
}

TEST(Lines, TheHeadIsReadColumnByColumn) {
    std::vector<TextLine> lines;
    for (const Setting& setting :
         std::vector<Setting>{{100, {"SO", "Y", "TE"}, 200},
                              {100, {"CONG", "HOA", "XA"}, 800},
                              {140, {"Doc", "lap"}, 850},
                              {240, {"So:", "/SYT-NV"}, 180},
                              {240, {"Xuan", "Mai,", "ngay", "thang"}, 820},
                              {330, {"V/v", "tiem", "chung"}, 150},
                              {500, {"Kinh", "gui:", "cac", "tram"}, 500}})
        lines.push_back(line_of(setting));
    Texts read;
    for (const Block& block : head_by_columns(blocks_of(lines), kWidth, kHeight, 1))
        for (const std::string& text : texts(block.lines))
            read.push_back(text);
    EXPECT_EQ(read, (Texts{"SO Y TE", "So: /SYT-NV", "V/v tiem chung", "CONG HOA XA", "Doc lap",
                           "Xuan Mai, ngay thang", "Kinh gui: cac tram"}));
}

TEST(Lines, ABodyCloseBelowTheHeadIsNotPartOfIt) {
    std::vector<TextLine> lines;
    for (const Setting& setting :
         std::vector<Setting>{{100, {"SO", "Y", "TE"}, 200},
                              {100, {"CONG", "HOA", "XA"}, 800},
                              {140, {"Doc", "lap"}, 850},
                              {200, {"So:", "/SYT-NV"}, 180},
                              {200, {"Xuan", "Mai,", "ngay", "thang"}, 820},
                              {230, {"V/v", "tiem", "chung"}, 180},
                              {260, {"Kinh", "gui:"}, 360},
                              {290,
                               {"-", "Cac", "tram", "y", "te", "xa,", "phuong", "va", "cac",
                                "phong", "kham", "khu", "vuc"},
                               420},
                              {320,
                               {"Thuc", "hien", "Ke", "hoach", "ngay", "5", "thang", "6", "nam",
                                "2020", "cua", "tinh", "ve", "tiem", "chung"},
                               180}})
        lines.push_back(line_of(setting));
    Texts read;
    for (const Block& block : head_by_columns(blocks_of(lines), kWidth, kHeight, 1))
        for (const std::string& text : texts(block.lines))
            read.push_back(text.substr(0, 8));
    EXPECT_EQ(read, (Texts{"SO Y TE", "So: /SYT", "V/v tiem", "CONG HOA", "Doc lap", "Xuan Mai",
                           "Kinh gui", "- Cac tr", "Thuc hie"}));
}

}  // namespace
}  // namespace vanthu::formats
