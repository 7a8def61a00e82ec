#include "forms/list_rows.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "forms/folded.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

constexpr std::size_t kLongestGroup = 120;
constexpr float kBadlyRead = 0.8f;

// The kind whose opening stands at the beginning of the text, behind its numeral.
std::optional<std::string> kind_of(const std::string& text, const TableDefinition& table) {
    std::optional<std::string> kind;
    std::size_t longest = 0;
    for (const auto& [name, openings] : table.groups)
        for (const std::string& opening : openings) {
            // One letter may have been misread.
            const Likeness like = find_like(text, opening, opening.size() >= 7 ? 1 : 0);
            if (!like.found || like.begin > 8 || opening.size() <= longest) continue;
            kind = name;
            longest = opening.size();
        }
    return kind;
}

// Nothing but the kind: "Các mô hình".
bool names_kind(const std::string& text, const TableDefinition& table) {
    return std::any_of(table.groups.begin(), table.groups.end(), [&](const auto& group) {
        return std::find(group.second.begin(), group.second.end(), text) != group.second.end();
    });
}

bool is_over_most(const std::vector<GridCell>& row, const std::string& text) {
    return std::any_of(row.begin(), row.end(), [&](const GridCell& cell) {
        return cell.text == text && 2 * cell.column_span > static_cast<int>(row.size());
    });
}

}  // namespace

std::optional<GroupRow> group_of(const std::vector<GridCell>& row, const TableDefinition& table) {
    static const Pattern numeral("^([ivxlh|1]{1,5}|[a-h])[.):]?$");
    static const Pattern outline("^([ivx]{1,5}|[a-h])[.):] .*");
    const std::vector<std::string> texts = texts_of(row);
    if (texts.empty() || texts.size() > 2) return std::nullopt;
    const std::string text = folded(texts.back()).text;
    if (text.size() > kLongestGroup) return std::nullopt;
    const auto kind = kind_of(text, table);
    if (texts.size() == 2) {
        const std::string mark = folded(texts[0]).text;
        if (mark.size() > 8) return std::nullopt;
        if (!numeral.matches(mark)) {
            // A numeral of a scan is a few strokes; the name of a kind beside it is none's name.
            const bool number = mark.find_first_of("0123456789") != std::string::npos;
            const bool misread =
                number ? row.front().confidence < 1 && names_kind(text, table)
                       : (row.front().confidence < kBadlyRead && kind && text.size() <= 16) ||
                             (names_kind(text, table) && is_over_most(row, texts.back()));
            if (!misread) return std::nullopt;
        }
        const bool digit = mark.find('1') != std::string::npos;
        if (digit && (!kind || text.size() > 24)) return std::nullopt;
        return GroupRow{kind.value_or(""), false};
    }
    if (kind && text.size() <= 60) return GroupRow{*kind, false};
    const auto with_text = std::find_if(row.begin(), row.end(),
                                        [](const GridCell& cell) { return !cell.text.empty(); });
    const bool wide =
        with_text->column_span > 1 && with_text->column_span * 2 > static_cast<int>(row.size());
    if (outline.matches(text)) return GroupRow{kind.value_or(""), false};
    if (wide) return GroupRow{kind.value_or(""), true};
    return std::nullopt;
}

std::optional<int> sum_of(const std::vector<GridCell>& row) {
    for (const GridCell& cell : row) {
        if (cell.text.empty()) continue;
        const std::string text = folded(cell.text).text;
        const bool sum = starts_with(text, "tong so") || starts_with(text, "tong cong") ||
                         starts_with(text, "cong:") || text == "cong";
        if (!sum) return std::nullopt;
        static const Pattern number("([0-9]{1,5})");
        for (const std::string& said : texts_of(row)) {
            Match found;
            if (number.found_in(said, found)) return std::stoi(found[1]);
        }
        return -1;
    }
    return std::nullopt;
}

bool is_column_numbers(const std::vector<GridCell>& row) {
    static const Pattern number("^[(\\[{ ]*[0-9]{1,2}[)\\]} ]*$");
    int count = 0, in_order = 0, in_brackets = 0, expected = 1;
    for (const GridCell& cell : row) {
        if (cell.text.empty()) continue;
        if (cell.text.size() > 8) return false;
        ++count;
        in_brackets += cell.text.find_first_of("()") != std::string::npos ? 1 : 0;
        if (number.matches(cell.text) &&
            cell.text.find(std::to_string(expected)) != std::string::npos)
            ++in_order;
        ++expected;
    }
    // Brackets are read more surely than the small numbers in them.
    return count >= 3 && (4 * in_order >= 3 * count || 3 * in_brackets >= 2 * count);
}

bool is_empty(const std::vector<GridCell>& row) {
    return std::all_of(row.begin(), row.end(),
                       [](const GridCell& cell) { return cell.text.empty(); });
}

bool is_one_cell(const std::vector<GridCell>& row) {
    return row.size() >= 3 && !row.front().text.empty() &&
           row.front().column_span >= static_cast<int>(row.size()) &&
           folded(row.front().text).text.size() > kLongestGroup;
}

bool looks_like_formula(const std::string& text) {
    if (text.size() < 2) return false;
    const char sign = text[0];
    const auto next = static_cast<unsigned char>(text[1]);
    if (sign == '=' || sign == '@') return std::isalnum(next) || next == '(' || next == '+';
    // "+84 ..." and "- item" are what people write.
    return (sign == '+' || sign == '-') && (std::isalpha(next) || next == '(');
}

}  // namespace vanthu::forms
