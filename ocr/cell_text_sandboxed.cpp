#include "ocr/cell_text_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <deque>
#include <new>
#include <utility>

#include "base/text.h"
#include "formats/lines_sandboxed.h"
#include "ocr/cell_words_sandboxed.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/ink_runs_sandboxed.h"
#include "ocr/looks_sandboxed.h"
#include "ocr/own_network_sandboxed.h"
#include "ocr/worker_language_sandboxed.h"

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
    bool torn = false;                // a word of the strip reaches into a neighbour
    std::vector<Box> ink_parts;       // connected ink of its line
    std::deque<SeenLine> looks = {};  // stay where they are when more come
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
        for (Piece& piece : pieces_) {
            if (piece.torn || clarity(piece.text) < kClear) read_alone(piece);
            drop_unseen(piece);
            drop_specks(piece);
            join_at_slash(piece);
        }
        drop_specks_between_lines(cells.size());
        settle();
        std::vector<std::vector<TextLine>> lines(cells.size());
        for (Piece& piece : pieces_)
            if (!piece.text.words.empty()) lines[piece.cell].push_back(std::move(piece.text));
        return lines;
    }

private:
    static constexpr double kClear = 0.8;
    static constexpr int kPad = 2;

    static bool holds(const Box& line, const Box& part) {
        const int x = (part.left + part.right) / 2, y = (part.top + part.bottom) / 2;
        return x >= line.left && x < line.right && y >= line.top && y < line.bottom;
    }

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
            for (InkRun& line : ink_lines(ink_runs(parts[i], height_))) {
                const Box& box = line.box;
                const Box source{std::max(0, box.left - kPad), std::max(0, box.top - kPad),
                                 std::min(pixGetWidth(grey_), box.right + kPad),
                                 std::min(pixGetHeight(grey_), box.bottom + kPad)};
                std::vector<Box> own;
                for (const Box& part : parts[i])
                    if (holds(box, part)) own.push_back(part);
                pieces_.push_back(
                    {i, std::move(line), source, {}, {}, false, false, std::move(own)});
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
        const LineRecord record;
        const auto lines = read_lines(strip.get(), dpi_, Layout::Line, milliseconds_);
        letters_ = worker_language() ? line_letters() : nullptr;
        for (const TextLine& line : lines) {
            for (const Word& word : line.words)
                give(word, first, end);
            keep_look(line, record.lines(), first, end);
        }
        return end;
    }

    // What the strip's words were read from goes to the pieces that they stand on.
    void keep_look(const TextLine& line, std::vector<LineOutputs> outputs, std::size_t first,
                   std::size_t end) {
        if (!letters_) return;
        const std::vector<WordSteps> steps =
            steps_of_words(line, outputs_for(line, std::move(outputs), *letters_), *letters_);
        if (steps.empty()) return;
        for (std::size_t i = first; i < end; ++i) {
            Piece& piece = pieces_[i];
            SeenLine look;
            for (std::size_t w = 0; w < line.words.size(); ++w) {
                Word word = line.words[w];
                if (word.box.left < piece.placed.left - kPad ||
                    word.box.right > piece.placed.right + kPad)
                    continue;
                const int right = piece.source.left - piece.placed.left;
                const int down = piece.source.top - piece.placed.top;
                word.box = {word.box.left + right, word.box.top + down, word.box.right + right,
                            word.box.bottom + down};
                look.push_back({std::move(word), steps[w]});
            }
            if (!look.empty()) piece.looks.push_back(std::move(look));
        }
    }

    // The words of all cells, weighed together; lines in doubt are looked at once more, larger.
    void settle() {
        if (!letters_) return;
        std::vector<HeardCell> cells;
        std::vector<std::vector<Piece*>> pieces;
        for (Piece& piece : pieces_) {  // sorted by their cells
            if (piece.text.words.empty()) continue;
            if (cells.empty() || pieces.back().back()->cell != piece.cell) {
                cells.emplace_back();
                pieces.emplace_back();
            }
            HeardLine line{&piece.text, {}};
            for (const SeenLine& look : piece.looks)
                line.looks.push_back(&look);
            cells.back().push_back(std::move(line));
            pieces.back().push_back(&piece);
        }
        settle_words(
            std::move(cells), {*worker_language(), *letters_, known_family_names()},
            [&](std::size_t cell, std::size_t line) { return look_again(*pieces[cell][line]); });
    }

    const SeenLine* look_again(Piece& piece) const {
        constexpr double kLarger = 1.3;
        const auto look = look_at(grey_, dpi_, around(piece), kLarger, milliseconds_);
        return look ? keep_look(piece, look->line, look->outputs) : nullptr;
    }

    const SeenLine* keep_look(Piece& piece, const TextLine& line, LineOutputs outputs) const {
        const std::vector<WordSteps> steps = steps_of_words(line, std::move(outputs), *letters_);
        SeenLine look;
        for (std::size_t i = 0; i < steps.size(); ++i)
            look.push_back({line.words[i], steps[i]});
        if (look.empty()) return nullptr;
        piece.looks.push_back(std::move(look));
        return &piece.looks.back();
    }

    Box around(const Piece& piece) const {
        const int margin = dpi_ / 25;
        return {std::max(0, piece.source.left - margin), std::max(0, piece.source.top - margin),
                std::min(pixGetWidth(grey_), piece.source.right + margin),
                std::min(pixGetHeight(grey_), piece.source.bottom + margin)};
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
    void drop_unseen(Piece& piece) const {
        static const std::u32string stops = U".:", openings = U"'\"\u201c_-\u02c6";
        std::vector<Word>& words = piece.text.words;
        if (words.size() > 1)
            std::erase_if(words, [&](const Word& word) { return is_unseen_sign(word, piece); });
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

    // What specks read as: signs that stand alone or where no text has them.
    void drop_specks(Piece& piece) const {
        static const std::u32string never = U"_\u02c6`~|*^'\u2018\u2019", alone = never + U".,:;",
                                    around = U"\"\u201c\u201d";
        std::vector<Word>& words = piece.text.words;
        const auto only = [](const Word& word, const std::u32string& signs) {
            return to_utf32(word.text).find_first_not_of(signs) == std::u32string::npos;
        };
        // Alone in a cell it may be a number that was misread.
        if (words.size() > 1)
            std::erase_if(words, [&](const Word& word) { return only(word, alone + around); });
        if (words.empty()) return;
        std::u32string first = to_utf32(words.front().text);
        while (first.size() > 1 && alone.find(first.front()) != std::u32string::npos)
            first.erase(0, 1);
        words.front().text = to_utf8(first);
        std::u32string last = to_utf32(words.back().text);
        while (last.size() > 1 && (never.find(last.back()) != std::u32string::npos ||
                                   (last.back() == U'.' && !ends_in_stop(piece))))
            last.pop_back();
        words.back().text = to_utf8(last);
    }

    // Specks between the lines of a cell, or beside its text, look like a line of their own.
    void drop_specks_between_lines(std::size_t cells) {
        std::vector<int> lines(cells, 0);
        for (const Piece& piece : pieces_)
            lines[piece.cell] += piece.text.words.empty() ? 0 : 1;
        for (Piece& piece : pieces_) {
            if (lines[piece.cell] < 2 || piece.text.words.size() != 1) continue;
            const std::u32string text = to_utf32(piece.text.words.front().text);
            const bool low = 5 * piece.ink.letters.height() < 3 * height_;
            const bool sign = text.find_first_not_of(U".,:;-_'\"~`^*|") == std::u32string::npos;
            if (!sign && !(low && text.size() == 1)) continue;
            piece.text.words.clear();
            --lines[piece.cell];
        }
    }

    // A full stop stands on the foot of the letters and close to the last of them.
    bool ends_in_stop(const Piece& piece) const {
        const int right = piece.ink.letters.right;
        return std::any_of(piece.ink_parts.begin(), piece.ink_parts.end(), [&](const Box& part) {
            return part.left >= right && part.left - right < 0.4 * height_ &&
                   std::abs(part.bottom - piece.ink.baseline) <= std::max(2, height_ / 6) &&
                   10 * part.height() >= height_ && 5 * part.height() <= 2 * height_;
        });
    }

    // A sign that stands alone is a part of its own, smaller than a letter.
    bool is_unseen_sign(const Word& word, const Piece& piece) const {
        static const std::u32string signs = U".,:;'\"\u201c\u201d_\u02c6`~";
        const std::u32string text = to_utf32(word.text);
        if (text.size() > 2 || text.find_first_not_of(signs) != std::u32string::npos) return false;
        return std::none_of(piece.ink_parts.begin(), piece.ink_parts.end(), [&](const Box& part) {
            const int x = (part.left + part.right) / 2;
            return 3 * part.height() < 2 * height_ && x >= word.box.left && x <= word.box.right &&
                   (part.top > piece.ink.baseline - height_ / 2 ||
                    part.bottom < piece.ink.baseline - height_ / 2);
        });
    }

    // The reader puts a space behind the slash of "đồng/năm"; on paper there is none.
    void join_at_slash(Piece& piece) const {
        constexpr double kSpace = 0.35;  // of the height of a letter
        std::vector<Word>& words = piece.text.words;
        for (std::size_t i = 0; i + 1 < words.size();) {
            const Word& next = words[i + 1];
            Word& word = words[i];
            const auto begin = static_cast<unsigned char>(next.text.front());
            const bool letter = begin >= 0x80 || (begin >= 'A' && begin <= 'z');
            if (word.text.size() < 2 || word.text.back() != '/' || !letter ||
                white_at((word.box.right + next.box.left) / 2, piece) > kSpace * height_) {
                ++i;
                continue;
            }
            word.text += next.text;
            word.box = united(word.box, next.box);
            word.confidence = std::min(word.confidence, next.confidence);
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        }
    }

    // How wide the white is between the ink left and right of `x`.
    static int white_at(int x, const Piece& piece) {
        int left = piece.ink.box.left, right = piece.ink.box.right;
        for (const Box& part : piece.ink_parts) {
            if (part.left + part.right < 2 * x)
                left = std::max(left, part.right);
            else
                right = std::min(right, part.left);
        }
        return right - left;
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
        TextLine again;
        const LineRecord record;
        for (TextLine& line : read_lines(grey_, dpi_, Layout::Line, milliseconds_, around(piece)))
            for (Word& word : line.words)
                again.words.push_back(std::move(word));
        if (again.words.empty()) return;
        again.box = formats::box_of(again.words);
        if (letters_) keep_look(piece, again, outputs_for(again, record.lines(), *letters_));
        if (piece.torn || clarity(again) > clarity(piece.text)) piece.text = std::move(again);
    }

    Pix* grey_;
    const int dpi_, milliseconds_;
    // Null where the worker has no language model: then words stay as they were read.
    const LineLetters* letters_ = nullptr;
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
