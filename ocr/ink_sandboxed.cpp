#include "ocr/ink_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>

namespace vanthu::ocr {
namespace {

constexpr int kRedder = 38;            // by which red must exceed green and blue
constexpr int kPenGrey = 170;          // a pen's stroke is darker than this
constexpr double kEnoughRed = 0.0004;  // of the page: less is noise of the scanner

int grey_of(int red, int green, int blue) {
    return (77 * red + 150 * green + 29 * blue) >> 8;
}

constexpr int kMarkInk = 150;

// Of a page's rows, the marks larger than a speck that end within them.
int marks_within(Pix* grey, int from, int to, int speck) {
    const int width = pixGetWidth(grey), height = pixGetHeight(grey);
    BOX* area = boxCreate(0, from, width, to - from);
    const PixPtr rows(pixClipRectangle(grey, area, nullptr));
    boxDestroy(&area);
    const PixPtr ink(rows ? pixThresholdToBinary(rows.get(), kMarkInk) : nullptr);
    Boxa* boxes = ink ? pixConnCompBB(ink.get(), 8) : nullptr;
    int marks = 0;
    for (int i = 0; i < (boxes ? boxaGetCount(boxes) : 0); ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        const bool ends = (y > 0 || from == 0) && (y + h < to - from || to == height);
        marks += ends && (w > speck || h > speck) ? 1 : 0;
    }
    boxaDestroy(&boxes);
    return marks;
}

}  // namespace

InkLayers separate_inks(Pix* colour) {
    const int width = pixGetWidth(colour), height = pixGetHeight(colour);
    InkLayers layers{PixPtr(pixCreate(width, height, 8)), PixPtr(pixCreate(width, height, 8))};
    if (!layers.print || !layers.stamps) throw std::bad_alloc();
    long reds = 0;
    for (int y = 0; y < height; ++y) {
        const auto row = static_cast<std::ptrdiff_t>(y);
        const l_uint32* from = pixGetData(colour) + row * pixGetWpl(colour);
        l_uint32* print = pixGetData(layers.print.get()) + row * pixGetWpl(layers.print.get());
        l_uint32* stamp = pixGetData(layers.stamps.get()) + row * pixGetWpl(layers.stamps.get());
        for (int x = 0; x < width; ++x) {
            const auto pixel = from[x];
            const int red = static_cast<int>(pixel >> 24);
            const int green = static_cast<int>(pixel >> 16 & 0xff);
            const int blue = static_cast<int>(pixel >> 8 & 0xff);
            const int grey = grey_of(red, green, blue);
            const int redness = red - std::max(green, blue);
            SET_DATA_BYTE(stamp, x, 255);
            if (redness <= kRedder / 2) {
                SET_DATA_BYTE(print, x, grey);
                const int blueness = std::min(blue - red, 2 * (blue - green));
                if (blueness > kRedder && grey < kPenGrey) SET_DATA_BYTE(stamp, x, kPenInk);
                continue;
            }
            // Red ink is bright in the red channel; black under it is not. The more red, the more
            // that channel counts.
            const int share = std::min(256, (redness - kRedder / 2) * 256 / kRedder);
            const int cleared = std::clamp((red - 70) * 255 / 100, 0, 255);
            SET_DATA_BYTE(print, x, (grey * (256 - share) + std::max(grey, cleared) * share) >> 8);
            if (redness > kRedder) {
                ++reds;
                SET_DATA_BYTE(stamp, x, kRedInk);
            }
        }
    }
    if (static_cast<double>(reds) < kEnoughRed * width * height) layers.stamps.reset();
    return layers;
}

PixPtr evened(PixPtr grey) {
    constexpr int kTile = 32, kForeground = 60, kLeastCount = 200, kPaper = 230;
    if (pixGetWidth(grey.get()) < 4 * kTile || pixGetHeight(grey.get()) < 4 * kTile) return grey;
    PixPtr even(pixBackgroundNorm(grey.get(), nullptr, nullptr, kTile, kTile, kForeground,
                                  kLeastCount, kPaper, 2, 2));
    return even ? std::move(even) : std::move(grey);
}

bool is_blank(Pix* grey, int dpi) {
    const int width = pixGetWidth(grey), height = pixGetHeight(grey);
    // Edges of the scanner's lid and punched holes are not content.
    const int margin = std::min({width / 8, height / 8, std::max(1, dpi / 3)});
    BOX* inner = boxCreate(margin, margin, width - 2 * margin, height - 2 * margin);
    PixPtr middle(pixClipRectangle(grey, inner, nullptr));
    boxDestroy(&inner);
    if (!middle) return false;
    constexpr int kFewMarks = 6, kBands = 8;
    const int speck = std::max(2, dpi / 60), rows = pixGetHeight(middle.get());
    // A page with text shows enough of it in a part.
    for (int band = 0, marks = 0; band < kBands; ++band) {
        marks +=
            marks_within(middle.get(), rows * band / kBands, rows * (band + 1) / kBands, speck);
        if (marks >= kFewMarks) return false;
    }
    return marks_within(middle.get(), 0, rows, speck) < kFewMarks;
}

}  // namespace vanthu::ocr
