#include "ocr/boxed_marks_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <new>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"
#include "formats/image_sandboxed.h"
#include "ocr/ink_runs_sandboxed.h"
#include "ocr/looks_sandboxed.h"
#include "ocr/page_parts_sandboxed.h"
#include "ocr/row_ink_sandboxed.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

using pipeline::Block;
using pipeline::Box;
using pipeline::TextLine;

constexpr int kInk = 160;
constexpr std::size_t kMostFrames = 6;  // more are a table

bool within(const Box& inner, const Box& outer) {
    return inner.left > outer.left && inner.right < outer.right && inner.top > outer.top &&
           inner.bottom < outer.bottom;
}

// Of the size of such a mark, wider than high.
bool may_be_frame(const Box& part, int dpi) {
    return part.width() > 0.5 * dpi && part.width() < 2.6 * dpi && part.height() > 0.22 * dpi &&
           part.height() < 0.9 * dpi && 2 * part.width() > 3 * part.height();
}

// The letters inside, a frame inside the frame left out.
Box letters_in(const std::vector<Box>& parts, const Box& frame) {
    constexpr int kFewest = 3;
    Box letters;
    int count = 0;
    for (const Box& part : parts) {
        const bool letter = 4 * part.height() > frame.height() &&
                            5 * part.height() < 4 * frame.height() &&
                            3 * part.width() < frame.width();
        if (!letter || !within(part, frame)) continue;
        letters = united(letters, part);
        ++count;
    }
    return count < kFewest ? Box() : letters;
}

bool says_mark(const TextLine& line) {
    constexpr std::array<std::string_view, 6> kMarks{"hoatoc", "thuongkhan", "khan",
                                                     "mat",    "toimat",     "tuyetmat"};
    std::string letters;
    for (const pipeline::Word& word : line.words)
        for (const char c : fold(word.text))
            if (c >= 'a' && c <= 'z') letters += c;
    return std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) {
        return letters == mark || (mark == "hoatoc" && letters.rfind(mark, 0) == 0);
    });
}

std::optional<TextLine> mark_in(Pix* page, int dpi, const Box& letters, int milliseconds) {
    const auto row = row_alone(page, letters, {letters.left, letters.right});
    if (!row) return std::nullopt;
    for (const double scale : {1.0, 0.75}) {
        const auto look = look_at(*row, dpi, scale, milliseconds);
        if (look && says_mark(look->line)) return look->line;
    }
    return std::nullopt;
}

}  // namespace

std::vector<Block> take_boxed_marks(Pix* page, int dpi, int milliseconds) {
    constexpr double kDeep = 0.5, kWide = 0.7;  // of the page: where such marks stand
    const Box area{0, 0, static_cast<int>(kWide * pixGetWidth(page)),
                   static_cast<int>(kDeep * pixGetHeight(page))};
    std::vector<Block> marks;
    if (area.width() < 1 || area.height() < 1) return marks;
    const PixPtr ink(pixThresholdToBinary(clip_of(page, area).get(), kInk));
    if (!ink) throw std::bad_alloc();
    const std::vector<Box> parts = parts_of(ink.get(), area);
    std::vector<Box> frames;
    std::copy_if(parts.begin(), parts.end(), std::back_inserter(frames),
                 [&](const Box& part) { return may_be_frame(part, dpi); });
    if (frames.size() > kMostFrames) return marks;
    for (const Box& frame : frames) {
        const Box letters = letters_in(parts, frame);
        if (letters.empty()) continue;
        auto line = mark_in(page, dpi, letters, milliseconds);
        if (!line) continue;
        whiten(page, frame);
        Block block;
        block.kind = Block::Kind::Stamp;
        block.box = frame;
        block.lines.push_back(std::move(*line));
        const bool known = std::any_of(marks.begin(), marks.end(), [&](const Block& other) {
            return within(frame, other.box) || within(other.box, frame);
        });
        if (!known) marks.push_back(std::move(block));
    }
    return marks;
}

}  // namespace vanthu::ocr
