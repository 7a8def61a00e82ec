// Compiled with -ffp-contract=off: a fused multiply-add would round once where the library rounds
// twice.

#include "ocr/line_network_sandboxed.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <random>
#include <utility>

#if defined(__x86_64__)
#ifndef __clang__
// GCC 12 takes the deliberately undefined registers of its own header for mistakes.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
#include <immintrin.h>
#define VANTHU_VNNI __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")))
#endif

namespace vanthu::ocr {

#if defined(__x86_64__)

namespace {

// Numbers between layers are -127..127 plus 128, because the dot product wants one side unsigned.
using Octet = std::uint8_t;
constexpr int kZero = 128;
constexpr int kLanes = 16;
constexpr int kTaps = 9;  // of the convolution

constexpr int kTable = 4096;
constexpr float kStep = 256;

// The library's tables of both curves.
struct Curves {
    std::array<float, kTable> tanh, logistic;
    Curves() {
        for (int i = 0; i < kTable; ++i) {
            const double x = i / static_cast<double>(kStep);
            tanh[static_cast<std::size_t>(i)] = static_cast<float>(std::tanh(x));
            logistic[static_cast<std::size_t>(i)] = static_cast<float>(1 / (1 + std::exp(-x)));
        }
    }
};

const Curves& curves() {
    static const Curves instance;
    return instance;
}

VANTHU_VNNI inline __m512 looked_up(__m512 size, const float* table) {
    const __m512 x = _mm512_mul_ps(size, _mm512_set1_ps(kStep));
    const __m512i most = _mm512_set1_epi32(kTable - 1);
    const __m512i whole = _mm512_cvttps_epu32(x);
    const __m512i index = _mm512_min_epu32(whole, _mm512_set1_epi32(kTable - 2));
    const __m512 low = _mm512_i32gather_ps(index, table, 4);
    const __m512 high = _mm512_i32gather_ps(index, table + 1, 4);
    const __m512 part = _mm512_sub_ps(x, _mm512_cvtepu32_ps(whole));
    const __m512 value = _mm512_add_ps(low, _mm512_mul_ps(_mm512_sub_ps(high, low), part));
    return _mm512_mask_mov_ps(value, _mm512_cmpge_epu32_mask(whole, most), _mm512_set1_ps(1));
}

VANTHU_VNNI inline __m512 hyperbolic(__m512 x) {
    const __m512 value = looked_up(_mm512_abs_ps(x), curves().tanh.data());
    const __mmask16 below = _mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_LT_OQ);
    return _mm512_mask_sub_ps(value, below, _mm512_setzero_ps(), value);
}

VANTHU_VNNI inline __m512 logistic(__m512 x) {
    const __m512 value = looked_up(_mm512_abs_ps(x), curves().logistic.data());
    const __mmask16 below = _mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_LT_OQ);
    return _mm512_mask_sub_ps(value, below, _mm512_set1_ps(1), value);
}

// -1..1 to octets, halves away from nought.
VANTHU_VNNI inline __m128i octets(__m512 x) {
    const __m512 wide = _mm512_mul_ps(x, _mm512_set1_ps(127));
    const __m512i size =
        _mm512_cvttps_epi32(_mm512_add_ps(_mm512_abs_ps(wide), _mm512_set1_ps(0.5f)));
    const __m512i clipped = _mm512_min_epi32(size, _mm512_set1_epi32(127));
    const __mmask16 below = _mm512_cmp_ps_mask(wide, _mm512_setzero_ps(), _CMP_LT_OQ);
    const __m512i value = _mm512_mask_sub_epi32(clipped, below, _mm512_setzero_si512(), clipped);
    return _mm512_cvtepi32_epi8(_mm512_add_epi32(value, _mm512_set1_epi32(kZero)));
}

template <class Number>
struct Aligned {
    struct alignas(64) Line {
        Number at[64 / sizeof(Number)];
    };
    std::vector<Line> lines;
    void resize(std::size_t count) { lines.resize((count * sizeof(Number) + 63) / 64); }
    Number* data() { return lines.empty() ? nullptr : lines.front().at; }
    const Number* data() const { return lines.empty() ? nullptr : lines.front().at; }
};

// Weights in the order in which they are used: blocks of `kBlocks` times sixteen outputs, in each
// block four inputs at a time.
template <int kBlocks>
class Packed {
public:
    Packed() = default;
    explicit Packed(const std::vector<const LineWeights*>& parts) {
        inputs_ = parts.front()->inputs;
        for (const LineWeights* part : parts)
            outputs_ += part->outputs;
        constexpr int kWide = kBlocks * kLanes;
        blocks_ = (outputs_ + kWide - 1) / kWide;
        groups_ = (inputs_ + 3) / 4;
        weights_.resize(static_cast<std::size_t>(blocks_ * groups_ * kWide * 4));
        start_.resize(static_cast<std::size_t>(blocks_ * kWide));
        scale_.resize(static_cast<std::size_t>(blocks_ * kWide));
        int output = 0;
        for (const LineWeights* part : parts)
            for (int i = 0; i < part->outputs; ++i, ++output)
                put(output, part->values.data() + i * (inputs_ + 1),
                    part->scales[static_cast<std::size_t>(i)]);
    }

    int room() const { return blocks_ * kBlocks * kLanes; }

    VANTHU_VNNI void sums(const Octet* x, int block, __m512i (&sum)[kBlocks]) const {
        const std::int32_t* start = start_.data() + block * kBlocks * kLanes;
        for (int b = 0; b < kBlocks; ++b)
            sum[b] = _mm512_load_si512(start + b * kLanes);
        const std::int8_t* weights =
            weights_.data() + static_cast<std::ptrdiff_t>(block) * groups_ * kBlocks * 64;
        for (int g = 0; g < groups_; ++g, weights += kBlocks * 64) {
            std::int32_t four;
            std::memcpy(&four, x + 4 * g, sizeof four);
            const __m512i inputs = _mm512_set1_epi32(four);
            for (int b = 0; b < kBlocks; ++b)
                sum[b] = _mm512_dpbusd_epi32(sum[b], inputs, _mm512_load_si512(weights + b * 64));
        }
    }

    VANTHU_VNNI void times(const Octet* x, float* out) const {
        for (int block = 0; block < blocks_; ++block) {
            __m512i sum[kBlocks];
            sums(x, block, sum);
            for (int b = 0; b < kBlocks; ++b) {
                const int at = (block * kBlocks + b) * kLanes;
                _mm512_store_ps(out + at, _mm512_mul_ps(_mm512_cvtepi32_ps(sum[b]),
                                                        _mm512_load_ps(scale_.data() + at)));
            }
        }
    }

    const float* scale() const { return scale_.data(); }

private:
    void put(int output, const std::int8_t* from, float scale) {
        const int block = output / (kBlocks * kLanes), lane = output % (kBlocks * kLanes);
        std::int32_t start = from[inputs_] * 127;
        for (int i = 0; i < inputs_; ++i) {
            const auto at = static_cast<std::ptrdiff_t>(block * groups_ + i / 4) * kBlocks * 64;
            weights_.data()[at + lane * 4 + i % 4] = from[i];
            start -= kZero * from[i];
        }
        start_.data()[output] = start;
        scale_.data()[output] = scale;
    }

    int inputs_ = 0, outputs_ = 0, blocks_ = 0, groups_ = 0;
    Aligned<std::int8_t> weights_;
    Aligned<std::int32_t> start_;
    Aligned<float> scale_;
};

constexpr int kGateBlocks = 12, kLetterBlocks = 9;

// One layer with a memory, a step at a time.
class Memory {
public:
    explicit Memory(const LineLayer& layer)
        : inputs_(layer.inputs),
          states_(layer.states),
          gates_({&layer.gates[0], &layer.gates[1], &layer.gates[2], &layer.gates[3]}) {
        sums_.resize(static_cast<std::size_t>(gates_.room()));
        state_.resize(static_cast<std::size_t>(states_));
        source_.resize(static_cast<std::size_t>(inputs_ + states_ + 4));
    }

    int states() const { return states_; }

    void forget() {
        std::fill_n(state_.data(), states_, 0.0f);
        std::fill_n(source_.data() + inputs_, states_, static_cast<Octet>(kZero));
    }

    // `out` gets states() numbers and is the next step's memory too.
    VANTHU_VNNI void step(const Octet* in, Octet* out) {
        std::memcpy(source_.data(), in, static_cast<std::size_t>(inputs_));
        gates_.times(source_.data(), sums_.data());
        const float* sums = sums_.data();
        Octet* memory = source_.data() + inputs_;
        const __m512 most = _mm512_set1_ps(100), least = _mm512_set1_ps(-100);
        for (int i = 0; i < states_; i += kLanes) {
            const __m512 cell = hyperbolic(_mm512_load_ps(sums + i));
            const __m512 let_in = logistic(_mm512_load_ps(sums + states_ + i));
            const __m512 keep = logistic(_mm512_load_ps(sums + 2 * states_ + i));
            const __m512 let_out = logistic(_mm512_load_ps(sums + 3 * states_ + i));
            __m512 state = _mm512_mul_ps(_mm512_load_ps(state_.data() + i), keep);
            state = _mm512_add_ps(state, _mm512_mul_ps(cell, let_in));
            state = _mm512_max_ps(least, _mm512_min_ps(most, state));
            _mm512_store_ps(state_.data() + i, state);
            const __m128i result = octets(_mm512_mul_ps(hyperbolic(state), let_out));
            _mm_storeu_si128(reinterpret_cast<__m128i*>(memory + i), result);
        }
        std::memcpy(out, memory, static_cast<std::size_t>(states_));
    }

private:
    int inputs_, states_;
    Packed<kGateBlocks> gates_;
    Aligned<float> sums_, state_;
    Aligned<Octet> source_;
};

// Outside the image the library sees noise, the same for every line.
class Noise {
public:
    explicit Noise(std::uint64_t sample_iteration) : random_(sample_iteration * 0x10000001ULL) {
        random_();
    }
    Octet operator()() {
        const double value = 127 * 2.0 * static_cast<std::int32_t>(random_()) / 0x7fffffff - 127;
        const int rounded =
            value >= 0 ? static_cast<int>(value + 0.5) : -static_cast<int>(-value + 0.5);
        return static_cast<Octet>(rounded + kZero);
    }

private:
    std::minstd_rand random_;
};

LineWeights with_gaps(const LineWeights& taps) {
    // Three rows of each of three columns, and a fourth row without weight.
    LineWeights wide{taps.outputs, 12, {}, taps.scales};
    for (int output = 0; output < taps.outputs; ++output) {
        const std::int8_t* from = taps.values.data() + output * (kTaps + 1);
        for (int i = 0; i < 12; ++i)
            wide.values.push_back(i % 4 == 3 ? std::int8_t{0} : from[i / 4 * 3 + i % 4]);
        wide.values.push_back(from[kTaps]);
    }
    return wide;
}

}  // namespace

struct LineNetwork::State {
    explicit State(const LineModel& model)
        : rows(model.rows),
          letters(model.output.outputs),
          sample_iteration(model.sample_iteration),
          filters_weights(with_gaps(model.convolution)),
          filters({&filters_weights}),
          down(model.down),
          first(model.first),
          backward(model.backward),
          last(model.last),
          output({&model.output}) {}

    void convolve(const std::int8_t* pixels, int width);
    void run_along(Memory& layer, const std::vector<Octet>& in, int steps, bool backwards,
                   std::vector<Octet>& out) const;
    void read(const std::int8_t* pixels, int width);

    const int rows, letters;
    const std::uint64_t sample_iteration;
    const LineWeights filters_weights;
    const Packed<1> filters;
    Memory down, first, backward, last;
    const Packed<kLetterBlocks> output;

    std::vector<Octet> columns, border, pooled, a, b;
    Aligned<float> row;
    std::vector<float> result;
};

// Convolution and pooling in one: the curve and the rounding never fall, so the greatest of nine
// can be found before both.
VANTHU_VNNI void LineNetwork::State::convolve(const std::int8_t* pixels, int width) {
    const int steps = width / 3, pooled_rows = rows / 3;
    columns.resize(static_cast<std::size_t>(rows * width + 8));
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < width; ++x)
            columns[static_cast<std::size_t>(x * rows + y)] =
                static_cast<Octet>(pixels[y * width + x] + kZero);

    // What the taps of pixels at the edge see, in the order in which the library draws its noise.
    Noise noise(sample_iteration);
    const auto edge_pixels = static_cast<std::size_t>(2 * (width + rows));
    border.assign(edge_pixels * 12, static_cast<Octet>(kZero));
    std::vector<std::int32_t> border_at(static_cast<std::size_t>(rows * width), -1);
    std::int32_t next = 0;
    for (int y = 0; y < rows; ++y) {
        const int stride = y == 0 || y == rows - 1 ? 1 : std::max(1, width - 1);
        for (int x = 0; x < width; x += stride) {
            Octet* taps = border.data() + next * 12;
            border_at[static_cast<std::size_t>(x * rows + y)] = next++;
            for (int dx = -1; dx <= 1; ++dx)
                for (int dy = -1; dy <= 1; ++dy) {
                    const bool inside =
                        x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < rows;
                    taps[(dx + 1) * 4 + dy + 1] =
                        inside ? columns[static_cast<std::size_t>((x + dx) * rows + y + dy)]
                               : noise();
                }
        }
    }

    pooled.resize(static_cast<std::size_t>(steps * pooled_rows * kLanes));
    const __m512 scale = _mm512_load_ps(filters.scale());
    Octet gathered[12];
    for (int step = 0; step < steps; ++step)
        for (int row_of_three = 0; row_of_three < pooled_rows; ++row_of_three) {
            __m512i most = _mm512_set1_epi32(INT32_MIN);
            for (int x = step * 3; x < step * 3 + 3; ++x)
                for (int y = row_of_three * 3; y < row_of_three * 3 + 3; ++y) {
                    const std::int32_t edge = border_at[static_cast<std::size_t>(x * rows + y)];
                    const Octet* taps = gathered;
                    if (edge >= 0) {
                        taps = border.data() + edge * 12;
                    } else {
                        for (int column = 0; column < 3; ++column)
                            std::memcpy(gathered + 4 * column,
                                        columns.data() + (x + column - 1) * rows + y - 1, 4);
                    }
                    __m512i sum[1];
                    filters.sums(taps, 0, sum);
                    most = _mm512_max_epi32(most, sum[0]);
                }
            const __m512 value = _mm512_mul_ps(_mm512_cvtepi32_ps(most), scale);
            _mm_storeu_si128(reinterpret_cast<__m128i*>(
                                 pooled.data() + (step * pooled_rows + row_of_three) * kLanes),
                             octets(hyperbolic(value)));
        }
}

void LineNetwork::State::run_along(Memory& layer, const std::vector<Octet>& in, int steps,
                                   bool backwards, std::vector<Octet>& out) const {
    const auto inputs = static_cast<int>(in.size()) / std::max(1, steps);
    out.resize(static_cast<std::size_t>(steps * layer.states()));
    layer.forget();
    for (int i = 0; i < steps; ++i) {
        const int t = backwards ? steps - 1 - i : i;
        layer.step(in.data() + t * inputs, out.data() + t * layer.states());
    }
}

void LineNetwork::State::read(const std::int8_t* pixels, int width) {
    const int steps = width / 3, pooled_rows = rows / 3;
    convolve(pixels, width);
    a.resize(static_cast<std::size_t>(steps * down.states()));
    for (int step = 0; step < steps; ++step) {
        down.forget();
        for (int y = 0; y < pooled_rows; ++y)
            down.step(pooled.data() + (step * pooled_rows + y) * kLanes,
                      a.data() + step * down.states());
    }
    run_along(first, a, steps, false, b);
    run_along(backward, b, steps, true, a);
    run_along(last, a, steps, false, b);

    row.resize(static_cast<std::size_t>(output.room()));
    result.resize(static_cast<std::size_t>(steps * letters));
    for (int step = 0; step < steps; ++step) {
        output.times(b.data() + step * last.states(), row.data());
        float* out = result.data() + static_cast<std::ptrdiff_t>(step) * letters;
        const float most = *std::max_element(row.data(), row.data() + letters);
        float total = 0;
        for (int i = 0; i < letters; ++i) {
            constexpr float kSmallest = -86;
            out[i] = std::exp(std::clamp(row.data()[i] - most, kSmallest, 0.0f));
            total += out[i];
        }
        for (int i = 0; i < letters; ++i)
            out[i] /= total;
    }
}

LineNetwork::LineNetwork(std::unique_ptr<State> state) : state_(std::move(state)) {}
LineNetwork::~LineNetwork() = default;

std::unique_ptr<LineNetwork> LineNetwork::make(const LineModel& model) {
    const bool able = __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    if (!able) return nullptr;
    return std::unique_ptr<LineNetwork>(new LineNetwork(std::make_unique<State>(model)));
}

int LineNetwork::rows() const {
    return state_->rows;
}

int LineNetwork::letters() const {
    return state_->letters;
}

const std::vector<float>& LineNetwork::read(const std::int8_t* pixels, int width) {
    state_->read(pixels, width);
    return state_->result;
}

#else

struct LineNetwork::State {};
LineNetwork::LineNetwork(std::unique_ptr<State> state) : state_(std::move(state)) {}
LineNetwork::~LineNetwork() = default;
std::unique_ptr<LineNetwork> LineNetwork::make(const LineModel&) {
    return nullptr;
}
int LineNetwork::rows() const {
    return 0;
}
int LineNetwork::letters() const {
    return 0;
}
const std::vector<float>& LineNetwork::read(const std::int8_t*, int) {
    static const std::vector<float> none;
    return none;
}

#endif

}  // namespace vanthu::ocr
