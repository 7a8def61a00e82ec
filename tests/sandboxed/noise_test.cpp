// Specks, rules and pen strokes are no text; whatever might be text stays.
#include "ocr/noise_sandboxed.h"

#include <gtest/gtest.h>

#include "formats/lines_sandboxed.h"

namespace vanthu::ocr {
namespace {

using pipeline::TextLine;
using pipeline::Word;

constexpr int kDpi = 200;

Word word(const std::string& text, int left, float confidence = 0.9f, int size = 24) {
    return {text, {left, 500, left + size, 500 + size}, confidence};
}

std::vector<std::string> kept(const std::vector<std::vector<Word>>& lines_of_words) {
    std::vector<TextLine> lines;
    for (const auto& words : lines_of_words)
        lines.push_back({words, formats::box_of(words)});
    drop_noise(kDpi, lines);
    std::vector<std::string> texts;
    for (const TextLine& line : lines)
        texts.push_back(pipeline::text_of(line));
    return texts;
}

using Texts = std::vector<std::string>;

TEST(Noise, RulesAndSpecksGo) {
    EXPECT_EQ(kept({{word("__—..", 100)}, {word(":", 300, 0.9f, 3)}, {word("s", 300, 0.4f, 3)}}),
              Texts{});
}

TEST(Noise, PenStrokesGo) {
    EXPECT_EQ(kept({{word("^", 100), word("{", 140), word("Ấ", 180, 0.5f)},
                    {word("SÀN", 100, 0.3f), word("Xi", 140, 0.03f)}}),
              Texts{});
}

TEST(Noise, WhatMightBeTextStays) {
    EXPECT_EQ(kept({{word("2", 800, 0.5f)},
                    {word("Y", 800, 0.4f), word("Mỹ", 830, 0.4f), word("Vinh", 860, 0.4f)},
                    {word("hiện", 100), word("./.", 140)},
                    {word("./.", 100)},
                    {word("sở", 100, 0.8f)}}),
              (Texts{"2", "Y Mỹ Vinh", "hiện ./.", "./.", "sở"}));
}

TEST(Noise, ABulletReadAsATildeIsADash) {
    EXPECT_EQ(kept({{word("~", 100), word("Như", 140), word("trên;", 180), word("|", 400)}}),
              Texts{"- Như trên;"});
}

}  // namespace
}  // namespace vanthu::ocr
