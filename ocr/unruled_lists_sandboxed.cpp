#include "ocr/unruled_lists_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>
#include <tuple>
#include <utility>

#include "formats/running_numbers.h"
#include "ocr/cell_text_sandboxed.h"
#include "ocr/ink_runs_sandboxed.h"
#include "ocr/ink_words_sandboxed.h"
#include "ocr/page_parts_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;
using formats::PlacedWord;
using pipeline::Block;
using pipeline::Box;
using pipeline::TextLine;

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

// A number so faint that nothing of it is seen: its row stands half way between its neighbours, at
// the height of a text beside it.
PlacedWord between(const PlacedWord& above, const PlacedWord& below, const InkWords& ink, int dpi) {
    PlacedWord missed = above;
    missed.word.text = std::to_string(std::stoi(above.word.text) + 1);
    const Box &a = above.word.box, &b = below.word.box;
    const int half = (b.top - a.top) / 2;
    int down = half, nearest = half / 2;
    for (const PlacedWord& placed : ink.words) {
        const Box& box = placed.word.box;
        const int off = std::abs(box.top - a.top - half);
        if (box.left < a.right || box.left > a.right + dpi || off >= nearest) continue;
        nearest = off;
        down = box.top - a.top;
    }
    const int aside = (b.left - a.left) / 2;
    missed.word.box = {a.left + aside, a.top + down, a.right + aside, a.bottom + down};
    return missed;
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
        if (i < numbers) read.push_back(formats::number_or_mark(text));
    }
    const std::vector<int> values = formats::counted_on(read);
    std::vector<PlacedWord> missed;
    for (std::size_t i = 0; i < numbers; ++i) {
        if (values[i] > 0) column[i]->word.text = std::to_string(values[i]);
        if (i > 0 && values[i - 1] > 0 && values[i] == values[i - 1] + 2)
            missed.push_back(between(*column[i - 1], *column[i], ink, dpi));
    }
    for (PlacedWord& placed : missed)
        ink.words.push_back(std::move(placed));
    return true;
}

// Where no rule tells how the lines fall to the right, they tell it themselves: by the feet of the
// letters in the two halves of each.
void fall_of_lines(const std::vector<Box>& parts, const std::vector<InkRun>& runs, int dpi,
                   Straightening& sheet) {
    constexpr std::size_t kFewestLetters = 4, kFewestLines = 12;
    std::vector<Slope> slopes;
    for (const InkRun& run : runs) {
        const Box& line = run.letters;
        if (line.width() < dpi / 2) continue;
        std::array<std::vector<int>, 2> feet;
        std::array<double, 2> middles{};
        for (const Box& part : parts) {
            const int x = (part.left + part.right) / 2;
            if (x < line.left || x > line.right || part.bottom < run.baseline - dpi / 40 ||
                part.bottom > run.baseline + dpi / 40 || part.height() < line.height() / 4)
                continue;
            const std::size_t half = 2 * x > line.left + line.right ? 1 : 0;
            feet[half].push_back(part.bottom);
            middles[half] += x;
        }
        if (feet[0].size() < kFewestLetters || feet[1].size() < kFewestLetters) continue;
        std::array<double, 2> places{};
        for (std::size_t half = 0; half < 2; ++half) {
            const auto middle =
                feet[half].begin() + static_cast<std::ptrdiff_t>(feet[half].size() / 2);
            std::nth_element(feet[half].begin(), middle, feet[half].end());
            places[half] = *middle;
            middles[half] /= static_cast<double>(feet[half].size());
        }
        const double way = middles[1] - middles[0];
        slopes.push_back({run.baseline - sheet.middle_y, (places[1] - places[0]) / way, way * way});
    }
    if (slopes.size() < kFewestLines) return;
    std::tie(sheet.fall, sheet.fall_change) = fitted(std::move(slopes));
    if (std::abs(sheet.fall_change) * sheet.middle_y > 0.03) sheet.fall_change = 0;
}

// Numbers below each other tell how a list without rules leans.
void lean_of_numbers(const std::vector<PlacedWord*>& numbers, int dpi, Straightening& sheet) {
    constexpr std::size_t kFewest = 6;
    constexpr double kMost = 0.08;
    std::vector<double> leans;
    for (std::size_t i = 0; i < numbers.size(); ++i)
        for (std::size_t k = i + 1; k < numbers.size(); ++k) {
            const Box &a = numbers[i]->word.box, &b = numbers[k]->word.box;
            if (b.top - a.top > dpi)
                leans.push_back((b.left + b.right - a.left - a.right) / 2.0 / (b.top - a.top));
        }
    if (leans.size() < kFewest) return;
    const auto middle = leans.begin() + static_cast<std::ptrdiff_t>(leans.size() / 2);
    std::nth_element(leans.begin(), middle, leans.end());
    if (std::abs(*middle) < kMost) sheet.lean = *middle;
}

}  // namespace

std::vector<Block> take_unruled_list(Pix* grey, Straightening sheet, int dpi, int table,
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
    const std::vector<InkRun> runs = ink_runs(parts, height);
    fall_of_lines(parts, runs, dpi, sheet);
    sheet.lean = sheet.lean_change = 0;
    InkWords words(runs, height, sheet);
    lean_of_numbers(leftmost_numbers(words, height, dpi, may), dpi, sheet);
    words = InkWords(runs, height, sheet);
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

}  // namespace vanthu::ocr
