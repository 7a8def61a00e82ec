// Leptonica's pixOpenBrick, some ten times as fast.
//
// The packaged one lays a page over itself once per pixel of the brick, which is a sixth of the
// time of finding rules and columns, by Tesseract and by ourselves. Here a row is laid over itself
// as often as its brick can be halved. A program's own definition wins over the library's; the
// result is the same bit by bit.

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace {

constexpr int kBits = 32;

std::uint32_t word(const std::uint32_t* row, int words, int at) {
    return at >= 0 && at < words ? row[at] : 0;
}

// Each pixel and the one `by` to its right.
void and_right(std::uint32_t* row, int words, int by) {
    const int whole = by / kBits, part = by % kBits;
    for (int i = 0; i < words; ++i) {
        const std::uint32_t near = word(row, words, i + whole) << part;
        const std::uint32_t far = part ? word(row, words, i + whole + 1) >> (kBits - part) : 0;
        row[i] &= near | far;
    }
}

// Each pixel or the one `by` to its left.
void or_left(std::uint32_t* row, int words, int by) {
    const int whole = by / kBits, part = by % kBits;
    for (int i = words - 1; i >= 0; --i) {
        const std::uint32_t near = word(row, words, i - whole) >> part;
        const std::uint32_t far = part ? word(row, words, i - whole - 1) << (kBits - part) : 0;
        row[i] |= near | far;
    }
}

// Calls `step` with distances that add up to size - 1, each at most what lies behind it.
template <class Step>
void in_doubling_steps(int size, const Step& step) {
    for (int length = 1; length < size;) {
        const int by = std::min(length, size - length);
        step(by);
        length += by;
    }
}

struct Rows {
    std::uint32_t* data;
    int count, words;
    std::uint32_t* row(int y) const { return data + static_cast<std::ptrdiff_t>(y) * words; }
};

void erode(const Rows& rows, int across, int down) {
    if (across > 1)
        for (int y = 0; y < rows.count; ++y)
            in_doubling_steps(across, [&](int by) { and_right(rows.row(y), rows.words, by); });
    in_doubling_steps(down, [&](int by) {
        for (int y = 0; y < rows.count; ++y)
            for (int i = 0; i < rows.words; ++i)
                rows.row(y)[i] &= y + by < rows.count ? rows.row(y + by)[i] : 0;
    });
}

void dilate(const Rows& rows, int across, int down) {
    if (across > 1)
        for (int y = 0; y < rows.count; ++y)
            in_doubling_steps(across, [&](int by) { or_left(rows.row(y), rows.words, by); });
    in_doubling_steps(down, [&](int by) {
        for (int y = rows.count - 1; y >= by; --y)
            for (int i = 0; i < rows.words; ++i)
                rows.row(y)[i] |= rows.row(y - by)[i];
    });
}

void clear_behind_the_last_column(Pix* pix) {
    const int words = pixGetWpl(pix), width = pixGetWidth(pix);
    const int last = (width - 1) / kBits, used = width - last * kBits;
    const std::uint32_t mask = used == kBits ? ~0u : ~(~0u >> used);
    for (int y = 0; y < pixGetHeight(pix); ++y) {
        std::uint32_t* row = pixGetData(pix) + static_cast<std::ptrdiff_t>(y) * words;
        row[last] &= mask;
        std::fill(row + last + 1, row + words, 0u);
    }
}

}  // namespace

extern "C" PIX* pixOpenBrick(PIX* pixd, PIX* pixs, l_int32 hsize, l_int32 vsize) {
    if (!pixs || pixGetDepth(pixs) != 1 || hsize < 1 || vsize < 1) return pixd;
    PIX* result = pixCopy(nullptr, pixs);
    if (!result) return pixd;
    clear_behind_the_last_column(result);
    const Rows rows{pixGetData(result), pixGetHeight(result), pixGetWpl(result)};
    erode(rows, hsize, vsize);
    dilate(rows, hsize, vsize);
    clear_behind_the_last_column(result);
    if (!pixd) return result;
    pixCopy(pixd, result);
    pixDestroy(&result);
    return pixd;
}
