#include "ocr/head_foot_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "formats/image_sandboxed.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

constexpr int kInk = 140;

struct NumbersDelete {
    void operator()(NUMA* numbers) const { numaDestroy(&numbers); }
};

std::vector<int> counts_of(NUMA* given, int size) {
    const std::unique_ptr<NUMA, NumbersDelete> numbers(given);
    std::vector<int> counts(static_cast<std::size_t>(size), 1);
    for (int i = 0; numbers && i < size; ++i)
        numaGetIValue(numbers.get(), i, &counts[static_cast<std::size_t>(i)]);
    return counts;
}

// A run of rows that carry ink: a line of text, or several beside each other that overlap.
struct Run {
    int from = 0, to = 0;
    int height() const { return to - from; }
};

// The ink of a page at half the size, without lone pixels.
class Ink {
public:
    explicit Ink(Pix* grey) {
        const PixPtr full(pixThresholdToBinary(grey, kInk));
        half_.reset(full ? pixReduceRankBinaryCascade(full.get(), 2, 0, 0, 0) : nullptr);
        if (!half_) return;
        const std::vector<int> rows =
            counts_of(pixCountPixelsByRow(half_.get(), nullptr), height());
        const int specks = std::max(3, width() / 200);
        for (const int count : rows)
            inked_.push_back(count > specks);
    }

    int width() const { return half_ ? pixGetWidth(half_.get()) : 0; }
    int height() const { return half_ ? pixGetHeight(half_.get()) : 0; }

    // Where the ink ends.
    int end() const {
        return static_cast<int>(inked_.rend() - std::find(inked_.rbegin(), inked_.rend(), true));
    }

    // The white row next to `wanted`.
    std::optional<int> white_row(int wanted, int within) const {
        for (int away = 0; away <= within; ++away)
            for (const int y : {wanted - away, wanted + away})
                if (y >= 0 && y < height() && !inked_[static_cast<std::size_t>(y)]) return y;
        return std::nullopt;
    }

    std::vector<Run> runs(int from) const {
        std::vector<Run> found;
        for (int y = from; y < height(); ++y) {
            if (!inked_[static_cast<std::size_t>(y)]) continue;
            if (found.empty() || found.back().to != y) found.push_back({y, y});
            found.back().to = y + 1;
        }
        return found;
    }

    // Whether a line stands in one half only, or its halves are parted: text runs across the page.
    bool stands_apart(const Run& run) const {
        constexpr double kSecondHalf = 0.45, kGap = 0.1, kMargin = 0.15;
        BOX* area = boxCreate(0, run.from, width(), run.height());
        const PixPtr part(pixClipRectangle(half_.get(), area, nullptr));
        boxDestroy(&area);
        if (!part) return true;
        const std::vector<int> columns = counts_of(pixCountPixelsByColumn(part.get()), width());
        int last = -1;
        for (int x = 0; x < width(); ++x) {
            if (columns[static_cast<std::size_t>(x)] == 0) continue;
            if (last < kMargin * width()) {
                if (x > kSecondHalf * width()) return true;
            } else if (x - last > kGap * width()) {
                return true;
            }
            last = x;
        }
        return false;
    }

private:
    PixPtr half_;
    std::vector<bool> inked_;
};

// The top of the signing block between the rows; `from` where it is not to be told.
int top_of_block(const Ink& ink, int from) {
    constexpr double kLeastLine = 0.006, kMostLine = 0.035;  // of the page's height
    constexpr std::size_t kBefore = 2;  // lines: a word may stand alone at the end of the text
    std::vector<Run> lines = ink.runs(from);
    std::erase_if(lines, [&](const Run& run) { return run.height() < kLeastLine * ink.height(); });
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].height() < kMostLine * ink.height() && !ink.stands_apart(lines[i])) continue;
        if (i <= kBefore) return from;
        const int gap = lines[i - kBefore].from - lines[i - kBefore - 1].to;
        return ink.white_row(lines[i - kBefore].from - 1, std::max(0, gap)).value_or(from);
    }
    return from;
}

}  // namespace

std::optional<HeadAndFoot> head_and_foot_of(Pix* grey) {
    constexpr double kHead = 0.34, kFoot = 0.32, kSlack = 0.04;
    const Ink ink(grey);
    const int height = ink.height(), end = ink.end();
    const auto slack = static_cast<int>(kSlack * height);
    const auto head_end = ink.white_row(static_cast<int>(kHead * height), slack);
    const auto foot = ink.white_row(end - static_cast<int>(kFoot * height), slack);
    if (!head_end || !foot || *head_end <= 0 || *head_end >= end) return std::nullopt;
    // A short page has nothing between them.
    const int from = top_of_block(ink, std::max(*head_end, *foot));
    return HeadAndFoot{{0, 2 * *head_end}, {2 * from, pixGetHeight(grey)}};
}

}  // namespace vanthu::ocr
