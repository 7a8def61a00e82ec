// What a network put out for a line, made up letter by letter, and the words that come of it.
#include "ocr/cell_words_sandboxed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "base/text.h"

namespace vanthu::ocr {
namespace {

using pipeline::TextLine;
using pipeline::Word;

const LanguageModel& model() {
    static const LanguageModel loaded =
        LanguageModel::load(std::string(VANTHU_SOURCE_DIR) + "/models/vietnamese.lm");
    return loaded;
}

// An output for each letter that the tests use; 0 stands between letters.
const LineLetters& letters() {
    static const LineLetters known = [] {
        LineLetters made;
        int output = 1;
        for (const char32_t letter :
             to_utf32(" 0123456789/.:;,abcdeghiklmnopqrstuvxyABCĐHNTVXQẦđêếềểĩỉiíìịôốồổộơờớởợ"
                      "ưừứửữựăâấầẩáàảãạọóòỏýỳỷụúùủũẽéèẻẹệöÑ"))
            made.outputs.emplace(letter, output++);
        return made;
    }();
    return known;
}

// Each letter takes a step, with a blank one behind it. `rivals`: by the number of the letter, what
// was nearly seen in its place, and how much less likely.
struct Rival {
    char32_t letter;
    float less;
};
constexpr char32_t kNothing = 0;
using Rivals = std::multimap<int, Rival>;

LineOutputs outputs_of(const std::string& text, const Rivals& rivals) {
    constexpr float kUnlikely = -11.5f;
    LineOutputs line;
    line.outputs = static_cast<int>(letters().outputs.size()) + 1;
    int at = 0;
    const auto step = [&](int top) {
        const std::size_t from = line.less.size();
        line.less.resize(from + static_cast<std::size_t>(line.outputs), kUnlikely);
        line.less[from + static_cast<std::size_t>(top)] = 0;
        line.top.push_back(top);
        ++line.steps;
        return line.less.data() + from;
    };
    for (const char32_t letter : to_utf32(text)) {
        float* less = step(letters().outputs.at(letter));
        const auto [first, last] = rivals.equal_range(at++);
        for (auto rival = first; rival != last; ++rival)
            less[rival->second.letter ? letters().outputs.at(rival->second.letter)
                                      : letters().blank] = rival->second.less;
        step(letters().blank);
    }
    return line;
}

TextLine line_of(const std::string& text, float confidence) {
    TextLine line;
    int left = 0;
    for (const std::string& word : split(text, ' ')) {
        const int right = left + 12 * static_cast<int>(to_utf32(word).size());
        line.words.push_back({word, {left, 0, right, 20}, confidence});
        left = right + 8;
    }
    return line;
}

// Cells of one line each, with the looks at it.
class Cells {
public:
    explicit Cells(std::vector<std::u32string> family_names = {})
        : family_names_(std::move(family_names)) {}

    void add(const std::string& text, const Rivals& rivals = {}, float confidence = 0.9f) {
        lines_.push_back(line_of(text, confidence));
        looks_.emplace_back();
        look(text, rivals, confidence);
    }

    // Another look at the last line.
    void look(const std::string& text, const Rivals& rivals = {}, float confidence = 0.9f) {
        const TextLine line = line_of(text, confidence);
        const auto steps = steps_of_words(line, outputs_of(text, rivals), letters());
        ASSERT_EQ(steps.size(), line.words.size()) << text;
        SeenLine seen;
        for (std::size_t i = 0; i < steps.size(); ++i)
            seen.push_back({line.words[i], steps[i]});
        looks_.back().push_back(std::move(seen));
    }

    std::string settled(std::size_t cell = 0) {
        settle_words(heard(), {model(), letters(), family_names_}, [&](std::size_t, std::size_t) {
            ++doubted_;
            return nullptr;
        });
        return text_of(lines_[cell]);
    }

    float least_sure(std::size_t cell = 0) const {
        float least = 1;
        for (const Word& word : lines_[cell].words)
            least = std::min(least, word.confidence);
        return least;
    }

    bool is_doubted() {
        settled();
        return doubted_ > 0;
    }

private:
    std::vector<HeardCell> heard() {
        std::vector<HeardCell> cells;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            HeardLine line{&lines_[i], {}};
            for (const SeenLine& look : looks_[i])
                line.looks.push_back(&look);
            cells.push_back({line});
        }
        return cells;
    }

    std::vector<std::u32string> family_names_;
    int doubted_ = 0;
    std::vector<TextLine> lines_;
    std::vector<std::vector<SeenLine>> looks_;
};

TEST(WordFits, AWordThatWasNearlyReadFitsNearlyAsWell) {
    const TextLine line = line_of("tố công tác", 0.9f);
    const auto steps =
        steps_of_words(line, outputs_of("tố công tác", {{1, {U'ổ', -0.5f}}}), letters());
    ASSERT_EQ(steps.size(), 3u);
    EXPECT_NEAR(fit_in(U"tố", steps[0], letters()), 0, 0.01);
    EXPECT_NEAR(fit_in(U"tổ", steps[0], letters()), -0.5, 0.01);
    EXPECT_LT(fit_in(U"tờ", steps[0], letters()), -9);
    EXPECT_NEAR(fit_in(U"công", steps[1], letters()), 0, 0.01);
    EXPECT_LT(fit_in(U"cộng", steps[1], letters()), -9);
}

TEST(WordFits, WithoutOutputsThereAreNoSteps) {
    EXPECT_TRUE(steps_of_words(line_of("tổ", 0.9f), {}, letters()).empty());
}

TEST(CellWords, ANearlyReadWordThatItsNeighboursKnowIsTaken) {
    Cells cells;
    cells.add("tố công tác", {{1, {U'ổ', -0.5f}}});
    EXPECT_EQ(cells.settled(), "tổ công tác");
}

TEST(CellWords, AWordThatNoLookHasStaysInDoubt) {
    Cells cells;
    cells.add("tố công tác", {{1, {U'ổ', -0.5f}}});
    cells.settled();
    EXPECT_LE(cells.least_sure(), 0.5f);
}

TEST(CellWords, AWordThatASurerLookHasIsAsSureAsThat) {
    Cells cells;
    cells.add("tố công tác", {{1, {U'ổ', -2.0f}}}, 0.8f);
    cells.look("tổ công tác", {{1, {U'ố', -3.0f}}}, 0.95f);
    EXPECT_EQ(cells.settled(), "tổ công tác");
    EXPECT_GT(cells.least_sure(), 0.7f);
}

TEST(CellWords, WhatTheNetworkDidNotSeeIsNotTaken) {
    Cells cells;
    cells.add("tố công tác");
    EXPECT_EQ(cells.settled(), "tố công tác");
}

TEST(CellWords, OtherPlacesOfTheTableSpeakForTheSameWords) {
    Cells cells;
    cells.add("chỉ bộ", {{2, {U'i', -6.0f}}});
    for (int i = 0; i < 3; ++i)
        cells.add("chi bộ", {{2, {U'ỉ', -6.0f}}}, 0.97f);
    EXPECT_EQ(cells.settled(), "chi bộ");
}

TEST(CellWords, PeoplesNamesArePartedByMarksAloneAndStay) {
    Cells cells({U"Nguyễn", U"Trần"});
    cells.add("Trần Văn Hiến", {{11, {U'ể', -1.0f}}});
    cells.add("Trần Văn Hiển", {{11, {U'ế', -1.0f}}}, 0.97f);
    EXPECT_EQ(cells.settled(0), "Trần Văn Hiến");
    EXPECT_EQ(cells.settled(1), "Trần Văn Hiển");
}

TEST(CellWords, BeforeAPersonsNameStandsAFamilyName) {
    Cells cells({U"Trần", U"Đinh"});
    cells.add("Định Văn Hải", {{1, {U'i', -1.0f}}});
    EXPECT_EQ(cells.settled(), "Đinh Văn Hải");
}

TEST(CellWords, AStrangeLetterGoes) {
    Cells cells;
    cells.add("cöng tác", {{1, {U'ô', -2.0f}}});
    EXPECT_EQ(cells.settled(), "công tác");
    EXPECT_LE(cells.least_sure(), 0.5f);
}

TEST(CellWords, OfTwoNumbersTheOneThatFitsAllLooksBestIsTakenAndDoubted) {
    Cells cells;
    cells.add("05 năm", {{1, {U'3', -0.5f}}});
    cells.look("03 năm", {{1, {U'5', -4.0f}}});
    EXPECT_EQ(cells.settled(), "03 năm");
    EXPECT_LE(cells.least_sure(), 0.5f);
}

TEST(CellWords, ADigitIsNotGivenUpForALetter) {
    Cells cells;
    cells.add("1 năm", {{0, {U'i', -0.5f}}});
    cells.look("i năm", {{0, {U'1', -4.0f}}});
    EXPECT_EQ(cells.settled(), "1 năm");
}

TEST(CellWords, ADateThatNoCalendarHasIsTheLikeliestThatItMayBe) {
    Cells cells;
    cells.add("96/03/1997", {{0, {U'0', -1.5f}}});
    EXPECT_EQ(cells.settled(), "06/03/1997");
    EXPECT_LE(cells.least_sure(), 0.5f);
}

TEST(CellWords, AYearOfTheCenturyBeforeLastIsMisread) {
    Cells cells;
    cells.add("1877", {{1, {U'9', -2.0f}}});
    EXPECT_EQ(cells.settled(), "1977");
    EXPECT_LE(cells.least_sure(), 0.5f);
}

TEST(CellWords, CapitalsWithinAWordAreSmallLetters) {
    Cells cells;
    cells.add("hạ tẦng", {{4, {U'ầ', -3.0f}}});
    EXPECT_EQ(cells.settled(), "hạ tầng");
}

TEST(CellWords, AStopBeforeASmallLetterIsASpeck) {
    Cells cells;
    cells.add("thôn: tổ", {{4, {kNothing, -1.0f}}});
    EXPECT_EQ(cells.settled(), "thôn tổ");
}

TEST(CellWords, ALineWithANearRivalIsDoubtedAClearOneIsNot) {
    Cells near, clear;
    near.add("tổ công tác", {{1, {U'ố', -1.0f}}});
    EXPECT_TRUE(near.is_doubted());
    clear.add("tổ công tác", {}, 0.97f);
    EXPECT_FALSE(clear.is_doubted());
}

}  // namespace
}  // namespace vanthu::ocr
