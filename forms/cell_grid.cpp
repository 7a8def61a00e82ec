#include "forms/cell_grid.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "pipeline/shelf.h"

namespace vanthu::forms {
namespace {

using pipeline::Block;

constexpr int kMostRows = 20000;
constexpr int kMostColumns = 200;
constexpr std::size_t kParagraphsAbove = 4;

GridCell cell_of(const Block& block, int page) {
    GridCell cell;
    for (const pipeline::TextLine& line : block.lines) {
        // Lines end behind the slash of "đồng/năm" and the dash of "17/QĐ-UBND" too.
        const bool inside = cell.text.size() > 1 &&
                            (cell.text.back() == '/' || cell.text.back() == '-') &&
                            cell.text[cell.text.size() - 2] != ' ';
        if (!cell.text.empty() && !inside) cell.text += ' ';
        cell.text += text_of(line);
        for (const pipeline::Word& word : line.words)
            cell.confidence = std::min(cell.confidence, word.confidence);
    }
    cell.text = nfc(single_spaced(cell.text));
    // Two marks around one name are of one kind; a recogniser may take the second for a curled one.
    const std::string curled = "\u201d";
    const std::size_t mark = cell.text.find(curled);
    if (cell.confidence < 1 && mark != std::string::npos && cell.text.find('"') < mark &&
        cell.text.find("\u201c") == std::string::npos)
        cell.text.replace(mark, curled.size(), "\"");
    cell.page = page;
    cell.box = block.box;
    cell.row_span = std::max(1, block.row_span);
    cell.column_span = std::max(1, block.column_span);
    return cell;
}

void put(const Block& block, int page, CellGrid& grid) {
    const int last_row = block.row + std::max(1, block.row_span);
    const int last_column = block.column + std::max(1, block.column_span);
    if (last_row > kMostRows || last_column > kMostColumns) {
        grid.cut_off = true;
        return;
    }
    if (static_cast<int>(grid.rows.size()) < last_row)
        grid.rows.resize(static_cast<std::size_t>(last_row));
    grid.columns = std::max(grid.columns, last_column);
    const GridCell cell = cell_of(block, page);
    for (int row = block.row; row < last_row; ++row) {
        auto& cells = grid.rows[static_cast<std::size_t>(row)];
        if (static_cast<int>(cells.size()) < last_column)
            cells.resize(static_cast<std::size_t>(last_column));
        for (int column = block.column; column < last_column; ++column) {
            GridCell& place = cells[static_cast<std::size_t>(column)];
            place = cell;
            place.first = row == block.row && column == block.column;
        }
    }
}

std::string text_of_block(const Block& block) {
    std::string text;
    for (const pipeline::TextLine& line : block.lines)
        text += (text.empty() ? "" : " ") + text_of(line);
    return nfc(single_spaced(text));
}

bool is_across(const std::vector<GridCell>& row, int columns) {
    return !row.empty() && row.front().column_span >= columns && !row.front().text.empty();
}

// The tables of which a scan made one.
void part(CellGrid grid, std::vector<CellGrid>& result) {
    const auto several = [](const auto& row) { return texts_of(row).size() > 1; };
    const auto headings = std::find_if(grid.rows.begin(), grid.rows.end(), several);
    for (auto row = headings; grid.on_paper && row != grid.rows.end(); ++row) {
        if (row - headings < 3 || !is_across(row[-1], grid.columns) || !several(*row) ||
            !begins_another_table(*row, *headings))
            continue;
        CellGrid below = grid;
        below.above = {row[-1].front().text};
        below.rows.assign(row, grid.rows.end());
        grid.rows.erase(row - 1, grid.rows.end());
        result.push_back(std::move(grid));
        part(std::move(below), result);
        return;
    }
    result.push_back(std::move(grid));
}

}  // namespace

std::vector<CellGrid> grids_of(const pipeline::Document& document) {
    std::map<int, CellGrid> grids;
    std::vector<std::string> above;
    for (const pipeline::Page& page : document.pages) {
        const pipeline::PageAtHand whole(page);
        for (const Block& block : whole->blocks) {
            if (block.kind == Block::Kind::Paragraph) {
                if (above.size() == kParagraphsAbove) above.erase(above.begin());
                above.push_back(text_of_block(block));
            }
            if (block.kind != Block::Kind::TableCell || block.table < 0 || block.row < 0 ||
                block.column < 0)
                continue;
            const bool begins = grids.find(block.table) == grids.end();
            CellGrid& grid = grids[block.table];
            if (begins) grid.above = above;
            above.clear();
            grid.number = block.table;
            grid.page = page.number;
            grid.on_paper = page.origin != pipeline::TextOrigin::Docx;
            put(block, page.number, grid);
        }
    }
    std::vector<CellGrid> result;
    for (auto& [number, grid] : grids) {
        for (auto& row : grid.rows)
            row.resize(static_cast<std::size_t>(grid.columns));
        part(std::move(grid), result);
    }
    return result;
}

std::vector<std::string> texts_of(const std::vector<GridCell>& row) {
    std::vector<std::string> texts;
    const GridCell* last = nullptr;
    for (const GridCell& cell : row) {
        const bool same = last != nullptr && cell.column_span > 1 && last->text == cell.text &&
                          last->column_span == cell.column_span && last->box == cell.box;
        last = &cell;
        if (!same && !cell.text.empty()) texts.push_back(cell.text);
    }
    return texts;
}

bool begins_another_table(const std::vector<GridCell>& row, const std::vector<GridCell>& headings) {
    std::size_t same = 0, all = 0;
    for (std::size_t i = 0; i < row.size() && i < headings.size(); ++i) {
        if (row[i].text.empty() || headings[i].text.empty()) continue;
        const bool alike = fold(row[i].text) == fold(headings[i].text);
        if (i == 0 && !alike) return false;
        ++all;
        same += alike ? 1 : 0;
    }
    // All of them: the list goes on, on a new page or under the heading of a group.
    return all >= 2 && same < all && !row.front().text.empty() && row.front().column_span == 1;
}

}  // namespace vanthu::forms
