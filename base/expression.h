// expression.h: the small language of conditions: where a workflow branches and what a form checks.
//
// `${outcome == 'return' and priority in ('Hỏa tốc', 'Khẩn')}`: comparison (== != < <= > >=), in,
// not in, and/or/not (also
// && || !), parentheses, literals (text in single or double quotes, numbers, true, false, null) and
// variables (dotted names).
// `${...}` or `#{...}` around it is optional. Nothing else: no loops or assignment, so it always
// ends and changes nothing. Where the caller allows it, `workdays(n)` and `workhours(n)` may stand
// for a value: the scope is asked for the name "workdays(5)". An unknown variable is null; null
// equals only null and is neither less nor greater than anything; values of different types are
// unequal, and ordering them is an Error. Text is compared by code point, which puts ISO dates in
// order. Every Error is BadInput and names the expression and the column. Immutable once parsed, so
// safe from several threads.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vanthu {

using ExpressionValue = std::variant<std::monostate, bool, double, std::string>;

// Gives the value of a variable; std::monostate (null) when there is none of that name.
using ExpressionScope = std::function<ExpressionValue(std::string_view name)>;

constexpr std::size_t kExpressionBytes = 4000;
constexpr int kExpressionDepth = 32;  // parentheses and `not` within each other

// Which functions may be called.
enum class Calls { None, WorkingTime };

class Expression {
public:
    static Expression parse(std::string_view text, Calls calls = Calls::None);

    ExpressionValue evaluate(const ExpressionScope& scope) const;

    // The value as a decision: null counts as false, a text or number is an Error.
    bool holds(const ExpressionScope& scope) const;

    const std::string& text() const { return text_; }

    // The names it asks the scope for, each once, in order of appearance.
    const std::vector<std::string>& variables() const { return variables_; }

    struct Node;

private:
    Expression() = default;
    std::string text_;
    std::vector<std::string> variables_;
    std::shared_ptr<const Node> root_;
};

}  // namespace vanthu
