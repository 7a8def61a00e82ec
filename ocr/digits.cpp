#include "ocr/digits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <utility>

#include "base/error.h"

namespace vanthu::ocr {
namespace {

constexpr std::string_view kMagic = "VTDIGIT2";
constexpr int kClasses = 12, kNone = 10, kSeparator = 11, kHand = 12;

struct Shape {
    int in, out, high, wide, step_y, step_x, pad_y, pad_x;
    int taps() const { return in * high * wide; }
};

// As in models/train_digits.cpp.
constexpr std::array<Shape, 6> kShapes{{{1, 16, 5, 5, 2, 2, 2, 2},
                                        {16, 32, 3, 3, 2, 1, 1, 1},
                                        {32, 48, 3, 3, 2, 2, 1, 1},
                                        {48, 96, 5, 3, 1, 1, 0, 1},
                                        {96, 64, 1, 5, 1, 1, 0, 2},
                                        {64, 13, 1, 1, 1, 1, 0, 0}}};

struct Plane {
    int channels = 0, height = 0, width = 0;
    std::vector<float> values;

    float* channel(int c) {
        return values.data() + static_cast<std::ptrdiff_t>(c) * height * width;
    }
    const float* channel(int c) const {
        return values.data() + static_cast<std::ptrdiff_t>(c) * height * width;
    }
};

int size_after(int size, int taps, int step, int pad) {
    return (size + 2 * pad - taps) / step + 1;
}

using Frame = std::array<double, kClasses>;

std::vector<Frame> shares_of(const Plane& last) {
    std::vector<Frame> frames(static_cast<std::size_t>(last.width));
    for (int t = 0; t < last.width; ++t) {
        Frame& frame = frames[static_cast<std::size_t>(t)];
        double most = -1e30, sum = 0;
        for (int c = 0; c < kClasses; ++c)
            most = std::max(most, static_cast<double>(last.channel(c)[t]));
        for (int c = 0; c < kClasses; ++c)
            sum += frame[static_cast<std::size_t>(c)] = std::exp(last.channel(c)[t] - most);
        for (double& share : frame)
            share /= sum;
    }
    return frames;
}

// A date's separator in the texts below; dots and dashes count as strokes.
constexpr char kStroke = '/';

int number_in(std::string_view digits) {
    int value = 0;
    for (const char digit : digits)
        value = value * 10 + (digit - '0');
    return value;
}

// Whether a text can be the beginning of a date, day before month before year.
bool opens_date(std::string_view text) {
    constexpr int kMost[] = {31, 12};
    for (const int most : kMost) {
        const std::size_t stroke = text.find(kStroke);
        const std::string_view part = text.substr(0, stroke);
        if (part.size() > 2 || number_in(part) > most) return false;
        if (stroke == std::string_view::npos) return true;
        if (number_in(part) == 0) return false;
        text.remove_prefix(stroke + 1);
    }
    if (text.size() > 4 || text.find(kStroke) != std::string_view::npos) return false;
    if (!text.empty() && text[0] > '4') return false;
    return text.size() <= 2 || (text[0] == '2' && text[1] == '0' && text[2] <= '4');
}

// ISO, or empty for what is no whole date.
std::string date_in(std::string_view text) {
    const std::size_t first = text.find(kStroke), second = text.find(kStroke, first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) return "";
    const std::string_view year = text.substr(second + 1);
    if (year.size() != 2 && year.size() != 4) return "";
    const int day = number_in(text.substr(0, first));
    const int month = number_in(text.substr(first + 1, second - first - 1));
    const int whole = number_in(year) + (year.size() == 2 ? 2000 : 0);
    const bool leap = whole % 4 == 0;  // 2000 to 2049
    const int days = month == 2                                              ? (leap ? 29 : 28)
                     : month == 4 || month == 6 || month == 9 || month == 11 ? 30
                                                                             : 31;
    if (day < 1 || month < 1 || month > 12 || day > days) return "";
    const auto two = [](int value) {
        return std::string(value < 10 ? "0" : "") + std::to_string(value);
    };
    return std::to_string(whole) + "-" + two(month) + "-" + two(day);
}

struct Path {
    std::string text;
    double share = 0;
};

// Sums all paths to a text: the same one may be read a column earlier or later. `follows` says
// which texts are worth going on with.
template <class Follows>
std::vector<Path> best_paths(const std::vector<Frame>& frames, std::size_t beam_width,
                             std::size_t longest, Follows follows) {
    struct Mass {
        double none = 0, digit = 0;  // the last column was paper, or the last digit
        double sum() const { return none + digit; }
    };
    const auto class_of = [](char letter) {
        return static_cast<std::size_t>(letter == kStroke ? kSeparator : letter - '0');
    };
    std::map<std::string, Mass> beam{{"", {1, 0}}};
    for (const Frame& frame : frames) {
        std::map<std::string, Mass> next;
        for (const auto& [text, mass] : beam) {
            Mass& stays = next[text];
            stays.none += mass.sum() * frame[kNone];
            if (!text.empty()) stays.digit += mass.digit * frame[class_of(text.back())];
            if (text.size() >= longest) continue;
            for (const char letter : {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', kStroke}) {
                const double share = frame[class_of(letter)];
                if (share < 1e-5 || !follows(text + letter)) continue;
                const bool again = !text.empty() && text.back() == letter;
                next[text + letter].digit += (again ? mass.none : mass.sum()) * share;
            }
        }
        std::vector<std::pair<double, std::string>> order;
        for (const auto& [text, mass] : next)
            order.emplace_back(mass.sum(), text);
        std::sort(order.rbegin(), order.rend());
        beam.clear();
        for (std::size_t i = 0; i < std::min(order.size(), beam_width); ++i)
            beam.emplace(order[i].second, next[order[i].second]);
    }
    std::vector<Path> paths;
    for (const auto& [text, mass] : beam)
        paths.push_back({text, mass.sum()});
    return paths;
}

// The likeliest first; shares of one another.
std::vector<NumberGuess> ranked(const std::vector<Path>& paths) {
    std::vector<NumberGuess> guesses;
    double sum = 0;
    for (const Path& path : paths)
        sum += path.share;
    for (const Path& path : paths)
        guesses.push_back({path.text, sum > 0 ? path.share / sum : 0});
    std::stable_sort(
        guesses.begin(), guesses.end(),
        [](const NumberGuess& a, const NumberGuess& b) { return a.probability > b.probability; });
    if (guesses.size() > DigitReader::kMostGuesses) guesses.resize(DigitReader::kMostGuesses);
    return guesses;
}

std::vector<NumberGuess> best_numbers(std::vector<Frame> frames) {
    for (Frame& frame : frames)  // the stroke behind a number is the symbol's
        frame[kNone] += std::exchange(frame[kSeparator], 0);
    return ranked(best_paths(frames, 24, 7, [](const std::string&) { return true; }));
}

std::vector<NumberGuess> best_dates(const std::vector<Frame>& frames, double& fit) {
    std::map<std::string, double> dates;
    fit = 0;
    for (const Path& path : best_paths(frames, 96, 10, opens_date)) {
        const std::string date = date_in(path.text);
        if (date.empty() && !path.text.empty()) continue;
        dates[date] += path.share;
        fit += path.share;
    }
    std::vector<Path> paths;
    for (const auto& [date, share] : dates)
        paths.push_back({date, share});
    return ranked(paths);
}

double by_hand(const Plane& last, const std::vector<Frame>& frames) {
    double sum = 0, weight = 0;
    for (int t = 0; t < last.width; ++t) {
        const Frame& frame = frames[static_cast<std::size_t>(t)];
        const double digit = 1 - frame[kNone] - frame[kSeparator];
        sum += digit / (1 + std::exp(-static_cast<double>(last.channel(kHand)[t])));
        weight += digit;
    }
    return weight < 0.3 ? 0.5 : sum / weight;
}

}  // namespace

struct DigitReader::Network {
    struct Layer {
        std::vector<float> weights, bias;
    };
    std::array<Layer, kShapes.size()> layers;

    Plane run(Plane plane) const;
    static Plane fold(const Plane& from, const Shape& shape, const Layer& layer);
};

// One row of the output at a time: weights times shifted rows of the input.
Plane DigitReader::Network::fold(const Plane& from, const Shape& shape, const Layer& layer) {
    Plane to{shape.out,
             size_after(from.height, shape.high, shape.step_y, shape.pad_y),
             size_after(from.width, shape.wide, shape.step_x, shape.pad_x),
             {}};
    to.values.assign(static_cast<std::size_t>(to.channels) * static_cast<std::size_t>(to.height) *
                         static_cast<std::size_t>(to.width),
                     0.0f);
    const int wide = from.width + 2 * shape.pad_x;
    // Rows of the input with paper at both ends, columns of one phase next to one another.
    const int phase = (wide + shape.step_x - 1) / shape.step_x + 1;
    std::vector<float> rows(static_cast<std::size_t>(from.channels) *
                            static_cast<std::size_t>(from.height) *
                            static_cast<std::size_t>(phase * shape.step_x));
    const auto row_at = [&](int c, int y) {
        return rows.data() +
               (static_cast<std::ptrdiff_t>(c) * from.height + y) * phase * shape.step_x;
    };
    for (int c = 0; c < from.channels; ++c)
        for (int y = 0; y < from.height; ++y)
            for (int x = 0; x < from.width; ++x) {
                const int at = x + shape.pad_x;
                row_at(c, y)[at % shape.step_x * phase + at / shape.step_x] =
                    from.channel(c)[static_cast<std::ptrdiff_t>(y) * from.width + x];
            }
    for (int o = 0; o < to.channels; ++o)
        for (int y = 0; y < to.height; ++y) {
            float* out = to.channel(o) + static_cast<std::ptrdiff_t>(y) * to.width;
            std::fill_n(out, to.width, layer.bias[static_cast<std::size_t>(o)]);
            const float* weight =
                layer.weights.data() + static_cast<std::ptrdiff_t>(o) * shape.taps();
            for (int c = 0; c < from.channels; ++c)
                for (int ky = 0; ky < shape.high; ++ky) {
                    const int sy = y * shape.step_y + ky - shape.pad_y;
                    if (sy < 0 || sy >= from.height) continue;
                    for (int kx = 0; kx < shape.wide; ++kx) {
                        const float w = weight[(c * shape.high + ky) * shape.wide + kx];
                        const float* in =
                            row_at(c, sy) + kx % shape.step_x * phase + kx / shape.step_x;
                        for (int x = 0; x < to.width; ++x)
                            out[x] += w * in[x];
                    }
                }
        }
    return to;
}

Plane DigitReader::Network::run(Plane plane) const {
    for (std::size_t i = 0; i < layers.size(); ++i) {
        plane = fold(plane, kShapes[i], layers[i]);
        if (i + 1 < layers.size())
            for (float& value : plane.values)
                value = std::max(value, 0.1f * value);
    }
    return plane;
}

DigitReader DigitReader::load(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw Error(ErrorCode::Configuration, path + ": the digit model cannot be read");
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    std::size_t size = kMagic.size();
    for (const Shape& shape : kShapes)
        size += static_cast<std::size_t>(shape.out) * (8 + static_cast<std::size_t>(shape.taps()));
    if (bytes.size() != size || bytes.compare(0, kMagic.size(), kMagic) != 0)
        throw Error(ErrorCode::Configuration,
                    path + ": not a digit model of this version; install it anew");
    auto network = std::make_shared<Network>();
    const char* at = bytes.data() + kMagic.size();
    const auto number = [&] {
        float value = 0;
        std::memcpy(&value, at, sizeof value);
        at += sizeof value;
        if (!std::isfinite(value))
            throw Error(ErrorCode::Configuration, path + ": damaged; install it anew");
        return value;
    };
    for (std::size_t i = 0; i < kShapes.size(); ++i)
        for (int o = 0; o < kShapes[i].out; ++o) {
            const float scale = number();
            network->layers[i].bias.push_back(number());
            for (int t = 0; t < kShapes[i].taps(); ++t)
                network->layers[i].weights.push_back(
                    scale * static_cast<float>(static_cast<signed char>(*at++)));
        }
    return DigitReader(std::move(network));
}

struct DigitReader::Seen {
    std::vector<Frame> frames;
    double by_hand = 0;
};

DigitReader::Seen DigitReader::look(std::string_view ink, int width) const {
    if (width < 8 || width > kWidestStrip ||
        ink.size() != static_cast<std::size_t>(width) * kStripHeight)
        throw Error(ErrorCode::BadInput,
                    "a strip of " + std::to_string(width) + " x " + std::to_string(kStripHeight) +
                        " pixels was expected, not " + std::to_string(ink.size()) + " bytes");
    Plane plane{1, kStripHeight, width, std::vector<float>(ink.size())};
    for (std::size_t i = 0; i < ink.size(); ++i)
        plane.values[i] = static_cast<float>(static_cast<unsigned char>(ink[i])) / 255.0f;
    const Plane last = network_->run(std::move(plane));
    std::vector<Frame> frames = shares_of(last);
    const double hand = by_hand(last, frames);
    return {std::move(frames), hand};
}

NumberReading DigitReader::read(std::string_view ink, int width) const {
    Seen seen = look(ink, width);
    return {best_numbers(std::move(seen.frames)), seen.by_hand, 1};
}

NumberReading DigitReader::read_date(std::string_view ink, int width) const {
    const Seen seen = look(ink, width);
    NumberReading reading;
    reading.by_hand = seen.by_hand;
    reading.guesses = best_dates(seen.frames, reading.fit);
    return reading;
}

}  // namespace vanthu::ocr
