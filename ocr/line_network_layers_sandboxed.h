// line_network_layers_sandboxed.h: the layers of the network in terms of
// sixteen numbers at a time.
//
// Compiled once for each set of instructions: the file that includes it says
// first what `Floats`, `Integers`, `Inputs` and the operations on them are, how
// wide the blocks of weights are, whether inputs are shifted (kShifted), and
// which instructions functions may use (VANTHU_LANES). The order of operations
// and of rounding stands here, once. One thread.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <random>
#include <utility>
#include <vector>

#include "ocr/line_network_sandboxed.h"

namespace vanthu::ocr {
namespace {

constexpr int kTaps = 9;  // of the convolution

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

VANTHU_LANES inline Floats hyperbolic(Floats x) {
    const Floats value = looked_up(size_of(x), curves().tanh.data());
    return where_below(x, minus(all(0), value), value);
}

VANTHU_LANES inline Floats logistic(Floats x) {
    const Floats value = looked_up(size_of(x), curves().logistic.data());
    return where_below(x, minus(all(1), value), value);
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

// Weights in the order in which they are used: blocks of `kBlocks` times
// sixteen outputs, in each block four inputs at a time.
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

    // `kSides` inputs that lie `apart`, and their results `room()` from each
    // other: weights are fetched once for all.
    template <int kSides>
    VANTHU_LANES void times(const Octet* x, std::ptrdiff_t apart, float* out) const {
        const std::int8_t* weights = weights_.data();
        for (int block = 0; block < blocks_; ++block) {
            Integers sum[kSides][kBlocks];
            const std::int32_t* start = start_.data() + block * kBlocks * kLanes;
#pragma GCC unroll 16
            for (int b = 0; b < kBlocks; ++b)
#pragma GCC unroll 16
                for (int side = 0; side < kSides; ++side)
                    sum[side][b] = load(start + b * kLanes);
            for (int g = 0; g < groups_; ++g, weights += kBlocks * 64) {
                Inputs inputs[kSides];
#pragma GCC unroll 16
                for (int side = 0; side < kSides; ++side)
                    inputs[side] = inputs_of(four_at(x + side * apart + 4 * g));
#pragma GCC unroll 16
                for (int b = 0; b < kBlocks; ++b)
#pragma GCC unroll 16
                    for (int side = 0; side < kSides; ++side)
                        sum[side][b] = with_products(sum[side][b], inputs[side], weights + b * 64);
            }
#pragma GCC unroll 16
            for (int side = 0; side < kSides; ++side)
#pragma GCC unroll 16
                for (int b = 0; b < kBlocks; ++b) {
                    const int at = (block * kBlocks + b) * kLanes;
                    store(out + side * room() + at,
                          times_of(floats(sum[side][b]), load(scale_.data() + at)));
                }
        }
    }

    // Of the first sixteen outputs, before they are scaled: the three groups at
    // `a`, `b` and `c`.
    VANTHU_LANES Integers sum_of_three(const Octet* a, const Octet* b, const Octet* c) const {
        Integers sum = load(start_.data());
        sum = with_products(sum, inputs_of(four_at(a)), weights_.data());
        sum = with_products(sum, inputs_of(four_at(b)), weights_.data() + kBlocks * 64);
        return with_products(sum, inputs_of(four_at(c)), weights_.data() + 2 * kBlocks * 64);
    }

    const float* scale() const {
        return scale_.data();
    }

private:
    static std::int32_t four_at(const Octet* x) {
        std::int32_t four;
        std::memcpy(&four, x, sizeof four);
        return four;
    }

    void put(int output, const std::int8_t* from, float scale) {
        const int block = output / (kBlocks * kLanes), lane = output % (kBlocks * kLanes);
        std::int32_t start = from[inputs_] * 127;
        for (int i = 0; i < inputs_; ++i) {
            const auto at = static_cast<std::ptrdiff_t>(block * groups_ + i / 4) * kBlocks * 64;
            weights_.data()[at + lane * 4 + i % 4] = from[i];
            if (kShifted) start -= kZero * from[i];
        }
        start_.data()[output] = start;
        scale_.data()[output] = scale;
    }

    int inputs_ = 0, outputs_ = 0, blocks_ = 0, groups_ = 0;
    Aligned<std::int8_t> weights_;
    Aligned<std::int32_t> start_;
    Aligned<float> scale_;
};

// One layer with a memory, a step at a time; `kSides` runs of it side by side,
// so that one computes while another waits for its own last step.
template <int kSides>
class Memory {
public:
    explicit Memory(const LineLayer& layer)
        : inputs_(layer.inputs),
          states_(layer.states),
          apart_(layer.inputs + layer.states + 4),
          gates_({&layer.gates[0], &layer.gates[1], &layer.gates[2], &layer.gates[3]}) {
        sums_.resize(static_cast<std::size_t>(kSides * gates_.room()));
        state_.resize(static_cast<std::size_t>(kSides * states_));
        source_.resize(static_cast<std::size_t>(kSides * apart_));
    }

    int states() const { return states_; }

    void forget() {
        std::fill_n(state_.data(), kSides * states_, 0.0f);
        for (int side = 0; side < kSides; ++side)
            std::fill_n(memory(side), states_, static_cast<Octet>(kZero));
    }

    VANTHU_LANES void step(const Octet* const (&in)[kSides]) {
        for (int side = 0; side < kSides; ++side)
            std::memcpy(source_.data() + side * apart_, in[side],
                        static_cast<std::size_t>(inputs_));
        gates_.template times<kSides>(source_.data(), apart_, sums_.data());
        for (int i = 0; i < states_; i += kLanes)
            for (int side = 0; side < kSides; ++side)
                store_octets(memory(side) + i, next(sums_.data() + side * gates_.room() + i,
                                                    state_.data() + side * states_ + i));
    }

    // states() numbers, the result of the last step.
    const Octet* result(int side) const { return source_.data() + side * apart_ + inputs_; }

private:
    Octet* memory(int side) { return source_.data() + side * apart_ + inputs_; }

    VANTHU_LANES Floats next(const float* sums, float* state) const {
        const Floats cell = hyperbolic(load(sums));
        const Floats let_in = logistic(load(sums + states_));
        const Floats keep = logistic(load(sums + 2 * states_));
        const Floats let_out = logistic(load(sums + 3 * states_));
        Floats now = times_of(load(state), keep);
        now = plus(now, times_of(cell, let_in));
        now = within(now, 100);
        store(state, now);
        return times_of(hyperbolic(now), let_out);
    }

    int inputs_, states_, apart_;
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

class Network final : public LineNetwork {
public:
    explicit Network(const LineModel& model)
        : rows_(model.rows),
          letters_(model.output.outputs),
          sample_iteration_(model.sample_iteration),
          filters_weights_(with_gaps(model.convolution)),
          filters_({&filters_weights_}),
          down_(model.down),
          first_(model.first),
          backward_(model.backward),
          last_(model.last),
          output_({&model.output}) {}

    int rows() const override { return rows_; }
    int letters() const override { return letters_; }
    const std::vector<float>& read(const std::int8_t* pixels, int width) override;

private:
    void convolve(const std::int8_t* pixels, int width);
    void draw_border(int width);
    const Octet* taps_at(int x, int y, int width) const;
    void run_down(int steps);
    void run_along(Memory<1>& layer, const std::vector<Octet>& in, int steps, bool backwards,
                   std::vector<Octet>& out) const;
    void put_probabilities(float* out);

    const int rows_, letters_;
    const std::uint64_t sample_iteration_;
    const LineWeights filters_weights_;
    const Packed<1> filters_;
    Memory<kColumns> down_;
    Memory<1> first_, backward_, last_;
    const Packed<kLetterBlocks> output_;

    std::vector<Octet> columns_, border_, pooled_, a_, b_;
    Aligned<float> row_;
    std::vector<float> result_;
};

// What the taps of pixels at the edge see, in the order in which the library
// draws its noise: along the rows from the top.
void Network::draw_border(int width) {
    Noise noise(sample_iteration_);
    border_.assign(static_cast<std::size_t>(2 * (width + rows_)) * 12, static_cast<Octet>(kZero));
    Octet* taps = border_.data();
    for (int y = 0; y < rows_; ++y) {
        const int stride = y == 0 || y == rows_ - 1 ? 1 : std::max(1, width - 1);
        for (int x = 0; x < width; x += stride, taps += 12)
            for (int dx = -1; dx <= 1; ++dx)
                for (int dy = -1; dy <= 1; ++dy) {
                    const bool inside =
                        x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < rows_;
                    taps[(dx + 1) * 4 + dy + 1] =
                        inside ? columns_[static_cast<std::size_t>((x + dx) * rows_ + y + dy)]
                               : noise();
                }
    }
}

// Of a pixel at the edge.
const Octet* Network::taps_at(int x, int y, int width) const {
    const int sides = width > 1 ? 2 : 1;
    const int before = y == 0 ? 0 : width + (y - 1) * sides;
    const bool whole_row = y == 0 || y == rows_ - 1;
    return border_.data() + 12 * (before + (whole_row ? x : x > 0 ? 1 : 0));
}

// Convolution and pooling in one: the curve and the rounding never fall, so the
// greatest of nine can be found before both.
VANTHU_LANES void Network::convolve(const std::int8_t* pixels, int width) {
    const int steps = width / 3, pooled_rows = rows_ / 3;
    columns_.resize(static_cast<std::size_t>(rows_ * width + 8));
    for (int y = 0; y < rows_; ++y)
        for (int x = 0; x < width; ++x)
            columns_[static_cast<std::size_t>(x * rows_ + y)] =
                static_cast<Octet>(pixels[y * width + x] + kZero);
    draw_border(width);
    pooled_.resize(static_cast<std::size_t>(steps * pooled_rows * kLanes));
    const Floats scale = load(filters_.scale());
    const auto put = [&](int step, int row, const Integers& most) VANTHU_LANES {
        store_octets(pooled_.data() + (step * pooled_rows + row) * kLanes,
                     hyperbolic(times_of(floats(most), scale)));
    };
    for (int step = 0; step < steps; ++step) {
        const bool at_side = step == 0 || step * 3 + 3 == width;
        for (int row = 0; row < pooled_rows; ++row) {
            const bool at_edge = at_side || row == 0 || row == pooled_rows - 1;
            Integers most = lowest();
            for (int x = step * 3; x < step * 3 + 3; ++x)
                for (int y = row * 3; y < row * 3 + 3; ++y) {
                    const bool edge =
                        at_edge && (x == 0 || x == width - 1 || y == 0 || y == rows_ - 1);
                    const Octet* taps =
                        edge ? taps_at(x, y, width) : columns_.data() + (x - 1) * rows_ + y - 1;
                    const int apart = edge ? 4 : rows_;
                    most =
                        greater(most, filters_.sum_of_three(taps, taps + apart, taps + 2 * apart));
                }
            put(step, row, most);
        }
    }
}

// Each column of the image by itself, some at a time.
void Network::run_down(int steps) {
    const int pooled_rows = rows_ / 3, states = down_.states();
    a_.resize(static_cast<std::size_t>(steps * states));
    for (int step = 0; step < steps; step += kColumns) {
        const int columns = std::min(kColumns, steps - step);
        down_.forget();
        for (int y = 0; y < pooled_rows; ++y) {
            const Octet* in[kColumns];
            for (int i = 0; i < kColumns; ++i)
                in[i] =
                    pooled_.data() + ((step + std::min(i, columns - 1)) * pooled_rows + y) * kLanes;
            down_.step(in);
        }
        for (int i = 0; i < columns; ++i)
            std::copy_n(down_.result(i), states, a_.data() + (step + i) * states);
    }
}

void Network::run_along(Memory<1>& layer, const std::vector<Octet>& in, int steps, bool backwards,
                        std::vector<Octet>& out) const {
    const auto inputs = static_cast<int>(in.size()) / std::max(1, steps);
    out.resize(static_cast<std::size_t>(steps * layer.states()));
    layer.forget();
    for (int i = 0; i < steps; ++i) {
        const int t = backwards ? steps - 1 - i : i;
        layer.step({in.data() + t * inputs});
        std::copy_n(layer.result(0), layer.states(), out.data() + t * layer.states());
    }
}

// What row_ says of each letter, as shares of one.
VANTHU_LANES void Network::put_probabilities(float* out) {
    constexpr float kSmallest = -86;
    float* row = row_.data();
    const float most = *std::max_element(row, row + letters_);
    for (int i = 0; i < letters_; i += kLanes)
        store(row + i, at_most(0, at_least(kSmallest, minus(load(row + i), all(most)))));
    float total = 0;
    for (int i = 0; i < letters_; ++i) {
        row[i] = std::exp(row[i]);
        total += row[i];
    }
    for (int i = 0; i < letters_; i += kLanes)
        store(row + i, divided(load(row + i), all(total)));
    std::copy_n(row, letters_, out);
}

const std::vector<float>& Network::read(const std::int8_t* pixels, int width) {
    const int steps = width / 3;
    convolve(pixels, width);
    run_down(steps);
    run_along(first_, a_, steps, false, b_);
    run_along(backward_, b_, steps, true, a_);
    run_along(last_, a_, steps, false, b_);

    row_.resize(static_cast<std::size_t>(output_.room()));
    result_.resize(static_cast<std::size_t>(steps * letters_));
    for (int step = 0; step < steps; ++step) {
        output_.times<1>(b_.data() + step * last_.states(), 0, row_.data());
        put_probabilities(result_.data() + static_cast<std::ptrdiff_t>(step) * letters_);
    }
    return result_;
}

}  // namespace
}  // namespace vanthu::ocr
