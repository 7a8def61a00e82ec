#include "ocr/stamps_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <random>
#include <utility>

#include "base/text.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/ink_sandboxed.h"
#include "formats/lines_sandboxed.h"

namespace vanthu::ocr {

using formats::PlacedWord;
using formats::lines_of;
namespace {

using pipeline::Block;
using pipeline::Box;
using pipeline::TextLine;
using pipeline::Word;

constexpr int kRedOnly = 64, kAnyInk = 192;  // thresholds of the coloured layer
constexpr double kStampConfidence = 0.55;    // below this a stamp's line is taken for ornament
constexpr double kFormConfidence = 0.3;      // the same inside a frame that is filled in by hand
constexpr std::size_t kMostStamps = 12;

struct Point {
    double x = 0, y = 0;
};

struct Circle {
    Point centre;
    double radius = 0;
};

std::optional<Circle> circle_through(const Point& a, const Point& b, const Point& c) {
    const double d = 2 * (a.x * (b.y - c.y) + b.x * (c.y - a.y) + c.x * (a.y - b.y));
    if (std::abs(d) < 1) return std::nullopt;
    const double aa = a.x * a.x + a.y * a.y, bb = b.x * b.x + b.y * b.y, cc = c.x * c.x + c.y * c.y;
    const Point centre{(aa * (b.y - c.y) + bb * (c.y - a.y) + cc * (a.y - b.y)) / d,
                       (aa * (c.x - b.x) + bb * (a.x - c.x) + cc * (b.x - a.x)) / d};
    return Circle{centre, std::hypot(a.x - centre.x, a.y - centre.y)};
}

// How much of the circle's round is inked, 0..1.
double coverage(const std::vector<Point>& points, const Circle& circle, double tolerance) {
    constexpr int kSectors = 72;
    std::array<bool, kSectors> inked{};
    for (const Point& point : points) {
        const double dx = point.x - circle.centre.x, dy = point.y - circle.centre.y;
        if (std::abs(std::hypot(dx, dy) - circle.radius) > tolerance) continue;
        const double turn = std::atan2(dy, dx) / (2 * 3.14159265358979) + 0.5;
        inked[static_cast<std::size_t>(turn * kSectors) % kSectors] = true;
    }
    return static_cast<double>(std::count(inked.begin(), inked.end(), true)) / kSectors;
}

std::vector<Point> points_of(Pix* part, int left, int top) {
    std::vector<Point> points;
    for (int y = 0; y < pixGetHeight(part); y += 2) {
        const l_uint32* row = pixGetData(part) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(part);
        for (int x = 0; x < pixGetWidth(part); x += 2)
            if (GET_DATA_BIT(row, x))
                points.push_back({static_cast<double>(left + x), static_cast<double>(top + y)});
    }
    return points;
}

// The outermost ring among the strokes that hang together, if there is one of a seal's size.
std::optional<Circle> seal_in(const std::vector<Point>& points, int dpi) {
    constexpr int kTrials = 400;
    constexpr double kSmallest = 0.4, kLargest = 1.1;  // radius in inches
    constexpr double kRound = 0.6;                     // of the ring must be seen
    if (points.size() < 100) return std::nullopt;
    std::minstd_rand random(1);  // the same page must always read the same
    const auto pick = [&] { return points[random() % points.size()]; };
    std::optional<Circle> best;
    for (int i = 0; i < kTrials; ++i) {
        const auto circle = circle_through(pick(), pick(), pick());
        if (!circle || circle->radius < kSmallest * dpi || circle->radius > kLargest * dpi)
            continue;
        if (best && circle->radius <= best->radius) continue;
        if (coverage(points, *circle, dpi / 80.0) >= kRound) best = circle;
    }
    return best;
}

void wipe_disc(Pix* ink, const Circle& circle) {
    const double radius = circle.radius * 1.04 + 2;
    for (int y = std::max(0, static_cast<int>(circle.centre.y - radius));
         y < std::min(pixGetHeight(ink), static_cast<int>(circle.centre.y + radius) + 1); ++y) {
        const double half = std::sqrt(
            std::max(0.0, radius * radius - (y - circle.centre.y) * (y - circle.centre.y)));
        const int from = std::max(0, static_cast<int>(circle.centre.x - half));
        const int to = std::min(pixGetWidth(ink) - 1, static_cast<int>(circle.centre.x + half));
        l_uint32* row = pixGetData(ink) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(ink);
        for (int x = from; x <= to; ++x)
            CLEAR_DATA_BIT(row, x);
    }
}

void wipe_seals(Pix* ink, int dpi) {
    PixPtr joined(pixCloseSafeBrick(nullptr, ink, 3, 3));
    Boxa* boxes = pixConnCompBB(joined.get(), 8);
    const int count = boxes ? boxaGetCount(boxes) : 0;
    for (int i = 0; i < count; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        if (w < 0.8 * dpi || h < 0.8 * dpi || w > 3 * dpi || h > 3 * dpi) continue;
        BOX* area = boxCreate(x, y, w, h);
        const PixPtr part(pixClipRectangle(ink, area, nullptr));
        boxDestroy(&area);
        if (!part) continue;
        if (const auto circle = seal_in(points_of(part.get(), x, y), dpi)) wipe_disc(ink, *circle);
    }
    boxaDestroy(&boxes);
}

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

// Frames large enough to hold several lines: arrival stamps.
std::vector<Box> framed_areas(Pix* red, int dpi) {
    PixPtr joined(pixCloseSafeBrick(nullptr, red, 3, 3));
    std::vector<Box> areas;
    Boxa* boxes = pixConnCompBB(joined.get(), 8);
    const int count = boxes ? boxaGetCount(boxes) : 0;
    for (int i = 0; i < count && areas.size() < kMostStamps; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        if (2 * w > 2 * dpi && 2 * h > dpi && w < 5 * dpi && h < 3 * dpi)
            areas.push_back({x, y, x + w, y + h});
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

// Pieces of one row that layout analysis found apart, from left to right again.
std::vector<TextLine> in_rows(const std::vector<TextLine>& pieces) {
    std::vector<PlacedWord> words;
    for (const TextLine& piece : pieces)
        for (const Word& word : piece.words)
            words.push_back({word, false, false});
    return lines_of(std::move(words));
}

}  // namespace

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
        keep(stamp_of(in_rows(read_lines(written.get(), dpi, Layout::Sparse, milliseconds, area)),
                      kFormConfidence));
        clear(red.get(), area);
    }
    const PixPtr letters = without_frames(red.get(), dpi);
    const PixPtr printed(pixConvert1To8(nullptr, letters.get(), 255, 0));
    for (const Box& area : stamp_areas(letters.get(), dpi))
        keep(stamp_of(read_lines(printed.get(), dpi, Layout::Block, milliseconds, area),
                      kStampConfidence));
    return blocks;
}

}  // namespace vanthu::ocr
