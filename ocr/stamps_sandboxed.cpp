#include "ocr/stamps_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <random>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "formats/lines_sandboxed.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/ink_sandboxed.h"
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

// How much of a frame's side is drawn, 0..1; a side that the sheet's edge cuts off counts as drawn.
struct Side {
    Box band;
    bool across = true;
    bool at_sheet_edge = false;
};

double drawn(Pix* ink, const Side& side) {
    if (side.at_sheet_edge) return 1;
    const int length = side.across ? side.band.width() : side.band.height();
    const int depth = side.across ? side.band.height() : side.band.width();
    int seen = 0;
    for (int along = 0; along < length; ++along) {
        bool any = false;
        for (int i = 0; i < depth && !any; ++i) {
            const int x = side.band.left + (side.across ? along : i);
            const int y = side.band.top + (side.across ? i : along);
            l_uint32 value = 0;
            pixGetPixel(ink, x, y, &value);
            any = value != 0;
        }
        seen += any ? 1 : 0;
    }
    return length > 0 ? static_cast<double>(seen) / length : 0;
}

// How much of its four sides a frame shows at least, 0..1.
double least_side(Pix* ink, const Box& box, int dpi, int depth) {
    const int edge = dpi / 10;
    const int width = pixGetWidth(ink), height = pixGetHeight(ink);
    const std::array<Side, 4> sides{
        Side{{box.left, box.top, box.right, box.top + depth}, true, box.top < edge},
        Side{{box.left, box.bottom - depth, box.right, box.bottom},
             true,
             box.bottom > height - edge},
        Side{{box.left, box.top, box.left + depth, box.bottom}, false, box.left < edge},
        Side{{box.right - depth, box.top, box.right, box.bottom}, false, box.right > width - edge}};
    double least = 1;
    for (const Side& side : sides)
        least = std::min(least, drawn(ink, side));
    return least;
}

// Rules across that could be a frame's upper and lower side: about as long, one below the other.
// A stamp's uprights are often broken, and one of them may lie beyond the sheet.
std::vector<Box> between_rules(Pix* rules, int dpi) {
    const int longest = 7 * dpi / 2, shortest = 3 * dpi / 2, same = dpi / 7, edge = dpi / 8;
    PixPtr across(pixOpenBrick(nullptr, rules, dpi / 4, 1));
    across.reset(pixCloseSafeBrick(nullptr, across.get(), dpi / 8, 3));
    std::vector<Box> lines;
    Boxa* boxes = pixConnCompBB(across.get(), 8);
    const int count = boxes ? boxaGetCount(boxes) : 0;
    for (int i = 0; i < count; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        if (w >= shortest && w <= longest && h < dpi / 6) lines.push_back({x, y, x + w, y + h});
    }
    boxaDestroy(&boxes);
    constexpr std::size_t kMostRules = 60;
    if (lines.size() > kMostRules) return {};
    std::vector<Box> found;
    for (const Box& top : lines) {
        Box whole;
        for (const Box& other : lines) {
            const int apart = other.bottom - top.top;
            if (2 * apart < dpi || 4 * apart > 7 * dpi) continue;
            const bool level =
                std::abs(other.left - top.left) < same || (other.left < edge && top.left < edge);
            if (level && std::abs(other.right - top.right) < same && apart > whole.height())
                whole = {std::max(top.left, other.left), top.top, std::min(top.right, other.right),
                         other.bottom};
        }
        if (!whole.empty()) found.push_back(whole);
    }
    // The outermost first; what lies in another is a part of it.
    std::stable_sort(found.begin(), found.end(),
                     [](const Box& a, const Box& b) { return a.height() > b.height(); });
    std::vector<Box> outer;
    for (const Box& box : found)
        if (std::none_of(outer.begin(), outer.end(), [&](const Box& known) {
                return box.top < known.bottom && box.bottom > known.top && box.left < known.right &&
                       box.right > known.left;
            }))
            outer.push_back(box);
    if (outer.size() > kMostStamps) outer.resize(kMostStamps);
    return outer;
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

// A frame's own lines; the bars of capitals in a row look like short ones.
PixPtr long_rules(Pix* rules, int across, int down) {
    PixPtr lines(pixOpenBrick(nullptr, rules, across, 1));
    const PixPtr upright(pixOpenBrick(nullptr, rules, 1, down));
    lines.reset(pixOr(nullptr, lines.get(), upright.get()));
    lines.reset(pixDilateBrick(nullptr, lines.get(), 3, 3));
    if (!lines) throw std::bad_alloc();
    return lines;
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

// Reads a stamp with its lines painted out, more or fewer of them: letters touch lines, and lines
// that were no lines were letters.
Block read_frame(Pix* page, Pix* rules, int dpi, int milliseconds, const Box& box) {
    constexpr int kEnough = 4;
    const std::array<std::pair<int, int>, 3> lengths{
        std::pair{dpi / 2, dpi / 4}, std::pair{3 * box.width() / 5, 3 * box.height() / 5},
        std::pair{box.width() * 2, box.height() * 2}};  // none
    Block best;
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
        best = std::move(block);
        if (most >= kEnough) break;
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
    constexpr int kFaintInk = 170;
    constexpr double kWhole = 0.75, kBroken = 0.3;  // of each side
    std::vector<Block> blocks;
    struct Candidate {
        Box box;
        bool whole;
    };
    std::vector<Candidate> frames;
    for (const Box& box : framed_areas(rules, dpi))
        if (box.width() > box.height() &&
            least_side(rules, box, dpi, std::max(4, dpi / 14)) > kWhole)
            frames.push_back({box, true});
    PixPtr ink(pixThresholdToBinary(page, kFaintInk));
    for (const Box& box : between_rules(rules, dpi)) {
        const bool known = std::any_of(frames.begin(), frames.end(), [&](const Candidate& one) {
            return box.top < one.box.bottom && box.bottom > one.box.top &&
                   box.left < one.box.right && box.right > one.box.left;
        });
        if (!known && least_side(ink.get(), box, dpi, dpi / 9) > kBroken)
            frames.push_back({box, false});
    }
    if (frames.empty()) return blocks;
    const PixPtr drawn_lines = long_rules(rules, dpi / 2, dpi / 4);
    pixSubtract(ink.get(), ink.get(), drawn_lines.get());
    for (const auto& [box, whole] : frames) {
        Block block = read_frame(page, rules, dpi, milliseconds, box);
        if (!pipeline::is_arrival_stamp(block)) continue;
        if (!whole && !says_arrived(block)) continue;
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
        if (pipeline::is_arrival_stamp(block)) block.box = area;
        keep(std::move(block));
        clear(red.get(), area);
    }
    const PixPtr letters = without_frames(red.get(), dpi);
    const PixPtr printed(pixConvert1To8(nullptr, letters.get(), 255, 0));
    for (const Box& area : stamp_areas(letters.get(), dpi))
        keep(stamp_of(read_lines(printed.get(), dpi, Layout::Block, milliseconds, area),
                      kStampConfidence));
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
