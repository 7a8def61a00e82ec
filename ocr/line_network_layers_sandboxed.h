// line_network_layers_sandboxed.h: the layers of the network in terms of sixteen numbers at a time.
//
// Compiled once for each set of instructions: the file that includes it says first what `Floats`,
// `Integers`, `Inputs` and the operations on them are, how wide the blocks of weights are, whether
// inputs are shifted (kShifted), and which instructions functions may use (VANTHU_LANES). The order
// of operations and of rounding stands here, once. One thread.
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

    VANTHU_LANES void sums(const Octet* x, int block, Integers (&sum)[kBlocks]) const {
        const std::int32_t* start = start_.data() + block * kBlocks * kLanes;
        for (int b = 0; b < kBlocks; ++b)
            sum[b] = load(start + b * kLanes);
        const std::int8_t* weights =
            weights_.data() + static_cast<std::ptrdiff_t>(block) * groups_ * kBlocks * 64;
        for (int g = 0; g < groups_; ++g, weights += kBlocks * 64) {
            std::int32_t four;
            std::memcpy(&four, x + 4 * g, sizeof four);
            const Inputs inputs = inputs_of(four);
            for (int b = 0; b < kBlocks; ++b)
                sum[b] = with_products(sum[b], inputs, weights + b * 64);
        }
    }

    VANTHU_LANES void times(const Octet* x, float* out) const {
        for (int block = 0; block < blocks_; ++block) {
            Integers sum[kBlocks];
            sums(x, block, sum);
            for (int b = 0; b < kBlocks; ++b) {
                const int at = (block * kBlocks + b) * kLanes;
                store(out + at, times_of(floats(sum[b]), load(scale_.data() + at)));
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
    VANTHU_LANES void step(const Octet* in, Octet* out) {
        std::memcpy(source_.data(), in, static_cast<std::size_t>(inputs_));
        gates_.times(source_.data(), sums_.data());
        const float* sums = sums_.data();
        Octet* memory = source_.data() + inputs_;
        for (int i = 0; i < states_; i += kLanes) {
            const Floats cell = hyperbolic(load(sums + i));
            const Floats let_in = logistic(load(sums + states_ + i));
            const Floats keep = logistic(load(sums + 2 * states_ + i));
            const Floats let_out = logistic(load(sums + 3 * states_ + i));
            Floats state = times_of(load(state_.data() + i), keep);
            state = plus(state, times_of(cell, let_in));
            state = within(state, 100);
            store(state_.data() + i, state);
            store_octets(memory + i, times_of(hyperbolic(state), let_out));
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
    void run_along(Memory& layer, const std::vector<Octet>& in, int steps, bool backwards,
                   std::vector<Octet>& out) const;

    const int rows_, letters_;
    const std::uint64_t sample_iteration_;
    const LineWeights filters_weights_;
    const Packed<1> filters_;
    Memory down_, first_, backward_, last_;
    const Packed<kLetterBlocks> output_;

    std::vector<Octet> columns_, border_, pooled_, a_, b_;
    Aligned<float> row_;
    std::vector<float> result_;
};

// Convolution and pooling in one: the curve and the rounding never fall, so the greatest of nine
// can be found before both.
VANTHU_LANES void Network::convolve(const std::int8_t* pixels, int width) {
    const int steps = width / 3, pooled_rows = rows_ / 3;
    columns_.resize(static_cast<std::size_t>(rows_ * width + 8));
    for (int y = 0; y < rows_; ++y)
        for (int x = 0; x < width; ++x)
            columns_[static_cast<std::size_t>(x * rows_ + y)] =
                static_cast<Octet>(pixels[y * width + x] + kZero);

    // What the taps of pixels at the edge see, in the order in which the library draws its noise.
    Noise noise(sample_iteration_);
    const auto edge_pixels = static_cast<std::size_t>(2 * (width + rows_));
    border_.assign(edge_pixels * 12, static_cast<Octet>(kZero));
    std::vector<std::int32_t> border_at(static_cast<std::size_t>(rows_ * width), -1);
    std::int32_t next = 0;
    for (int y = 0; y < rows_; ++y) {
        const int stride = y == 0 || y == rows_ - 1 ? 1 : std::max(1, width - 1);
        for (int x = 0; x < width; x += stride) {
            Octet* taps = border_.data() + next * 12;
            border_at[static_cast<std::size_t>(x * rows_ + y)] = next++;
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

    pooled_.resize(static_cast<std::size_t>(steps * pooled_rows * kLanes));
    const Floats scale = load(filters_.scale());
    Octet gathered[12];
    for (int step = 0; step < steps; ++step)
        for (int row_of_three = 0; row_of_three < pooled_rows; ++row_of_three) {
            Integers most = lowest();
            for (int x = step * 3; x < step * 3 + 3; ++x)
                for (int y = row_of_three * 3; y < row_of_three * 3 + 3; ++y) {
                    const std::int32_t edge = border_at[static_cast<std::size_t>(x * rows_ + y)];
                    const Octet* taps = gathered;
                    if (edge >= 0) {
                        taps = border_.data() + edge * 12;
                    } else {
                        for (int column = 0; column < 3; ++column)
                            std::memcpy(gathered + 4 * column,
                                        columns_.data() + (x + column - 1) * rows_ + y - 1, 4);
                    }
                    Integers sum[1];
                    filters_.sums(taps, 0, sum);
                    most = greater(most, sum[0]);
                }
            store_octets(pooled_.data() + (step * pooled_rows + row_of_three) * kLanes,
                         hyperbolic(times_of(floats(most), scale)));
        }
}

void Network::run_along(Memory& layer, const std::vector<Octet>& in, int steps, bool backwards,
                        std::vector<Octet>& out) const {
    const auto inputs = static_cast<int>(in.size()) / std::max(1, steps);
    out.resize(static_cast<std::size_t>(steps * layer.states()));
    layer.forget();
    for (int i = 0; i < steps; ++i) {
        const int t = backwards ? steps - 1 - i : i;
        layer.step(in.data() + t * inputs, out.data() + t * layer.states());
    }
}

const std::vector<float>& Network::read(const std::int8_t* pixels, int width) {
    const int steps = width / 3, pooled_rows = rows_ / 3;
    convolve(pixels, width);
    a_.resize(static_cast<std::size_t>(steps * down_.states()));
    for (int step = 0; step < steps; ++step) {
        down_.forget();
        for (int y = 0; y < pooled_rows; ++y)
            down_.step(pooled_.data() + (step * pooled_rows + y) * kLanes,
                       a_.data() + step * down_.states());
    }
    run_along(first_, a_, steps, false, b_);
    run_along(backward_, b_, steps, true, a_);
    run_along(last_, a_, steps, false, b_);

    row_.resize(static_cast<std::size_t>(output_.room()));
    result_.resize(static_cast<std::size_t>(steps * letters_));
    for (int step = 0; step < steps; ++step) {
        output_.times(b_.data() + step * last_.states(), row_.data());
        float* out = result_.data() + static_cast<std::ptrdiff_t>(step) * letters_;
        const float most = *std::max_element(row_.data(), row_.data() + letters_);
        float total = 0;
        for (int i = 0; i < letters_; ++i) {
            constexpr float kSmallest = -86;
            out[i] = std::exp(std::clamp(row_.data()[i] - most, kSmallest, 0.0f));
            total += out[i];
        }
        for (int i = 0; i < letters_; ++i)
            out[i] /= total;
    }
    return result_;
}

}  // namespace
}  // namespace vanthu::ocr
