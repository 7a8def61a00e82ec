// The foot of a dispatch: recipients first, then who signed.
#include "formats/foot_columns_sandboxed.h"

#include <gtest/gtest.h>

#include "formats/lines_sandboxed.h"

namespace vanthu::formats {
namespace {

using pipeline::Block;
using pipeline::TextLine;

constexpr int kWidth = 1654;

TextLine line_at(int left, int top, const std::vector<std::string>& words) {
    TextLine line;
    int x = left;
    for (const std::string& text : words) {
        const int width = 12 * static_cast<int>(text.size());
        line.words.push_back({text, {x, top, x + width, top + 26}, 1});
        x += width + 8;
    }
    line.box = box_of(line.words);
    return line;
}

std::vector<std::string> read(std::vector<TextLine> lines) {
    std::vector<std::string> result;
    for (const Block& block : foot_by_columns(blocks_of(std::move(lines)), kWidth))
        for (const TextLine& line : block.lines)
            result.push_back(pipeline::text_of(line));
    return result;
}

using Texts = std::vector<std::string>;

const std::vector<std::string> kLongLine(22, "abcd");

TEST(FootColumns, RecipientsComeBeforeTheSigner) {
    const Texts read_lines =
        read({line_at(200, 1000, kLongLine), line_at(1000, 1040, {"KT.", "A"}),
              line_at(200, 1080, {"Noi", "nhan:"}), line_at(1000, 1080, {"PHO", "A"}),
              line_at(200, 1120, {"-", "B;"}), line_at(1000, 1300, {"C", "D"}),
              line_at(200, 1160, {"-", "Luu:", "VT."})});
    const std::string body = pipeline::text_of(line_at(0, 0, kLongLine));
    EXPECT_EQ(read_lines,
              (Texts{body, "Noi nhan:", "- B;", "- Luu: VT.", "KT. A", "PHO A", "C D"}));
}

TEST(FootColumns, WhatFollowsTheFootStaysBehindIt) {
    const std::string body = pipeline::text_of(line_at(0, 0, kLongLine));
    EXPECT_EQ(read({line_at(200, 1080, {"Noi", "nhan:"}), line_at(1000, 1080, {"PHO", "A"}),
                    line_at(200, 1120, {"-", "B;"}), line_at(200, 1500, kLongLine),
                    line_at(1000, 1540, {"E"})}),
              (Texts{"Noi nhan:", "- B;", "PHO A", body, "E"}));
}

TEST(FootColumns, ABadlyReadOpeningAloneOnItsLineCounts) {
    EXPECT_EQ(read({line_at(1000, 1060, {"KT.", "A"}), line_at(200, 1080, {"Moi", "nhan:"}),
                    line_at(200, 1120, {"-", "B;"})}),
              (Texts{"Moi nhan:", "- B;", "KT. A"}));
}

TEST(FootColumns, WithoutRecipientsNothingMoves) {
    EXPECT_EQ(read({line_at(1000, 1040, {"KT.", "A"}), line_at(200, 1080, {"x", "y"}),
                    line_at(1000, 1080, {"PHO", "A"})}),
              (Texts{"KT. A", "PHO A", "x y"}));
}

}  // namespace
}  // namespace vanthu::formats
