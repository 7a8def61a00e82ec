#include "ocr/white_tables_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <new>
#include <string>
#include <utility>

#include "formats/word_tables_sandboxed.h"
#include "ocr/cell_text_sandboxed.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/ink_runs_sandboxed.h"
#include "ocr/ink_words_sandboxed.h"
#include "ocr/page_parts_sandboxed.h"
#include "ocr/straight_rules_sandboxed.h"
#include "ocr/unruled_lists_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;
using formats::PlacedWord;
using formats::RuleGrid;
using pipeline::Block;
using pipeline::Box;
using pipeline::TextLine;

// Rules across alone; what else looks like a rule is part of a letter.
void paint_rules_white(Pix* grey, Pix* rules, const RuleGrid& grid, const Straightening& sheet,
                       int dpi) {
    const int step = dpi / 8, half = std::max(3, dpi / 40);
    PixPtr mask(pixCreate(pixGetWidth(rules), pixGetHeight(rules), 1));
    if (!mask) throw std::bad_alloc();
    for (const double y : grid.ys)
        for (double x = grid.xs.front() - step; x < grid.xs.back() + step; x += step) {
            const auto at = sheet.on_page(x + step / 2.0, y);
            const int top = static_cast<int>(std::lround(at.second)) - half;
            pixRasterop(mask.get(), static_cast<int>(at.first) - step / 2, top, step + 2, 2 * half,
                        PIX_SRC, rules, static_cast<int>(at.first) - step / 2, top);
        }
    mask.reset(pixDilateBrick(nullptr, mask.get(), 5, 5));
    pixPaintThroughMask(grey, mask.get(), 0, 0, 255);
}

std::string text_of_run(Pix* grey, const Box& run, int dpi, int milliseconds) {
    std::string text;
    for (const TextLine& line :
         read_lines(grey, dpi, Layout::Line, milliseconds, grown(run, dpi / 25, grey)))
        text += (text.empty() ? "" : " ") + pipeline::text_of(line);
    return text.empty() ? "x" : text;
}

// The leftmost run of each row says whether it is numbered: heading or not.
void read_beginnings(Pix* grey, const RuleGrid& grid, int dpi, int milliseconds, InkWords& ink) {
    for (std::size_t row = 0; row + 1 < grid.ys.size(); ++row) {
        PlacedWord* first = nullptr;
        for (PlacedWord& placed : ink.words) {
            const Box& box = placed.word.box;
            const double y = (box.top + box.bottom) / 2.0;
            if (y < grid.ys[row] || y > grid.ys[row + 1]) continue;
            if (!first || box.left < first->word.box.left) first = &placed;
        }
        if (first)
            first->word.text = text_of_run(grey, ink.on_page(first->word.box), dpi, milliseconds);
    }
}

}  // namespace

std::vector<Block> take_white_tables(Pix* grey, Pix* rules, int dpi, int first,
                                     formats::ListMay may, int milliseconds) {
    std::vector<Block> blocks;
    const StraightRules straight = straight_rules(rules, dpi);
    const Straightening& sheet = straight.straightening;
    int table = first;
    for (const RuleGrid& grid : formats::grids_of(straight.rules, dpi)) {
        if (grid.has_columns) continue;
        const Box area = on_page({static_cast<int>(grid.xs.front()) - dpi / 10,
                                  static_cast<int>(grid.ys.front()) - dpi / 50,
                                  static_cast<int>(grid.xs.back()) + dpi / 10,
                                  static_cast<int>(grid.ys.back()) + dpi / 50},
                                 sheet, grey);
        if (area.width() < dpi || area.height() < dpi / 3) continue;
        const PixPtr before = clip_of(grey, area);
        paint_rules_white(grey, rules, grid, sheet, dpi);
        const PixPtr dark(pixThresholdToBinary(grey, kLetterInk));
        std::vector<Box> parts = parts_of(dark.get(), area);
        const int height = letter_height(parts, dpi);
        InkWords words(ink_runs(std::move(parts), height), height, sheet);
        read_beginnings(grey, grid, dpi, milliseconds, words);
        std::vector<PlacedWord> placed = words.words;
        std::vector<Block> cells = formats::take_tables(placed, {grid}, dpi, table);
        if (cells.empty()) {
            pixRasterop(grey, area.left, area.top, area.width(), area.height(), PIX_SRC,
                        before.get(), 0, 0);
            continue;
        }
        fill_cells(grey, words, sheet, dpi, milliseconds, cells);
        for (Block& cell : cells)
            blocks.push_back(std::move(cell));
        whiten(grey, area);
        ++table;
    }
    if (table == 0) return take_unruled_list(grey, sheet, dpi, table, may, milliseconds);
    return blocks;
}

}  // namespace vanthu::ocr
