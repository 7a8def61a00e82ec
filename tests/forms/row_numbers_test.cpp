#include "forms/row_numbers.h"

#include <gtest/gtest.h>

namespace vanthu::forms {
namespace {

using Numbers = std::vector<std::optional<int>>;

std::vector<RowNumber> scanned(const std::vector<std::string>& texts,
                               std::vector<int> groups = {}) {
    std::vector<RowNumber> rows;
    groups.resize(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i)
        rows.push_back({texts[i], 0.8f, groups[i]});
    return rows;
}

TEST(RowNumbers, ABadlyReadNumberIsWhatThoseAroundLeave) {
    const auto none = std::nullopt;
    EXPECT_EQ(numbers_by_order(scanned({"1", "2", "§", "4", "5"})),
              (Numbers{none, none, 3, none, none}));
    EXPECT_EQ(numbers_by_order(scanned({"1", "2", "8", "S", "5", "6"})),
              (Numbers{none, none, 3, 4, none, none}));
    EXPECT_EQ(numbers_by_order(scanned({"I", "2", "3"})), (Numbers{1, none, none}));
    EXPECT_EQ(numbers_by_order(scanned({"1", "02", "3", "4"})), (Numbers{none, 2, none, none}));
    EXPECT_EQ(numbers_by_order(scanned({"1", "2", "Q"})), (Numbers{none, none, 3}));
}

TEST(RowNumbers, WhereRowsAreMissingTheJumpStays) {
    for (const std::optional<int>& changed : numbers_by_order(scanned({"1", "2", "7", "8", "9"})))
        EXPECT_FALSE(changed);
    // Between two that do not belong together nothing is known.
    EXPECT_FALSE(numbers_by_order(scanned({"1", "2", "x", "9", "10"}))[2]);
}

TEST(RowNumbers, GroupsMayBeginAnew) {
    const auto mended =
        numbers_by_order(scanned({"1", "2", "3", "l", "2", "3"}, {0, 0, 0, 1, 1, 1}));
    EXPECT_EQ(mended[3], 1);
    // One row alone under its heading may begin anew or go on.
    EXPECT_FALSE(numbers_by_order(scanned({"1", "2", "3", "x"}, {0, 0, 0, 1}))[3]);
}

TEST(RowNumbers, WhatWasNotRecognisedStays) {
    std::vector<RowNumber> rows = scanned({"1", "2", "2a", "4", "5"});
    rows[2].confidence = 1;
    EXPECT_FALSE(numbers_by_order(rows)[2]);
}

}  // namespace
}  // namespace vanthu::forms
