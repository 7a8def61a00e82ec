#include "ocr/ruled_tables_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "formats/lines_sandboxed.h"
#include "formats/word_tables_sandboxed.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/straight_rules_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::GridPlace;
using formats::RuleGrid;
using pipeline::Block;
using pipeline::Box;
using pipeline::TextLine;

constexpr int kLetterInk = 150, kFaintInk = 200;
constexpr std::size_t kFewestCells = 4, kMostCells = 2000;

std::vector<Box> parts_of(Pix* ink, int connectivity) {
    std::vector<Box> parts;
    Boxa* boxes = pixConnCompBB(ink, connectivity);
    const int count = boxes ? boxaGetCount(boxes) : 0;
    for (int i = 0; i < count; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        parts.push_back({x, y, x + w, y + h});
    }
    boxaDestroy(&boxes);
    return parts;
}

PixPtr clip_of(Pix* pix, const Box& box) {
    BOX* area = boxCreate(box.left, box.top, box.width(), box.height());
    PixPtr clip(pixClipRectangle(pix, area, nullptr));
    boxDestroy(&area);
    if (!clip) throw std::bad_alloc();
    return clip;
}

enum class Way { Across, Down };

// Marks where the page, averaged along one way, is darker than a little to both sides: thin long
// strokes, also faint and noisy ones that no threshold would keep whole.
PixPtr thin_strokes(Pix* grey, int dpi, Way way) {
    constexpr int kDarker = 34;
    const int width = pixGetWidth(grey), height = pixGetHeight(grey);
    const int half = std::max(3, dpi / 14), aside = std::max(3, dpi / 33);
    PixPtr marks(pixCreate(width, height, 1));
    if (!marks) throw std::bad_alloc();
    const auto columns = static_cast<std::size_t>(width);
    std::vector<std::uint8_t> mean(columns * static_cast<std::size_t>(height));
    const auto source = [&](int y) {
        return pixGetData(grey) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(grey);
    };
    const auto row_of = [&](int y) { return mean.data() + static_cast<std::size_t>(y) * columns; };
    if (way == Way::Across) {
        std::vector<int> sums(columns + 1, 0);
        for (int y = 0; y < height; ++y) {
            const l_uint32* from = source(y);
            for (int x = 0; x < width; ++x)
                sums[static_cast<std::size_t>(x) + 1] =
                    sums[static_cast<std::size_t>(x)] + GET_DATA_BYTE(from, x);
            std::uint8_t* to = row_of(y);
            for (int x = 0; x < width; ++x) {
                const int first = std::max(0, x - half), last = std::min(width, x + half + 1);
                to[x] = static_cast<std::uint8_t>(
                    (sums[static_cast<std::size_t>(last)] - sums[static_cast<std::size_t>(first)]) /
                    (last - first));
            }
        }
    } else {
        std::vector<int> sums(columns, 0);
        int first = 0, last = 0;
        for (int y = 0; y < height; ++y) {
            for (; last < std::min(height, y + half + 1); ++last) {
                const l_uint32* from = source(last);
                for (int x = 0; x < width; ++x)
                    sums[static_cast<std::size_t>(x)] += GET_DATA_BYTE(from, x);
            }
            for (; first < y - half; ++first) {
                const l_uint32* from = source(first);
                for (int x = 0; x < width; ++x)
                    sums[static_cast<std::size_t>(x)] -= GET_DATA_BYTE(from, x);
            }
            std::uint8_t* to = row_of(y);
            for (int x = 0; x < width; ++x)
                to[x] =
                    static_cast<std::uint8_t>(sums[static_cast<std::size_t>(x)] / (last - first));
        }
    }
    for (int y = 0; y < height; ++y) {
        l_uint32* to =
            pixGetData(marks.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(marks.get());
        const std::uint8_t* here = row_of(y);
        if (way == Way::Across) {
            if (y < aside || y >= height - aside) continue;
            const std::uint8_t *above = row_of(y - aside), *below = row_of(y + aside);
            for (int x = 0; x < width; ++x)
                if (std::min(above[x], below[x]) - here[x] > kDarker) SET_DATA_BIT(to, x);
        } else {
            for (int x = aside; x < width - aside; ++x)
                if (std::min(here[x - aside], here[x + aside]) - here[x] > kDarker)
                    SET_DATA_BIT(to, x);
        }
    }
    return marks;
}

// A row of letters is as dark as a faint rule when it is averaged, but it is not ink all along.
void drop_letters(Pix* strokes, Pix* ink, int dpi, Way way) {
    constexpr double kLeastInk = 0.85;  // of a rule between its ends
    const int least = dpi / 7;          // taller than a capital letter
    Pixa* parts = nullptr;
    Boxa* boxes = pixConnComp(strokes, &parts, 8);
    const int count = boxes ? boxaGetCount(boxes) : 0;
    for (int i = 0; i < count; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        const PixPtr part(pixaGetPix(parts, i, L_CLONE));
        const PixPtr under = clip_of(ink, {x, y, x + w, y + h});
        const PixPtr inked(pixAnd(nullptr, part.get(), under.get()));
        NUMA* counts = way == Way::Across ? pixCountPixelsByColumn(inked.get())
                                          : pixCountPixelsByRow(inked.get(), nullptr);
        const int length = counts ? numaGetCount(counts) : 0;
        // The average reaches beyond the ink at both ends.
        int covered = 0, first = length, last = 0;
        for (int at = 0; at < length; ++at) {
            l_int32 dark = 0;
            numaGetIValue(counts, at, &dark);
            if (dark == 0) continue;
            ++covered;
            first = std::min(first, at);
            last = at + 1;
        }
        numaDestroy(&counts);
        if (last - first < least || covered < kLeastInk * (last - first))
            pixRasterop(strokes, x, y, w, h, PIX_DST & PIX_NOT(PIX_SRC), part.get(), 0, 0);
    }
    boxaDestroy(&boxes);
    pixaDestroy(&parts);
}

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

Box clipped(const Box& box, Pix* page) {
    return {std::clamp(box.left, 0, pixGetWidth(page)), std::clamp(box.top, 0, pixGetHeight(page)),
            std::clamp(box.right, 0, pixGetWidth(page)),
            std::clamp(box.bottom, 0, pixGetHeight(page))};
}

// Where the letters of a cell stand; empty when there are only specks.
Box ink_in(Pix* ink, const Box& cell, int dpi) {
    const PixPtr clip = clip_of(ink, cell);
    const int least = std::max(3, dpi / 28);  // a full stop is no text of its own
    Box found;
    bool letter = false;
    for (const Box& part : parts_of(clip.get(), 8)) {
        const bool speck = part.width() < 2 || part.height() < 2;
        letter = letter || part.width() >= least || part.height() >= least;
        if (!speck)
            found = united(found, {cell.left + part.left, cell.top + part.top,
                                   cell.left + part.right, cell.top + part.bottom});
    }
    return letter ? found : Box{};
}

std::vector<TextLine> read_cell(Pix* grey, Pix* ink, const Box& cell, int dpi, int milliseconds) {
    Box area = ink_in(ink, cell, dpi);
    if (area.width() <= 0) return {};
    // A line of small print with its marks is about a fifth of an inch high.
    const bool one_line = area.height() < 0.27 * dpi;
    const int margin = dpi / 20;
    area = {std::max(cell.left, area.left - margin), std::max(cell.top, area.top - margin),
            std::min(cell.right, area.right + margin), std::min(cell.bottom, area.bottom + margin)};
    return read_lines(grey, dpi, one_line ? Layout::Line : Layout::Block, milliseconds, area);
}

void clear(Pix* ink, const Box& box) {
    if (box.width() <= 0 || box.height() <= 0) return;
    BOX* area = boxCreate(box.left, box.top, box.width(), box.height());
    pixClearInRect(ink, area);
    boxDestroy(&area);
}

void whiten(Pix* grey, const Box& box) {
    BOX* area = boxCreate(box.left, box.top, box.width(), box.height());
    pixSetInRectArbitrary(grey, area, 255);
    boxDestroy(&area);
}

}  // namespace

PixPtr rules_of(Pix* grey, int dpi) {
    const int length = dpi / 4, gap = dpi / 16;
    PixPtr across = thin_strokes(grey, dpi, Way::Across);
    PixPtr down = thin_strokes(grey, dpi, Way::Down);
    across.reset(pixDilateBrick(nullptr, across.get(), 3, 3));
    across.reset(pixOpenBrick(nullptr, across.get(), length, 1));
    across.reset(pixCloseSafeBrick(nullptr, across.get(), gap, 1));
    down.reset(pixDilateBrick(nullptr, down.get(), 3, 3));
    down.reset(pixOpenBrick(nullptr, down.get(), 1, length));
    down.reset(pixCloseSafeBrick(nullptr, down.get(), 1, gap));
    PixPtr ink(pixThresholdToBinary(grey, kFaintInk));
    if (!across || !down || !ink) throw std::bad_alloc();
    drop_letters(across.get(), ink.get(), dpi, Way::Across);
    drop_letters(down.get(), ink.get(), dpi, Way::Down);
    PixPtr rules(pixOr(nullptr, across.get(), down.get()));
    // The mean reaches beyond a rule's end, where the next row's letters may seem to go on with it.
    ink.reset(pixDilateBrick(nullptr, ink.get(), 5, 5));
    rules.reset(pixAnd(nullptr, rules.get(), ink.get()));
    if (!rules) throw std::bad_alloc();
    return rules;
}

std::vector<RuledTable> find_ruled_tables(Pix* rules, int dpi) {
    std::vector<RuledTable> tables;
    const StraightRules straight = straight_rules(rules, dpi);
    PixPtr joined(pixDilateBrick(nullptr, rules, 3, 3));
    const int inset = std::max(2, dpi / 60), least = dpi / 12;
    for (const RuleGrid& grid : formats::grids_of(straight.rules, dpi)) {
        const bool small = grid.xs.back() - grid.xs.front() < 1.5 * dpi ||
                           3 * (grid.ys.back() - grid.ys.front()) < dpi;
        if (!grid.has_columns || small || grid.cells.size() > kMostCells) continue;
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
        if (table.cells.size() < kFewestCells) continue;
        table.box = clipped(table.box, rules);
        table.rules = clip_of(joined.get(), table.box);
        tables.push_back(std::move(table));
    }
    return tables;
}

std::vector<Block> take_ruled_tables(Pix* grey, Pix* rules, int dpi, int milliseconds) {
    std::vector<Block> blocks;
    const std::vector<RuledTable> tables = find_ruled_tables(rules, dpi);
    if (tables.empty()) return blocks;
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
    const PixPtr ink(pixThresholdToBinary(grey, kLetterInk));
    int number = 0;
    for (const RuledTable& table : tables) {
        for (const RuledCell& cell : table.cells) {
            Block block;
            block.kind = Block::Kind::TableCell;
            block.table = number;
            block.row = cell.row;
            block.column = cell.column;
            block.row_span = cell.row_span;
            block.column_span = cell.column_span;
            block.box = cell.box;
            block.lines = read_cell(grey, ink.get(), cell.box, dpi, milliseconds);
            blocks.push_back(std::move(block));
        }
        ++number;
        whiten(grey, table.box);
    }
    return blocks;
}

std::vector<Block> take_word_tables(Pix* rules, int dpi, int first, std::vector<TextLine>& lines) {
    const StraightRules straight = straight_rules(rules, dpi);
    std::vector<RuleGrid> grids = formats::grids_of(straight.rules, dpi);
    std::erase_if(grids, [](const RuleGrid& grid) { return grid.has_columns; });
    std::vector<formats::PlacedWord> words;
    for (const TextLine& line : lines)
        for (const pipeline::Word& word : line.words) {
            // Flat places, so that a row that leans is one row.
            formats::PlacedWord placed{word, line.bold, line.italic};
            const Box& box = word.box;
            const auto at = straight.straightening.flat((box.left + box.right) / 2.0,
                                                        (box.top + box.bottom) / 2.0);
            const int right = static_cast<int>(at.first) - (box.left + box.right) / 2;
            const int down = static_cast<int>(at.second) - (box.top + box.bottom) / 2;
            placed.word.box = clipped(
                {box.left + right, box.top + down, box.right + right, box.bottom + down}, rules);
            words.push_back(std::move(placed));
        }
    const std::size_t before = words.size();
    std::vector<Block> cells = formats::take_tables(words, grids, dpi, first);
    if (cells.empty()) cells = formats::take_unruled_tables(words, dpi, first);
    if (cells.empty() || words.size() == before) return {};
    for (Block& cell : cells)
        cell.box = clipped(cell.box, rules);
    lines = formats::lines_of(std::move(words));
    return cells;
}

}  // namespace vanthu::ocr
