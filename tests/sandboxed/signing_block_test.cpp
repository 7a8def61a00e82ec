// A name and its titles under a seal's ring: several looks, and what they agree on.
#include "ocr/signing_block_sandboxed.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <string>

#include "base/text.h"
#include "formats/image_sandboxed.h"
#include "formats/lines_sandboxed.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/grey_seals_sandboxed.h"
#include "ocr/line_letters_sandboxed.h"
#include "ocr/looks_sandboxed.h"
#include "ocr/row_ink_sandboxed.h"
#include "ocr/signer_name_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;
using pipeline::TextLine;

constexpr int kMilliseconds = 60'000;

Look look_of(std::initializer_list<std::pair<const char*, float>> words) {
    Look look;
    int left = 0;
    for (const auto& [text, confidence] : words) {
        look.line.words.push_back({text, {left, 0, left + 60, 30}, confidence});
        left += 80;
    }
    look.line.box = formats::box_of(look.line.words);
    return look;
}

std::string words_of(const TextLine& line) {
    std::string text;
    for (const pipeline::Word& word : line.words)
        text += (text.empty() ? "" : " ") + word.text;
    return text;
}

TEST(Looks, MostOfThemHaveTheWordAndDisagreementIsDoubt) {
    const TextLine line = agreed({look_of({{"Trần", .9f}, {"Phước", .95f}, {"Hiên", .95f}}),
                                  look_of({{"Trần", .9f}, {"Phước", .95f}, {"Hiền", .95f}}),
                                  look_of({{"Trần", .9f}, {"Phước", .95f}, {"Hiền", .94f}})});
    EXPECT_EQ(words_of(line), "Trần Phước Hiền");
    ASSERT_EQ(line.words.size(), 3u);
    EXPECT_FLOAT_EQ(line.words[1].confidence, .95f);
    EXPECT_LT(line.words[2].confidence, .9f);
}

TEST(Looks, StrokesBesideTheWordsGo) {
    EXPECT_EQ(words_of(agreed({look_of({{"*", .9f}, {"Trần", .9f}, {":", .6f}, {"Anh", .9f}})})),
              "Trần Anh");
}

// Outputs: 0 space, 1 blank, 2 L, 3 ò, 4 à, 5 A, 6 n.
LineLetters few_letters() {
    return {{{U' ', 0}, {U'L', 2}, {U'ò', 3}, {U'à', 4}, {U'A', 5}, {U'n', 6}}, 1};
}

LineOutputs line_of(std::initializer_list<int> likeliest, int second, int at) {
    constexpr int kOutputs = 7;
    std::vector<float> likely;
    int step = 0;
    for (const int output : likeliest) {
        std::vector<float> here(kOutputs, .001f);
        here[static_cast<std::size_t>(output)] = .9f;
        if (step++ == at) here[static_cast<std::size_t>(second)] = .3f;
        likely.insert(likely.end(), here.begin(), here.end());
    }
    return outputs_of(std::move(likely), kOutputs);
}

TEST(LineLetters, ATextFitsAsWellAsItsLettersWereSeen) {
    const LineOutputs line = line_of({1, 2, 1, 4, 1, 0, 5, 6, 1}, 3, 3);
    const LineLetters letters = few_letters();
    EXPECT_NEAR(*fit_of(U"Là An", line, letters), 0, 1e-4);
    EXPECT_NEAR(*fit_of(U"Lò An", line, letters), std::log(.3 / .9), 1e-4);
    EXPECT_LT(*fit_of(U"Lo An", line, {{{U' ', 0}, {U'L', 2}, {U'o', 5}, {U'A', 5}, {U'n', 6}}, 1}),
              -4);
    EXPECT_LT(*fit_of(U"An", line, letters), -4) << "letters beside the text count against it";
    EXPECT_GT(*fit_of(U"An", line, letters), *fit_of(U"nA", line, letters));
    EXPECT_FALSE(fit_of(U"Xu", line, letters)) << "the model has no such letter";
    EXPECT_FALSE(fit_of(U"", line, letters));
}

TEST(LineLetters, OfThePackagedModelAreKnownAndACutFileIsNone) {
    std::ifstream file("/usr/share/tesseract-ocr/5/tessdata/vie.traineddata", std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    const auto letters = read_line_letters(bytes);
    ASSERT_TRUE(letters);
    for (const char32_t letter : std::u32string(U"Đềợ 7"))
        EXPECT_TRUE(letters->outputs.count(letter));
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{3}, std::size_t{90}, bytes.size() / 2})
        EXPECT_FALSE(read_line_letters(bytes.substr(0, size)));
}

TEST(SignerName, AFamilyNameInUseTakesThePlaceOfWhatIsNone) {
    const LineLetters letters = few_letters();
    const std::vector<std::u32string> families{U"Lan", U"Lò"};
    Look seen = look_of({{"Là", .8f}, {"An", .9f}});
    seen.outputs = line_of({1, 2, 1, 4, 1, 0, 5, 6, 1}, 3, 3);
    TextLine line = seen.line;
    settle_name({seen}, {families, &letters}, std::nullopt, false, line);
    EXPECT_EQ(words_of(line), "Lò An");
    EXPECT_LT(line.words[0].confidence, .6f) << "a person looks at it";
}

TEST(SignerName, WhereNoFamilyNameStandsOutTheReadingStaysAndIsDoubted) {
    const LineLetters letters = few_letters();
    const std::vector<std::u32string> families{U"nA", U"An"};
    Look seen = look_of({{"Là", .8f}, {"An", .9f}});
    seen.outputs = line_of({1, 2, 1, 4, 1, 0, 5, 6, 1}, 3, 3);
    TextLine line = seen.line;
    settle_name({seen}, {families, &letters}, std::nullopt, false, line);
    EXPECT_EQ(words_of(line), "Là An");
    EXPECT_LT(line.words[0].confidence, .5f);
}

struct Paper {
    PixPtr page;
    int dpi = 0;
    std::vector<TextLine> lines;
};

Paper paper() {
    const std::string path =
        std::string(VANTHU_SOURCE_DIR) + "/samples/dispatch/0017-giay-moi-png/input.png";
    Paper paper;
    const PixPtr read(pixRead(path.c_str()));
    if (!read) return paper;
    paper.page.reset(pixConvertTo8(read.get(), 0));
    paper.dpi = std::max(200, pixGetXRes(read.get()));
    return paper;
}

void read(Paper& paper) {
    paper.lines =
        formats::parted(read_lines(paper.page.get(), paper.dpi, Layout::Page, kMilliseconds),
                        pixGetWidth(paper.page.get()), pixGetHeight(paper.page.get()), 1);
}

std::string all_text(const Paper& paper) {
    std::string text;
    for (const TextLine& line : paper.lines)
        text += words_of(line) + '\n';
    return text;
}

void reread(Paper& paper) {
    const std::vector<std::u32string> families{U"Nguyễn", U"Trần", U"Lê", U"Tô",
                                               U"Từ",     U"Tạ",   U"Lạ"};
    const auto seals = grey_seals_on(paper.page.get(), paper.dpi);
    const PixPtr scanned(pixCopy(nullptr, paper.page.get()));
    erase_grey_seals(paper.page.get(), seals, Crossings::Keep);
    reread_signing_block({scanned.get(), paper.page.get(), seals}, paper.dpi, kMilliseconds,
                         {families, {U"TRƯỞNG PHÒNG", U"PHÓ TRƯỞNG PHÒNG"}}, paper.lines);
}

void expect_signed(const Paper& paper) {
    const std::string text = all_text(paper);
    for (const char* line : {"KT. TRƯỞNG PHÒNG\n", "PHÓ TRƯỞNG PHÒNG\n", "Tạ Hữu Phước\n"})
        EXPECT_NE(text.find(line), std::string::npos) << line << text;
}

// The sample's seal stands on its title.
TEST(SigningBlock, TitlesAndNameUnderAGreySealAreRead) {
    Paper sealed = paper();
    ASSERT_TRUE(sealed.page);
    read(sealed);
    ASSERT_EQ(all_text(sealed).find("PHÓ TRƯỞNG PHÒNG\n"), std::string::npos);
    reread(sealed);
    expect_signed(sealed);
}

TEST(SigningBlock, TitlesAndNameUnderASealAsDarkAsPrintAreRead) {
    constexpr int kDarker = 170;
    Paper sealed = paper();
    ASSERT_TRUE(sealed.page);
    const PixPtr ink(pixThresholdToBinary(sealed.page.get(), kDarker));
    sealed.page.reset(pixConvertTo8(ink.get(), 0));
    read(sealed);
    reread(sealed);
    expect_signed(sealed);
}

TEST(SigningBlock, WhatReadsClearlyStaysAsItIs) {
    Paper once = paper();
    ASSERT_TRUE(once.page);
    read(once);
    reread(once);
    const auto body = [&] { return all_text(once).substr(0, all_text(once).find("Nơi nhận")); };
    const std::string before = body();
    reread(once);
    EXPECT_EQ(body(), before);
    expect_signed(once);
}

TEST(SigningBlock, ANameThatWasNotReadIsSearchedFor) {
    Paper sealed = paper();
    ASSERT_TRUE(sealed.page);
    read(sealed);
    std::erase_if(sealed.lines, [](const TextLine& line) {
        return words_of(line).find("Phước") != std::string::npos;
    });
    ASSERT_EQ(all_text(sealed).find("Hữu Phước"), std::string::npos);
    reread(sealed);
    expect_signed(sealed);
}

TEST(SigningBlock, WithoutRecipientsAndSealNothingIsTouched) {
    Paper plain = paper();
    ASSERT_TRUE(plain.page);
    read(plain);
    std::erase_if(plain.lines, formats::opens_recipients);
    for (TextLine& line : plain.lines)
        for (pipeline::Word& word : line.words)
            word.confidence = 0.1f;
    const std::string before = all_text(plain);
    reread_signing_block({plain.page.get(), plain.page.get(), {}}, plain.dpi, kMilliseconds, {},
                         plain.lines);
    EXPECT_EQ(all_text(plain), before);
}

pipeline::Box box_of_line(const Paper& paper, const std::string& text) {
    for (const TextLine& line : paper.lines)
        if (words_of(line).find(text) != std::string::npos) return line.box;
    return {};
}

// As a pen draws it: thinner than bold print.
void draw_stroke(Pix* page, pipeline::Box from_to) {
    constexpr int kThin = 3;
    for (int x = from_to.left; x < from_to.right; ++x) {
        const int y =
            from_to.bottom - from_to.height() * (x - from_to.left) / std::max(1, from_to.width());
        for (int down = 0; down < kThin; ++down)
            pixSetPixel(page, x, y + down, 0);
    }
}

TEST(RowInk, ALevelRowWithoutThePenThatRunsIntoItsLetters) {
    Paper plain = paper();
    ASSERT_TRUE(plain.page);
    read(plain);
    reread(plain);
    const pipeline::Box name = box_of_line(plain, "Phước");
    ASSERT_FALSE(name.empty());
    const int tall = name.height();
    draw_stroke(plain.page.get(), {name.left - 3 * tall, name.top - 2 * tall, name.left + 4 * tall,
                                   name.bottom - tall / 4});
    const PixPtr aslant(pixRotate(plain.page.get(), 0.04f, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE,
                                  pixGetWidth(plain.page.get()), 0));
    std::vector<TextLine> lines = read_lines(aslant.get(), plain.dpi, Layout::Page, kMilliseconds);
    pipeline::Box sure;
    for (const TextLine& line : lines)
        for (const pipeline::Word& word : line.words)
            if (word.text == "Phước") sure = word.box;
    ASSERT_FALSE(sure.empty());
    const auto row = row_alone(aslant.get(), sure, {sure.left - 8 * tall, sure.right + tall});
    ASSERT_TRUE(row);
    const auto look = look_at(*row, plain.dpi, 1, kMilliseconds);
    ASSERT_TRUE(look);
    EXPECT_EQ(words_of(look->line), "Tạ Hữu Phước");
    EXPECT_GE(look->line.box.left, row->ink.left - tall);
    EXPECT_LE(look->line.box.right, sure.right + tall);
}

TEST(RowInk, WhereNoLettersStandThereIsNoRow) {
    const PixPtr white(pixCreate(400, 200, 8));
    pixSetAll(white.get());
    EXPECT_FALSE(row_alone(white.get(), {100, 80, 200, 110}, {0, 400}));
    EXPECT_TRUE(letter_groups(white.get(), {0, 0, 400, 200}, 25).empty());
    EXPECT_FALSE(lowest_row(white.get(), {100, 80, 200, 140}, 25, 5));
    EXPECT_TRUE(letter_groups(white.get(), {500, 0, 600, 200}, 25).empty());
}

// What a rubber stamp does to the title printed for another.
TEST(SigningBlock, ATitleStampedIntoTheLineAboveItIsRead) {
    Paper stamped = paper();
    ASSERT_TRUE(stamped.page);
    read(stamped);
    reread(stamped);
    const pipeline::Box above = box_of_line(stamped, "KT.");
    pipeline::Box own = box_of_line(stamped, "PHÓ");
    ASSERT_FALSE(above.empty() || own.empty());
    own.left = std::max(own.left, pixGetWidth(stamped.page.get()) / 2);
    const int by = (own.top - above.top) * 3 / 5;
    Pix* page = stamped.page.get();
    for (int y = own.top - 4; y < own.bottom + 4; ++y)  // upwards, and white behind it
        for (int x = own.left - 8; x < own.right + 8; ++x) {
            l_uint32 moved = 0, there = 0;
            pixGetPixel(page, x, y, &moved);
            pixGetPixel(page, x, y - by, &there);
            pixSetPixel(page, x, y - by, std::min(moved, there));
            pixSetPixel(page, x, y, 255);
        }
    std::erase_if(stamped.lines, [](const TextLine& line) {
        return words_of(line).find("TRƯỞNG PHÒNG") != std::string::npos;
    });
    reread_signing_block({page, page, {}}, stamped.dpi, kMilliseconds,
                         {{U"Tạ"}, {U"TRƯỞNG PHÒNG", U"PHÓ TRƯỞNG PHÒNG", U"CHỦ TỊCH"}},
                         stamped.lines);
    const std::string text = all_text(stamped);
    EXPECT_NE(text.find("PHÓ TRƯỞNG PHÒNG\n"), std::string::npos) << text;
    for (const TextLine& line : stamped.lines)
        if (words_of(line) == "PHÓ TRƯỞNG PHÒNG") {
            EXPECT_LT(line.words[0].confidence, .6f) << "a person looks at it";
        }
}

}  // namespace
}  // namespace vanthu::ocr
