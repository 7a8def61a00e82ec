// Our own evaluation of the line recogniser's network beside the packaged library's.
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>

#include <memory>
#include <random>

#include "formats/image_sandboxed.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/line_model_sandboxed.h"
#include "ocr/line_network_sandboxed.h"
#include "ocr/own_network_sandboxed.h"
#include "tests/sandboxed/operation.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;

constexpr const char* kModel = "/usr/share/tesseract-ocr/5/tessdata/vie.traineddata";
constexpr int kMilliseconds = 60'000;

std::string model_bytes() {
    std::ifstream file(kModel, std::ios::binary);
    return {(std::istreambuf_iterator<char>(file)), {}};
}

PixPtr page_image() {
    const PixPtr pix = formats::decode_image(
        formats::test::sample_bytes("dispatch/0017-giay-moi-png/input.png"), {}, "sample");
    return formats::to_grey(pix.get());
}

bool can_be_used() {
    const auto model = read_line_model(model_bytes());
    return model && LineNetwork::make(*model) &&
           std::string_view(tesseract::TessBaseAPI::Version()) == "5.3.0";
}

TEST(OwnNetwork, GivesTheNumbersOfTheLibrary) {
    if (!can_be_used()) GTEST_SKIP() << "another processor, model or release of the library";
    const PixPtr page = page_image();
    // The first lines are read by both; one number that differs and the library does the rest.
    const auto lines = read_lines(page.get(), 200, Layout::Page, kMilliseconds);
    EXPECT_GT(lines.size(), 10u);
    EXPECT_TRUE(own_network_is_used());
}

TEST(OwnNetwork, GivesTheNumbersOfTheLibraryWithEachSetOfInstructions) {
    if (!can_be_used()) GTEST_SKIP() << "another processor, model or release of the library";
    const auto model = read_line_model(model_bytes());
    const PixPtr page = page_image();
    read_lines(page.get(), 200, Layout::Page, kMilliseconds);
    for (const auto instructions :
         {LineNetwork::Instructions::Vnni, LineNetwork::Instructions::Avx2}) {
        if (!LineNetwork::make(*model, instructions)) continue;
        use_own_network(kModel, instructions);
        EXPECT_FALSE(own_network_is_used()) << "trust begins anew";
        read_lines(page.get(), 200, Layout::Page, kMilliseconds);
        EXPECT_TRUE(own_network_is_used());
    }
    use_own_network(kModel);
}

TEST(OwnNetwork, EachSetOfInstructionsGivesTheSameNumbers) {
    const auto model = read_line_model(model_bytes());
    ASSERT_TRUE(model);
    const auto vnni = LineNetwork::make(*model, LineNetwork::Instructions::Vnni);
    const auto avx2 = LineNetwork::make(*model, LineNetwork::Instructions::Avx2);
    if (!vnni || !avx2) GTEST_SKIP() << "this processor has one set of instructions at most";
    std::minstd_rand random(7);
    for (int line = 0; line < 12; ++line) {
        // Also the extremes: black beside white is where sums are greatest.
        const int width = 1 + static_cast<int>(random() % 700);
        std::vector<std::int8_t> pixels(static_cast<std::size_t>(vnni->rows() * width));
        for (std::int8_t& pixel : pixels) {
            const auto choice = random() % 4;
            const int grey = choice == 0 ? -127 : choice == 1 ? 127 : int(random() % 255) - 127;
            pixel = static_cast<std::int8_t>(grey);
        }
        EXPECT_EQ(vnni->read(pixels.data(), width), avx2->read(pixels.data(), width)) << width;
    }
}

TEST(OwnNetwork, AWeightWithoutCounterpartIsLeftToOthers) {
    auto model = read_line_model(model_bytes());
    ASSERT_TRUE(model);
    model->last.gates[1].values[5] = -128;
    EXPECT_EQ(LineNetwork::make(*model, LineNetwork::Instructions::Avx2), nullptr);
}

TEST(OwnNetwork, ReadsAPageLikeTheLibrary) {
    if (!can_be_used()) GTEST_SKIP() << "another processor, model or release of the library";
    const PixPtr page = page_image();
    read_lines(page.get(), 200, Layout::Page, kMilliseconds);
    ASSERT_TRUE(own_network_is_used());
    const auto ours = read_lines(page.get(), 200, Layout::Page, kMilliseconds);
    leave_it_to_the_library();
    const auto theirs = read_lines(page.get(), 200, Layout::Page, kMilliseconds);
    use_own_network(kModel);
    ASSERT_EQ(ours.size(), theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i) {
        ASSERT_EQ(ours[i].words.size(), theirs[i].words.size());
        for (std::size_t k = 0; k < ours[i].words.size(); ++k) {
            EXPECT_EQ(ours[i].words[k].text, theirs[i].words[k].text);
            EXPECT_EQ(ours[i].words[k].box.left, theirs[i].words[k].box.left);
            EXPECT_EQ(ours[i].words[k].confidence, theirs[i].words[k].confidence);
        }
    }
}

TEST(OwnNetwork, AnEmptyOrNarrowLineIsNoTrouble) {
    const auto model = read_line_model(model_bytes());
    ASSERT_TRUE(model);
    const auto network = LineNetwork::make(*model);
    if (!network) GTEST_SKIP() << "this processor lacks the instructions";
    for (const int width : {1, 2, 3, 4, 7}) {
        const std::vector<std::int8_t> pixels(static_cast<std::size_t>(network->rows() * width));
        EXPECT_EQ(network->read(pixels.data(), width).size(),
                  static_cast<std::size_t>(width / 3 * network->letters()));
    }
}

TEST(LineModel, ACutOrForeignModelIsRefused) {
    const std::string whole = model_bytes();
    ASSERT_TRUE(read_line_model(whole));
    for (std::size_t size = 0; size < 430'000; size += 20'011)
        EXPECT_FALSE(read_line_model(whole.substr(0, size))) << size;
    std::string other = whole;
    other[other.find("XYTranspose")] = 'Z';
    EXPECT_FALSE(read_line_model(other));
}

}  // namespace
}  // namespace vanthu::ocr
