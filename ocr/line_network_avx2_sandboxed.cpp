// The network with AVX2, which every ordinary office computer of the last ten
// years has.
//
// Its product of octets wants one side unsigned and adds two products in
// sixteen bits: with the size of the input on one side and the weight, turned
// to the input's sign, on the other, no sum leaves sixteen bits. Compiled with
// -ffp-contract=off, as its sibling.

#include <algorithm>
#include <iterator>

#include "ocr/avx2_sandboxed.h"
#include "ocr/line_network_numbers_sandboxed.h"

#if defined(__x86_64__)

namespace vanthu::ocr {
namespace {

struct Floats {
    __m256 low, high;
};
struct Integers {
    __m256i low, high;
};
struct Inputs {
    __m256i sizes, signs;
};

constexpr bool kShifted = false;
constexpr int kGateBlocks = 4,
              kLetterBlocks = 3;  // twice as many registers hold their sums
constexpr int kColumns = 1;

VANTHU_LANES inline Floats all(float value) {
    return {_mm256_set1_ps(value), _mm256_set1_ps(value)};
}
VANTHU_LANES inline Floats load(const float* from) {
    return {_mm256_load_ps(from), _mm256_load_ps(from + 8)};
}
VANTHU_LANES inline void store(float* to, const Floats& x) {
    _mm256_store_ps(to, x.low);
    _mm256_store_ps(to + 8, x.high);
}
VANTHU_LANES inline Floats plus(const Floats& a, const Floats& b) {
    return {_mm256_add_ps(a.low, b.low), _mm256_add_ps(a.high, b.high)};
}
VANTHU_LANES inline Floats minus(const Floats& a, const Floats& b) {
    return {_mm256_sub_ps(a.low, b.low), _mm256_sub_ps(a.high, b.high)};
}
VANTHU_LANES inline Floats times_of(const Floats& a, const Floats& b) {
    return {_mm256_mul_ps(a.low, b.low), _mm256_mul_ps(a.high, b.high)};
}
VANTHU_LANES inline Floats divided(const Floats& a, const Floats& b) {
    return {_mm256_div_ps(a.low, b.low), _mm256_div_ps(a.high, b.high)};
}
VANTHU_LANES inline Floats at_most(float most, const Floats& x) {
    return {_mm256_min_ps(x.low, _mm256_set1_ps(most)),
            _mm256_min_ps(x.high, _mm256_set1_ps(most))};
}
VANTHU_LANES inline Floats at_least(float least, const Floats& x) {
    return {_mm256_max_ps(x.low, _mm256_set1_ps(least)),
            _mm256_max_ps(x.high, _mm256_set1_ps(least))};
}
VANTHU_LANES inline Floats size_of(const Floats& x) {
    const __m256 sign = _mm256_set1_ps(-0.0f);
    return {_mm256_andnot_ps(sign, x.low), _mm256_andnot_ps(sign, x.high)};
}
VANTHU_LANES inline __m256 within(__m256 x, float most) {
    return _mm256_max_ps(_mm256_set1_ps(-most), _mm256_min_ps(_mm256_set1_ps(most), x));
}
VANTHU_LANES inline Floats within(const Floats& x, float most) {
    return {within(x.low, most), within(x.high, most)};
}
VANTHU_LANES inline __m256 below_nought(__m256 x) {
    return _mm256_cmp_ps(x, _mm256_setzero_ps(), _CMP_LT_OQ);
}
// `below` where x < 0, else `value`.
VANTHU_LANES inline Floats where_below(const Floats& x, const Floats& below, const Floats& value) {
    return {_mm256_blendv_ps(value.low, below.low, below_nought(x.low)),
            _mm256_blendv_ps(value.high, below.high, below_nought(x.high))};
}

VANTHU_LANES inline __m256i octets_at(const void* from) {
    return _mm256_load_si256(static_cast<const __m256i*>(from));
}
VANTHU_LANES inline Integers load(const std::int32_t* from) {
    return {octets_at(from), octets_at(from + 8)};
}
VANTHU_LANES inline Integers lowest() {
    return {_mm256_set1_epi32(INT32_MIN), _mm256_set1_epi32(INT32_MIN)};
}
VANTHU_LANES inline Integers greater(const Integers& a, const Integers& b) {
    return {_mm256_max_epi32(a.low, b.low), _mm256_max_epi32(a.high, b.high)};
}
VANTHU_LANES inline Floats floats(const Integers& x) {
    return {_mm256_cvtepi32_ps(x.low), _mm256_cvtepi32_ps(x.high)};
}

// Four inputs, the same for every output.
VANTHU_LANES inline Inputs inputs_of(std::int32_t four) {
    const __m256i signs = _mm256_xor_si256(_mm256_set1_epi32(four), _mm256_set1_epi8(-128));
    return {_mm256_abs_epi8(signs), signs};
}
VANTHU_LANES inline __m256i products(const Inputs& inputs, __m256i weights) {
    const __m256i pairs =
        _mm256_maddubs_epi16(inputs.sizes, _mm256_sign_epi8(weights, inputs.signs));
    return _mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
}
VANTHU_LANES inline Integers with_products(const Integers& sum, const Inputs& inputs,
                                           const std::int8_t* weights) {
    return {_mm256_add_epi32(sum.low, products(inputs, octets_at(weights))),
            _mm256_add_epi32(sum.high, products(inputs, octets_at(weights + 32)))};
}

VANTHU_LANES inline __m256 looked_up(__m256 size, const float* table) {
    const __m256 x = _mm256_mul_ps(size, _mm256_set1_ps(kStep));
    const __m256i most = _mm256_set1_epi32(kTable - 1);
    const __m256i whole = _mm256_cvttps_epi32(x);  // too large a number has only its highest bit
    const __m256i index = _mm256_min_epu32(whole, _mm256_set1_epi32(kTable - 2));
    const __m256 low = _mm256_i32gather_ps(table, index, 4);
    const __m256 high = _mm256_i32gather_ps(table + 1, index, 4);
    const __m256 part = _mm256_sub_ps(x, _mm256_cvtepi32_ps(whole));
    const __m256 value = _mm256_add_ps(low, _mm256_mul_ps(_mm256_sub_ps(high, low), part));
    const __m256i beyond = _mm256_cmpeq_epi32(_mm256_max_epu32(whole, most), whole);
    return _mm256_blendv_ps(value, _mm256_set1_ps(1), _mm256_castsi256_ps(beyond));
}
VANTHU_LANES inline Floats looked_up(const Floats& size, const float* table) {
    return {looked_up(size.low, table), looked_up(size.high, table)};
}

VANTHU_LANES inline __m256i rounded(__m256 x) {
    const __m256 wide = _mm256_mul_ps(x, _mm256_set1_ps(127));
    const __m256 size = _mm256_andnot_ps(_mm256_set1_ps(-0.0f), wide);
    const __m256i whole = _mm256_cvttps_epi32(_mm256_add_ps(size, _mm256_set1_ps(0.5f)));
    const __m256i clipped = _mm256_min_epi32(whole, _mm256_set1_epi32(127));
    const __m256i below = _mm256_castps_si256(below_nought(wide));
    const __m256i value = _mm256_sub_epi32(_mm256_xor_si256(clipped, below), below);
    return _mm256_add_epi32(value, _mm256_set1_epi32(kZero));
}
// -1..1 to octets, halves away from nought.
VANTHU_LANES inline void store_octets(Octet* to, const Floats& x) {
    // Each half of a register is packed by itself, so quarters are put in order
    // in between.
    const __m256i pairs = _mm256_packs_epi32(rounded(x.low), rounded(x.high));
    const __m256i ordered = _mm256_permute4x64_epi64(pairs, 0xd8);
    const __m128i octets =
        _mm_packus_epi16(_mm256_castsi256_si128(ordered), _mm256_extracti128_si256(ordered, 1));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), octets);
}

bool fits(const LineWeights& weights) {
    return std::find(weights.values.begin(), weights.values.end(), std::int8_t{-128}) ==
           weights.values.end();
}

bool fits(const LineLayer& layer) {
    return std::all_of(std::begin(layer.gates), std::end(layer.gates),
                       [](const LineWeights& weights) { return fits(weights); });
}

}  // namespace
}  // namespace vanthu::ocr

#include "ocr/line_network_layers_sandboxed.h"

namespace vanthu::ocr {

std::unique_ptr<LineNetwork> make_avx2_network(const LineModel& model) {
    // -128 has no counterpart; the library's training never makes one.
    const bool able = __builtin_cpu_supports("avx2") && fits(model.convolution) &&
                      fits(model.down) && fits(model.first) && fits(model.backward) &&
                      fits(model.last) && fits(model.output);
    return able ? std::make_unique<Network>(model) : nullptr;
}

}  // namespace vanthu::ocr

#else

namespace vanthu::ocr {
std::unique_ptr<LineNetwork> make_avx2_network(const LineModel&) {
    return nullptr;
}
}  // namespace vanthu::ocr

#endif
