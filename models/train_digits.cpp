// train_digits: trains the reader of numbers in a head line (digits.net) from made-up strips.
//
//   g++ -std=c++20 -O3 -march=native -ffast-math -fopenmp models/train_digits.cpp -o train_digits
//   train_digits IMAGES.idx LABELS.idx GLYPHS OUT [STEPS [FROM]]
//
// IMAGES and LABELS: 28 x 28 digits in idx format, of which 0 to 7999 are learned and 8000 to 8999
// judged (9000 and on are left for the made sets that accuracy is measured on). GLYPHS: from
// digits_glyphs.py. The network is small on purpose: four convolutions over the strip, one over the
// sequence, then 10 digits, "none" and a date's separator per column of 4 pixels, and whether it
// was written by hand. FROM: a model to go on from, also one of the first version, which knew no
// separator. It learns first from known places, then freely (connectionist temporal
// classification). Plain C++, no library.

#include <chrono>
#include <cstdio>
#include <cstring>
#include <numeric>
#include <utility>

#include "stamp_strips.h"

namespace {

using strips::Random;
using strips::Strip;
typedef float Wide __attribute__((vector_size(64), aligned(4), may_alias));

constexpr int kLane = 16, kStep = 32;
int padded(int n) {
    return (n + kStep - 1) / kStep * kStep;
}

// c[m][n] += a[m][k] b[k][n]; rows of b and c are padded to kStep.
void multiply(const float* a, int lda, const float* b, int ldb, float* c, int ldc, int m, int k,
              int n) {
    for (int j = 0; j < n; j += kStep)
        for (int i = 0; i < m; i += 6) {
            const int rows = std::min(6, m - i);
            Wide sum[6][2] = {};
            for (int p = 0; p < k; ++p) {
                const Wide low = *reinterpret_cast<const Wide*>(b + static_cast<long>(p) * ldb + j);
                const Wide high =
                    *reinterpret_cast<const Wide*>(b + static_cast<long>(p) * ldb + j + kLane);
                for (int r = 0; r < 6; ++r) {
                    const float factor = a[static_cast<long>(i + std::min(r, rows - 1)) * lda + p];
                    sum[r][0] += low * factor;
                    sum[r][1] += high * factor;
                }
            }
            for (int r = 0; r < rows; ++r) {
                float* out = c + static_cast<long>(i + r) * ldc + j;
                *reinterpret_cast<Wide*>(out) += sum[r][0];
                *reinterpret_cast<Wide*>(out + kLane) += sum[r][1];
            }
        }
}

using Floats = std::vector<float>;

struct Shape {
    int in, out, high, wide, step_y, step_x, pad_y, pad_x;
    int taps() const { return in * high * wide; }
};

// As in ocr/digits.cpp.
const Shape kShapes[] = {{1, 16, 5, 5, 2, 2, 2, 2},  {16, 32, 3, 3, 2, 1, 1, 1},
                         {32, 48, 3, 3, 2, 2, 1, 1}, {48, 96, 5, 3, 1, 1, 0, 1},
                         {96, 64, 1, 5, 1, 1, 0, 2}, {64, 13, 1, 1, 1, 1, 0, 0}};
constexpr int kLayers = 6, kClasses = 12, kNone = 10, kSeparator = 11, kHand = 12;

struct Plane {
    int height = 0, width = 0, stride = 0;  // stride: padded size of a channel
    Floats values, errors;
};

struct Weights {
    Floats weight[kLayers], bias[kLayers];
};

// One strip's way through the network; buffers are kept from strip to strip.
struct Pass {
    Plane plane[kLayers + 1];
    Floats columns[kLayers], scratch, turned;

    static int size_after(int size, int taps, int step, int pad) {
        return (size + 2 * pad - taps) / step + 1;
    }

    void forward(const Strip& strip, const Weights& weights) {
        Plane& first = plane[0];
        first.height = strips::kHeight;
        first.width = strip.width;
        first.stride = padded(first.height * first.width);
        first.values.assign(static_cast<std::size_t>(first.stride), 0);
        std::copy(strip.ink.begin(), strip.ink.end(), first.values.begin());
        for (int l = 0; l < kLayers; ++l) {
            const Shape& s = kShapes[l];
            const Plane& from = plane[l];
            Plane& to = plane[l + 1];
            to.height = size_after(from.height, s.high, s.step_y, s.pad_y);
            to.width = size_after(from.width, s.wide, s.step_x, s.pad_x);
            to.stride = padded(to.height * to.width);
            spread(l);
            to.values.assign(static_cast<std::size_t>(s.out) * to.stride, 0);
            for (int o = 0; o < s.out; ++o)
                std::fill_n(to.values.begin() + static_cast<long>(o) * to.stride,
                            to.height * to.width, weights.bias[l][static_cast<std::size_t>(o)]);
            multiply(weights.weight[l].data(), s.taps(), columns[l].data(), to.stride,
                     to.values.data(), to.stride, s.out, s.taps(), to.stride);
            if (l + 1 < kLayers)
                for (float& value : to.values)
                    value = std::max(value, 0.1f * value);
        }
    }

    void spread(int l) {
        const Shape& s = kShapes[l];
        const Plane& from = plane[l];
        const Plane& to = plane[l + 1];
        columns[l].assign(static_cast<std::size_t>(s.taps()) * to.stride, 0);
        each_tap(l, [&](int row, int at, int source) {
            columns[l][static_cast<std::size_t>(row) * to.stride + at] =
                from.values[static_cast<std::size_t>(source)];
        });
    }

    template <class Work>
    void each_tap(int l, Work work) {
        const Shape& s = kShapes[l];
        const Plane& from = plane[l];
        const Plane& to = plane[l + 1];
        for (int c = 0; c < s.in; ++c)
            for (int ky = 0; ky < s.high; ++ky)
                for (int kx = 0; kx < s.wide; ++kx) {
                    const int row = (c * s.high + ky) * s.wide + kx;
                    for (int y = 0; y < to.height; ++y) {
                        const int sy = y * s.step_y + ky - s.pad_y;
                        if (sy < 0 || sy >= from.height) continue;
                        for (int x = 0; x < to.width; ++x) {
                            const int sx = x * s.step_x + kx - s.pad_x;
                            if (sx < 0 || sx >= from.width) continue;
                            work(row, y * to.width + x, c * from.stride + sy * from.width + sx);
                        }
                    }
                }
    }

    // plane[kLayers].errors is set; adds to the gradients.
    void backward(const Weights& weights, Weights& gradient) {
        for (int l = kLayers - 1; l >= 0; --l) {
            const Shape& s = kShapes[l];
            Plane& to = plane[l + 1];
            if (l + 1 < kLayers)
                for (std::size_t i = 0; i < to.errors.size(); ++i)
                    if (to.values[i] < 0) to.errors[i] *= 0.1f;
            const int taps = s.taps(), wide = padded(taps);
            for (int o = 0; o < s.out; ++o)
                gradient.bias[l][static_cast<std::size_t>(o)] += std::accumulate(
                    to.errors.begin() + static_cast<long>(o) * to.stride,
                    to.errors.begin() + static_cast<long>(o) * to.stride + to.height * to.width,
                    0.0f);
            // errors x columns turned
            const int count = to.height * to.width;
            turned.assign(static_cast<std::size_t>(count) * wide, 0);
            for (int r = 0; r < taps; ++r)
                for (int i = 0; i < count; ++i)
                    turned[static_cast<std::size_t>(i) * wide + r] =
                        columns[l][static_cast<std::size_t>(r) * to.stride + i];
            scratch.assign(static_cast<std::size_t>(s.out) * wide, 0);
            multiply(to.errors.data(), to.stride, turned.data(), wide, scratch.data(), wide, s.out,
                     count, wide);
            for (int o = 0; o < s.out; ++o)
                for (int r = 0; r < taps; ++r)
                    gradient.weight[l][static_cast<std::size_t>(o) * taps + r] +=
                        scratch[static_cast<std::size_t>(o) * wide + r];
            if (l == 0) break;
            Floats across(static_cast<std::size_t>(taps) * s.out);
            for (int o = 0; o < s.out; ++o)
                for (int r = 0; r < taps; ++r)
                    across[static_cast<std::size_t>(r) * s.out + o] =
                        weights.weight[l][static_cast<std::size_t>(o) * taps + r];
            scratch.assign(static_cast<std::size_t>(taps) * to.stride, 0);
            multiply(across.data(), s.out, to.errors.data(), to.stride, scratch.data(), to.stride,
                     taps, s.out, to.stride);
            Plane& from = plane[l];
            from.errors.assign(from.values.size(), 0);
            each_tap(l, [&](int row, int at, int source) {
                from.errors[static_cast<std::size_t>(source)] +=
                    scratch[static_cast<std::size_t>(row) * to.stride + at];
            });
        }
    }

    int frames() const { return plane[kLayers].width; }
    float output(int c, int t) const {
        return plane[kLayers].values[static_cast<std::size_t>(c) * plane[kLayers].stride + t];
    }
    std::vector<std::array<double, kClasses>> shares() const {
        std::vector<std::array<double, kClasses>> result(static_cast<std::size_t>(frames()));
        for (int t = 0; t < frames(); ++t) {
            double best = -1e30, sum = 0;
            for (int c = 0; c < kClasses; ++c)
                best = std::max<double>(best, output(c, t));
            for (int c = 0; c < kClasses; ++c)
                sum += result[static_cast<std::size_t>(t)][static_cast<std::size_t>(c)] =
                    std::exp(output(c, t) - best);
            for (double& share : result[static_cast<std::size_t>(t)])
                share /= sum;
        }
        return result;
    }
};

double log_sum(double a, double b) {
    if (a < b) std::swap(a, b);
    return b < -1e29 ? a : a + std::log1p(std::exp(b - a));
}

// Sets the errors of the last plane and gives the loss.
double judge(Pass& pass, const Strip& strip, bool free) {
    Plane& last = pass.plane[kLayers];
    last.errors.assign(last.values.size(), 0);
    auto shares = pass.shares();
    // In a head line a stroke is paper: which of the two it is called does not matter.
    std::vector<double> paper(shares.size(), 1);
    if (!strip.parted)
        for (std::size_t t = 0; t < shares.size(); ++t) {
            const double both = shares[t][kNone] + shares[t][kSeparator];
            paper[t] = shares[t][kNone] / std::max(1e-12, both);
            shares[t][kNone] = both;
            shares[t][kSeparator] = 0;
        }
    const int frames = pass.frames();
    const auto class_of = [](char letter) { return letter == '/' ? kSeparator : letter - '0'; };
    const auto error = [&](int c, int t) -> float& {
        return last.errors[static_cast<std::size_t>(c) * last.stride + t];
    };
    const auto part_paper = [&](int t) {
        if (strip.parted) return;
        const double share = paper[static_cast<std::size_t>(t)];
        error(kSeparator, t) = error(kNone, t) * static_cast<float>(1 - share);
        error(kNone, t) *= static_cast<float>(share);
    };
    std::vector<int> centre;
    for (const double x : strip.centres)
        centre.push_back(std::clamp(static_cast<int>(std::lround(x / 4)), 0, frames - 1));
    double loss = 0;
    for (std::size_t i = 0; i < centre.size(); ++i) {
        const int t = centre[i];
        const double p = 1 / (1 + std::exp(-pass.output(kHand, t)));
        error(kHand, t) += 0.3f * static_cast<float>(p - (strip.by_hand ? 1 : 0));
    }
    if (!free) {
        std::vector<int> wanted(static_cast<std::size_t>(frames), kNone);
        std::vector<bool> either(static_cast<std::size_t>(frames), false);
        for (std::size_t i = 0; i < centre.size(); ++i)
            for (const int t : {centre[i] - 1, centre[i] + 1})
                if (t >= 0 && t < frames) either[static_cast<std::size_t>(t)] = true;
        for (std::size_t i = 0; i < centre.size(); ++i) {
            wanted[static_cast<std::size_t>(centre[i])] = class_of(strip.text[i]);
            either[static_cast<std::size_t>(centre[i])] = false;
        }
        for (int t = 0; t < frames; ++t) {
            if (either[static_cast<std::size_t>(t)]) continue;
            const int c = wanted[static_cast<std::size_t>(t)];
            const double weight = c == kNone ? 0.4 : 2;
            const auto& row = shares[static_cast<std::size_t>(t)];
            loss -= weight * std::log(std::max(1e-9, row[static_cast<std::size_t>(c)]));
            for (int k = 0; k < kClasses; ++k)
                error(k, t) += static_cast<float>(
                    weight * (row[static_cast<std::size_t>(k)] - (k == c ? 1 : 0)));
            part_paper(t);
        }
        return loss;
    }
    const int states = 2 * static_cast<int>(strip.text.size()) + 1;
    const auto label = [&](int s) {
        return s % 2 == 0 ? kNone : class_of(strip.text[static_cast<std::size_t>(s / 2)]);
    };
    const auto cost = [&](int t, int s) {
        return std::log(std::max(
            1e-12, shares[static_cast<std::size_t>(t)][static_cast<std::size_t>(label(s))]));
    };
    std::vector<std::vector<double>> ahead(
        static_cast<std::size_t>(frames),
        std::vector<double>(static_cast<std::size_t>(states), -1e30)),
        behind = ahead;
    const auto skips = [&](int s) { return s % 2 == 1 && s >= 2 && label(s) != label(s - 2); };
    ahead[0][0] = cost(0, 0);
    if (states > 1) ahead[0][1] = cost(0, 1);
    for (int t = 1; t < frames; ++t)
        for (int s = 0; s < states; ++s) {
            const auto& before = ahead[static_cast<std::size_t>(t - 1)];
            double sum = before[static_cast<std::size_t>(s)];
            if (s >= 1) sum = log_sum(sum, before[static_cast<std::size_t>(s - 1)]);
            if (skips(s)) sum = log_sum(sum, before[static_cast<std::size_t>(s - 2)]);
            ahead[static_cast<std::size_t>(t)][static_cast<std::size_t>(s)] = sum + cost(t, s);
        }
    auto& end = behind[static_cast<std::size_t>(frames - 1)];
    end[static_cast<std::size_t>(states - 1)] = 0;
    if (states > 1) end[static_cast<std::size_t>(states - 2)] = 0;
    for (int t = frames - 2; t >= 0; --t)
        for (int s = 0; s < states; ++s) {
            const auto& after = behind[static_cast<std::size_t>(t + 1)];
            double sum = after[static_cast<std::size_t>(s)] + cost(t + 1, s);
            if (s + 1 < states)
                sum = log_sum(sum, after[static_cast<std::size_t>(s + 1)] + cost(t + 1, s + 1));
            if (s + 2 < states && skips(s + 2))
                sum = log_sum(sum, after[static_cast<std::size_t>(s + 2)] + cost(t + 1, s + 2));
            behind[static_cast<std::size_t>(t)][static_cast<std::size_t>(s)] = sum;
        }
    double total = ahead.back()[static_cast<std::size_t>(states - 1)];
    if (states > 1) total = log_sum(total, ahead.back()[static_cast<std::size_t>(states - 2)]);
    if (total < -1e20) return 0;  // more digits than columns
    for (int t = 0; t < frames; ++t) {
        std::array<double, kClasses> seen{};
        for (int s = 0; s < states; ++s)
            seen[static_cast<std::size_t>(label(s))] +=
                std::exp(ahead[static_cast<std::size_t>(t)][static_cast<std::size_t>(s)] +
                         behind[static_cast<std::size_t>(t)][static_cast<std::size_t>(s)] - total);
        for (int k = 0; k < kClasses; ++k)
            error(k, t) += static_cast<float>(
                shares[static_cast<std::size_t>(t)][static_cast<std::size_t>(k)] -
                seen[static_cast<std::size_t>(k)]);
        part_paper(t);
    }
    return -total;
}

std::string best_path(const Pass& pass, bool parted) {
    std::string text;
    int before = kNone;
    for (auto row : pass.shares()) {
        if (!parted) row[kNone] += std::exchange(row[kSeparator], 0);
        const int best = static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin());
        if (best != kNone && best != before)
            text += best == kSeparator ? '/' : static_cast<char>('0' + best);
        before = best;
    }
    return text;
}

// 8 bits a weight, one scale for each output.
void write(const Weights& weights, const std::string& path) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write("VTDIGIT2", 8);
    for (int l = 0; l < kLayers; ++l) {
        const int taps = kShapes[l].taps();
        for (int o = 0; o < kShapes[l].out; ++o) {
            const float* row = weights.weight[l].data() + static_cast<long>(o) * taps;
            float most = 1e-9f;
            for (int i = 0; i < taps; ++i)
                most = std::max(most, std::abs(row[i]));
            const float scale = most / 127, bias = weights.bias[l][static_cast<std::size_t>(o)];
            out.write(reinterpret_cast<const char*>(&scale), 4);
            out.write(reinterpret_cast<const char*>(&bias), 4);
            for (int i = 0; i < taps; ++i) {
                const auto byte = static_cast<std::int8_t>(std::lround(row[i] / scale));
                out.write(reinterpret_cast<const char*>(&byte), 1);
            }
        }
    }
}

// Outputs that the older model did not have stay as they are; its last one told hand from print.
void read(Weights& weights, const std::string& path) {
    const std::string bytes = strips::bytes_of(path);
    const bool first_version = bytes.compare(0, 8, "VTDIGIT1") == 0;
    const char* at = bytes.data() + 8;
    for (int l = 0; l < kLayers; ++l) {
        const int taps = kShapes[l].taps();
        const bool lacks_one = first_version && l + 1 == kLayers;
        for (int i = 0; i < kShapes[l].out - (lacks_one ? 1 : 0); ++i) {
            const int o = lacks_one && i == kSeparator ? kHand : i;
            float scale = 0;
            std::memcpy(&scale, at, 4);
            std::memcpy(&weights.bias[l][static_cast<std::size_t>(o)], at + 4, 4);
            at += 8;
            for (int t = 0; t < taps; ++t)
                weights.weight[l][static_cast<std::size_t>(o) * taps + t] =
                    scale * static_cast<float>(static_cast<signed char>(*at++));
        }
        if (lacks_one) weights.bias[l][kSeparator] = -4;
    }
}

void report(const strips::Sources& unseen, const Weights& weights, long step) {
    Random random(99);
    int right[4] = {}, all[4] = {}, hand = 0;
    Pass pass;
    for (int i = 0; i < 1200; ++i) {
        const Strip strip = i % 2 ? make_stamp_strip(unseen, random) : make_strip(unseen, random);
        pass.forward(strip, weights);
        const int kind = 2 * strip.parted + strip.by_hand;
        ++all[kind];
        right[kind] += best_path(pass, strip.parted) == strip.text;
        int votes = 0;
        for (const double x : strip.centres)
            votes += pass.output(kHand, std::min(pass.frames() - 1,
                                                 static_cast<int>(std::lround(x / 4)))) > 0
                         ? 1
                         : -1;
        hand += strip.text.empty() || (votes > 0) == strip.by_hand;
    }
    std::printf(
        "step %ld: unseen strips right: print %d of %d, hand %d of %d; in stamps print %d of %d, "
        "hand %d of %d; hand told from print %d of 1200\n",
        step, right[0], all[0], right[1], all[1], right[2], all[2], right[3], all[3], hand);
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 5) {
        std::fputs("usage: train_digits IMAGES.idx LABELS.idx GLYPHS OUT [STEPS [FROM]]\n", stderr);
        return 2;
    }
    const long steps = argc > 5 ? std::atol(argv[5]) : 12000;
    strips::Sources learned, unseen;
    strips::read_written(argv[1], argv[2], 0, 8000, learned);
    strips::read_written(argv[1], argv[2], 8000, 9000, unseen);
    strips::read_print(argv[3], learned);
    strips::read_print(argv[3], unseen);
    Weights weights, first, second, gradient[32];
    Random random(1);
    for (int l = 0; l < kLayers; ++l) {
        const auto count = static_cast<std::size_t>(kShapes[l].taps()) * kShapes[l].out;
        for (std::size_t i = 0; i < count; ++i)
            weights.weight[l].push_back(
                static_cast<float>(strips::normal(random, std::sqrt(2.0 / kShapes[l].taps()))));
        weights.bias[l].assign(static_cast<std::size_t>(kShapes[l].out), 0);
        for (Weights* one : {&first, &second}) {
            one->weight[l].assign(count, 0);
            one->bias[l].assign(static_cast<std::size_t>(kShapes[l].out), 0);
        }
    }
    if (argc > 6) read(weights, argv[6]);
    constexpr int kBatch = 32;
    constexpr double kStamps = 0.5;
    std::vector<Pass> passes(kBatch);
    double loss = 0;
    const auto start = std::chrono::steady_clock::now();
    for (long step = 1; step <= steps; ++step) {
        const bool free = step > steps / 6;
        double losses[kBatch];
#pragma omp parallel for schedule(dynamic, 2)
        for (int b = 0; b < kBatch; ++b) {
            Random own(static_cast<unsigned>(step * kBatch + b));
            const Strip strip = strips::chance(own, kStamps) ? make_stamp_strip(learned, own)
                                                             : make_strip(learned, own);
            Weights& mine = gradient[b];
            for (int l = 0; l < kLayers; ++l) {
                mine.weight[l].assign(weights.weight[l].size(), 0);
                mine.bias[l].assign(weights.bias[l].size(), 0);
            }
            passes[static_cast<std::size_t>(b)].forward(strip, weights);
            losses[b] = judge(passes[static_cast<std::size_t>(b)], strip, free);
            passes[static_cast<std::size_t>(b)].backward(weights, mine);
        }
        loss += std::accumulate(losses, losses + kBatch, 0.0) / kBatch;
        const double warm = std::min(1.0, static_cast<double>(step) / 200);
        const double rate = (argc > 6 ? 5e-4 : 1e-3) * warm *
                            (0.02 + 0.98 * 0.5 *
                                        (1 + std::cos(3.14159265 * static_cast<double>(step) /
                                                      static_cast<double>(steps))));
        const double fix1 = 1 - std::pow(0.9, step), fix2 = 1 - std::pow(0.999, step);
        const auto update = [&](Floats& value, Floats& m, Floats& v, auto grad) {
            for (std::size_t i = 0; i < value.size(); ++i) {
                float g = 0;
                for (int b = 0; b < kBatch; ++b)
                    g += grad(b)[i];
                g /= kBatch;
                m[i] = 0.9f * m[i] + 0.1f * g;
                v[i] = 0.999f * v[i] + 0.001f * g * g;
                value[i] -=
                    static_cast<float>(rate * (m[i] / fix1) / (std::sqrt(v[i] / fix2) + 1e-8));
            }
        };
        for (int l = 0; l < kLayers; ++l) {
            update(weights.weight[l], first.weight[l], second.weight[l],
                   [&](int b) { return gradient[b].weight[l].data(); });
            update(weights.bias[l], first.bias[l], second.bias[l],
                   [&](int b) { return gradient[b].bias[l].data(); });
        }
        if (step % 250 == 0) {
            std::printf(
                "step %ld loss %.3f (%.0f s)\n", step, loss / 250,
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
            std::fflush(stdout);
            loss = 0;
        }
        if (step % 1000 == 0 || step == steps) {
            report(unseen, weights, step);
            write(weights, argv[4]);
        }
    }
}
