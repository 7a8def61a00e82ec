#include "ocr/turn_grey_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

#include "ocr/avx2_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::PixPtr;

constexpr int kPaper = 255;

PixPtr turned_by_library(Pix* grey, float radians) {
    PixPtr turned(pixRotateAMGray(grey, radians, kPaper));
    if (!turned) throw std::bad_alloc();
    return turned;
}

}  // namespace
}  // namespace vanthu::ocr

#if defined(__x86_64__)

namespace vanthu::ocr {
namespace {

constexpr int kLanes = 16;
constexpr int kParts = 16;  // of a pixel

// Leptonica keeps the four pixels of a word from its highest byte down.
VANTHU_LANES inline __m128i swapped(__m128i words) {
    return _mm_shuffle_epi8(words,
                            _mm_setr_epi8(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));
}

// The pixels of an image one after the other, with room to read beyond the last.
class Pixels {
public:
    VANTHU_LANES explicit Pixels(Pix* pix)
        : wide_((static_cast<std::ptrdiff_t>(4) * pixGetWpl(pix) + 2 * kLanes - 1) / kLanes *
                kLanes),
          bytes_(std::make_unique_for_overwrite<std::uint8_t[]>(
              static_cast<std::size_t>(wide_ * pixGetHeight(pix) + 2 * kLanes))) {
        const int words = pixGetWpl(pix);
        for (int y = 0; y < pixGetHeight(pix); ++y) {
            const l_uint32* from = pixGetData(pix) + static_cast<std::ptrdiff_t>(y) * words;
            std::uint8_t* to = bytes_.get() + y * wide_;
            int i = 0;
            for (; i + 4 <= words; i += 4, to += kLanes)
                _mm_storeu_si128(
                    reinterpret_cast<__m128i*>(to),
                    swapped(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i))));
            for (; i < words; ++i)
                for (int part = 0; part < 4; ++part)
                    *to++ = static_cast<std::uint8_t>(from[i] >> (24 - 8 * part));
        }
    }
    const std::uint8_t* at(int x, int y) const { return bytes_.get() + y * wide_ + x; }

private:
    std::ptrdiff_t wide_;
    std::unique_ptr<std::uint8_t[]> bytes_;
};

struct Turn {
    int width, height;
    float sine, cosine;  // in parts of a pixel

    int middle_x() const { return width / 2; }
    int middle_y() const { return height / 2; }
    int part_x(int x, int y) const {
        return static_cast<int>(static_cast<float>(x - middle_x()) * cosine -
                                static_cast<float>(middle_y() - y) * sine);
    }
    int part_y(int x, int y) const {
        return static_cast<int>(static_cast<float>(y - middle_y()) * cosine +
                                static_cast<float>(middle_x() - x) * sine);
    }
};

l_uint8 turned_pixel(const Pixels& from, const Turn& turn, int x, int y) {
    const int part_x = turn.part_x(x, y), part_y = turn.part_y(x, y);
    const int at_x = turn.middle_x() + (part_x >> 4), at_y = turn.middle_y() + (part_y >> 4);
    if (at_x < 0 || at_y < 0 || at_x > turn.width - 2 || at_y > turn.height - 2) return kPaper;
    const int right = part_x & (kParts - 1), down = part_y & (kParts - 1);
    const std::uint8_t *above = from.at(at_x, at_y), *below = from.at(at_x, at_y + 1);
    return static_cast<l_uint8>(
        ((kParts - right) * (kParts - down) * above[0] + right * (kParts - down) * above[1] +
         (kParts - right) * down * below[0] + right * down * below[1] + 128) /
        256);
}

struct Parts {
    __m256i low, high;  // of eight pixels each
};

VANTHU_LANES inline __m256i whole(__m256 x) {
    return _mm256_cvttps_epi32(x);
}

// Sixteen 32-bit numbers as 16-bit ones, in their order.
VANTHU_LANES inline __m256i narrow(const Parts& parts) {
    return _mm256_permute4x64_epi64(_mm256_packs_epi32(parts.low, parts.high), 0xd8);
}

VANTHU_LANES inline __m256i widened(const std::uint8_t* bytes) {
    return _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes)));
}

// Sixteen pixels from (x, y) on; false where they do not stand beside each other in the source.
VANTHU_LANES inline bool turn_sixteen(const Pixels& from, const Turn& turn, int x, int y,
                                      l_uint8* to) {
    const __m256i counts = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    const __m256 sine = _mm256_set1_ps(turn.sine), cosine = _mm256_set1_ps(turn.cosine);
    const __m256 across = _mm256_set1_ps(static_cast<float>(turn.middle_y() - y) * turn.sine);
    const __m256 down = _mm256_set1_ps(static_cast<float>(y - turn.middle_y()) * turn.cosine);
    const int left = x - turn.middle_x();
    const __m256 near = _mm256_cvtepi32_ps(_mm256_add_epi32(_mm256_set1_epi32(left), counts));
    const __m256 far = _mm256_cvtepi32_ps(_mm256_add_epi32(_mm256_set1_epi32(left + 8), counts));
    const __m256 minus = _mm256_set1_ps(-0.0f);
    const Parts parts_x{whole(_mm256_sub_ps(_mm256_mul_ps(near, cosine), across)),
                        whole(_mm256_sub_ps(_mm256_mul_ps(far, cosine), across))};
    const Parts parts_y{whole(_mm256_add_ps(down, _mm256_mul_ps(_mm256_xor_ps(near, minus), sine))),
                        whole(_mm256_add_ps(down, _mm256_mul_ps(_mm256_xor_ps(far, minus), sine)))};

    const int at_x = turn.middle_x() + (turn.part_x(x, y) >> 4);
    const int first_y = turn.part_y(x, y) >> 4, last_y = turn.part_y(x + kLanes - 1, y) >> 4;
    const int upper = std::min(first_y, last_y), at_y = turn.middle_y() + upper;
    if (at_x < 0 || at_y < 0 || at_x + kLanes > turn.width - 1 || at_y + 2 > turn.height - 1 ||
        std::abs(first_y - last_y) > 1)
        return false;
    // Each pixel's source must be right of the one before it.
    const __m256i start = _mm256_set1_epi32(at_x - turn.middle_x());
    const __m256i off = _mm256_or_si256(
        _mm256_xor_si256(_mm256_srai_epi32(parts_x.low, 4), _mm256_add_epi32(start, counts)),
        _mm256_xor_si256(_mm256_srai_epi32(parts_x.high, 4),
                         _mm256_add_epi32(_mm256_add_epi32(start, counts), _mm256_set1_epi32(8))));
    if (!_mm256_testz_si256(off, off)) return false;

    const __m256i right_part =
        _mm256_and_si256(narrow({_mm256_and_si256(parts_x.low, _mm256_set1_epi32(kParts - 1)),
                                 _mm256_and_si256(parts_x.high, _mm256_set1_epi32(kParts - 1))}),
                         _mm256_set1_epi16(kParts - 1));
    const __m256i down_part =
        narrow({_mm256_and_si256(parts_y.low, _mm256_set1_epi32(kParts - 1)),
                _mm256_and_si256(parts_y.high, _mm256_set1_epi32(kParts - 1))});
    const __m256i lower = _mm256_cmpgt_epi16(
        narrow({_mm256_srai_epi32(parts_y.low, 4), _mm256_srai_epi32(parts_y.high, 4)}),
        _mm256_set1_epi16(static_cast<short>(upper)));
    const auto row = [&](int by, int aside)
                         VANTHU_LANES { return widened(from.at(at_x + aside, at_y + by)); };
    const __m256i middle = row(1, 0), middle_right = row(1, 1);
    const __m256i above = _mm256_blendv_epi8(row(0, 0), middle, lower);
    const __m256i above_right = _mm256_blendv_epi8(row(0, 1), middle_right, lower);
    const __m256i below = _mm256_blendv_epi8(middle, row(2, 0), lower);
    const __m256i below_right = _mm256_blendv_epi8(middle_right, row(2, 1), lower);
    const __m256i all = _mm256_set1_epi16(kParts);
    const __m256i left_part = _mm256_sub_epi16(all, right_part);
    const __m256i up_part = _mm256_sub_epi16(all, down_part);
    // At most 255 * 16 in each, times 16 and 128 more: sixteen bits hold it.
    const __m256i upper_sum = _mm256_add_epi16(_mm256_mullo_epi16(left_part, above),
                                               _mm256_mullo_epi16(right_part, above_right));
    const __m256i lower_sum = _mm256_add_epi16(_mm256_mullo_epi16(left_part, below),
                                               _mm256_mullo_epi16(right_part, below_right));
    const __m256i sum = _mm256_add_epi16(_mm256_add_epi16(_mm256_mullo_epi16(up_part, upper_sum),
                                                          _mm256_mullo_epi16(down_part, lower_sum)),
                                         _mm256_set1_epi16(128));
    const __m256i values = _mm256_srli_epi16(sum, 8);
    const __m128i bytes =
        _mm_packus_epi16(_mm256_castsi256_si128(values), _mm256_extracti128_si256(values, 1));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
    return true;
}

VANTHU_LANES void turn_row(const Pixels& from, const Turn& turn, int y, l_uint32* row) {
    int x = 0;
    alignas(kLanes) l_uint8 sixteen[kLanes];
    for (; x + kLanes <= turn.width; x += kLanes) {
        if (!turn_sixteen(from, turn, x, y, sixteen))
            for (int i = 0; i < kLanes; ++i)
                sixteen[i] = turned_pixel(from, turn, x + i, y);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(row + x / 4),
                         swapped(_mm_load_si128(reinterpret_cast<const __m128i*>(sixteen))));
    }
    for (; x < turn.width; ++x)
        SET_DATA_BYTE(row, x, turned_pixel(from, turn, x, y));
}

}  // namespace

PixPtr turned_grey(Pix* grey, float radians) {
    constexpr float kHardly = 0.001f, kLittle = 0.06f;  // more leaves three rows
    constexpr int kLargest = 30'000;                    // rows are told in sixteen bits
    const Turn turn{pixGetWidth(grey), pixGetHeight(grey),
                    static_cast<float>(16. * std::sin(static_cast<double>(radians))),
                    static_cast<float>(16. * std::cos(static_cast<double>(radians)))};
    const bool able = __builtin_cpu_supports("avx2") && pixGetDepth(grey) == 8 &&
                      std::abs(radians) >= kHardly && std::abs(radians) <= kLittle &&
                      turn.width < kLargest && turn.height < kLargest;
    PixPtr turned(able ? pixCreateTemplate(grey) : nullptr);
    if (!turned) return turned_by_library(grey, radians);
    const Pixels from(grey);
    for (int y = 0; y < turn.height; ++y)
        turn_row(
            from, turn, y,
            pixGetData(turned.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(turned.get()));
    return turned;
}

}  // namespace vanthu::ocr

#else

namespace vanthu::ocr {
PixPtr turned_grey(Pix* grey, float radians) {
    return turned_by_library(grey, radians);
}
}  // namespace vanthu::ocr

#endif
