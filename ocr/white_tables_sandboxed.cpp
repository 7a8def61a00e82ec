#include "ocr/white_tables_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <new>
#include <string>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "formats/word_columns_sandboxed.h"
#include "formats/word_tables_sandboxed.h"
#include "ocr/cell_text_sandboxed.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/ink_runs_sandboxed.h"
#include "ocr/page_parts_sandboxed.h"
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
    InkWords(const std::vector<InkRun>& runs, int height, const Straightening& sheet) {
        // As high as the font, as words of a text layer are, whatever letters they are of.
        const int above = 3 * height / 2, below = height / 2;
        for (const InkRun& run : runs) {
            const double x = (run.box.left + run.box.right) / 2.0;
            const auto at = sheet.flat(x, run.baseline);
            const int right = static_cast<int>(std::lround(at.first - x));
            const int foot = static_cast<int>(std::lround(at.second));
            const Box flat{run.box.left + right, std::max(0, foot - above), run.box.right + right,
                           foot + below};
            on_page_[key(flat)] = run.box;
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

bool is_number(const std::string& text) {
    return !text.empty() && text.size() <= 3 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// One or two of them may end a list when hardly anything stands above.
bool begins_page(const std::vector<PlacedWord*>& column, const InkWords& ink, int dpi) {
    if (column.empty()) return false;
    int first = column.front()->word.box.top;
    for (const PlacedWord* placed : column)
        first = std::min(first, placed->word.box.top);
    return std::count_if(ink.words.begin(), ink.words.end(), [&](const PlacedWord& placed) {
               return placed.word.box.bottom < first - dpi;
           }) <= 2;
}

// Runs a number wide with nothing left of them, most of them below each other: where a list would
// have its running numbers. None when there are too few.
std::vector<PlacedWord*> leftmost_numbers(InkWords& ink, int height, int dpi,
                                          formats::ListMay may) {
    constexpr std::size_t kFewest = 3;
    std::vector<PlacedWord*> narrow, best;
    for (PlacedWord& placed : ink.words) {
        const Box& box = placed.word.box;
        if (box.width() > 2 * height) continue;
        const double y = (box.top + box.bottom) / 2.0;
        const bool first =
            std::none_of(ink.words.begin(), ink.words.end(), [&](const PlacedWord& other) {
                return other.word.box.right < box.left && other.word.box.top < y &&
                       other.word.box.bottom > y;
            });
        if (first) narrow.push_back(&placed);
    }
    for (const PlacedWord* start : narrow) {
        std::vector<PlacedWord*> column;
        for (PlacedWord* other : narrow)
            if (std::abs(start->word.box.left + start->word.box.right - other->word.box.left -
                         other->word.box.right) < 0.2 * dpi)
                column.push_back(other);
        if (column.size() > best.size()) best = std::move(column);
    }
    if (best.size() < kFewest && (may == formats::ListMay::Begin || !begins_page(best, ink, dpi)))
        return {};
    std::sort(best.begin(), best.end(), [](const PlacedWord* a, const PlacedWord* b) {
        return a->word.box.top < b->word.box.top;
    });
    return best;
}

// Whether two of them do, or one that may end a list: the others of a list may be misread. Text has
// dashes and letters there, and most of its lines need not be looked at.
bool read_as_numbers(Pix* grey, const std::vector<PlacedWord*>& column, int dpi,
                     formats::ListMay may, int milliseconds, const InkWords& ink) {
    const int fewest = may == formats::ListMay::GoOn ? 1 : 2;
    std::vector<Box> areas;
    for (const PlacedWord* placed : column)
        areas.push_back(ink.on_page(placed->word.box));
    int numbers = 0;
    for (const std::vector<TextLine>& lines : read_cells(grey, areas, dpi, milliseconds)) {
        const std::string text = lines.empty() ? std::string() : pipeline::text_of(lines.front());
        numbers += !text.empty() && text[0] >= '0' && text[0] <= '9' ? 1 : 0;
    }
    return numbers >= fewest;
}

// The words of a line that stands alone in the middle of all, as the heading of a group may: the
// first of them and where they all are.
struct MiddleLine {
    PlacedWord* first = nullptr;
    Box area;
};

std::vector<MiddleLine> lines_in_the_middle(const std::vector<PlacedWord*>& numbers, InkWords& ink,
                                            int dpi) {
    constexpr std::size_t kMost = 30;
    const int top = numbers.front()->word.box.top - dpi / 2;
    const int bottom = numbers.back()->word.box.top, space = dpi / 8;
    std::vector<PlacedWord*> inside;
    int left = numbers.front()->word.box.left, right = left;
    for (PlacedWord& placed : ink.words) {
        if (placed.word.box.top < top || placed.word.box.top > bottom) continue;
        inside.push_back(&placed);
        right = std::max(right, placed.word.box.right);
    }
    std::sort(inside.begin(), inside.end(), [](const PlacedWord* a, const PlacedWord* b) {
        return a->word.box.left < b->word.box.left;
    });
    std::vector<MiddleLine> result;
    for (PlacedWord* first : inside) {
        Box whole = first->word.box;
        MiddleLine line{first, ink.on_page(whole)};
        bool alone = true;
        for (const PlacedWord* other : inside) {
            const Box& box = other->word.box;
            const int y = (box.top + box.bottom) / 2;
            if (other == first || y < first->word.box.top || y > first->word.box.bottom) continue;
            if (box.left < first->word.box.left || box.left - whole.right > space) alone = false;
            if (!alone) break;
            whole = united(whole, box);
            line.area = united(line.area, ink.on_page(box));
        }
        const int aside = std::abs(whole.left + whole.right - left - right) / 2;
        if (alone && aside < dpi / 2 && result.size() < kMost) result.push_back(line);
    }
    return result;
}

// Reads the numbers and what else begins a line near them: the headings of groups, sums.
bool read_left_column(Pix* grey, int height, int dpi, formats::ListMay may, int milliseconds,
                      InkWords& ink) {
    std::vector<PlacedWord*> column = leftmost_numbers(ink, height, dpi, may);
    if (column.empty()) return false;
    if (!read_as_numbers(grey, column, dpi, may, milliseconds, ink)) return false;
    const std::size_t numbers = column.size();
    const int right = column.front()->word.box.right + dpi / 4;
    for (PlacedWord& placed : ink.words)
        if (placed.word.box.left < right &&
            std::find(column.begin(), column.end(), &placed) == column.end())
            column.push_back(&placed);
    std::vector<Box> areas;
    for (const PlacedWord* placed : column)
        areas.push_back(ink.on_page(placed->word.box));
    for (const MiddleLine& line : lines_in_the_middle(
             {column.begin(), column.begin() + static_cast<std::ptrdiff_t>(numbers)}, ink, dpi)) {
        if (std::find(column.begin(), column.end(), line.first) != column.end()) continue;
        column.push_back(line.first);
        areas.push_back(line.area);
    }
    const auto lines = read_cells(grey, areas, dpi, milliseconds);
    std::vector<int> read;
    for (std::size_t i = 0; i < column.size(); ++i) {
        std::string text;
        for (const TextLine& line : lines[i])
            text += (text.empty() ? "" : " ") + pipeline::text_of(line);
        if (!text.empty()) column[i]->word.text = text;
        if (i < numbers) read.push_back(is_number(text) ? std::stoi(text) : 0);
    }
    // One that was misread between two that count on.
    for (std::size_t i = 1; i + 1 < numbers; ++i)
        if (read[i] != read[i - 1] + 1 && read[i - 1] > 0 && read[i + 1] == read[i - 1] + 2)
            column[i]->word.text = std::to_string(read[i - 1] + 1);
    return true;
}

// A list of numbered rows without any rule.
std::vector<Block> take_unruled_list(Pix* grey, const Straightening& sheet, int dpi, int table,
                                     formats::ListMay may, int milliseconds) {
    const PixPtr dark(pixThresholdToBinary(grey, kLetterInk));
    if (!dark) throw std::bad_alloc();
    std::vector<Box> parts =
        parts_of(dark.get(), {0, 0, pixGetWidth(dark.get()), pixGetHeight(dark.get())});
    // At the rim of a scan there are edges of the sheet, never letters.
    const int rim = dpi / 20, right = pixGetWidth(grey) - rim, bottom = pixGetHeight(grey) - rim;
    std::erase_if(parts, [&](const Box& part) {
        return part.left < rim || part.top < rim || part.right > right || part.bottom > bottom;
    });
    constexpr std::size_t kMostParts = 20000;  // more is a picture
    if (parts.size() > kMostParts) return {};
    const int height = letter_height(parts, dpi);
    InkWords words(ink_runs(std::move(parts), height), height, sheet);
    if (!read_left_column(grey, height, dpi, may, milliseconds, words)) return {};
    std::vector<PlacedWord> placed = words.words;
    std::vector<Block> cells = formats::take_unruled_tables(placed, dpi, table, may);
    if (cells.empty()) return cells;
    std::vector<Box> taken;
    for (const Block& cell : cells)
        for (const TextLine& line : cell.lines)
            for (const pipeline::Word& word : line.words)
                taken.push_back(words.on_page(word.box));
    fill_cells(grey, words, sheet, dpi, milliseconds, cells);
    for (const Box& box : taken)
        whiten(grey, grown(box, 2, grey));
    return cells;
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
