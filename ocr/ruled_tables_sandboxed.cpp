#include "ocr/ruled_tables_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <new>
#include <utility>

#include "formats/lines_sandboxed.h"
#include "formats/numbered_rows_sandboxed.h"
#include "formats/word_columns_sandboxed.h"
#include "formats/word_tables_sandboxed.h"
#include "ocr/cell_text_sandboxed.h"
#include "ocr/ink_runs_sandboxed.h"
#include "ocr/page_parts_sandboxed.h"
#include "ocr/straight_rules_sandboxed.h"
#include "ocr/white_tables_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::GridPlace;
using formats::RuleGrid;
using pipeline::Block;
using pipeline::Box;
using pipeline::TextLine;

constexpr std::size_t kFewestCells = 4, kMostCells = 2000;

// The cell's four corners as the page has them; what lies between their rules.
Box inside(const RuleGrid& grid, const GridPlace& place, const Straightening& sheet, int inset) {
    const auto edge = [](const std::vector<double>& edges, int at) {
        return edges[static_cast<std::size_t>(at)];
    };
    const double left = edge(grid.xs, place.column);
    const double right = edge(grid.xs, place.column + place.column_span);
    const double top = edge(grid.ys, place.row), bottom = edge(grid.ys, place.row + place.row_span);
    const auto a = sheet.on_page(left, top), b = sheet.on_page(right, top);
    const auto c = sheet.on_page(left, bottom), d = sheet.on_page(right, bottom);
    return {static_cast<int>(std::lround(std::max(a.first, c.first))) + inset,
            static_cast<int>(std::lround((a.second + b.second) / 2)) + inset,
            static_cast<int>(std::lround(std::min(b.first, d.first))) - inset,
            static_cast<int>(std::lround((c.second + d.second) / 2)) - inset};
}

// As wide as another one: a part of the same list, be it as small as a group's heading.
bool is_part(const RuleGrid& grid, const std::vector<RuleGrid>& grids, int dpi) {
    const int slack = dpi / 20;
    return std::any_of(grids.begin(), grids.end(), [&](const RuleGrid& other) {
        return &other != &grid && other.has_columns && grid.has_columns &&
               other.cells.size() >= kFewestCells &&
               std::abs(other.xs.front() - grid.xs.front()) < slack &&
               std::abs(other.xs.back() - grid.xs.back()) < slack;
    });
}

// Where hardly a letter is left beside the tables, the grain of the paper would be read as text,
// and at length.
void whiten_grain(Pix* grey, int dpi) {
    constexpr std::size_t kHardlyAny = 5;
    constexpr int kSureInk = 140;
    const PixPtr ink(pixThresholdToBinary(grey, kSureInk));
    if (!ink) throw std::bad_alloc();
    const Box page{0, 0, pixGetWidth(grey), pixGetHeight(grey)};
    std::vector<Box> letters;
    for (const Box& part : parts_of(ink.get(), page)) {
        if (part.height() < dpi / 25 || part.height() > dpi / 3 || part.width() > dpi / 3) continue;
        if (letters.size() == kHardlyAny) return;
        letters.push_back(part);
    }
    const PixPtr before(letters.empty() ? nullptr : pixCopy(nullptr, grey));
    whiten(grey, page);
    for (const Box& letter : letters) {
        const Box near = clipped({letter.left - dpi / 6, letter.top - dpi / 6,
                                  letter.right + dpi / 6, letter.bottom + dpi / 6},
                                 grey);
        pixRasterop(grey, near.left, near.top, near.width(), near.height(), PIX_SRC, before.get(),
                    near.left, near.top);
    }
}

}  // namespace

std::vector<RuledTable> find_ruled_tables(Pix* rules, int dpi) {
    std::vector<RuledTable> tables;
    const StraightRules straight = straight_rules(rules, dpi);
    PixPtr joined(pixDilateBrick(nullptr, rules, 3, 3));
    const int inset = std::max(2, dpi / 60), least = dpi / 12;
    std::vector<RuleGrid> grids = formats::grids_of(straight.rules, dpi);
    formats::join_stacked(grids, dpi, [&](const RuleGrid& above, const RuleGrid& below) {
        return below.ys.front() - above.ys.back() < 0.5 * dpi;
    });
    for (const RuleGrid& grid : grids) {
        const bool small = grid.xs.back() - grid.xs.front() < 1.5 * dpi ||
                           3 * (grid.ys.back() - grid.ys.front()) < dpi;
        const bool part = is_part(grid, grids, dpi);
        if (!grid.has_columns || (small && !part) || grid.cells.size() > kMostCells) continue;
        RuledTable table;
        table.fall = straight.straightening.fall;
        for (const GridPlace& place : grid.cells) {
            const Box box = clipped(inside(grid, place, straight.straightening, inset), rules);
            if (box.width() < least || box.height() < least) continue;
            table.cells.push_back(
                {box, place.row, place.column, place.row_span, place.column_span});
            table.box = united(table.box, {box.left - 2 * inset, box.top - 2 * inset,
                                           box.right + 2 * inset, box.bottom + 2 * inset});
        }
        if (table.cells.size() < kFewestCells && !part) continue;
        table.box = clipped(table.box, rules);
        table.rules = clip_of(joined.get(), table.box);
        tables.push_back(std::move(table));
    }
    return tables;
}

std::vector<Block> take_ruled_tables(Pix* grey, Pix* rules, int dpi, formats::ListMay may,
                                     int milliseconds) {
    std::vector<Block> blocks;
    const std::vector<RuledTable> tables = find_ruled_tables(rules, dpi);
    for (const RuledTable& table : tables) {
        PixPtr wider(pixDilateBrick(nullptr, table.rules.get(), 3, 3));
        // A row of letters may look like a rule; what stands inside a cell is none.
        for (const RuledCell& cell : table.cells) {
            const int inset = dpi / 33 + static_cast<int>(std::abs(table.fall) * cell.box.width());
            clear(
                wider.get(),
                {cell.box.left - table.box.left + inset, cell.box.top - table.box.top + inset,
                 cell.box.right - table.box.left - inset, cell.box.bottom - table.box.top - inset});
        }
        pixPaintThroughMask(grey, wider.get(), table.box.left, table.box.top, 255);
    }
    int number = 0;
    for (const RuledTable& table : tables) {
        std::vector<Box> boxes;
        for (const RuledCell& cell : table.cells)
            boxes.push_back(cell.box);
        std::vector<std::vector<TextLine>> lines = read_cells(grey, boxes, dpi, milliseconds);
        std::vector<Block> own;
        for (std::size_t i = 0; i < table.cells.size(); ++i) {
            const RuledCell& cell = table.cells[i];
            Block block;
            block.kind = Block::Kind::TableCell;
            block.table = number;
            block.row = cell.row;
            block.column = cell.column;
            block.row_span = cell.row_span;
            block.column_span = cell.column_span;
            block.box = cell.box;
            block.lines = std::move(lines[i]);
            formats::join_broken_numbers(block, dpi);
            own.push_back(std::move(block));
        }
        formats::part_numbered_rows(own);
        std::move(own.begin(), own.end(), std::back_inserter(blocks));
        ++number;
        whiten(grey, table.box);
    }
    for (Block& cell : take_white_tables(grey, rules, dpi, number, may, milliseconds))
        blocks.push_back(std::move(cell));
    if (!blocks.empty()) whiten_grain(grey, dpi);
    return blocks;
}

}  // namespace vanthu::ocr
