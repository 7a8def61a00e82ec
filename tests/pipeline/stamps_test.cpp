// What the receiver stamped onto a paper is not the paper's own text.
#include "pipeline/stamps.h"

#include <gtest/gtest.h>

namespace vanthu::pipeline {
namespace {

Block block(Block::Kind kind, const std::vector<std::string>& lines) {
    Block result;
    result.kind = kind;
    for (const std::string& text : lines)
        result.lines.push_back({{{text, {}, 1}}, {}});
    return result;
}

TEST(Stamps, TwoLabelsMakeAnArrivalStamp) {
    using Kind = Block::Kind;
    EXPECT_TRUE(is_arrival_stamp(block(Kind::Stamp, {"UBND HUYỆN A", "ĐẾN Số: 12", "Ngày: 1/2"})));
    EXPECT_FALSE(is_arrival_stamp(block(Kind::Stamp, {"HỎA TỐC"})));
    EXPECT_FALSE(is_arrival_stamp(block(Kind::Stamp, {"đenta", "song ngay ngắn"})));
    EXPECT_FALSE(is_arrival_stamp(block(Kind::Paragraph, {"Số: 12", "ngày 1 tháng 2"})));
}

TEST(Stamps, ThePrintedTextLeavesThemOut) {
    Page page;
    page.blocks = {block(Block::Kind::Paragraph, {"Kính gửi"}),
                   block(Block::Kind::Stamp, {"Số: 12", "Ngày: 1/2"}),
                   block(Block::Kind::Stamp, {"KHẨN"})};
    EXPECT_EQ(printed_text_of(page), "Kính gửi\nKHẨN\n");
    EXPECT_EQ(text_of(page), "Kính gửi\nSố: 12\nNgày: 1/2\nKHẨN\n");
}

}  // namespace
}  // namespace vanthu::pipeline
