// A foot whose lines were torn is read again, column by column; the head's number is not.
#include "ocr/columns_sandboxed.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <string>

#include "base/text.h"
#include "formats/image_sandboxed.h"
#include "formats/lines_sandboxed.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/looks_sandboxed.h"
#include "ocr/missed_lines_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;
using pipeline::TextLine;

constexpr int kMilliseconds = 60'000;

struct Sheet200 {
    PixPtr page;
    int dpi = 0;
    std::vector<TextLine> lines;
};

Sheet200 sample() {
    const std::string path =
        std::string(VANTHU_SOURCE_DIR) + "/samples/dispatch/0017-giay-moi-png/input.png";
    Sheet200 sheet;
    const PixPtr read(pixRead(path.c_str()));
    if (!read) return sheet;
    sheet.page.reset(pixConvertTo8(read.get(), 0));
    sheet.dpi = std::max(200, pixGetXRes(read.get()));
    sheet.lines =
        formats::parted(read_lines(sheet.page.get(), sheet.dpi, Layout::Page, kMilliseconds),
                        pixGetWidth(sheet.page.get()), pixGetHeight(sheet.page.get()), 1);
    return sheet;
}

std::string text_of(const std::vector<TextLine>& lines) {
    std::string text;
    for (const TextLine& line : lines)
        for (const pipeline::Word& word : line.words)
            text += word.text + ' ';
    return text;
}

void spoil(TextLine& line, const char* text) {
    line.words.resize(1);
    line.words[0].box = line.box;
    line.words[0].text = text;
    line.words[0].confidence = 0.1f;
}

TEST(Columns, ATornFootIsReadAgainAndAHeadsNumberIsNot) {
    Sheet200 sheet = sample();
    const auto opening =
        std::find_if(sheet.lines.begin(), sheet.lines.end(), formats::opens_recipients);
    ASSERT_NE(opening, sheet.lines.end());
    const int top = opening->box.bottom;
    int spoilt = 0, numbers = 0;
    std::string lost;
    for (TextLine& line : sheet.lines) {
        const std::string first = fold(line.words[0].text);
        const bool number = first.starts_with("so") && line.box.top < top / 2;
        const bool place = line.box.top > top && line.words.size() > 2 &&
                           line.box.right < pixGetWidth(sheet.page.get()) / 2;
        if (!number && !place) continue;
        if (place && lost.empty()) lost = line.words.back().text;
        (number ? numbers : spoilt) += 1;
        spoil(line, number ? "0/XX" : "ớẸẶ");
    }
    ASSERT_GT(spoilt, 1);
    ASSERT_EQ(numbers, 1);
    reread_columns(sheet.page.get(), sheet.dpi, kMilliseconds, Sheet::First, sheet.lines);
    const std::string text = text_of(sheet.lines);
    EXPECT_NE(text.find(lost), std::string::npos) << text;
    EXPECT_EQ(text.find("ớẸẶ"), std::string::npos) << text;
    EXPECT_NE(text.find("0/XX"), std::string::npos) << "the number stays as it was read";
}

TEST(Columns, WithoutAListOfRecipientsNothingIsTouched) {
    Sheet200 sheet = sample();
    ASSERT_FALSE(sheet.lines.empty());
    std::erase_if(sheet.lines, formats::opens_recipients);
    for (TextLine& line : sheet.lines)
        for (pipeline::Word& word : line.words)
            word.confidence = 0.1f;
    const std::string before = text_of(sheet.lines);
    reread_columns(sheet.page.get(), sheet.dpi, kMilliseconds, Sheet::Later, sheet.lines);
    EXPECT_EQ(text_of(sheet.lines), before);
}

TEST(WeakLines, ALowLineDoesNotTakeTheRowOfTheNextOne) {
    Sheet200 sheet = sample();
    const auto opening =
        std::find_if(sheet.lines.begin(), sheet.lines.end(), formats::opens_recipients);
    ASSERT_NE(opening, sheet.lines.end());
    const auto next = std::find_if(sheet.lines.begin(), sheet.lines.end(), [&](const auto& line) {
        return line.box.top > opening->box.bottom && line.box.left < opening->box.right &&
               line.words.size() > 2;
    });
    ASSERT_NE(next, sheet.lines.end());
    const std::string said = text_of({*next});
    opening->box = next->box;  // what a stroke does that joins both
    spoil(*opening, "Ơỉ nẹậ");
    reread_weak_lines(sheet.page.get(), sheet.dpi, kMilliseconds, 0, sheet.lines);
    const std::string all = text_of(sheet.lines);
    EXPECT_NE(all.find(said), std::string::npos);
    EXPECT_EQ(all.find(said), all.rfind(said)) << said << "is read twice";
}

TEST(Looks, AWordThatClosesABracketOfItsLineIsNoStroke) {
    const auto line_of = [](std::initializer_list<const char*> texts) {
        pipeline::TextLine line;
        for (const char* text : texts) {
            pipeline::Word word;
            word.text = text;
            line.words.push_back(word);
        }
        return line;
    };
    EXPECT_TRUE(closes_bracket(line_of({"Bộ", "(để", "b/c);"})));
    EXPECT_FALSE(closes_bracket(line_of({"Bộ", "để", "b/c);"})));
    EXPECT_FALSE(closes_bracket(line_of({"Bộ", "(để", "b/c"})));
    EXPECT_FALSE(closes_bracket(line_of({"Bộ", "(03)"})));
}

}  // namespace
}  // namespace vanthu::ocr
