// The digit reader on strokes drawn by models/digit_strips.h with numbers it never learned.

#include "ocr/digits.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/error.h"
#include "models/digit_strips.h"

namespace vanthu::ocr {
namespace {

const std::string kModel = std::string(VANTHU_SOURCE_DIR) + "/models/digits.net";

const DigitReader& reader() {
    static const DigitReader loaded = DigitReader::load(kModel);
    return loaded;
}

static_assert(kStripHeight == strips::kHeight && kStripBaseline == strips::kBaseline &&
              kStripCapital == strips::kCapital);

strips::Strip blank(int width) {
    strips::Strip strip;
    strip.width = width;
    strip.ink.assign(static_cast<std::size_t>(width) * strips::kHeight, 0.0f);
    return strip;
}

// A number in drawn strokes, as a pen would fill it in.
strips::Strip drawn(const std::string& text, strips::Random& random) {
    strips::Strip strip = blank(24 + 20 * static_cast<int>(text.size()));
    double x = 8;
    for (const char letter : text) {
        double aspect = 0.6;
        const auto strokes = strips::strokes_of(letter - '0', random, aspect);
        strips::Placing place;
        place.height = 20 * (1 + strips::normal(random, 0.05));
        place.width = std::max(3.0, place.height * aspect);
        place.left = x;
        place.top = kStripBaseline + 2 - place.height;
        place.slant = 0.15;
        strips::Pen pen;
        pen.thickness = 2;
        strips::draw_strokes(strokes, place, pen, strip);
        x += place.width + 4;
    }
    return strip;
}

NumberReading read(const strips::Strip& strip) {
    std::string ink;
    for (const float value : strip.ink)
        ink.push_back(static_cast<char>(static_cast<unsigned char>(value * 255)));
    return reader().read(ink, strip.width);
}

TEST(DigitReader, ReadsDrawnNumbers) {
    strips::Random random(20);
    int first = 0, among_three = 0, by_hand = 0;
    constexpr int kStrips = 100;
    for (int i = 0; i < kStrips; ++i) {
        std::string text;
        for (int digit = 0; digit <= i % 4; ++digit)
            text += static_cast<char>('0' + strips::pick(random, 10));
        const NumberReading result = read(drawn(text, random));
        ASSERT_FALSE(result.guesses.empty());
        first += result.guesses[0].text == text;
        for (std::size_t k = 0; k < std::min<std::size_t>(3, result.guesses.size()); ++k)
            among_three += result.guesses[k].text == text;
        by_hand += result.by_hand > 0.5;
    }
    EXPECT_GE(first, 75);
    EXPECT_GE(among_three, 85);
    EXPECT_GE(by_hand, 85);
}

// A date with drawn strokes between day, month and year, as clerks write it.
strips::Strip drawn_date(const std::string& text, strips::Random& random) {
    strips::Strip strip = blank(24 + 16 * static_cast<int>(text.size()));
    double x = 8;
    for (const char letter : text) {
        strips::Placing place;
        strips::Pen pen;
        pen.thickness = 2;
        double aspect = 0.45;
        std::vector<strips::Curve> strokes;
        if (letter == '/')
            strokes = {{{0.95, 0}, {0.5, 0.5}, {0.05, 1}}};
        else
            strokes = strips::strokes_of(letter - '0', random, aspect);
        place.height = letter == '/' ? 22 : 18;
        place.width = std::max(3.0, place.height * aspect);
        place.left = x;
        place.top = kStripBaseline + 1 - place.height;
        place.slant = letter == '/' ? 0 : 0.15;
        strips::draw_strokes(strokes, place, pen, strip);
        x += place.width + 4;
    }
    return strip;
}

TEST(DigitReader, ReadsDrawnDates) {
    strips::Random random(7);
    int first = 0, by_fit = 0;
    constexpr int kStrips = 60;
    for (int i = 0; i < kStrips; ++i) {
        const int day = 1 + strips::pick(random, 28), month = 1 + strips::pick(random, 12);
        const int year = 2015 + strips::pick(random, 11);
        const auto two = [](int value) {
            return std::string(value < 10 ? "0" : "") + std::to_string(value);
        };
        const std::string shown = (i % 2 ? two(day) : std::to_string(day)) + "/" +
                                  (i % 2 ? two(month) : std::to_string(month)) + "/" +
                                  std::to_string(i % 3 ? year % 100 : year);
        const strips::Strip strip = drawn_date(shown, random);
        std::string ink;
        for (const float value : strip.ink)
            ink.push_back(static_cast<char>(static_cast<unsigned char>(value * 255)));
        const NumberReading result = reader().read_date(ink, strip.width);
        by_fit += result.fit > 0.02;
        if (result.guesses.empty()) continue;
        first += result.guesses[0].text == std::to_string(year) + "-" + two(month) + "-" + two(day);
        for (const NumberGuess& guess : result.guesses)
            EXPECT_TRUE(guess.text.empty() || guess.text.size() == 10) << guess.text;
    }
    EXPECT_GE(first, kStrips / 2);
    EXPECT_GE(by_fit, kStrips * 2 / 3);
}

TEST(DigitReader, PaperIsNoNumber) {
    const NumberReading result = read(blank(80));
    ASSERT_FALSE(result.guesses.empty());
    EXPECT_EQ(result.guesses[0].text, "");
    EXPECT_GT(result.guesses[0].probability, 0.9);
}

TEST(DigitReader, ProbabilitiesAreSharesAndFall) {
    strips::Random random(3);
    const NumberReading result = read(drawn("274", random));
    double sum = 0, before = 1;
    for (const NumberGuess& guess : result.guesses) {
        EXPECT_LE(guess.probability, before);
        before = guess.probability;
        sum += guess.probability;
    }
    EXPECT_LE(sum, 1.0001);
}

TEST(DigitReader, RefusesStripsOfAnotherSize) {
    EXPECT_THROW(reader().read(std::string(100, '\0'), 50), Error);
    EXPECT_THROW(reader().read("", 0), Error);
    EXPECT_THROW(reader().read(std::string(36 * 4000, '\0'), 4000), Error);
}

TEST(DigitReader, RefusesADamagedModel) {
    const std::string path = ::testing::TempDir() + "damaged-digits.net";
    std::ifstream in(kModel, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    bytes.resize(bytes.size() / 2);
    std::ofstream(path, std::ios::binary) << bytes;
    EXPECT_THROW(DigitReader::load(path), Error);
    EXPECT_THROW(DigitReader::load(path + ".none"), Error);
    std::filesystem::remove(path);
}

}  // namespace
}  // namespace vanthu::ocr
