#include "forms/nominees.h"

#include <algorithm>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "base/text.h"
#include "forms/folded.h"

namespace vanthu::forms {
namespace {

using pipeline::Block;

constexpr int kMostRows = 20000;
constexpr int kMostColumns = 200;

std::string cell_text(const Block& cell) {
    std::string text;
    for (const pipeline::TextLine& line : cell.lines) {
        if (!text.empty()) text += ' ';
        text += text_of(line);
    }
    return nfc(single_spaced(text));
}

struct Grid {
    int columns = 0;
    struct Cell {
        std::string text;
        bool spans_columns = false;
    };
    std::vector<std::vector<Cell>> rows;
};

// Tables by their number, spans filled in.
std::map<int, Grid> grids(const pipeline::Document& document) {
    std::map<int, Grid> result;
    for (const pipeline::Page& page : document.pages)
        for (const Block& block : page.blocks) {
            if (block.kind != Block::Kind::TableCell || block.table < 0 || block.row < 0 ||
                block.column < 0)
                continue;
            Grid& grid = result[block.table];
            const int last_row = block.row + std::max(1, block.row_span);
            const int last_column = block.column + std::max(1, block.column_span);
            if (last_row > kMostRows || last_column > kMostColumns) continue;
            if (static_cast<int>(grid.rows.size()) < last_row)
                grid.rows.resize(static_cast<std::size_t>(last_row));
            grid.columns = std::max(grid.columns, last_column);
            const std::string text = cell_text(block);
            for (int row = block.row; row < last_row; ++row) {
                auto& cells = grid.rows[static_cast<std::size_t>(row)];
                if (static_cast<int>(cells.size()) < last_column)
                    cells.resize(static_cast<std::size_t>(last_column));
                for (int column = block.column; column < last_column; ++column)
                    cells[static_cast<std::size_t>(column)] = {text, block.column_span > 1};
            }
        }
    for (auto& [number, grid] : result)
        for (auto& row : grid.rows)
            row.resize(static_cast<std::size_t>(grid.columns));
    return result;
}

const ColumnDefinition* column_of(const std::string& heading, const TableDefinition& table) {
    const std::string letters = letters_only(heading);
    if (letters.empty()) return nullptr;
    const ColumnDefinition* best = nullptr;
    std::size_t longest = 0;
    for (const ColumnDefinition& column : table.columns)
        for (const std::string& known : column.headings) {
            const bool fits =
                known == letters || (known.size() >= 6 && letters.find(known) != std::string::npos);
            if (fits && known.size() > longest) {
                best = &column;
                longest = known.size();
            }
        }
    return best;
}

struct Heading {
    std::vector<std::string> ids;
    int known = 0;
};

Heading read_heading(const std::vector<Grid::Cell>& row, const TableDefinition& table) {
    Heading heading;
    std::vector<std::string> taken;
    for (const Grid::Cell& cell : row) {
        const ColumnDefinition* column =
            cell.text.size() > 200 ? nullptr : column_of(cell.text, table);
        std::string id = column != nullptr ? column->id : lower(cell.text);
        if (column != nullptr) {
            if (std::find(taken.begin(), taken.end(), id) != taken.end())
                id = lower(cell.text);
            else
                ++heading.known;
        }
        taken.push_back(id);
        heading.ids.push_back(id);
    }
    return heading;
}

bool same_text(const std::vector<Grid::Cell>& a, const std::vector<Grid::Cell>& b) {
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
        if (comparable(a[i].text) != comparable(b[i].text)) return false;
    return true;
}

// The kind a row names when it is a heading of its group: one text over the whole row, or an
// ordinal and a text.
std::string group_of(const std::vector<Grid::Cell>& row, const TableDefinition& table,
                     bool& is_group) {
    is_group = false;
    std::vector<std::string> texts;
    for (const Grid::Cell& cell : row) {
        if (cell.text.empty()) continue;
        if (texts.empty() || texts.back() != cell.text) texts.push_back(cell.text);
    }
    if (texts.empty() || texts.size() > 2) return {};
    static const std::regex numeral("^([ivx]{1,5}|[a-h])[.)]?$");
    if (texts.size() == 2 && !std::regex_match(folded(texts[0]).text.substr(0, 8), numeral))
        return {};
    const std::string text = folded(texts.back()).text;
    if (text.size() > 120) return {};
    for (const auto& [kind, openings] : table.groups)
        for (const std::string& opening : openings) {
            const std::size_t at = text.find(opening);
            if (at == std::string::npos || at > 8) continue;
            is_group = true;
            return kind;
        }
    static const std::regex outline("^([ivx]{1,5}|[a-h])[.)] .*");
    is_group = texts.size() == 2 || std::regex_match(text, outline) || row.front().spans_columns;
    return {};
}

bool is_count_row(const std::vector<Grid::Cell>& row) {
    for (const Grid::Cell& cell : row) {
        const std::string text = folded(cell.text).text;
        if (starts_with(text, "tong so") || starts_with(text, "tong cong") ||
            starts_with(text, "cong:"))
            return true;
        if (!text.empty() && text != cell.text) return false;
    }
    return false;
}

// "(1) (2) (3)": the columns' numbers under the headings.
bool is_column_numbers(const std::vector<Grid::Cell>& row) {
    static const std::regex number("^[( ]*[0-9]{1,2}[) ]*$");
    int count = 0, expected = 1;
    for (const Grid::Cell& cell : row) {
        if (cell.text.empty()) continue;
        if (cell.text.size() > 8 || !std::regex_match(cell.text, number)) return false;
        if (cell.text.find(std::to_string(expected)) == std::string::npos) return false;
        ++expected;
        ++count;
    }
    return count >= 3;
}

}  // namespace

std::optional<pipeline::FieldTable> read_table(const pipeline::Document& document,
                                               const TableDefinition& table) {
    pipeline::FieldTable result;
    result.id = table.id;
    std::vector<std::string> ids;
    std::vector<std::vector<std::pair<std::string, std::string>>> records;
    bool found = false, grouped = false;
    std::string kind;
    for (const auto& [number, grid] : grids(document)) {
        Heading heading;
        std::size_t first = grid.rows.size();
        for (std::size_t i = 0; i < grid.rows.size() && i < 4; ++i) {
            heading = read_heading(grid.rows[i], table);
            if (heading.known >= table.least_columns) {
                first = i;
                break;
            }
        }
        if (first == grid.rows.size()) continue;
        found = true;
        const std::vector<Grid::Cell>& heading_row = grid.rows[first];
        // A second heading row splits a column ("Giới tính": Nam, Nữ); it repeats the texts of the
        // merged ones.
        for (const std::string& id : heading.ids)
            if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end())
                ids.push_back(id);
        for (std::size_t i = first + 1; i < grid.rows.size(); ++i) {
            const auto& row = grid.rows[i];
            if (same_text(row, heading_row) || is_column_numbers(row)) continue;
            if (std::all_of(row.begin(), row.end(),
                            [](const Grid::Cell& cell) { return cell.text.empty(); }))
                continue;
            bool is_group = false;
            const std::string group = group_of(row, table, is_group);
            if (is_group) {
                kind = group;
                grouped = grouped || !group.empty();
                continue;
            }
            if (is_count_row(row)) continue;
            std::vector<std::pair<std::string, std::string>> record;
            for (std::size_t column = 0; column < row.size() && column < heading.ids.size();
                 ++column)
                if (!heading.ids[column].empty())
                    record.emplace_back(heading.ids[column], row[column].text);
            if (!kind.empty()) record.emplace_back("kind", kind);
            records.push_back(std::move(record));
        }
    }
    if (!found) return std::nullopt;
    if (grouped && std::find(ids.begin(), ids.end(), "kind") == ids.end()) ids.push_back("kind");
    result.columns = ids;
    for (const auto& record : records) {
        std::vector<std::string> row(ids.size());
        for (const auto& [id, text] : record) {
            const auto at = std::find(ids.begin(), ids.end(), id);
            if (at != ids.end()) row[static_cast<std::size_t>(at - ids.begin())] = text;
        }
        result.rows.push_back(std::move(row));
    }
    return result;
}

}  // namespace vanthu::forms
