#include "ocr/white_tables_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "formats/word_columns_sandboxed.h"
#include "formats/word_tables_sandboxed.h"
#include "ocr/cell_text_sandboxed.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/ink_runs_sandboxed.h"
#include "ocr/straight_rules_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;
using formats::PlacedWord;
using formats::RuleGrid;
using pipeline::Block;
using pipeline::Box;
using pipeline::TextLine;

Box on_page(const Box& flat, const Straightening& sheet, Pix* page) {
    const auto a = sheet.on_page(flat.left, flat.top), b = sheet.on_page(flat.right, flat.top);
    const auto c = sheet.on_page(flat.left, flat.bottom),
               d = sheet.on_page(flat.right, flat.bottom);
    const auto whole = [](double x, int most) {
        return std::clamp(static_cast<int>(std::lround(x)), 0, most);
    };
    const int width = pixGetWidth(page), height = pixGetHeight(page);
    return {whole(std::min(a.first, c.first), width), whole(std::min(a.second, b.second), height),
            whole(std::max(b.first, d.first), width), whole(std::max(c.second, d.second), height)};
}

// Runs of ink on their flat places; which cell they stand in is not known yet.
class InkWords {
public:
    InkWords(const std::vector<InkRun>& runs, const Straightening& sheet) {
        for (const auto& [run, letters, baseline] : runs) {
            const double x = (run.left + run.right) / 2.0, y = (run.top + run.bottom) / 2.0;
            const auto at = sheet.flat(x, y);
            const int right = static_cast<int>(std::lround(at.first - x));
            const int down = static_cast<int>(std::lround(at.second - y));
            const Box flat{run.left + right, run.top + down, run.right + right, run.bottom + down};
            on_page_[key(flat)] = run;
            PlacedWord placed;
            placed.word = {"x", flat, 0};
            words.push_back(std::move(placed));
        }
    }

    Box on_page(const Box& flat) const {
        const auto found = on_page_.find(key(flat));
        return found == on_page_.end() ? Box{} : found->second;
    }

    std::vector<PlacedWord> words;

private:
    using Key = std::tuple<int, int, int, int>;
    static Key key(const Box& box) { return {box.left, box.top, box.right, box.bottom}; }
    std::map<Key, Box> on_page_;
};

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

void whiten(Pix* grey, const Box& box) {
    BOX* area = boxCreate(box.left, box.top, box.width(), box.height());
    pixSetInRectArbitrary(grey, area, 255);
    boxDestroy(&area);
}

Box grown(const Box& box, int by, Pix* page) {
    return {std::max(0, box.left - by), std::max(0, box.top - by),
            std::min(pixGetWidth(page), box.right + by),
            std::min(pixGetHeight(page), box.bottom + by)};
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

void fill_cells(Pix* grey, const InkWords& words, const Straightening& sheet, int dpi,
                int milliseconds, std::vector<Block>& cells) {
    std::vector<Box> areas;
    for (Block& cell : cells) {
        Box area;
        for (const TextLine& line : cell.lines)
            for (const pipeline::Word& word : line.words)
                area = united(area, words.on_page(word.box));
        cell.box = on_page(cell.box, sheet, grey);
        areas.push_back(area);
    }
    std::vector<std::vector<TextLine>> lines = read_cells(grey, areas, dpi, milliseconds);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        cells[i].lines = std::move(lines[i]);
        formats::join_broken_numbers(cells[i], dpi);
    }
}

}  // namespace

std::vector<Block> take_white_tables(Pix* grey, Pix* rules, int dpi, int first, int milliseconds) {
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
        InkWords words(ink_runs(std::move(parts), height), sheet);
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
    return blocks;
}

}  // namespace vanthu::ocr
