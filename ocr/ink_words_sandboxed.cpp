#include "ocr/ink_words_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "formats/word_columns_sandboxed.h"
#include "ocr/cell_text_sandboxed.h"

namespace vanthu::ocr {

using formats::PlacedWord;
using pipeline::Block;
using pipeline::Box;
using pipeline::TextLine;

InkWords::InkWords(const std::vector<InkRun>& runs, int height, const Straightening& sheet) {
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

Box InkWords::on_page(const Box& flat) const {
    const auto found = on_page_.find(key(flat));
    return found == on_page_.end() ? Box{} : found->second;
}

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

Box grown(const Box& box, int by, Pix* page) {
    return {std::max(0, box.left - by), std::max(0, box.top - by),
            std::min(pixGetWidth(page), box.right + by),
            std::min(pixGetHeight(page), box.bottom + by)};
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

}  // namespace vanthu::ocr
