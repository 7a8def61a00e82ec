// Rows of a list that are no records: the headings of groups.
#include "forms/list_rows.h"

#include <gtest/gtest.h>

namespace vanthu::forms {
namespace {

TableDefinition nominees() {
    TableDefinition table;
    table.id = "nominees";
    table.groups = {{"model", {"mo hinh"}}, {"individual", {"ca nhan"}}};
    return table;
}

// A mark in the first place, a text in those behind it.
std::vector<GridCell> row_of(const std::string& mark, const std::string& text, int span) {
    std::vector<GridCell> row(5);
    row[0].text = mark;
    row[0].confidence = 0.9f;
    for (int i = 1; i <= span; ++i) {
        row[static_cast<std::size_t>(i)].text = text;
        row[static_cast<std::size_t>(i)].column_span = span;
    }
    return row;
}

TEST(ListRows, AKindOverMostColumnsIsAGroupWhateverItsNumeralReadsLike) {
    const auto group = group_of(row_of("IW", "MÔ HÌNH", 4), nominees());
    ASSERT_TRUE(group);
    EXPECT_EQ(group->kind, "model");
    EXPECT_FALSE(group_of(row_of("IW", "MÔ HÌNH", 1), nominees()));
    EXPECT_FALSE(group_of(row_of("IW", "Mô hình trồng dưa lưới", 4), nominees()));
    EXPECT_TRUE(group_of(row_of("IV", "MÔ HÌNH", 1), nominees()));
}

}  // namespace
}  // namespace vanthu::forms
