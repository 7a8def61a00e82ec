// A list without rules is taken out of a page's lines, and the other lines stay as they were read.
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "ocr/word_tables_sandboxed.h"

namespace vanthu::ocr {
namespace {

using pipeline::TextLine;

constexpr int kDpi = 200, kLine = 40;

// Words from x on, 14 pixels a letter, 10 a space.
void put(TextLine& line, int x, int top, const std::string& text) {
    for (const std::string& word : split(text, ' ')) {
        const int width = 14 * static_cast<int>(to_utf32(word).size());
        line.words.push_back({word, {x, top, x + width, top + kLine}, 0.9});
        line.box = united(line.box, line.words.back().box);
        x += width + 10;
    }
}

TextLine line_of(int top, const std::vector<std::pair<int, std::string>>& parts) {
    TextLine line;
    for (const auto& [x, text] : parts)
        put(line, x, top, text);
    return line;
}

TEST(PageLists, TheOtherLinesOfThePageStayAsTheyWereRead) {
    // Two blocks of a head beside each other, half a line apart: as one row they would be torn.
    std::vector<TextLine> lines = {
        line_of(0, {{100, "SỞ GIÁO DỤC VÀ ĐÀO TẠO"}}),
        line_of(44, {{100, "TỈNH HẢI VÂN"}}),
        line_of(20, {{700, "CỘNG HÒA XÃ HỘI"}}),
        line_of(200, {{80, "STT"}, {200, "Họ và tên"}, {600, "Đơn vị"}, {1000, "Ghi chú"}}),
        line_of(260, {{100, "1"}, {200, "Lê Văn An"}, {600, "Sở Y tế"}}),
        line_of(320, {{100, "2"}, {200, "Lê Văn Bình"}, {600, "Trung tâm Văn hóa"}}),
        line_of(380, {{100, "3"}, {200, "Lê Văn Ca"}, {600, "Trường Tiểu học"}}),
        line_of(600, {{120, "Danh sách này gồm các trường hợp đã được họp xét công khai"}})};
    const formats::PixPtr rules(pixCreate(1400, 1000, 1));
    const std::vector<pipeline::Block> cells =
        take_word_tables(rules.get(), kDpi, 2, formats::ListMay::Begin, lines);
    ASSERT_FALSE(cells.empty());
    EXPECT_EQ(cells.front().table, 2);
    std::vector<std::string> left;
    for (const TextLine& line : lines)
        left.push_back(text_of(line));
    EXPECT_EQ(left, (std::vector<std::string>{
                        "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "TỈNH HẢI VÂN", "CỘNG HÒA XÃ HỘI",
                        "Danh sách này gồm các trường hợp đã được họp xét công khai"}));
}

}  // namespace
}  // namespace vanthu::ocr
