#include "workflow/variables.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace vanthu::workflow {
namespace {

using Strings = std::vector<std::string>;

TEST(VariableSets, GiveValuesByDottedNames) {
    const VariableSet set = VariableSet::parse(
        R"({"text": "Khẩn", "number": 2.5, "whole": 3, "yes": true, "none": null, "list": [1],
            "paper": {"code": "79/KH-UBND", "signer": {"name": "Hưng"}}, "dotted.name": 1})");
    EXPECT_EQ(set.value("text"), ExpressionValue("Khẩn"));
    EXPECT_EQ(set.value("number"), ExpressionValue(2.5));
    EXPECT_EQ(set.value("whole"), ExpressionValue(3.0));
    EXPECT_EQ(set.value("yes"), ExpressionValue(true));
    EXPECT_EQ(set.value("paper.code"), ExpressionValue("79/KH-UBND"));
    EXPECT_EQ(set.value("paper.signer.name"), ExpressionValue("Hưng"));
    EXPECT_EQ(set.value("dotted.name"), ExpressionValue(1.0));
    for (const char* name :
         {"none", "list", "paper", "missing", "paper.missing", "text.length", "."})
        EXPECT_EQ(set.value(name), ExpressionValue()) << name;
}

TEST(VariableSets, MergeReplacesAndCounts) {
    VariableSet set = VariableSet::parse(R"({"a": 1, "b": 2})");
    set.merge(VariableSet::parse(R"({"b": "two", "c": null})"));
    set.count("votes", "agree");
    set.count("votes", "agree");
    set.set("text", "dòng\n\"trích\"");
    const VariableSet again = VariableSet::parse(set.json());
    EXPECT_EQ(again.value("a"), ExpressionValue(1.0));
    EXPECT_EQ(again.value("b"), ExpressionValue("two"));
    EXPECT_EQ(again.value("votes.agree"), ExpressionValue(2.0));
    EXPECT_EQ(again.value("text"), ExpressionValue("dòng\n\"trích\""));
}

TEST(VariableSets, ListsAreArraysOrTextsWithCommas) {
    const VariableSet set =
        VariableSet::parse(R"({"a": ["x", 2, "", "y "], "b": "x, y ,", "c": [], "d": 1})");
    EXPECT_EQ(set.list("a"), (Strings{"x", "2", "y"}));
    EXPECT_EQ(set.list("b"), (Strings{"x", "y"}));
    EXPECT_EQ(set.list("c"), Strings{});
    EXPECT_FALSE(set.list("d"));
    EXPECT_FALSE(set.list("missing"));
}

TEST(VariableSets, AreLimited) {
    EXPECT_THROW(
        VariableSet::parse("{\"a\":" + std::string(10'000, '[') + std::string(10'000, ']') + "}"),
        Error);
    VariableSet set = VariableSet::parse("{}");
    set.set("a", std::string(kVariablesBytes, 'x'));
    EXPECT_THROW(set.json(), Error);
}

TEST(VariableSets, NumbersAreWrittenWithoutNeedlessDigits) {
    EXPECT_EQ(as_text(3.0), "3");
    EXPECT_EQ(as_text(2.5), "2.5");
    EXPECT_EQ(as_text(true), "true");
    EXPECT_EQ(as_text(ExpressionValue()), "");
}

}  // namespace
}  // namespace vanthu::workflow
