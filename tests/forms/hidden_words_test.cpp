#include "forms/hidden_words.h"

#include <gtest/gtest.h>

#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

Finding read(const std::string& text, float confidence) {
    Finding finding;
    finding.text = finding.normal = text;
    finding.page = 1;
    finding.confidence = confidence;
    return finding;
}

Segment line(int left, int right) {
    Segment segment;
    segment.box = {left, 100, right, 140};
    return segment;
}

TEST(HiddenWords, ALineOffTheMiddleOfTheOthersIsDoubted) {
    Finding competence = read("KT. CHỦ TỊCH", 0.9f), position = read("CHỦ TỊCH", 0.95f),
            name = read("Nguyễn Văn An", 0.9f);
    const Segment first = line(400, 800), second = line(480, 800), third = line(420, 780);
    doubt_off_centre({{&first, &competence}, {&second, &position}, {&third, &name}});
    EXPECT_FLOAT_EQ(competence.confidence, 0.9f);
    EXPECT_LE(position.confidence, 0.5f);
    EXPECT_FLOAT_EQ(name.confidence, 0.9f);
}

TEST(HiddenWords, LinesUnderOneAnotherAreNot) {
    Finding position = read("GIÁM ĐỐC", 0.9f), name = read("Nguyễn Văn An", 0.9f);
    const Segment first = line(400, 800), second = line(430, 790);
    doubt_off_centre({{&first, &position}, {&second, &name}});
    EXPECT_FLOAT_EQ(position.confidence, 0.9f);
    EXPECT_FLOAT_EQ(name.confidence, 0.9f);
    // Of two lines that do not agree either may have lost a word.
    const Segment shifted = line(500, 840);
    doubt_off_centre({{&first, &position}, {&shifted, &name}});
    EXPECT_LE(position.confidence, 0.5f);
    EXPECT_LE(name.confidence, 0.5f);
}

TEST(HiddenWords, TextThatWasNotRecognisedHidesNothing) {
    Finding position = read("GIÁM ĐỐC", 1), name = read("Nguyễn Văn An", 1);
    const Segment first = line(400, 800), second = line(600, 900);
    doubt_off_centre({{&first, &position}, {&second, &name}});
    EXPECT_FLOAT_EQ(position.confidence, 1);
}

TEST(HiddenWords, RoomForALineBeforeTheTitleIsDoubted) {
    Segment competence = line(400, 800), title = line(420, 780);
    const auto doubted = [&](int down) {
        title.box.top = competence.box.top + down;
        title.box.bottom = competence.box.bottom + down;
        Finding finding = read("TM. BAN THƯỜNG VỤ", 0.95f);
        doubt_torn(competence, &title, finding);
        return finding.confidence <= 0.5f;
    };
    EXPECT_FALSE(doubted(52));
    EXPECT_TRUE(doubted(104));
    Finding alone = read("KT. CHÁNH THANH TRA PHÓ CHÁNH", 0.95f);
    doubt_torn(competence, nullptr, alone);
    EXPECT_LE(alone.confidence, 0.5f);
}

TEST(HiddenWords, WhoSignsForTheHeadIsADeputy) {
    const Lexicons& lexicons = testing::library().lexicons();
    Finding position = read("CHỦ TỊCH", 0.95f);
    mend_deputy(position, {"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"}, lexicons);
    EXPECT_EQ(position.normal, "PHÓ CHỦ TỊCH");
    EXPECT_LE(position.confidence, 0.5f);
    Finding head = read("CHỦ TỊCH", 0.95f);
    mend_deputy(head, {"TM. ỦY BAN NHÂN DÂN"}, lexicons);
    EXPECT_EQ(head.normal, "CHỦ TỊCH");
    EXPECT_FLOAT_EQ(head.confidence, 0.95f);
}

}  // namespace
}  // namespace vanthu::forms
