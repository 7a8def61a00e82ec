// A line that reads badly, cut out along its slope and read again.
#include "ocr/doubtful_lines_sandboxed.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <string>

#include "formats/image_sandboxed.h"
#include "ocr/engine_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;
using pipeline::TextLine;

constexpr int kMilliseconds = 60'000, kDpi = 200;

struct Page {
    PixPtr grey;
    std::vector<TextLine> lines;
};

// A sample at 200 dpi, turned by `slope`, with what it reads as when it lies straight.
Page sample(double slope) {
    const std::string path =
        std::string(VANTHU_SOURCE_DIR) + "/samples/dispatch/0017-giay-moi-png/input.png";
    const PixPtr read(pixRead(path.c_str()));
    PixPtr grey(read ? pixConvertTo8(read.get(), 0) : nullptr);
    if (!grey) return {};
    const float scale = static_cast<float>(kDpi) / static_cast<float>(pixGetXRes(grey.get()));
    if (pixGetXRes(grey.get()) > 0) grey.reset(pixScale(grey.get(), scale, scale));
    Page page;
    page.lines = read_lines(grey.get(), kDpi, Layout::Page, kMilliseconds);
    if (slope != 0) {
        // As a scanner's skew leaves it: every column a little lower than the one before.
        grey.reset(pixVShear(nullptr, grey.get(), 0, static_cast<float>(slope), L_BRING_IN_WHITE));
        for (TextLine& line : page.lines)
            for (pipeline::Word& word : line.words) {
                const int by = static_cast<int>(slope * (word.box.left + word.box.right) / 2);
                word.box.top += by;
                word.box.bottom += by;
            }
    }
    page.grey = std::move(grey);
    return page;
}

std::string text_of(const std::vector<TextLine>& lines) {
    std::string text;
    for (const TextLine& line : lines) {
        for (const pipeline::Word& word : line.words)
            text += word.text + ' ';
        text += '\n';
    }
    return text;
}

// The longest of the head's lines; null where there is none.
TextLine* long_line(std::vector<TextLine>& lines) {
    TextLine* found = nullptr;
    for (TextLine& line : lines)
        if (line.words.size() > 4 && (!found || line.words.size() > found->words.size()))
            found = &line;
    return found;
}

void misread(TextLine& line) {
    for (pipeline::Word& word : line.words) {
        word.text.replace(0, 1, "#");
        word.confidence = 0.3f;
    }
}

TEST(DoubtfulLines, AreReadAgainAlongTheirSlope) {
    for (const double slope : {0.0, 0.02}) {
        SCOPED_TRACE(slope);
        Page page = sample(slope);
        ASSERT_TRUE(page.grey);
        TextLine* line = long_line(page.lines);
        ASSERT_NE(line, nullptr);
        for (pipeline::Word& word : line->words)
            line->box = united(line->box, word.box);
        const std::string before = text_of({*line});
        misread(*line);
        std::vector<TextLine> lines{*line};
        reread_doubtful_lines(page.grey.get(), kDpi, kMilliseconds, lines[0].box.bottom, lines);
        EXPECT_EQ(text_of(lines), before);
    }
}

TEST(DoubtfulLines, ANumberThatChangesIsNotSure) {
    Page page = sample(0);
    ASSERT_TRUE(page.grey);
    const auto numbered = std::find_if(
        page.lines.begin(), page.lines.end(),
        [](const TextLine& line) { return text_of({line}).find(" 2024 ") != std::string::npos; });
    ASSERT_NE(numbered, page.lines.end()) << "the sample's date line has a year";
    std::vector<TextLine> lines{*numbered};
    for (pipeline::Word& word : lines[0].words)
        if (word.text == "2024") word.text = "2Ø24", word.confidence = 0.3f;
    reread_doubtful_lines(page.grey.get(), kDpi, kMilliseconds, lines[0].box.bottom, lines);
    const auto year = std::find_if(lines[0].words.begin(), lines[0].words.end(),
                                   [](const auto& word) { return word.text == "2024"; });
    ASSERT_NE(year, lines[0].words.end()) << text_of(lines);
    EXPECT_LE(year->confidence, 0.6f);
}

TEST(DoubtfulLines, WhatReadsWellIsLeftAlone) {
    Page page = sample(0);
    ASSERT_TRUE(page.grey);
    for (TextLine& line : page.lines)
        for (pipeline::Word& word : line.words)
            word.text = "x" + word.text, word.confidence = 0.97f;
    const std::string before = text_of(page.lines);
    reread_doubtful_lines(page.grey.get(), kDpi, kMilliseconds, pixGetHeight(page.grey.get()),
                          page.lines);
    EXPECT_EQ(text_of(page.lines), before);
}

}  // namespace
}  // namespace vanthu::ocr
