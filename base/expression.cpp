#include "base/expression.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/text.h"

namespace vanthu {

struct Expression::Node {
    enum class Operation { Literal, Variable, Call, Not, And, Or, Equal, Less, LessEqual, In };

    Operation operation = Operation::Literal;
    std::size_t offset = 0;  // of its operator or first character, in bytes
    ExpressionValue value;
    std::string name;
    std::vector<Node> operands;
};

namespace {

using Node = Expression::Node;
using Operation = Node::Operation;

[[noreturn]] void fail(std::string_view text, std::size_t offset, const std::string& what) {
    // Columns are counted in characters: continuation bytes are not.
    const auto begin = text.begin();
    const auto end = begin + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
    const auto column = 1 + std::count_if(begin, end, [](char c) {
                            return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
                        });
    throw Error(ErrorCode::BadInput, "expression \"" + std::string(text) + "\", column " +
                                         std::to_string(column) + ": " + what);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

enum class Kind { End, Name, Number, Text, Symbol };

struct Token {
    Kind kind = Kind::End;
    std::size_t offset = 0;
    std::string text;  // of a symbol or word: normalised ("&&" is "and")
    double number = 0;
};

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) {
        while (end_ > 0 && is_space(text_[end_ - 1]))
            --end_;
        while (at_ < end_ && is_space(text_[at_]))
            ++at_;
        const std::string_view rest = text_.substr(at_, end_ - at_);
        if (!starts_with(rest, "${") && !starts_with(rest, "#{")) return;
        if (rest.back() != '}') fail(text_, at_, "\"${\" is not closed by \"}\" at the end");
        at_ += 2;
        --end_;
    }

    Token next() {
        while (at_ < end_ && is_space(text_[at_]))
            ++at_;
        if (at_ == end_) return {.kind = Kind::End, .offset = at_, .text = {}, .number = 0};
        const char c = text_[at_];
        if (is_name_start(c)) return word();
        if (is_digit(c) || (c == '-' && at_ + 1 < end_ && is_digit(text_[at_ + 1])))
            return number();
        if (c == '\'' || c == '"') return quoted(c);
        return symbol();
    }

private:
    Token word() {
        const std::size_t start = at_;
        while (true) {
            while (at_ < end_ && (is_name_start(text_[at_]) || is_digit(text_[at_])))
                ++at_;
            if (at_ + 1 < end_ && text_[at_] == '.' && is_name_start(text_[at_ + 1]))
                ++at_;
            else
                break;
        }
        std::string name(text_.substr(start, at_ - start));
        for (const std::string_view keyword : {"and", "or", "not", "in"})
            if (name == keyword) return {Kind::Symbol, start, std::move(name), 0};
        return {Kind::Name, start, std::move(name), 0};
    }

    Token number() {
        const std::size_t start = at_;
        double value = 0;
        const auto [stop, problem] = std::from_chars(text_.data() + at_, text_.data() + end_, value,
                                                     std::chars_format::fixed);
        at_ = static_cast<std::size_t>(stop - text_.data());
        if (problem != std::errc() || (at_ < end_ && is_name_start(text_[at_])))
            fail(text_, start, "not a number");
        return {Kind::Number, start, {}, value};
    }

    Token quoted(char quote) {
        const std::size_t start = at_++;
        std::string value;
        while (at_ < end_ && text_[at_] != quote) {
            if (text_[at_] == '\\' && at_ + 1 < end_) ++at_;
            value.push_back(text_[at_++]);
        }
        if (at_ >= end_) fail(text_, start, "the text that begins here has no closing quote");
        ++at_;
        return {Kind::Text, start, nfc(value), 0};
    }

    Token symbol() {
        using Spelling = std::pair<std::string_view, std::string_view>;
        // The longer spelling of two that begin alike comes first.
        static constexpr std::array<Spelling, 13> kSymbols = {{{"==", "=="},
                                                               {"!=", "!="},
                                                               {"<=", "<="},
                                                               {">=", ">="},
                                                               {"&&", "and"},
                                                               {"||", "or"},
                                                               {"<", "<"},
                                                               {">", ">"},
                                                               {"!", "not"},
                                                               {"(", "("},
                                                               {")", ")"},
                                                               {",", ","},
                                                               {"}", "}"}}};
        const std::string_view rest = text_.substr(at_, end_ - at_);
        for (const auto& [spelling, meaning] : kSymbols) {
            if (!starts_with(rest, spelling)) continue;
            const std::size_t start = at_;
            at_ += spelling.size();
            return {Kind::Symbol, start, std::string(meaning), 0};
        }
        if (rest[0] == '=') fail(text_, at_, "\"=\" does not compare; write \"==\"");
        if (rest[0] == '&') fail(text_, at_, "\"&\" is unknown; write \"and\" or \"&&\"");
        if (rest[0] == '|') fail(text_, at_, "\"|\" is unknown; write \"or\" or \"||\"");
        const std::string shown = to_utf8(to_utf32(rest).substr(0, 1));
        if (shown == "‘" || shown == "’" || shown == "“" || shown == "”")
            fail(text_, at_, "curly quotes do not quote; write ' or \"");
        fail(text_, at_,
             "\"" + shown + "\" is not part of the language; names are made of a-z, 0-9 and _");
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t end_ = text_.size();
};

class Parser {
public:
    Parser(std::string_view text, Calls calls) : text_(text), lexer_(text), calls_(calls) {
        take();
    }

    Node whole() {
        if (token_.kind == Kind::End) fail(text_, 0, "it is empty");
        Node node = disjunction();
        if (token_.kind != Kind::End) unexpected("an operator or the end");
        return node;
    }

    std::vector<std::string> variables;

private:
    void take() { token_ = lexer_.next(); }

    bool is_symbol(std::string_view symbol) const {
        return token_.kind == Kind::Symbol && token_.text == symbol;
    }

    bool accept(std::string_view symbol) {
        if (!is_symbol(symbol)) return false;
        take();
        return true;
    }

    [[noreturn]] void unexpected(const std::string& wanted) const {
        if (token_.kind == Kind::End)
            fail(text_, token_.offset, "it ends where " + wanted + " is expected");
        fail(text_, token_.offset, wanted + " is expected here");
    }

    // Counts how deep the parser stands, so that neither parsing nor evaluating can exhaust the
    // stack.
    struct Depth {
        explicit Depth(Parser& parser) : parser(parser) {
            if (++parser.depth_ > kExpressionDepth)
                fail(parser.text_, parser.token_.offset,
                     "nested deeper than the limit of " + std::to_string(kExpressionDepth));
        }
        ~Depth() { --parser.depth_; }
        Depth(const Depth&) = delete;
        Depth& operator=(const Depth&) = delete;
        Parser& parser;
    };

    Node disjunction() {
        const Depth depth(*this);
        return chain("or", Operation::Or, [this] {
            return chain("and", Operation::And, [this] { return negation(); });
        });
    }

    template <class Operand>
    Node chain(std::string_view symbol, Operation operation, Operand operand) {
        Node first = operand();
        if (!is_symbol(symbol)) return first;
        Node node{operation, token_.offset, {}, {}, {}};
        node.operands.push_back(std::move(first));
        while (accept(symbol))
            node.operands.push_back(operand());
        return node;
    }

    Node negation() {
        const std::size_t offset = token_.offset;
        if (!accept("not")) return comparison();
        const Depth depth(*this);
        return negated(negation(), offset);
    }

    static Node negated(Node operand, std::size_t offset) {
        Node node{Operation::Not, offset, {}, {}, {}};
        node.operands.push_back(std::move(operand));
        return node;
    }

    static Node pair(Operation operation, std::size_t offset, Node left, Node right) {
        Node node{operation, offset, {}, {}, {}};
        node.operands.push_back(std::move(left));
        node.operands.push_back(std::move(right));
        return node;
    }

    Node comparison() {
        Node left = operand();
        const std::size_t offset = token_.offset;
        Node result = compared(std::move(left), offset);
        for (const std::string_view symbol : {"==", "!=", "<", "<=", ">", ">=", "in"})
            if (is_symbol(symbol))
                fail(text_, token_.offset, "comparisons cannot be chained; join them with \"and\"");
        return result;
    }

    Node compared(Node left, std::size_t offset) {
        if (accept("==")) return pair(Operation::Equal, offset, std::move(left), operand());
        if (accept("!="))
            return negated(pair(Operation::Equal, offset, std::move(left), operand()), offset);
        if (accept("<")) return pair(Operation::Less, offset, std::move(left), operand());
        if (accept("<=")) return pair(Operation::LessEqual, offset, std::move(left), operand());
        if (accept(">")) return pair(Operation::Less, offset, operand(), std::move(left));
        if (accept(">=")) return pair(Operation::LessEqual, offset, operand(), std::move(left));
        if (accept("in")) return membership(std::move(left), offset);
        if (accept("not")) {
            if (!accept("in")) unexpected("\"in\"");
            return negated(membership(std::move(left), offset), offset);
        }
        return left;
    }

    Node membership(Node left, std::size_t offset) {
        Node node{Operation::In, offset, {}, {}, {}};
        node.operands.push_back(std::move(left));
        if (!accept("(")) unexpected("\"(\" and a list of values");
        do {
            node.operands.push_back(operand());
        } while (accept(","));
        if (!accept(")")) unexpected("\",\" or \")\"");
        return node;
    }

    Node operand() {
        Node node{Operation::Literal, token_.offset, {}, {}, {}};
        if (token_.kind == Kind::Number) {
            node.value = token_.number;
        } else if (token_.kind == Kind::Text) {
            node.value = token_.text;
        } else if (token_.kind == Kind::Name) {
            return name();
        } else if (accept("(")) {
            node = disjunction();
            if (!accept(")")) unexpected("\")\"");
            return node;
        } else {
            unexpected("a value");
        }
        take();
        return node;
    }

    Node name() {
        Node node{Operation::Literal, token_.offset, {}, {}, {}};
        if (calls_ == Calls::WorkingTime &&
            (token_.text == "workdays" || token_.text == "workhours"))
            return call(std::move(node));
        if (token_.text == "true" || token_.text == "false") {
            node.value = token_.text == "true";
        } else if (token_.text != "null") {
            node.operation = Operation::Variable;
            node.name = token_.text;
            if (std::find(variables.begin(), variables.end(), node.name) == variables.end())
                variables.push_back(node.name);
        }
        take();
        if (is_symbol("("))
            fail(text_, node.offset,
                 "functions cannot be called; there are values and variables only");
        return node;
    }

    Node call(Node node) {
        node.operation = Operation::Call;
        node.name = token_.text;
        take();
        if (!accept("(")) unexpected("\"(\" and a number");
        node.operands.push_back(operand());
        if (!accept(")")) unexpected("\")\"");
        return node;
    }

    std::string_view text_;
    Lexer lexer_;
    Calls calls_;
    Token token_;
    int depth_ = 0;
};

std::string_view type_name(const ExpressionValue& value) {
    static constexpr std::array<std::string_view, 4> kNames = {"null", "true or false", "a number",
                                                               "a text"};
    return kNames[value.index()];
}

class Evaluation {
public:
    Evaluation(std::string_view text, const ExpressionScope& scope) : text_(text), scope_(scope) {}

    ExpressionValue value(const Node& node) const {
        switch (node.operation) {
            case Operation::Literal:
                return node.value;
            case Operation::Variable:
                return scope_(node.name);
            case Operation::Call:
                return called(node);
            case Operation::Not:
                return !decision(node.operands[0]);
            case Operation::And:
                return std::all_of(node.operands.begin(), node.operands.end(),
                                   [this](const Node& operand) { return decision(operand); });
            case Operation::Or:
                return std::any_of(node.operands.begin(), node.operands.end(),
                                   [this](const Node& operand) { return decision(operand); });
            case Operation::Equal:
                return value(node.operands[0]) == value(node.operands[1]);
            case Operation::Less:
            case Operation::LessEqual:
                return ordered(node);
            case Operation::In: {
                const ExpressionValue wanted = value(node.operands[0]);
                return std::any_of(node.operands.begin() + 1, node.operands.end(),
                                   [&](const Node& item) { return value(item) == wanted; });
            }
        }
        return {};
    }

    bool decision(const Node& node) const {
        const ExpressionValue result = value(node);
        if (std::holds_alternative<std::monostate>(result)) return false;
        if (const bool* decided = std::get_if<bool>(&result)) return *decided;
        fail(
            text_, node.offset,
            std::string(type_name(result)) + " stands where true or false is expected; compare it");
    }

private:
    ExpressionValue called(const Node& node) const {
        constexpr double kMost = 1000;
        const ExpressionValue argument = value(node.operands[0]);
        const double* number = std::get_if<double>(&argument);
        if (number == nullptr || *number < 0 || *number > kMost ||
            *number != static_cast<int>(*number))
            fail(text_, node.offset, node.name + " counts from 0 to 1000 in whole numbers");
        return scope_(node.name + "(" + std::to_string(static_cast<int>(*number)) + ")");
    }

    bool ordered(const Node& node) const {
        const ExpressionValue left = value(node.operands[0]);
        const ExpressionValue right = value(node.operands[1]);
        if (std::holds_alternative<std::monostate>(left) ||
            std::holds_alternative<std::monostate>(right))
            return false;
        if (left.index() != right.index() || std::holds_alternative<bool>(left))
            fail(text_, node.offset,
                 std::string(type_name(left)) + " and " + std::string(type_name(right)) +
                     " have no order");
        return node.operation == Operation::Less ? left < right : left <= right;
    }

    std::string_view text_;
    const ExpressionScope& scope_;
};

}  // namespace

Expression Expression::parse(std::string_view text, Calls calls) {
    if (text.size() > kExpressionBytes)
        throw Error(ErrorCode::BadInput, "expression of " + std::to_string(text.size()) +
                                             " bytes, the limit is " +
                                             std::to_string(kExpressionBytes) + "; shorten it");
    Parser parser(text, calls);
    Expression expression;
    expression.root_ = std::make_shared<const Node>(parser.whole());
    expression.text_ = text;
    expression.variables_ = std::move(parser.variables);
    return expression;
}

ExpressionValue Expression::evaluate(const ExpressionScope& scope) const {
    return Evaluation(text_, scope).value(*root_);
}

bool Expression::holds(const ExpressionScope& scope) const {
    return Evaluation(text_, scope).decision(*root_);
}

}  // namespace vanthu
