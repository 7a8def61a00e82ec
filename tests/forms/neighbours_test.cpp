// Papers of the same organ, and papers that cite this one, as odds.
#include "forms/neighbours.h"

#include <gtest/gtest.h>

#include "forms/weighing.h"

namespace vanthu::forms {
namespace {

const Neighbours kOrder{{{"118", "2024-03-01"}, {"131", "2024-03-20"}}, {}, "", "2024-03-11"};

TEST(Neighbours, ANumberBetweenItsNeighboursIsLikelier) {
    EXPECT_GT(number_odds("124", kOrder), 1);
    EXPECT_LT(number_odds("724", kOrder), 1);
    EXPECT_LT(number_odds("24", kOrder), 1);
}

TEST(Neighbours, ANumberThatIsTakenIsUnlikelyUnlessItIsTheSamePaper) {
    EXPECT_LT(number_odds("118", kOrder), number_odds("24", kOrder));
    Neighbours again = kOrder;
    again.day = "2024-03-01";
    EXPECT_EQ(number_odds("118", again), 1);
}

TEST(Neighbours, WithoutASureDayTheOrderSaysNothing) {
    Neighbours unsure = kOrder;
    unsure.day.clear();
    EXPECT_EQ(number_odds("724", unsure), 1);
}

TEST(Neighbours, ACitationOfAnotherDayDoesNotCount) {
    Neighbours cited{{}, {{"124", "2024-03-11"}, {"127", "2024-04-11"}}, "", "2024-03-11"};
    EXPECT_TRUE(is_cited("124", cited));
    EXPECT_TRUE(is_cited("0124", cited));
    EXPECT_FALSE(is_cited("127", cited));
    EXPECT_GT(number_odds("124", cited), 1);
    EXPECT_EQ(number_odds("127", cited), 1);
}

TEST(Neighbours, ASureNumberBoundsTheDay) {
    Neighbours known = kOrder;
    known.number = "124";
    EXPECT_GT(day_odds("2024-03-11", known), 1);
    EXPECT_LT(day_odds("2024-03-31", known), 1);
    known.number.clear();
    EXPECT_EQ(day_odds("2024-03-31", known), 1);
}

GapReading by_hand(std::vector<GapReading::Guess> guesses) {
    GapReading reading;
    reading.page = 1;
    reading.box = {100, 100, 200, 140};
    reading.by_hand = 0.95;
    reading.guesses = std::move(guesses);
    return reading;
}

TEST(Neighbours, TheyTurnTheScaleBetweenTwoReadings) {
    const GapReading reading = by_hand({{"724", 0.52}, {"124", 0.44}});
    EXPECT_EQ(weigh_number(reading, "", 0, {}).front().text, "724");
    Evidence evidence;
    evidence.neighbours = kOrder;
    EXPECT_EQ(weigh_number(reading, "", 0, evidence).front().text, "124");
}

TEST(Neighbours, TheyNeverMakeANumberThatTheInkDoesNotShow) {
    Evidence evidence;
    evidence.neighbours = kOrder;
    evidence.neighbours.citing = {{"125", "2024-03-11"}};
    for (const Weighed& one : weigh_number(by_hand({{"724", 0.9}}), "", 0, evidence))
        EXPECT_NE(one.text, "125");
}

}  // namespace
}  // namespace vanthu::forms
