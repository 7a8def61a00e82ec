// The network with AVX-512 and its eight-bit dot products.
//
// Compiled with -ffp-contract=off: a fused multiply-add would round once where
// the library rounds twice.

#include "ocr/line_network_numbers_sandboxed.h"

#if defined(__x86_64__)
#ifndef __clang__
// GCC 12 takes the deliberately undefined registers of its own header for
// mistakes.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
#include <immintrin.h>
#define VANTHU_LANES __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")))

namespace vanthu::ocr {
namespace {

using Floats = __m512;
using Integers = __m512i;
using Inputs = __m512i;

constexpr bool kShifted = true;
constexpr int kGateBlocks = 12, kLetterBlocks = 9;
constexpr int kColumns = 2;  // whose sums fit into the registers together

VANTHU_LANES inline Floats all(float value) {
    return _mm512_set1_ps(value);
}
VANTHU_LANES inline Floats load(const float* from) {
    return _mm512_load_ps(from);
}
VANTHU_LANES inline void store(float* to, Floats x) {
    _mm512_store_ps(to, x);
}
VANTHU_LANES inline Floats plus(Floats a, Floats b) {
    return _mm512_add_ps(a, b);
}
VANTHU_LANES inline Floats minus(Floats a, Floats b) {
    return _mm512_sub_ps(a, b);
}
VANTHU_LANES inline Floats times_of(Floats a, Floats b) {
    return _mm512_mul_ps(a, b);
}
VANTHU_LANES inline Floats divided(Floats a, Floats b) {
    return _mm512_div_ps(a, b);
}
VANTHU_LANES inline Floats at_most(float most, Floats x) {
    return _mm512_min_ps(x, all(most));
}
VANTHU_LANES inline Floats at_least(float least, Floats x) {
    return _mm512_max_ps(x, all(least));
}
VANTHU_LANES inline Floats size_of(Floats x) {
    return _mm512_abs_ps(x);
}
VANTHU_LANES inline Floats within(Floats x, float most) {
    return _mm512_max_ps(all(-most), _mm512_min_ps(all(most), x));
}
// `below` where x < 0, else `value`.
VANTHU_LANES inline Floats where_below(Floats x, Floats below, Floats value) {
    return _mm512_mask_mov_ps(value, _mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_LT_OQ), below);
}

VANTHU_LANES inline Integers load(const std::int32_t* from) {
    return _mm512_load_si512(from);
}
VANTHU_LANES inline Integers lowest() {
    return _mm512_set1_epi32(INT32_MIN);
}
VANTHU_LANES inline Integers greater(Integers a, Integers b) {
    return _mm512_max_epi32(a, b);
}
VANTHU_LANES inline Floats floats(Integers x) {
    return _mm512_cvtepi32_ps(x);
}

// Four inputs, the same for every output.
VANTHU_LANES inline Inputs inputs_of(std::int32_t four) {
    return _mm512_set1_epi32(four);
}
VANTHU_LANES inline Integers with_products(Integers sum, Inputs inputs,
                                           const std::int8_t* weights) {
    return _mm512_dpbusd_epi32(sum, inputs, _mm512_load_si512(weights));
}

alignas(64) constexpr std::int32_t kEven[] = {0,  2,  4,  6,  8,  10, 12, 14,
                                              16, 18, 20, 22, 24, 26, 28, 30};
alignas(64) constexpr std::int32_t kOdd[] = {1,  3,  5,  7,  9,  11, 13, 15,
                                             17, 19, 21, 23, 25, 27, 29, 31};

VANTHU_LANES inline __m128 two_pairs(const float* table, const std::int32_t* places) {
    const __m128 first =
        _mm_loadl_pi(_mm_setzero_ps(), reinterpret_cast<const __m64*>(table + places[0]));
    return _mm_loadh_pi(first, reinterpret_cast<const __m64*>(table + places[1]));
}
VANTHU_LANES inline __m256 four_pairs(const float* table, const std::int32_t* places) {
    return _mm256_insertf128_ps(_mm256_castps128_ps256(two_pairs(table, places)),
                                two_pairs(table, places + 2), 1);
}
VANTHU_LANES inline __m512 eight_pairs(const float* table, const std::int32_t* places) {
    return _mm512_insertf32x8(_mm512_castps256_ps512(four_pairs(table, places)),
                              four_pairs(table, places + 4), 1);
}

VANTHU_LANES __attribute__((always_inline)) inline Floats looked_up(Floats size,
                                                                    const float* table) {
    const __m512 x = _mm512_mul_ps(size, _mm512_set1_ps(kStep));
    const __m512i most = _mm512_set1_epi32(kTable - 1);
    const __m512i whole = _mm512_cvttps_epu32(x);
    const __m512i index = _mm512_min_epu32(whole, _mm512_set1_epi32(kTable - 2));
    // Each number with the one behind it, fetched one by one: the processor's own
    // gathering is slower.
    alignas(64) std::int32_t places[kLanes];
    _mm512_store_si512(places, index);
    const __m512 near = eight_pairs(table, places), far = eight_pairs(table, places + 8);
    const __m512 low = _mm512_permutex2var_ps(near, _mm512_load_si512(kEven), far);
    const __m512 high = _mm512_permutex2var_ps(near, _mm512_load_si512(kOdd), far);
    const __m512 part = _mm512_sub_ps(x, _mm512_cvtepu32_ps(whole));
    const __m512 value = _mm512_add_ps(low, _mm512_mul_ps(_mm512_sub_ps(high, low), part));
    return _mm512_mask_mov_ps(value, _mm512_cmpge_epu32_mask(whole, most), _mm512_set1_ps(1));
}

// -1..1 to octets, halves away from nought.
VANTHU_LANES inline void store_octets(Octet* to, Floats x) {
    const __m512 wide = _mm512_mul_ps(x, _mm512_set1_ps(127));
    const __m512i size =
        _mm512_cvttps_epi32(_mm512_add_ps(_mm512_abs_ps(wide), _mm512_set1_ps(0.5f)));
    const __m512i clipped = _mm512_min_epi32(size, _mm512_set1_epi32(127));
    const __mmask16 below = _mm512_cmp_ps_mask(wide, _mm512_setzero_ps(), _CMP_LT_OQ);
    const __m512i value = _mm512_mask_sub_epi32(clipped, below, _mm512_setzero_si512(), clipped);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to),
                     _mm512_cvtepi32_epi8(_mm512_add_epi32(value, _mm512_set1_epi32(kZero))));
}

}  // namespace
}  // namespace vanthu::ocr

#include "ocr/line_network_layers_sandboxed.h"

namespace vanthu::ocr {

std::unique_ptr<LineNetwork> make_vnni_network(const LineModel& model) {
    const bool able = __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    return able ? std::make_unique<Network>(model) : nullptr;
}

}  // namespace vanthu::ocr

#else

namespace vanthu::ocr {
std::unique_ptr<LineNetwork> make_vnni_network(const LineModel&) {
    return nullptr;
}
}  // namespace vanthu::ocr

#endif
