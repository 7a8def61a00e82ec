#include "base/expression.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

#include "base/error.h"

namespace vanthu {
namespace {

const std::map<std::string, ExpressionValue, std::less<>> kVariables = {
    {"outcome", std::string("return")},
    {"priority", std::string("Hỏa tốc")},
    {"pages", 12.0},
    {"signed", true},
    {"paper.code", std::string("79/KH-UBND")}};

ExpressionValue variable(std::string_view name) {
    const auto found = kVariables.find(name);
    return found == kVariables.end() ? ExpressionValue() : found->second;
}

bool holds(const std::string& text) {
    return Expression::parse(text).holds(variable);
}

std::string refusal(const std::string& text) {
    try {
        Expression::parse(text).holds(variable);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::BadInput);
        return error.what();
    }
    return "accepted";
}

TEST(Expression, ComparesTextsAndNumbers) {
    EXPECT_TRUE(holds("outcome == 'return'"));
    EXPECT_TRUE(holds("outcome == \"return\""));
    EXPECT_FALSE(holds("outcome != 'return'"));
    EXPECT_TRUE(holds("pages >= 12 and pages <= 12"));
    EXPECT_TRUE(holds("pages > 11.5 and pages < 12.5 and pages > -3"));
    EXPECT_FALSE(holds("pages > 12 or pages < 12"));
    EXPECT_TRUE(holds("'2026-01-31' < '2026-02-01'"));
    EXPECT_TRUE(holds("paper.code == '79/KH-UBND'"));
    EXPECT_TRUE(holds("signed"));
}

TEST(Expression, TakesTheWrappersAndSpellingsOfModelers) {
    EXPECT_TRUE(holds("${outcome == 'return' && pages == 12}"));
    EXPECT_TRUE(holds(" #{ outcome == 'accept' || !(pages == 13) }\n"));
    EXPECT_TRUE(holds("${not outcome == 'accept'}"));
}

TEST(Expression, AndBindsTighterThanOr) {
    EXPECT_TRUE(holds("true or true and false"));
    EXPECT_FALSE(holds("(true or true) and false"));
    EXPECT_TRUE(holds("not false and true"));
    EXPECT_FALSE(holds("not (false or true)"));
}

TEST(Expression, KnowsMembership) {
    EXPECT_TRUE(holds("${outcome == 'return' and priority in ('Hỏa tốc', 'Khẩn')}"));
    EXPECT_FALSE(holds("priority in ('Khẩn')"));
    EXPECT_TRUE(holds("priority not in ('Khẩn')"));
    EXPECT_TRUE(holds("pages in (11, 12, 13)"));
    EXPECT_TRUE(holds("missing in (null)"));
}

TEST(Expression, ComparesComposedAndDecomposedTextAlike) {
    EXPECT_TRUE(holds("priority == 'Ho\u0309a to\u0302\u0301c'"));
}

TEST(Expression, AnUnknownVariableIsNull) {
    EXPECT_TRUE(holds("missing == null"));
    EXPECT_FALSE(holds("missing == ''"));
    EXPECT_FALSE(holds("missing"));
    EXPECT_FALSE(holds("missing < 1"));
    EXPECT_FALSE(holds("missing >= 1"));
    EXPECT_FALSE(holds("outcome == null"));
}

TEST(Expression, DifferentTypesAreUnequalAndHaveNoOrder) {
    EXPECT_FALSE(holds("pages == '12'"));
    EXPECT_FALSE(holds("signed == 'true'"));
    EXPECT_EQ(refusal("pages < '12'"),
              "expression \"pages < '12'\", column 7: a number and a text have no order");
}

TEST(Expression, RightSideIsNotAskedWhenTheLeftDecides) {
    EXPECT_FALSE(holds("false and pages < 'x'"));
    EXPECT_TRUE(holds("true or pages < 'x'"));
}

TEST(Expression, NamesTheColumnInCharacters) {
    EXPECT_EQ(refusal("'Khẩn' = priority"),
              "expression \"'Khẩn' = priority\", column 8: \"=\" does not compare; write \"==\"");
    EXPECT_EQ(refusal("${outcome == }"),
              "expression \"${outcome == }\", column 14: it ends where a value is expected");
}

TEST(Expression, RefusesEverythingElse) {
    for (const char* text : {"",
                             "  ",
                             "${}",
                             "${outcome == 'x'",
                             "outcome ==",
                             "== 1",
                             "a b",
                             "a == b == c",
                             "a < b < c",
                             "f(1)",
                             "workdays(3)",
                             "a = 1",
                             "a + 1",
                             "a & b",
                             "a | b",
                             "a ? b : c",
                             "a[0]",
                             "a.",
                             ".a",
                             "'open",
                             "\"open",
                             "(a",
                             "a)",
                             "a in b",
                             "a in ()",
                             "a in (1",
                             "a not 1",
                             "1x",
                             "1.2.3",
                             "a; b",
                             "ưu == 1",
                             "a == ‘x’",
                             "${a}}",
                             "${a} and ${b}",
                             "and",
                             "in",
                             "not"})
        EXPECT_NE(refusal(text), "accepted") << text;
    EXPECT_NE(refusal("outcome"), "accepted") << "a text is no decision";
}

TEST(Expression, HasLimits) {
    EXPECT_NE(
        refusal(std::string(kExpressionDepth, '(') + "true" + std::string(kExpressionDepth, ')')),
        "accepted");
    std::string negations;
    for (int i = 0; i < 3 * kExpressionDepth; ++i)
        negations += "! ";
    EXPECT_NE(refusal(negations + "true"), "accepted");
    EXPECT_NE(refusal("'" + std::string(kExpressionBytes, 'x') + "' == 'x'"), "accepted");
    std::string chain = "true";
    while (chain.size() + 9 < kExpressionBytes)
        chain += " and true";
    EXPECT_TRUE(holds(chain));
}

TEST(Expression, TellsItsVariablesOnce) {
    const Expression expression = Expression::parse("a == b.c and (a in (d, 'e') or null == true)");
    EXPECT_EQ(expression.variables(), (std::vector<std::string>{"a", "b.c", "d"}));
}

// Whatever stands in a diagram, the answer is a value or an Error.
TEST(Expression, SurvivesAnyText) {
    const std::vector<std::string> pieces = {"a",  "(", ")",  "'x'",  "==", "<", "and", "or", "not",
                                             "in", ",", "1",  "!",    "${", "}", "&&",  " ",  "'",
                                             "\\", "ẩ", "\"", "\x80", "-",  ".", "null"};
    std::mt19937 random(7);
    int accepted = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (unsigned n = random() % 12; n > 0; --n)
            text += pieces[random() % pieces.size()];
        try {
            Expression::parse(text).evaluate(variable);
            ++accepted;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput);
        }
    }
    EXPECT_GT(accepted, 100);
}

}  // namespace
}  // namespace vanthu
