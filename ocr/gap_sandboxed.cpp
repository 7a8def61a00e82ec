// crop_gaps: what was filled into a printed line, cut out of the page image for the digit reader.
//
// Sizes come from the print beside the gap. Red ink is paper (seals), a blue pen is dark, so the
// red channel is what is looked at; how blue the ink is, is told apart. {any_ink}: behind the strip
// stands the same one from all channels, as numbers are stamped in red too. {shrinks}: the
// strip at several sizes, one behind the other, 1.3 = so much smaller, for a large hand. {side}:
// where a stamp's frame ends; its line is wiped, and the gap ends there unless a pen crosses it.

#include <leptonica/allheaders.h>

#include <Poco/JSON/Array.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <vector>

#include "base/error.h"
#include "formats/image_sandboxed.h"
#include "formats/parameters_sandboxed.h"
#include "ocr/digits.h"
#include "ocr/operations.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

constexpr std::size_t kMostGaps = 16;
constexpr double kCapitalEm = 0.662;  // height of a capital, in type sizes
constexpr double kContextEm = 0.55;   // of the print on both sides that is cut out with the gap

struct Grid {
    int width = 0, height = 0;
    std::vector<unsigned char> dark;  // 0 = paper white .. 255 = black, in the red channel
    std::vector<signed char> blue;    // how much bluer than red

    int at(int x, int y) const {
        if (x < 0 || y < 0 || x >= width || y >= height) return -1;
        return dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                    static_cast<std::size_t>(x)];
    }
};

enum class Ink { NotRed, Any };

// The page's rows [top, bottom).
Grid grid_of(Pix* pix, int top, int bottom, Ink ink) {
    Grid grid;
    grid.width = pixGetWidth(pix);
    top = std::clamp(top, 0, pixGetHeight(pix));
    grid.height = std::clamp(bottom, top, pixGetHeight(pix)) - top;
    grid.dark.reserve(static_cast<std::size_t>(grid.width) * static_cast<std::size_t>(grid.height));
    const int depth = pixGetDepth(pix);
    for (int y = 0; y < grid.height; ++y) {
        const l_uint32* row =
            pixGetData(pix) + static_cast<std::ptrdiff_t>(top + y) * pixGetWpl(pix);
        for (int x = 0; x < grid.width; ++x) {
            int red = 0, more_blue = 0;
            if (depth == 1) {
                red = GET_DATA_BIT(row, x) ? 0 : 255;
            } else if (depth == 8) {
                red = static_cast<int>(GET_DATA_BYTE(row, x));
            } else {
                red = static_cast<int>(row[x] >> 24);
                more_blue = static_cast<int>(row[x] >> 8 & 0xff) - red;
                if (ink == Ink::Any)
                    red = std::min({red, static_cast<int>(row[x] >> 16 & 0xff),
                                    static_cast<int>(row[x] >> 8 & 0xff)});
            }
            grid.dark.push_back(static_cast<unsigned char>(255 - red));
            grid.blue.push_back(static_cast<signed char>(std::clamp(more_blue, -127, 127)));
        }
    }
    return grid;
}

struct Levels {
    double paper = 0, ink = 255;
};

Levels levels_of(const Grid& grid, int left, int right, int top, int bottom) {
    std::vector<int> values;
    for (int y = top; y < bottom; ++y)
        for (int x = left; x < right; ++x)
            if (const int value = grid.at(x, y); value >= 0) values.push_back(value);
    if (values.empty()) return {};
    const auto share = [&](std::size_t percent) {
        const auto at =
            values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) * percent / 100);
        std::nth_element(values.begin(), at, values.end());
        return static_cast<double>(*at);
    };
    const double paper = share(30), ink = share(98);
    return {paper, std::max(ink, paper + 40)};
}

struct PrintSize {
    int baseline = 0;
    double capital = 0;
};

// Feet and height of the tall letters in the box: the median of its connected strokes.
PrintSize print_size(const Grid& grid, int left, int right, int top, int bottom) {
    const int width = right - left, height = bottom - top;
    if (width < 4 || height < 6) return {};
    const Levels levels = levels_of(grid, left, right, top, bottom);
    const double half = (levels.paper + levels.ink) / 2;
    PixPtr bits(pixCreate(width, height, 1));
    if (!bits) throw std::bad_alloc();
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            if (grid.at(left + x, top + y) > half) pixSetPixel(bits.get(), x, y, 1);
    Boxa* boxes = pixConnCompBB(bits.get(), 8);
    std::vector<int> feet, heights;
    for (int i = 0; boxes && i < boxaGetCount(boxes); ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        if (h * 3 < height || w > 2 * h || h > 4 * w + 8) continue;
        feet.push_back(top + y + h);
        heights.push_back(h);
    }
    boxaDestroy(&boxes);
    if (heights.empty()) return {bottom, static_cast<double>(height)};
    const auto middle = [](std::vector<int>& values) {
        const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), at, values.end());
        return *at;
    };
    return {middle(feet), static_cast<double>(middle(heights))};
}

struct Cut {
    int width = 0;
    std::string ink;
    double blue = 0;  // share of the ink that is blue
    int left = 0, right = 0, top = 0, bottom = 0;
};

Cut cut(const Grid& grid, int left, int right, const PrintSize& print) {
    const double scale = kStripCapital / print.capital;
    Cut result;
    result.left = std::clamp(left, 0, grid.width - 1);
    result.right = std::clamp(right, result.left + 1, grid.width);
    const double top = print.baseline - kStripBaseline / scale;
    result.top = std::max(0, static_cast<int>(top));
    result.bottom = std::min(grid.height, static_cast<int>(top + kStripHeight / scale));
    result.width = static_cast<int>(std::lround((result.right - result.left) * scale));
    result.width = std::clamp((result.width + 3) / 4 * 4, 16, kWidestStrip);
    const Levels levels = levels_of(grid, result.left, result.right, result.top, result.bottom);
    long inked = 0, blue = 0;
    for (int y = 0; y < kStripHeight; ++y)
        for (int x = 0; x < result.width; ++x) {
            // The mean of the source pixels below this one; parts of pixels count.
            const double x0 = result.left + x / scale, x1 = result.left + (x + 1) / scale;
            const double y0 = top + y / scale, y1 = top + (y + 1) / scale;
            double sum = 0, weight = 0;
            for (int sy = static_cast<int>(std::floor(y0)); sy < y1; ++sy)
                for (int sx = static_cast<int>(std::floor(x0)); sx < x1; ++sx) {
                    const int value = grid.at(sx, sy);
                    if (value < 0 || sx >= result.right) continue;
                    const double part =
                        (std::min(x1, sx + 1.0) - std::max(x0, static_cast<double>(sx))) *
                        (std::min(y1, sy + 1.0) - std::max(y0, static_cast<double>(sy)));
                    sum += part * value;
                    weight += part;
                    if (value > (levels.paper + levels.ink) / 2) {
                        ++inked;
                        blue += grid.blue[static_cast<std::size_t>(sy) *
                                              static_cast<std::size_t>(grid.width) +
                                          static_cast<std::size_t>(sx)] > 24;
                    }
                }
            const double value = weight > 0 ? sum / weight : levels.paper;
            const double ink =
                std::clamp((value - levels.paper) / (levels.ink - levels.paper), 0.0, 1.0);
            result.ink.push_back(
                static_cast<char>(static_cast<unsigned char>(std::lround(ink * 255))));
        }
    result.blue = inked > 0 ? static_cast<double>(blue) / static_cast<double>(inked) : 0;
    return result;
}

struct Upright {
    int left = 0, right = 0;  // first and last column
};

// Lines that stand upright, `least` high, go white between the two columns.
std::vector<Upright> wipe_uprights(Grid& grid, int left, int right, int least) {
    left = std::clamp(left, 1, grid.width);
    right = std::clamp(right, left, std::max(left, grid.width - 1));
    const Levels levels = levels_of(grid, left, right, 0, grid.height);
    const double half = (levels.paper + levels.ink) / 2;
    std::vector<Upright> found;
    for (int x = left; x < right; ++x) {
        int run = 0, longest = 0;
        for (int y = 0; y < grid.height; ++y) {
            const bool dark =
                grid.at(x - 1, y) > half || grid.at(x, y) > half || grid.at(x + 1, y) > half;
            run = dark ? run + 1 : 0;
            longest = std::max(longest, run);
        }
        if (longest < least) continue;
        if (found.empty() || found.back().right + 1 < x)
            found.push_back({x, x});
        else
            found.back().right = x;
    }
    for (const Upright& line : found)
        for (int y = 0; y < grid.height; ++y)
            for (int x = line.left; x <= line.right; ++x)
                grid.dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(grid.width) +
                          static_cast<std::size_t>(x)] = static_cast<unsigned char>(levels.paper);
    return found;
}

// Whether ink stands close on both sides of a frame's line, as where a pen went across it.
bool is_crossed(const Grid& grid, const Upright& line, int top, int bottom) {
    constexpr int kClose = 3, kLeastRows = 2;
    const Levels levels =
        levels_of(grid, line.left - 8 * kClose, line.right + 8 * kClose, top, bottom);
    const double half = (levels.paper + levels.ink) / 2;
    int rows = 0;
    for (int y = std::max(0, top); y < std::min(bottom, grid.height); ++y) {
        bool before = false, behind = false;
        for (int i = 1; i <= kClose; ++i) {
            before = before || grid.at(line.left - i, y) > half;
            behind = behind || grid.at(line.right + i, y) > half;
        }
        rows += before && behind;
    }
    return rows >= kLeastRows;
}

// Where a gap in a stamp ends: at the frame's side, or where a pen that crossed it may have come.
double wiped_end(Grid& grid, double left, double right, double side, double em,
                 const PrintSize& print) {
    constexpr double kTall = 1.9, kSlack = 0.5, kInside = 0.15;  // type sizes
    const int slack = static_cast<int>(kSlack * em), near = static_cast<int>(side);
    const auto lines = wipe_uprights(grid, std::max(static_cast<int>(left + em), near - slack),
                                     near + slack, static_cast<int>(kTall * em));
    Upright frame{static_cast<int>(side), static_cast<int>(side)};
    if (!lines.empty()) frame = {lines.front().left, lines.back().right};
    const int top = static_cast<int>(print.baseline - em), bottom = print.baseline;
    return is_crossed(grid, frame, top, bottom) ? right
                                                : std::min(right, frame.left - kInside * em);
}

std::vector<double> shrinks_of(const Poco::JSON::Object& gap) {
    constexpr std::size_t kMostSizes = 4;
    const auto list = gap.getArray("shrinks");
    std::vector<double> shrinks;
    for (std::size_t i = 0; list && i < std::min(list->size(), kMostSizes); ++i)
        shrinks.push_back(std::clamp(list->getElement<double>(static_cast<unsigned>(i)), 0.5, 2.0));
    if (shrinks.empty()) shrinks.push_back(1);
    return shrinks;
}

}  // namespace

pipeline::SandboxReply crop_gaps(const pipeline::SandboxRequest& request,
                                 const pipeline::Limits& limits) {
    const auto parameters = formats::parameters_of(request);
    const auto gaps = parameters->getArray("gaps");
    if (!gaps || gaps->size() > kMostGaps)
        throw Error(ErrorCode::Internal, "crop_gaps: wants a list of at most 16 gaps");
    const PixPtr page = formats::decode_image(
        formats::read_input(formats::input_of(request), limits), limits, "page image");
    pipeline::SandboxReply reply;
    Poco::JSON::Array answers;
    for (std::size_t i = 0; i < gaps->size(); ++i) {
        const auto gap = gaps->getObject(static_cast<unsigned>(i));
        const int print_top = gap->getValue<int>("top"),
                  print_bottom = gap->getValue<int>("bottom");
        const int print_left = gap->getValue<int>("print_left");
        const int print_right = gap->getValue<int>("print_right");
        const int height = std::max(8, print_bottom - print_top);
        const int above = std::max(0, print_top - 4 * height);
        Grid grid = grid_of(page.get(), above, print_bottom + 3 * height, Ink::NotRed);
        Poco::JSON::Object answer;
        answer.set("width", 0);
        const double known_em = gap->optValue<double>("em", 0);
        const PrintSize print = known_em > 0
                                    ? PrintSize{print_bottom - above, known_em * kCapitalEm}
                                    : print_size(grid, std::clamp(print_left, 0, grid.width),
                                                 std::clamp(print_right, 0, grid.width),
                                                 print_top - above, print_bottom - above);
        const double em = print.capital / kCapitalEm;
        const auto end = [&](const char* place, const char* reach, double sign) {
            return std::clamp(gap->getValue<double>(place) +
                                  sign * (gap->getValue<double>(reach) - kContextEm) * em,
                              0.0, static_cast<double>(grid.width));
        };
        const double left = end("left", "left_em", 1), last = end("right", "right_em", -1);
        const double side = gap->optValue<double>("side", 0);
        const auto right_of = [&](Grid& ink) {
            return side > 0 ? wiped_end(ink, left, last, side, em, print) : last;
        };
        const double right = right_of(grid);
        Poco::JSON::Array widths;
        std::string strips;
        if (print.capital >= 5 && right > left + em / 4)
            for (const double shrink : shrinks_of(*gap)) {
                PrintSize size = print;
                size.capital *= shrink;
                const auto cut_from = [&](const Grid& ink) {
                    return cut(ink, static_cast<int>(left), static_cast<int>(std::lround(right)),
                               size);
                };
                const Cut piece = cut_from(grid);
                widths.add(piece.width);
                strips += piece.ink;
                if (gap->optValue("any_ink", false)) {
                    Grid all = grid_of(page.get(), above, print_bottom + 3 * height, Ink::Any);
                    if (side > 0) right_of(all);
                    strips += cut_from(all).ink;
                }
                if (widths.size() > 1) continue;
                answer.set("width", piece.width);
                answer.set("blue", piece.blue);
                const int inset = static_cast<int>(kContextEm * em);
                Poco::JSON::Array box;
                box.add(std::min(piece.left + inset, piece.right));
                box.add(piece.top + above);
                box.add(std::max(piece.right - inset, piece.left));
                box.add(piece.bottom + above);
                answer.set("box", box);
            }
        answer.set("widths", widths);
        answers.add(answer);
        reply.attachments.push_back(std::move(strips));
    }
    std::ostringstream text;
    Poco::JSON::Object result;
    result.set("gaps", answers);
    result.stringify(text);
    reply.result = text.str();
    return reply;
}

}  // namespace vanthu::ocr
