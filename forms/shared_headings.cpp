#include "forms/shared_headings.h"

#include <algorithm>
#include <string_view>

#include "forms/folded.h"
#include "forms/list_rows.h"

namespace vanthu::forms {
namespace {

constexpr std::size_t kLongestTitle = 120;

// What stands below the headings of a column, cells over several columns left out.
std::vector<const GridCell*> cells_below(const CellGrid& grid, const Headings& headings,
                                         std::size_t column) {
    std::vector<const GridCell*> cells;
    for (std::size_t row = headings.last + 1; row < grid.rows.size(); ++row) {
        const GridCell& cell = grid.rows[row][column];
        if (row == headings.last + 1 && is_column_numbers(grid.rows[row])) continue;
        if (!cell.text.empty() && cell.column_span == 1) cells.push_back(&cell);
    }
    return cells;
}

bool holds_ticks(const std::vector<const GridCell*>& cells) {
    return !cells.empty() && std::all_of(cells.begin(), cells.end(),
                                         [](const GridCell* cell) { return is_tick(cell->text); });
}

bool is_letter_at(const std::string& text, std::size_t at) {
    return at < text.size() && text[at] >= 'a' && text[at] <= 'z';
}

// A whole word or phrase of a folded text.
bool says(const std::string& text, const std::string& words) {
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1))
        if ((at == 0 || !is_letter_at(text, at - 1)) && !is_letter_at(text, at + words.size()))
            return true;
    return false;
}

}  // namespace

bool is_one_cell_with(const GridCell& a, const GridCell& b) {
    return a.column_span > 1 && a.column_span == b.column_span && a.text == b.text &&
           a.box == b.box;
}

bool is_tick(const std::string& text) {
    constexpr std::string_view kTicks[] = {"x", "X", "×", "✓", "✔", "√",
                                           "v", "V", "+", "*", "☒", "☑"};
    return std::find(std::begin(kTicks), std::end(kTicks), text) != std::end(kTicks);
}

std::string only_kind_in(const std::string& text, const TableDefinition& table) {
    const std::string said = folded(text).text;
    std::string only;
    for (const auto& [kind, openings] : table.groups) {
        const bool named =
            std::any_of(openings.begin(), openings.end(),
                        [&](const std::string& opening) { return says(said, opening); });
        if (!named || kind == only) continue;
        if (!only.empty()) return {};
        only = kind;
    }
    return only;
}

std::string kind_of_names(const std::string& heading, const TableDefinition& table) {
    const std::string kind = only_kind_in(heading, table), said = folded(heading).text;
    const bool persons = said.find("ho va ten") != std::string::npos || says(said, "ho ten") ||
                         said.find("ho, ten") != std::string::npos;
    return persons && kind != "individual" ? std::string() : kind;
}

std::string kind_above(const std::vector<std::string>& paragraphs, const TableDefinition& table) {
    constexpr std::string_view kTitle = "danh sach ";
    constexpr std::size_t kLongestNumeral = 8;
    for (auto paragraph = paragraphs.rbegin(); paragraph != paragraphs.rend(); ++paragraph) {
        const std::string said = folded(*paragraph).text;
        const std::string kind = only_kind_in(*paragraph, table);
        if (kind.empty() || said.size() > kLongestTitle) continue;
        if (said.starts_with(kTitle)) return kind;
        for (const auto& [name, openings] : table.groups)
            for (const std::string& opening : openings)
                if (name == kind && said.find(opening) <= kLongestNumeral) return kind;
    }
    return {};
}

void join_halves(const CellGrid& grid, Headings& headings) {
    for (std::size_t column = 1; column < headings.columns.size(); ++column) {
        bool one = true;
        for (std::size_t row = headings.first; row <= headings.last; ++row) {
            const GridCell& here = grid.rows[row][column];
            // A rule that a scan has lost makes one heading of two.
            one = one && here.confidence >= 1 && !here.text.empty() &&
                  is_one_cell_with(here, grid.rows[row][column - 1]);
        }
        HeadingMatch &match = headings.columns[column], &before = headings.columns[column - 1];
        if (!one || !match.gender.empty() || before.id.empty()) continue;
        match.goes_on = true;
        match.id = before.id;
        match.confidence = before.confidence;
    }
}

void read_ticks(const CellGrid& grid, Headings& headings, const TableDefinition& table) {
    std::vector<bool> ticked;
    for (std::size_t column = 0; column < headings.columns.size(); ++column)
        ticked.push_back(!headings.columns[column].goes_on &&
                         holds_ticks(cells_below(grid, headings, column)));
    for (std::size_t column = 0; column < headings.columns.size(); ++column) {
        HeadingMatch& match = headings.columns[column];
        const std::string lowest = letters_only(match.lowest);
        const bool sex = lowest == "nam" || lowest == "nu";
        const std::string kind = only_kind_in(match.lowest, table);
        const std::string id = sex ? "gender" : !kind.empty() ? "kind" : match.shared;
        const auto is_other = [&](std::size_t other) {
            return headings.columns[other].id == id && !ticked[other];
        };
        bool taken = false;
        for (std::size_t other = 0; other < headings.columns.size(); ++other)
            taken = taken || is_other(other);
        const bool of_the_form =
            std::any_of(table.columns.begin(), table.columns.end(),
                        [&](const ColumnDefinition& one) { return one.id == id; });
        // Of two columns with crosses for the sexes one may be empty.
        const bool empty = cells_below(grid, headings, column).empty();
        const bool beside = sex && empty &&
                            ((column > 0 && ticked[column - 1]) ||
                             (column + 1 < headings.columns.size() && ticked[column + 1]));
        if (!(ticked[column] || beside) || taken || !of_the_form) continue;
        match.id = id;
        match.confidence = std::max(match.confidence, 0.8);
        match.gender.clear();
        match.tick = lowest == "nam" ? "Nam" : lowest == "nu" ? "Nữ" : match.lowest;
    }
}

}  // namespace vanthu::forms
