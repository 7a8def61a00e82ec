#include "ocr/ruled_tables_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "ocr/engine_sandboxed.h"

namespace vanthu::ocr {
namespace {

using pipeline::Block;
using pipeline::Box;
using pipeline::TextLine;

constexpr int kLetterInk = 150, kFaintInk = 200;
constexpr std::size_t kFewestCells = 4, kMostCells = 800;
constexpr double kLeastCovered = 0.55;  // of a table's box lies in cells
constexpr double kSameEdge = 0.045;     // inches: edges closer than this are one rule

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

PixPtr clipped(Pix* pix, const Box& box) {
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

// White that the rules enclose.
std::vector<Box> enclosed(Pix* rules, int dpi) {
    const int width = pixGetWidth(rules), height = pixGetHeight(rules), least = dpi / 12;
    PixPtr white(pixInvert(nullptr, rules));
    std::vector<Box> cells = parts_of(white.get(), 4);
    std::erase_if(cells, [&](const Box& cell) {
        return cell.left <= 0 || cell.top <= 0 || cell.right >= width || cell.bottom >= height ||
               cell.width() < least || cell.height() < least;
    });
    return cells;
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// How far the rules across fall per pixel to the right, seen from neighbours in a row.
double fall_of(const std::vector<Box>& cells, int dpi) {
    std::vector<double> falls;
    for (const Box& a : cells)
        for (const Box& b : cells) {
            const bool beside = b.left >= a.right && b.left - a.right < dpi / 8;
            if (!beside || std::abs(b.top - a.top) > dpi / 10) continue;
            const double run = (b.left + b.right - a.left - a.right) / 2.0;
            if (run > 0) falls.push_back((b.top - a.top) / run);
        }
    return median(std::move(falls));
}

// Edges that belong to one rule get one number.
std::vector<double> distinct(std::vector<double> edges, double tolerance) {
    std::sort(edges.begin(), edges.end());
    std::vector<double> result;
    double last = 0;
    for (const double edge : edges) {
        if (result.empty() || edge - last > tolerance) result.push_back(edge);
        last = edge;
    }
    return result;
}

int index_of(const std::vector<double>& edges, double value, double tolerance) {
    const auto after = std::upper_bound(edges.begin(), edges.end(), value + tolerance / 2);
    return std::max(0, static_cast<int>(after - edges.begin()) - 1);
}

std::vector<RuledCell> placed(const std::vector<Box>& boxes, double fall, int dpi) {
    const double tolerance = kSameEdge * dpi;
    const auto top = [&](const Box& b) { return b.top - fall * (b.left + b.right) / 2; };
    const auto bottom = [&](const Box& b) { return b.bottom - fall * (b.left + b.right) / 2; };
    const auto left = [&](const Box& b) { return b.left + fall * (b.top + b.bottom) / 2; };
    const auto right = [&](const Box& b) { return b.right + fall * (b.top + b.bottom) / 2; };
    std::vector<double> tops, lefts;
    for (const Box& box : boxes) {
        tops.push_back(top(box));
        lefts.push_back(left(box));
    }
    const std::vector<double> rows = distinct(std::move(tops), tolerance);
    const std::vector<double> columns = distinct(std::move(lefts), tolerance);
    std::vector<RuledCell> cells;
    for (const Box& box : boxes) {
        RuledCell cell{box, index_of(rows, top(box), tolerance),
                       index_of(columns, left(box), tolerance), 1, 1};
        cell.row_span = std::max(1, index_of(rows, bottom(box) - tolerance, 0) - cell.row + 1);
        cell.column_span =
            std::max(1, index_of(columns, right(box) - tolerance, 0) - cell.column + 1);
        cells.push_back(cell);
    }
    std::sort(cells.begin(), cells.end(), [](const RuledCell& a, const RuledCell& b) {
        return std::pair(a.row, a.column) < std::pair(b.row, b.column);
    });
    return cells;
}

// Where the letters of a cell stand; empty when there are only specks.
Box ink_in(Pix* ink, const Box& cell, int dpi) {
    const PixPtr clip = clipped(ink, cell);
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
    PixPtr rules(pixOr(nullptr, across.get(), down.get()));
    // The mean reaches beyond a rule's end, where the next row's letters may seem to go on with it.
    PixPtr ink(pixThresholdToBinary(grey, kFaintInk));
    ink.reset(pixDilateBrick(nullptr, ink.get(), 5, 5));
    rules.reset(pixAnd(nullptr, rules.get(), ink.get()));
    if (!rules) throw std::bad_alloc();
    return rules;
}

std::vector<RuledTable> find_ruled_tables(Pix* rules, int dpi) {
    std::vector<RuledTable> tables;
    PixPtr joined(pixDilateBrick(nullptr, rules, 3, 3));
    for (const Box& box : parts_of(joined.get(), 8)) {
        if (2 * box.width() < 3 * dpi || 3 * box.height() < dpi) continue;
        PixPtr part = clipped(joined.get(), box);
        const std::vector<Box> cells = enclosed(part.get(), dpi);
        if (cells.size() < kFewestCells || cells.size() > kMostCells) continue;
        double covered = 0;
        for (const Box& cell : cells)
            covered += static_cast<double>(cell.width()) * cell.height();
        if (covered < kLeastCovered * box.width() * box.height()) continue;
        const double fall = fall_of(cells, dpi);
        RuledTable table{box, placed(cells, fall, dpi), fall, std::move(part)};
        const auto most = [&](int RuledCell::*index) {
            int result = 0;
            for (const RuledCell& cell : table.cells)
                result = std::max(result, cell.*index);
            return result;
        };
        if (most(&RuledCell::row) < 1 || most(&RuledCell::column) < 1) continue;
        for (RuledCell& cell : table.cells)
            cell.box = {cell.box.left + box.left, cell.box.top + box.top, cell.box.right + box.left,
                        cell.box.bottom + box.top};
        tables.push_back(std::move(table));
    }
    std::sort(tables.begin(), tables.end(),
              [](const RuledTable& a, const RuledTable& b) { return a.box.top < b.box.top; });
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

}  // namespace vanthu::ocr
