#include "formats/rule_grid.h"

#include <gtest/gtest.h>

namespace vanthu::formats {
namespace {

constexpr double kInch = 200;

// Three rows of three columns; what `broken` says is left out of each rule.
Rules ruled(double broken = 0) {
    Rules rules;
    for (const double y : {400.0, 460.0, 520.0, 580.0}) {
        rules.across.push_back({y, 200, 700 - broken});
        rules.across.push_back({y + 1, 700, 1400});
    }
    for (const double x : {200.0, 300.0, 900.0, 1400.0})
        rules.down.push_back({x, 400, 580});
    return rules;
}

TEST(RuleGrid, RulesPartCells) {
    const auto grids = grids_of(ruled(), kInch);
    ASSERT_EQ(grids.size(), 1u);
    EXPECT_EQ(grids[0].cells.size(), 9u);
    EXPECT_EQ(grids[0].xs.size(), 4u);
    EXPECT_EQ(grids[0].ys.size(), 4u);
}

TEST(RuleGrid, ABrokenRuleGoesOn) {
    const auto grids = grids_of(ruled(40), kInch);
    ASSERT_EQ(grids.size(), 1u);
    EXPECT_EQ(grids[0].cells.size(), 9u);
}

TEST(RuleGrid, WhereARuleIsMissingCellsAreMerged) {
    Rules rules = ruled();
    rules.down[1] = {300, 460, 580};
    rules.down[2] = {900, 460, 580};
    const auto grids = grids_of(rules, kInch);
    ASSERT_EQ(grids.size(), 1u);
    ASSERT_EQ(grids[0].cells.size(), 7u);
    EXPECT_EQ(grids[0].cells[0].column_span, 3);
}

TEST(RuleGrid, SidesWithoutRulesAreWhereTheOthersEnd) {
    Rules rules = ruled();
    rules.down.erase(rules.down.begin());
    rules.down.pop_back();
    const auto grids = grids_of(rules, kInch);
    ASSERT_EQ(grids.size(), 1u);
    EXPECT_TRUE(grids[0].has_columns);
    ASSERT_EQ(grids[0].cells.size(), 9u);
    EXPECT_NEAR(grids[0].xs.front(), 200, 2);
    EXPECT_NEAR(grids[0].xs.back(), 1400, 2);
}

TEST(RuleGrid, AGroupsHeadingWithoutSidesKeepsItsNumeral) {
    Rules rules;
    for (const double y : {400.0, 440.0, 500.0})
        rules.across.push_back({y, 200, 1400});
    rules.down.push_back({300, 400, 500});
    rules.down.push_back({900, 440, 500});
    const auto grids = grids_of(rules, kInch);
    ASSERT_EQ(grids.size(), 1u);
    ASSERT_EQ(grids[0].ys.size(), 3u);
    ASSERT_EQ(grids[0].cells.size(), 5u);
    EXPECT_EQ(grids[0].cells[1].column_span, 2);
}

TEST(RuleGrid, AnUprightThatComesNearRulesIsNoColumn) {
    Rules rules;
    for (const double y : {400.0, 440.0, 500.0, 560.0})
        rules.across.push_back({y, 200, 1400});
    rules.down.push_back({300, 408, 432});
    const auto grids = grids_of(rules, kInch);
    ASSERT_EQ(grids.size(), 1u);
    EXPECT_FALSE(grids[0].has_columns);
    EXPECT_EQ(grids[0].ys.size(), 4u);
}

// The white between two parts of a list is one cell over all columns.
TEST(RuleGrid, AnEndOfARuleThatWasLostDoesNotJoinRows) {
    Rules rules = ruled();
    for (const double x : {200.0, 1400.0})
        rules.down.push_back({x, 580, 620});
    rules.across.push_back({620, 200, 1400});
    rules.across[6] = {580, 260, 700};
    const auto grids = grids_of(rules, kInch);
    ASSERT_EQ(grids.size(), 1u);
    ASSERT_EQ(grids[0].cells.size(), 10u);
    EXPECT_EQ(grids[0].cells.back().column_span, 3);
}

TEST(RuleGrid, TwoTablesBelowEachOtherAreTwo) {
    Rules rules = ruled();
    const Rules other = ruled();
    for (Rule rule : other.across)
        rules.across.push_back({rule.at + 600, rule.from, rule.to});
    for (Rule rule : other.down)
        rules.down.push_back({rule.at, rule.from + 600, rule.to + 600});
    EXPECT_EQ(grids_of(rules, kInch).size(), 2u);
}

TEST(RuleGrid, OnlyRulesAcrossHaveNoColumns) {
    Rules rules = ruled();
    rules.down.clear();
    const auto grids = grids_of(rules, kInch);
    ASSERT_EQ(grids.size(), 1u);
    EXPECT_FALSE(grids[0].has_columns);
    EXPECT_EQ(grids[0].ys.size(), 4u);
}

TEST(RuleGrid, NothingAndARuleAloneAreNoTable) {
    EXPECT_TRUE(grids_of({}, kInch).empty());
    EXPECT_TRUE(grids_of({{{100, 0, 1000}}, {}}, kInch).empty());
    EXPECT_TRUE(grids_of({{{100, 0, 1000}, {200, 0, 1000}}, {{0, 100, 200}}}, kInch).empty());
}

// A group's heading in a row without sides: nothing joins what is above and below it.
TEST(RuleGrid, TablesOfTheSameColumnsCloseBelowEachOtherAreOne) {
    Rules rules = ruled();
    for (const double y : {640.0, 700.0, 760.0})
        rules.across.push_back({y, 200, 1400});
    for (const double x : {200.0, 300.0, 900.0, 1400.0})
        rules.down.push_back({x, 640, 760});
    auto grids = grids_of(rules, kInch);
    join_stacked(grids, kInch, [](const RuleGrid&, const RuleGrid&) { return false; });
    EXPECT_EQ(grids.size(), 2u);
    join_stacked(grids, kInch, [](const RuleGrid&, const RuleGrid&) { return true; });
    ASSERT_EQ(grids.size(), 1u);
    EXPECT_EQ(grids[0].ys.size(), 7u);
    EXPECT_EQ(grids[0].cells.size(), 16u);
    EXPECT_EQ(grids[0].cells[9].column_span, 3);
}

}  // namespace
}  // namespace vanthu::formats
