#include "ocr/resolution_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace vanthu::ocr {

using formats::PixPtr;
using formats::to_grey;
namespace {

constexpr double kSheetInches = 8.27;  // the short side of A4
constexpr int kLeast = 50, kMost = 1200;

// How many times the greater of two resolutions is the smaller.
double ratio(double a, double b) {
    return std::max(a, b) / std::min(a, b);
}

// What letters in the middle of the page say; 0 when there are hardly any.
struct LetterDpi {
    int tall = 0;   // by the taller ones
    int usual = 0;  // by the usual ones, roughly: pieces of a table's rules are never most of all
};

LetterDpi dpi_of_letters(Pix* pix) {
    constexpr double kTallLetter = 0.125;  // inches: capitals and marked letters of 13 and 14 point
    constexpr double kUsualLetter = 0.072;
    constexpr std::size_t kHardlyAny = 60;
    constexpr int kSpeck = 5, kWider = 4;
    const int width = pixGetWidth(pix), height = pixGetHeight(pix);
    BOX* area = boxCreate(width / 5, height / 5, width * 3 / 5, height * 3 / 5);
    PixPtr middle(pixClipRectangle(pix, area, nullptr));
    boxDestroy(&area);
    if (!middle) return {};
    PixPtr ink;
    if (pixGetDepth(middle.get()) == 1) {
        ink = std::move(middle);
    } else {
        const PixPtr grey = to_grey(middle.get());
        Pix* binary = nullptr;
        pixOtsuAdaptiveThreshold(grey.get(), pixGetWidth(grey.get()), pixGetHeight(grey.get()), 0,
                                 0, 0.0f, nullptr, &binary);
        ink.reset(binary);
    }
    if (!ink) return {};
    std::vector<int> heights;
    Boxa* boxes = pixConnCompBB(ink.get(), 8);
    const int count = boxes ? boxaGetCount(boxes) : 0;
    for (int i = 0; i < count; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        if (h >= kSpeck && w >= 3 && 12 * h < height && w < kWider * h && h < kWider * w)
            heights.push_back(h);
    }
    boxaDestroy(&boxes);
    if (heights.size() < kHardlyAny) return {};
    const auto tall = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() * 9 / 10);
    std::nth_element(heights.begin(), tall, heights.end());
    const int tallest = *tall;
    const auto usual = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
    std::nth_element(heights.begin(), usual, heights.end());
    return {static_cast<int>(std::lround(tallest / kTallLetter)),
            static_cast<int>(std::lround(*usual / kUsualLetter))};
}

}  // namespace

int believable_dpi(Pix* pix, int said) {
    constexpr double kSmallest = 4.5, kLargest = 17.5;  // inches
    constexpr double kAlike = 1.12, kOtherSize = 1.25, kAgrees = 1.3;
    const int shorter = std::min(pixGetWidth(pix), pixGetHeight(pix));
    const int as_a4 =
        std::clamp(static_cast<int>(std::lround(shorter / kSheetInches)), kLeast, kMost);
    const double inches = said > 0 ? static_cast<double>(shorter) / said : 0;
    const int claimed = inches >= kSmallest && inches <= kLargest ? said : 0;
    if (claimed > 0 && ratio(claimed, as_a4) < kAlike) return claimed;
    const int assumed = claimed > 0 ? claimed : as_a4;
    const LetterDpi letters = dpi_of_letters(pix);
    if (letters.tall == 0 || ratio(assumed, letters.tall) < kOtherSize) return assumed;
    // Of a table with broken rules the tallest parts are no letters.
    const bool a4 = ratio(as_a4, letters.tall) < kAgrees ||
                    (letters.tall > as_a4 && ratio(as_a4, letters.usual) < kAgrees);
    return a4 ? as_a4 : std::clamp(letters.tall, kLeast, kMost);
}

}  // namespace vanthu::ocr
