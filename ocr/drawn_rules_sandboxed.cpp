#include "ocr/drawn_rules_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

#include "ocr/faint_rules_sandboxed.h"
#include "ocr/ink_runs_sandboxed.h"
#include "ocr/page_parts_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;
using pipeline::Box;

constexpr int kFaintInk = 200;

enum class Way { Across, Down };

// Takes the numbers.
int above_nought(NUMA* numbers) {
    int above = 0;
    for (int i = 0; i < (numbers ? numaGetCount(numbers) : 0); ++i) {
        l_int32 number = 0;
        numaGetIValue(numbers, i, &number);
        above += number > 0 ? 1 : 0;
    }
    numaDestroy(&numbers);
    return above;
}

// Marks where the page, averaged along one way, is darker than a little to both sides: thin long
// strokes, also faint and noisy ones that no threshold would keep whole.
PixPtr thin_strokes(Pix* grey, int dpi, Way way) {
    constexpr int kDarker = 34;
    const int width = pixGetWidth(grey), height = pixGetHeight(grey);
    const int half = std::max(3, dpi / 14), aside = std::max(3, dpi / 33);
    PixPtr marks(pixCreate(width, height, 1));
    if (!marks) throw std::bad_alloc();
    const auto columns = static_cast<std::size_t>(width);
    std::vector<std::uint8_t> mean(columns * static_cast<std::size_t>(height));
    const auto source = [&](int y) {
        return pixGetData(grey) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(grey);
    };
    const auto row_of = [&](int y) { return mean.data() + static_cast<std::size_t>(y) * columns; };
    if (way == Way::Across) {
        std::vector<int> sums(columns + 1, 0);
        for (int y = 0; y < height; ++y) {
            const l_uint32* from = source(y);
            for (int x = 0; x < width; ++x)
                sums[static_cast<std::size_t>(x) + 1] =
                    sums[static_cast<std::size_t>(x)] + GET_DATA_BYTE(from, x);
            std::uint8_t* to = row_of(y);
            for (int x = 0; x < width; ++x) {
                const int first = std::max(0, x - half), last = std::min(width, x + half + 1);
                to[x] = static_cast<std::uint8_t>(
                    (sums[static_cast<std::size_t>(last)] - sums[static_cast<std::size_t>(first)]) /
                    (last - first));
            }
        }
    } else {
        std::vector<int> sums(columns, 0);
        int first = 0, last = 0;
        for (int y = 0; y < height; ++y) {
            for (; last < std::min(height, y + half + 1); ++last) {
                const l_uint32* from = source(last);
                for (int x = 0; x < width; ++x)
                    sums[static_cast<std::size_t>(x)] += GET_DATA_BYTE(from, x);
            }
            for (; first < y - half; ++first) {
                const l_uint32* from = source(first);
                for (int x = 0; x < width; ++x)
                    sums[static_cast<std::size_t>(x)] -= GET_DATA_BYTE(from, x);
            }
            std::uint8_t* to = row_of(y);
            for (int x = 0; x < width; ++x)
                to[x] =
                    static_cast<std::uint8_t>(sums[static_cast<std::size_t>(x)] / (last - first));
        }
    }
    for (int y = 0; y < height; ++y) {
        l_uint32* to =
            pixGetData(marks.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(marks.get());
        const std::uint8_t* here = row_of(y);
        if (way == Way::Across) {
            if (y < aside || y >= height - aside) continue;
            const std::uint8_t *above = row_of(y - aside), *below = row_of(y + aside);
            for (int x = 0; x < width; ++x)
                if (std::min(above[x], below[x]) - here[x] > kDarker) SET_DATA_BIT(to, x);
        } else {
            for (int x = aside; x < width - aside; ++x)
                if (std::min(here[x - aside], here[x + aside]) - here[x] > kDarker)
                    SET_DATA_BIT(to, x);
        }
    }
    return marks;
}

// How much of a stroke's length has ink right beside it: the feet of letters stand on what seems to
// be a rule, rules keep away from letters.
double share_with_neighbours(Pix* part, Pix* ink, const Box& at, int length) {
    constexpr int kRing = 6;
    const PixPtr wide(pixAddBorder(part, kRing, 0));
    const PixPtr near(pixDilateBrick(nullptr, wide.get(), 1, 5));
    const PixPtr ring(pixDilateBrick(nullptr, wide.get(), 1, 11));
    if (!wide || !near || !ring) throw std::bad_alloc();
    pixSubtract(ring.get(), ring.get(), near.get());
    const PixPtr around(pixCreate(pixGetWidth(wide.get()), pixGetHeight(wide.get()), 1));
    if (!around) throw std::bad_alloc();
    pixRasterop(around.get(), 0, 0, pixGetWidth(wide.get()), pixGetHeight(wide.get()), PIX_SRC, ink,
                at.left - kRing, at.top - kRing);
    pixAnd(ring.get(), ring.get(), around.get());
    const int inked = above_nought(pixCountPixelsByColumn(ring.get()));
    return static_cast<double>(inked) / std::max(1, length);
}

// A row of letters is as dark as a faint rule when it is averaged, but it is not ink all along.
void drop_letters(Pix* strokes, Pix* ink, int dpi, Way way) {
    constexpr double kLeastInk = 0.85;  // of a rule between its ends
    constexpr double kFeet = 0.35, kLongestWord = 2;
    const int least = dpi / 7;  // taller than a capital letter
    Pixa* parts = nullptr;
    Boxa* boxes = pixConnComp(strokes, &parts, 8);
    const int count = boxes ? boxaGetCount(boxes) : 0;
    for (int i = 0; i < count; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        const PixPtr part(pixaGetPix(parts, i, L_CLONE));
        const PixPtr under = clip_of(ink, {x, y, x + w, y + h});
        const PixPtr inked(pixAnd(nullptr, part.get(), under.get()));
        NUMA* counts = way == Way::Across ? pixCountPixelsByColumn(inked.get())
                                          : pixCountPixelsByRow(inked.get(), nullptr);
        const int length = counts ? numaGetCount(counts) : 0;
        // The average reaches beyond the ink at both ends.
        int covered = 0, first = length, last = 0;
        for (int at = 0; at < length; ++at) {
            l_int32 dark = 0;
            numaGetIValue(counts, at, &dark);
            if (dark == 0) continue;
            ++covered;
            first = std::min(first, at);
            last = at + 1;
        }
        numaDestroy(&counts);
        const bool feet =
            way == Way::Across && w < kLongestWord * dpi &&
            share_with_neighbours(part.get(), ink, {x, y, x + w, y + h}, last - first) > kFeet;
        if (feet || last - first < least || covered < kLeastInk * (last - first))
            pixRasterop(strokes, x, y, w, h, PIX_DST & PIX_NOT(PIX_SRC), part.get(), 0, 0);
    }
    boxaDestroy(&boxes);
    pixaDestroy(&parts);
}

// Where `ink` has more of it within `reach` both to the left and to the right.
PixPtr hemmed_in(Pix* rules, Pix* ink, int reach) {
    const PixPtr others(pixSubtract(nullptr, ink, rules));
    const PixPtr wide(pixDilateBrick(nullptr, others.get(), reach, 1));
    PixPtr result(pixCopy(nullptr, rules));
    const int width = pixGetWidth(rules), height = pixGetHeight(rules), by = reach / 2 + 3;
    const PixPtr beside(pixCreate(width, height, 1));
    if (!others || !wide || !result || !beside) throw std::bad_alloc();
    for (const int side : {by, -by}) {
        pixClearAll(beside.get());
        pixRasterop(beside.get(), side, 0, width, height, PIX_SRC, wide.get(), 0, 0);
        pixAnd(result.get(), result.get(), beside.get());
    }
    return result;
}

// The upright of a letter below the end of a rule down seems to go on with it, but it is short and
// has letters to both sides; what stands in a cell keeps away from the rules beside it.
void drop_stems(Pix* rules, Pix* ink, int dpi) {
    constexpr double kHemmedIn = 0.3;  // of its height
    const PixPtr hemmed = hemmed_in(rules, ink, dpi / 15);
    const PixPtr uprights(pixOpenBrick(nullptr, rules, 1, std::max(7, dpi / 18)));
    if (!uprights) throw std::bad_alloc();
    const Box whole{0, 0, pixGetWidth(rules), pixGetHeight(rules)};
    for (const Box& part : parts_of(uprights.get(), whole)) {
        if (part.height() > dpi / 5 || part.width() > dpi / 20) continue;
        const PixPtr inside = clip_of(hemmed.get(), part);
        const int rows = above_nought(pixCountPixelsByRow(inside.get(), nullptr));
        if (rows > kHemmedIn * part.height()) clear(rules, part);
    }
}

}  // namespace

PixPtr rules_of(Pix* grey, int dpi) {
    const int length = dpi / 4, gap = dpi / 16;
    PixPtr across = thin_strokes(grey, dpi, Way::Across);
    PixPtr down = thin_strokes(grey, dpi, Way::Down);
    across.reset(pixDilateBrick(nullptr, across.get(), 3, 3));
    across.reset(pixOpenBrick(nullptr, across.get(), length, 1));
    across.reset(pixCloseSafeBrick(nullptr, across.get(), gap, 1));
    down.reset(pixDilateBrick(nullptr, down.get(), 3, 3));
    down.reset(pixOpenBrick(nullptr, down.get(), 1, length));
    down.reset(pixCloseSafeBrick(nullptr, down.get(), 1, gap));
    PixPtr ink(pixThresholdToBinary(grey, kFaintInk));
    if (!across || !down || !ink) throw std::bad_alloc();
    drop_letters(across.get(), ink.get(), dpi, Way::Across);
    drop_letters(down.get(), ink.get(), dpi, Way::Down);
    PixPtr rules(pixOr(nullptr, across.get(), down.get()));
    // The mean reaches beyond a rule's end, where the next row's letters may seem to go on with it.
    PixPtr near(pixDilateBrick(nullptr, ink.get(), 5, 5));
    rules.reset(pixAnd(nullptr, rules.get(), near.get()));
    if (!rules) throw std::bad_alloc();
    drop_stems(rules.get(), ink.get(), dpi);
    follow_faint_rules(grey, rules.get(), dpi);
    return rules;
}

}  // namespace vanthu::ocr
