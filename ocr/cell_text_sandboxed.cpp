#include "ocr/cell_text_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstddef>
#include <new>
#include <utility>

#include "base/text.h"
#include "formats/lines_sandboxed.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/ink_runs_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;
using pipeline::Box;
using pipeline::TextLine;
using pipeline::Word;

// A line of a cell, and where its picture lies on a strip.
struct Piece {
    std::size_t cell = 0;
    InkRun ink;
    Box source, placed;
    TextLine text;
    bool is_short = false;
    bool torn = false;  // a word of the strip reaches into a neighbour
};

class CellReader {
public:
    CellReader(Pix* grey, int dpi, int milliseconds)
        : grey_(grey), dpi_(dpi), milliseconds_(milliseconds) {}

    std::vector<std::vector<TextLine>> read(const std::vector<Box>& cells) {
        find_pieces(cells);
        // Short cells are put beside others, the lines of a longer one beside each other.
        const auto others = std::stable_partition(
            pieces_.begin(), pieces_.end(), [](const Piece& piece) { return piece.is_short; });
        std::stable_sort(pieces_.begin(), others, [&](const Piece& a, const Piece& b) {
            return column_of(a) < column_of(b);
        });
        for (std::size_t first = 0; first < pieces_.size();)
            first = read_strip(first);
        std::stable_sort(pieces_.begin(), pieces_.end(), [](const Piece& a, const Piece& b) {
            return std::pair(a.cell, a.source.top) < std::pair(b.cell, b.source.top);
        });
        std::vector<std::vector<TextLine>> lines(cells.size());
        for (Piece& piece : pieces_) {
            if (piece.torn || clarity(piece.text) < kClear) read_alone(piece);
            drop_unseen(piece);
            if (!piece.text.words.empty()) lines[piece.cell].push_back(std::move(piece.text));
        }
        return lines;
    }

private:
    static constexpr double kClear = 0.8;
    static constexpr int kPad = 2;

    // The commonest light grey: where a picture ends on the strip there must be no edge.
    l_uint32 paper() const {
        constexpr int kLight = 180;
        NUMA* counts = pixGetGrayHistogram(grey_, 4);
        int best = 255;
        float most = 0;
        for (int grey = kLight; counts && grey < 256; ++grey) {
            l_float32 count = 0;
            numaGetFValue(counts, grey, &count);
            if (count <= most) continue;
            most = count;
            best = grey;
        }
        numaDestroy(&counts);
        return static_cast<l_uint32>(best);
    }

    void find_pieces(const std::vector<Box>& cells) {
        paper_ = paper();
        const PixPtr ink(pixThresholdToBinary(grey_, kLetterInk));
        if (!ink) throw std::bad_alloc();
        std::vector<std::vector<Box>> parts;
        std::vector<Box> all;
        for (const Box& cell : cells) {
            parts.push_back(cell.empty() ? std::vector<Box>{} : parts_of(ink.get(), cell));
            all.insert(all.end(), parts.back().begin(), parts.back().end());
        }
        height_ = letter_height(all, dpi_);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::size_t before = pieces_.size();
            for (InkRun& line : ink_lines(ink_runs(std::move(parts[i]), height_))) {
                const Box& box = line.box;
                const Box source{std::max(0, box.left - kPad), std::max(0, box.top - kPad),
                                 std::min(pixGetWidth(grey_), box.right + kPad),
                                 std::min(pixGetHeight(grey_), box.bottom + kPad)};
                pieces_.push_back({i, std::move(line), source, {}, {}, false, false});
            }
            if (pieces_.size() == before + 1)
                pieces_.back().is_short = pieces_.back().source.width() < 3 * height_;
        }
    }

    // Short cells of one column begin, end or stand in the middle at one place.
    int column_of(const Piece& piece) const {
        return (piece.source.left + piece.source.right) / (dpi_ / 2);
    }

    bool together(const Piece& a, const Piece& b) const {
        return a.is_short == b.is_short &&
               (a.is_short ? column_of(a) == column_of(b) : a.cell == b.cell);
    }

    // Reads pieces from `first` on and says where the next strip begins.
    std::size_t read_strip(std::size_t first) {
        // Spaces as in a text, but between numbers wide enough to tell them apart.
        const int gap = pieces_[first].is_short ? 2 * height_ : 2 * height_ / 3;
        const int margin = height_, longest = 9 * dpi_;
        int width = margin, above = 0, below = 0;
        std::size_t end = first;
        for (; end < pieces_.size(); ++end) {
            Piece& piece = pieces_[end];
            if (end > first &&
                (width + piece.source.width() > longest || !together(pieces_[end - 1], piece)))
                break;
            piece.placed = {width, 0, width + piece.source.width(), 0};
            width += piece.source.width() + gap;
            above = std::max(above, piece.ink.baseline - piece.source.top);
            below = std::max(below, piece.source.bottom - piece.ink.baseline);
        }
        const PixPtr strip(pixCreate(width - gap + margin, above + below + 2 * margin, 8));
        if (!strip) throw std::bad_alloc();
        pixSetAllArbitrary(strip.get(), paper_);
        for (std::size_t i = first; i < end; ++i) {
            Piece& piece = pieces_[i];
            piece.placed.top = margin + above - (piece.ink.baseline - piece.source.top);
            piece.placed.bottom = piece.placed.top + piece.source.height();
            pixRasterop(strip.get(), piece.placed.left, piece.placed.top, piece.source.width(),
                        piece.source.height(), PIX_SRC, grey_, piece.source.left, piece.source.top);
        }
        for (const TextLine& line : read_lines(strip.get(), dpi_, Layout::Line, milliseconds_))
            for (const Word& word : line.words)
                give(word, first, end);
        return end;
    }

    void give(const Word& word, std::size_t first, std::size_t end) {
        std::vector<Piece*> homes;
        for (std::size_t i = first; i < end; ++i) {
            const Box& placed = pieces_[i].placed;
            if (std::min(word.box.right, placed.right) > std::max(word.box.left, placed.left))
                homes.push_back(&pieces_[i]);
        }
        if (homes.size() == 1) {
            put(word.text, word, *homes.front());
        } else if (!homes.empty() && !share_out(word, homes)) {
            for (Piece* home : homes)
                home->torn = true;
        }
    }

    // Numbers that were read as one: each has as many digits as its width leaves it.
    static bool share_out(const Word& word, const std::vector<Piece*>& homes) {
        const std::u32string letters = to_utf32(word.text);
        int width = 0;
        for (const Piece* home : homes) {
            if (!home->is_short) return false;
            width += home->ink.box.width();
        }
        std::vector<std::size_t> counts;
        std::size_t sum = 0;
        for (const Piece* home : homes) {
            const double share = static_cast<double>(home->ink.box.width()) / std::max(1, width);
            counts.push_back(std::max<std::size_t>(
                1, static_cast<std::size_t>(share * static_cast<double>(letters.size()) + 0.5)));
            sum += counts.back();
        }
        if (sum != letters.size()) return false;
        std::size_t at = 0;
        for (std::size_t i = 0; i < homes.size(); ++i) {
            put(to_utf8(letters.substr(at, counts[i])), word, *homes[i]);
            at += counts[i];
        }
        return true;
    }

    static void put(std::string text, const Word& word, Piece& piece) {
        const int right = piece.source.left - piece.placed.left;
        const int down = piece.source.top - piece.placed.top;
        const int from = std::max(word.box.left, piece.placed.left);
        const int to = std::min(word.box.right, piece.placed.right);
        const Box box{from + right, word.box.top + down, to + right, word.box.bottom + down};
        piece.text.words.push_back({std::move(text), box, word.confidence});
        piece.text.box = formats::box_of(piece.text.words);
    }

    // The reader likes a stop where a phrase ends, a quote where one begins. Where no speck stands
    // beside the letters there is none.
    static void drop_unseen(Piece& piece) {
        static const std::u32string stops = U".:", openings = U"'\"\u201c_-\u02c6";
        std::vector<Word>& words = piece.text.words;
        if (words.empty()) return;
        std::u32string last = to_utf32(words.back().text);
        if (piece.ink.box.right <= piece.ink.letters.right && last.size() > 1 &&
            stops.find(last.back()) != std::u32string::npos) {
            last.pop_back();
            words.back().text = to_utf8(last);
        }
        std::u32string first = to_utf32(words.front().text);
        if (piece.ink.box.left >= piece.ink.letters.left && first.size() > 1 &&
            openings.find(first.front()) != std::u32string::npos)
            words.front().text = to_utf8(first.substr(1));
    }

    static double clarity(const TextLine& line) {
        double sum = 0;
        std::size_t letters = 0;
        for (const Word& word : line.words) {
            const std::size_t length = to_utf32(word.text).size();
            sum += static_cast<double>(word.confidence) * static_cast<double>(length);
            letters += length;
        }
        return letters == 0 ? 0 : sum / static_cast<double>(letters);
    }

    void read_alone(Piece& piece) {
        const int margin = dpi_ / 25;
        const Box area{std::max(0, piece.source.left - margin),
                       std::max(0, piece.source.top - margin),
                       std::min(pixGetWidth(grey_), piece.source.right + margin),
                       std::min(pixGetHeight(grey_), piece.source.bottom + margin)};
        TextLine again;
        for (TextLine& line : read_lines(grey_, dpi_, Layout::Line, milliseconds_, area))
            for (Word& word : line.words)
                again.words.push_back(std::move(word));
        if (again.words.empty()) return;
        again.box = formats::box_of(again.words);
        if (piece.torn || clarity(again) > clarity(piece.text)) piece.text = std::move(again);
    }

    Pix* grey_;
    const int dpi_, milliseconds_;
    int height_ = 0;
    l_uint32 paper_ = 255;
    std::vector<Piece> pieces_;
};

}  // namespace

std::vector<std::vector<TextLine>> read_cells(Pix* grey, const std::vector<Box>& cells, int dpi,
                                              int milliseconds) {
    return CellReader(grey, dpi, milliseconds).read(cells);
}

}  // namespace vanthu::ocr
