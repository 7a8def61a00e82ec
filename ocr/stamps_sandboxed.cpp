#include "ocr/stamps_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "formats/lines_sandboxed.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/ink_sandboxed.h"
#include "ocr/seals_sandboxed.h"
#include "ocr/stamp_frames_sandboxed.h"
#include "ocr/stamp_labels_sandboxed.h"
#include "pipeline/stamps.h"

namespace vanthu::ocr {

using formats::lines_of;
using formats::PlacedWord;
namespace {

using pipeline::Block;
using pipeline::Box;
using pipeline::TextLine;
using pipeline::Word;

constexpr int kRedOnly = 64, kAnyInk = 192;  // thresholds of the coloured layer
constexpr double kStampConfidence = 0.55;    // below this a stamp's line is taken for ornament
constexpr double kFormConfidence = 0.3;      // the same inside a frame that is filled in by hand

PixPtr without_frames(Pix* ink, int dpi) {
    const int longest = dpi / 3;  // no stroke of a letter is that long
    PixPtr across(pixOpenBrick(nullptr, ink, longest, 1));
    PixPtr down(pixOpenBrick(nullptr, ink, 1, longest));
    PixPtr frames(pixOr(nullptr, across.get(), down.get()));
    PixPtr wider(pixDilateBrick(nullptr, frames.get(), 3, 3));
    return PixPtr(pixSubtract(nullptr, ink, wider.get()));
}

// Where coloured ink stands together like lines of text.
std::vector<Box> stamp_areas(Pix* ink, int dpi) {
    PixPtr joined(pixCloseSafeBrick(nullptr, ink, dpi / 6, dpi / 10));
    Boxa* boxes = pixConnCompBB(joined.get(), 8);
    std::vector<Box> areas;
    const int count = boxes ? boxaGetCount(boxes) : 0;
    for (int i = 0; i < count && areas.size() < kMostStamps; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        if (h < dpi / 16 || w < dpi / 5 || w < h / 2) continue;
        const int margin = dpi / 20;
        Box area{std::max(0, x - margin), std::max(0, y - margin),
                 std::min(pixGetWidth(ink), x + w + margin),
                 std::min(pixGetHeight(ink), y + h + margin)};
        areas.push_back(area);
    }
    boxaDestroy(&boxes);
    return areas;
}

bool is_text(const TextLine& line, double least_confidence) {
    double sum = 0;
    int letters = 0;
    for (const Word& word : line.words) {
        const std::string folded = fold(word.text);
        letters += static_cast<int>(std::count_if(folded.begin(), folded.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        }));
        sum += word.confidence;
    }
    return letters >= 2 && sum / static_cast<double>(line.words.size()) >= least_confidence;
}

Block stamp_of(std::vector<TextLine> lines, double least_confidence) {
    Block block;
    block.kind = Block::Kind::Stamp;
    for (TextLine& line : lines) {
        if (!is_text(line, least_confidence)) continue;
        block.box = united(block.box, line.box);
        block.lines.push_back(std::move(line));
    }
    return block;
}

void clear(Pix* ink, const Box& box) {
    BOX* area = boxCreate(box.left, box.top, box.width(), box.height());
    pixClearInRect(ink, area);
    boxDestroy(&area);
}

// KHẨN and the like: one line in a box, whose sides stay where the box is tilted.
bool is_of_marks_size(const Box& area, int dpi) {
    const double wide = static_cast<double>(area.width()) / dpi;
    const double high = static_cast<double>(area.height()) / dpi;
    return wide > 0.6 && wide < 2 && high > 0.25 && high < 0.6;
}

Box inside(const Box& area, int dpi) {
    const int side = dpi / 10;  // its margin and the box's own line; those above and below are gone
    return {area.left + side, area.top, area.right - side, area.bottom};
}

// How much of a word's ink on the page has colour, 0..1.
double coloured_share(Pix* page, Pix* layer, const Box& box) {
    constexpr int kDark = 160;
    long dark = 0, coloured = 0;
    const int right = std::min(box.right, std::min(pixGetWidth(page), pixGetWidth(layer)));
    const int bottom = std::min(box.bottom, std::min(pixGetHeight(page), pixGetHeight(layer)));
    for (int y = std::max(0, box.top); y < bottom; ++y) {
        const auto row = static_cast<std::ptrdiff_t>(y);
        const l_uint32* ink = pixGetData(page) + row * pixGetWpl(page);
        const l_uint32* colour = pixGetData(layer) + row * pixGetWpl(layer);
        for (int x = std::max(0, box.left); x < right; ++x) {
            if (GET_DATA_BYTE(ink, x) >= kDark) continue;
            ++dark;
            coloured += GET_DATA_BYTE(colour, x) < kAnyInk ? 1 : 0;
        }
    }
    return dark > 0 ? static_cast<double>(coloured) / static_cast<double>(dark) : 0;
}

bool covers(const Block& stamp, const Box& box) {
    double covered = 0;
    for (const TextLine& line : stamp.lines)
        for (const Word& word : line.words) {
            const int across =
                std::min(word.box.right, box.right) - std::max(word.box.left, box.left);
            const int down =
                std::min(word.box.bottom, box.bottom) - std::max(word.box.top, box.top);
            if (across > 0 && down > 0) covered += static_cast<double>(across) * down;
        }
    return 2 * covered > static_cast<double>(box.width()) * box.height();
}

// Pieces of one row that layout analysis found apart, from left to right again. ĐẾN is as high as
// two rows and would join them.
std::vector<TextLine> in_rows(const std::vector<TextLine>& pieces) {
    std::vector<int> heights;
    for (const TextLine& piece : pieces)
        for (const Word& word : piece.words)
            heights.push_back(word.box.height());
    if (heights.empty()) return {};
    const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
    std::nth_element(heights.begin(), middle, heights.end());
    std::vector<PlacedWord> words;
    std::vector<TextLine> high;
    for (const TextLine& piece : pieces)
        for (const Word& word : piece.words)
            if (fold(word.text) == "den" && 2 * word.box.height() > 3 * *middle)
                high.push_back({{word}, word.box});
            else
                words.push_back({word, false, false});
    std::vector<TextLine> rows = lines_of(std::move(words));
    const auto before = [](const TextLine& a, const TextLine& b) { return a.box.top < b.box.top; };
    for (TextLine& line : high)
        rows.insert(std::upper_bound(rows.begin(), rows.end(), line, before), std::move(line));
    return rows;
}

// How many of a stamp's labels were read.
int labels_in(const Block& block) {
    int labels = 0;
    for (const TextLine& line : block.lines)
        for (const Word& word : line.words) {
            const std::string text = fold(word.text);
            for (const char* label : {"den", "so:", "ngay", "chuyen"})
                labels += text.compare(0, std::string_view(label).size(), label) == 0;
        }
    return labels;
}

struct FrameReading {
    Block block;
    bool has_rows = false;  // for number and date, known by their labels
};

// Reads a stamp with its lines painted out, more or fewer of them: letters touch lines, and lines
// that were no lines were letters.
FrameReading read_frame(Pix* page, Pix* rules, int dpi, int milliseconds, const Box& box) {
    constexpr int kEnough = 4;
    const std::array<std::pair<int, int>, 3> lengths{
        std::pair{dpi / 2, dpi / 4}, std::pair{3 * box.width() / 5, 3 * box.height() / 5},
        std::pair{box.width() * 2, box.height() * 2}};  // none
    FrameReading best;
    int most = -1;
    for (const auto& [across, down] : lengths) {
        const PixPtr lines = long_rules(rules, across, down);
        const PixPtr written(pixCopy(nullptr, page));
        pixSetMasked(written.get(), lines.get(), 255);
        Block block =
            stamp_of(in_rows(read_lines(written.get(), dpi, Layout::Sparse, milliseconds, box)),
                     kFormConfidence);
        const int labels = labels_in(block);
        if (labels <= most) continue;
        most = labels;
        best.block = std::move(block);
        if (most >= kEnough) break;
    }
    if (most > 0) {
        const PixPtr lines = long_rules(rules, lengths.front().first, lengths.front().second);
        const PixPtr written(pixCopy(nullptr, page));
        pixSetMasked(written.get(), lines.get(), 255);
        best.has_rows = read_labels(written.get(), dpi, milliseconds, box, best.block);
    }
    return best;
}

void fill_white(Pix* page, const Box& box) {
    BOX* area = boxCreate(box.left, box.top, box.width(), box.height());
    pixSetInRectArbitrary(page, area, 255);
    boxDestroy(&area);
}

// ĐẾN in capitals: what a stamp says and a table's heading does not.
bool says_arrived(const Block& block) {
    return std::any_of(block.lines.begin(), block.lines.end(), [](const TextLine& line) {
        return std::any_of(line.words.begin(), line.words.end(), [](const Word& word) {
            return fold(word.text) == "den" && upper(word.text) == word.text;
        });
    });
}

// Chuyển: third of a stamp's rows; the sheet's edge may have taken its first letter.
bool says_forward(const Block& block) {
    return std::any_of(block.lines.begin(), block.lines.end(), [](const TextLine& line) {
        return std::any_of(line.words.begin(), line.words.end(), [](const Word& word) {
            return fold(word.text).find("huyen") != std::string::npos;
        });
    });
}

// Whether the page's own lines run through the frame: ink on both sides of an upright, at one
// height, more often than pen strokes would.
bool lies_on_text(Pix* ink, const Box& box, int dpi) {
    const int reach = dpi / 8;
    const auto inked = [&](int from, int to, int y) {
        for (int x = std::max(0, from); x < std::min(to, pixGetWidth(ink)); ++x) {
            l_uint32 value = 0;
            pixGetPixel(ink, x, y, &value);
            if (value) return true;
        }
        return false;
    };
    for (const int side : {box.left, box.right}) {
        int rows = 0;
        for (int y = std::max(0, box.top); y < std::min(box.bottom, pixGetHeight(ink)); ++y)
            rows += inked(side - reach, side, y) && inked(side, side + reach, y);
        if (4 * rows > box.height()) return true;
    }
    return false;
}

// The frame and what was read as the stamp's own, where the page's lines run through it.
void wipe_print(Pix* page, Pix* rules, int dpi, const Block& block, const Box& around) {
    constexpr double kRead = 0.5;
    const PixPtr lines = long_rules(rules, dpi / 2, dpi / 4);
    for (int y = std::max(0, around.top); y < std::min(around.bottom, pixGetHeight(page)); ++y)
        for (int x = std::max(0, around.left); x < std::min(around.right, pixGetWidth(page)); ++x) {
            l_uint32 value = 0;
            pixGetPixel(lines.get(), x, y, &value);
            if (value) pixSetPixel(page, x, y, 255);
        }
    for (const TextLine& line : block.lines)
        if (!line.words.empty() && line.words.front().confidence >= kRead)
            fill_white(page, line.words.front().box);
}

}  // namespace

std::vector<Block> take_framed_stamps(Pix* page, Pix* rules, int dpi, int milliseconds) {
    std::vector<Block> blocks;
    const std::vector<Frame> frames = frames_of(page, rules, dpi);
    if (frames.empty()) return blocks;
    PixPtr ink(pixThresholdToBinary(page, kFaintInk));
    const PixPtr drawn_lines = long_rules(rules, dpi / 2, dpi / 4);
    pixSubtract(ink.get(), ink.get(), drawn_lines.get());
    for (const auto& [box, whole] : frames) {
        auto [block, has_rows] = read_frame(page, rules, dpi, milliseconds, box);
        if (!pipeline::is_arrival_stamp(block)) continue;
        if (!whole && !says_arrived(block) && !(has_rows && says_forward(block))) continue;
        block.box = box;
        const int margin = dpi / 40;
        const Box around{box.left - margin, box.top - margin, box.right + margin,
                         box.bottom + margin};
        if (lies_on_text(ink.get(), box, dpi))
            wipe_print(page, rules, dpi, block, around);
        else
            fill_white(page, around);
        clear(rules, around);
        blocks.push_back(std::move(block));
    }
    return blocks;
}

std::vector<Block> read_stamps(Pix* layer, int dpi, int milliseconds) {
    PixPtr red(pixThresholdToBinary(layer, kRedOnly));
    wipe_seals(red.get(), dpi);
    std::vector<Block> blocks;
    const auto keep = [&](Block block) {
        if (!block.lines.empty()) blocks.push_back(std::move(block));
    };
    PixPtr ink(pixThresholdToBinary(layer, kAnyInk));
    const PixPtr any = without_frames(ink.get(), dpi);
    const PixPtr written(pixConvert1To8(nullptr, any.get(), 255, 0));
    for (const Box& area : framed_areas(red.get(), dpi)) {
        Block block =
            stamp_of(in_rows(read_lines(written.get(), dpi, Layout::Sparse, milliseconds, area)),
                     kFormConfidence);
        if (pipeline::is_arrival_stamp(block)) {
            read_labels(written.get(), dpi, milliseconds, area, block);
            block.box = area;
        }
        keep(std::move(block));
        clear(red.get(), area);
    }
    const PixPtr letters = without_frames(red.get(), dpi);
    const PixPtr printed(pixConvert1To8(nullptr, letters.get(), 255, 0));
    for (const Box& area : stamp_areas(letters.get(), dpi)) {
        Block block = stamp_of(read_lines(printed.get(), dpi, Layout::Block, milliseconds, area),
                               kStampConfidence);
        if (block.lines.empty() && is_of_marks_size(area, dpi))
            block = stamp_of(
                read_lines(printed.get(), dpi, Layout::Line, milliseconds, inside(area, dpi)),
                kStampConfidence);
        keep(std::move(block));
    }
    return blocks;
}

void drop_stamped_words(Pix* page, Pix* layer, const std::vector<Block>& stamps,
                        std::vector<TextLine>& lines) {
    constexpr double kMostlyColoured = 0.5;
    for (const Block& stamp : stamps) {
        if (!pipeline::is_arrival_stamp(stamp)) continue;
        for (TextLine& line : lines) {
            const auto dropped = std::erase_if(line.words, [&](const Word& word) {
                return covers(stamp, word.box) &&
                       coloured_share(page, layer, word.box) > kMostlyColoured;
            });
            if (dropped > 0) line.box = formats::box_of(line.words);
        }
    }
    std::erase_if(lines, [](const TextLine& line) { return line.words.empty(); });
}

}  // namespace vanthu::ocr
