// digit_strips.h: made-up strips of a head line with a number in them, for training and measuring.
//
// Digits come from scanned handwriting (idx files), from strokes drawn the way Vietnamese schools
// teach them (open A-like 4, flagged 1, barred 7, looped 2) and from printed faces; print of the
// line stands to the left and right. Everything random comes from the generator handed in. Not part
// of the product.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace strips {

constexpr int kHeight = 36, kBaseline = 26, kCapital = 15;  // as in ocr/digits.h

using Random = std::mt19937;

inline double uniform(Random& random, double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
}
inline double normal(Random& random, double sigma) {
    return std::normal_distribution<double>(0, sigma)(random);
}
inline int pick(Random& random, int count) {
    return std::uniform_int_distribution<int>(0, count - 1)(random);
}
inline bool chance(Random& random, double share) {
    return uniform(random, 0, 1) < share;
}

struct Picture {
    int width = 0, height = 0, baseline = 0;
    std::vector<float> ink;
    float at(int x, int y) const {
        return x < 0 || y < 0 || x >= width || y >= height
                   ? 0.0f
                   : ink[static_cast<std::size_t>(y) * width + x];
    }
    float sample(double x, double y) const {
        const int left = static_cast<int>(std::floor(x)), top = static_cast<int>(std::floor(y));
        const auto fx = static_cast<float>(x - left), fy = static_cast<float>(y - top);
        return (at(left, top) * (1 - fx) + at(left + 1, top) * fx) * (1 - fy) +
               (at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx) * fy;
    }
};

struct Sources {
    std::array<std::vector<Picture>, 10> written;
    std::vector<std::array<Picture, 10>> faces;
    std::vector<std::array<Picture, 3>> signs;      // stroke, dash and dot, by face
    std::vector<std::vector<Picture>> left, right;  // by face
};

inline std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error(path + ": cannot be read");
    return {std::istreambuf_iterator<char>(in), {}};
}

// Digits [from, to) of the idx files, cut to their ink.
inline void read_written(const std::string& images, const std::string& labels, int from, int to,
                         Sources& sources) {
    const std::string pixels = bytes_of(images), names = bytes_of(labels);
    for (int i = from; i < to; ++i) {
        const auto* source = reinterpret_cast<const unsigned char*>(pixels.data()) + 16 + i * 784;
        int left = 28, right = 0, top = 28, bottom = 0;
        for (int y = 0; y < 28; ++y)
            for (int x = 0; x < 28; ++x)
                if (source[y * 28 + x] > 60) {
                    left = std::min(left, x), right = std::max(right, x + 1);
                    top = std::min(top, y), bottom = std::max(bottom, y + 1);
                }
        Picture digit{right - left, bottom - top, bottom - top, {}};
        for (int y = top; y < bottom; ++y)
            for (int x = left; x < right; ++x)
                digit.ink.push_back(static_cast<float>(source[y * 28 + x]) / 255.0f);
        sources.written[static_cast<std::size_t>(names[8 + static_cast<std::size_t>(i)])].push_back(
            digit);
    }
}

// What digits_glyphs.py wrote.
inline void read_print(const std::string& path, Sources& sources) {
    std::ifstream in(path, std::ios::binary);
    std::string line;
    while (std::getline(in, line)) {
        std::istringstream words(line);
        std::string kind, text;
        Picture picture;
        words >> kind >> text >> picture.width >> picture.height >> picture.baseline;
        std::string bytes(static_cast<std::size_t>(picture.width * picture.height), '\0');
        in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        for (const char byte : bytes)
            picture.ink.push_back(static_cast<float>(static_cast<unsigned char>(byte)) / 255.0f);
        if (kind == "d") {
            if (text == "0") {
                sources.faces.emplace_back();
                sources.signs.emplace_back();
                sources.left.emplace_back();
                sources.right.emplace_back();
            }
            sources.faces.back()[static_cast<std::size_t>(text[0] - '0')] = picture;
        } else if (kind == "s") {
            sources.signs.back()[std::string("/-.").find(text[0])] = picture;
        } else {
            (kind == "l" ? sources.left : sources.right).back().push_back(picture);
        }
    }
    if (sources.faces.empty()) throw std::runtime_error(path + ": no printed digits");
}

struct Strip {
    int width = 0;
    std::vector<float> ink;  // kHeight rows, 0 paper .. 1 ink
    std::string text;
    std::vector<double> centres;  // of the digits, in pixels
    bool by_hand = false;
    bool parted = false;  // separators are read as such, not as paper

    void put(int x, int y, float value) {
        if (x < 0 || y < 0 || x >= width || y >= kHeight) return;
        float& pixel = ink[static_cast<std::size_t>(y) * width + x];
        pixel = 1 - (1 - pixel) * (1 - value);
    }
};

// From the unit square of a digit to the strip.
struct Placing {
    double left = 0, top = 0, width = 0, height = 0, slant = 0, turn = 0;

    std::pair<double, double> operator()(double u, double v) const {
        const double x = (u - 0.5) * width + slant * height * (0.5 - v), y = (v - 0.5) * height;
        return {left + width / 2 + x * std::cos(turn) - y * std::sin(turn),
                top + height / 2 + x * std::sin(turn) + y * std::cos(turn)};
    }
    std::pair<double, double> back(double px, double py) const {
        const double dx = px - left - width / 2, dy = py - top - height / 2;
        const double x = dx * std::cos(turn) + dy * std::sin(turn);
        const double y = -dx * std::sin(turn) + dy * std::cos(turn);
        const double v = y / height + 0.5;
        return {(x - slant * height * (0.5 - v)) / width + 0.5, v};
    }
};

using Curve = std::vector<std::pair<double, double>>;

inline Curve smooth(const Curve& points) {
    Curve fine;
    const int count = static_cast<int>(points.size());
    const auto at = [&](int i) {
        return points[static_cast<std::size_t>(std::clamp(i, 0, count - 1))];
    };
    for (int i = 0; i + 1 < count; ++i)
        for (int step = 0; step < 8; ++step) {
            const double t = step / 8.0, t2 = t * t, t3 = t2 * t;
            const auto mix = [&](double a, double b, double c, double d) {
                return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t2 +
                              (3 * b - a - 3 * c + d) * t3);
            };
            fine.emplace_back(
                mix(at(i - 1).first, at(i).first, at(i + 1).first, at(i + 2).first),
                mix(at(i - 1).second, at(i).second, at(i + 1).second, at(i + 2).second));
        }
    fine.push_back(points.back());
    return fine;
}

// The strokes of one digit in the unit square, in one of the ways it is written.
inline std::vector<Curve> strokes_of(int digit, Random& random, double& aspect) {
    const auto j = [&](double value, double by = 0.05) { return value + normal(random, by); };
    const auto point = [&](double x, double y, double by = 0.04) {
        return std::pair{j(x, by), j(y, by)};
    };
    const auto straight = [](const Curve& curve) {
        Curve fine;
        for (std::size_t i = 0; i + 1 < curve.size(); ++i)
            for (int step = 0; step < 8; ++step)
                fine.emplace_back(
                    curve[i].first + (curve[i + 1].first - curve[i].first) * step / 8,
                    curve[i].second + (curve[i + 1].second - curve[i].second) * step / 8);
        fine.push_back(curve.back());
        return fine;
    };
    std::vector<Curve> result;
    aspect = uniform(random, 0.42, 0.8);
    switch (digit) {
        case 0: {
            aspect = uniform(random, 0.4, 0.9);
            const double start = uniform(random, -0.6, 0.6), more = uniform(random, -0.3, 0.5);
            Curve ring;
            for (int i = 0; i <= 12; ++i) {
                const double a = start - (i / 12.0) * (6.283 + more);
                ring.push_back({0.5 + 0.5 * std::sin(a) + normal(random, 0.015),
                                0.5 - 0.5 * std::cos(a) + normal(random, 0.015)});
            }
            result.push_back(smooth(ring));
            break;
        }
        case 1: {
            const int way = pick(random, 10);
            if (way < 6) {  // a long flag
                aspect = uniform(random, 0.2, 0.62);
                const double top = uniform(random, 0.6, 1.0);
                result.push_back(
                    straight({point(0.0, uniform(random, 0.25, 0.65)), point(top, 0.0, 0.02),
                              point(top - uniform(random, -0.1, 0.35), 1.0, 0.02)}));
                if (chance(random, 0.12))
                    result.push_back(straight({point(0.2, 1.0), point(1.1, 0.98)}));
            } else if (way < 8) {
                aspect = uniform(random, 0.12, 0.3);
                result.push_back(smooth({point(0.6, 0.0), point(0.5, 0.5), point(0.4, 1.0)}));
            } else {
                aspect = uniform(random, 0.2, 0.4);
                result.push_back(straight(
                    {point(0.1, uniform(random, 0.1, 0.3)), point(0.7, 0.0), point(0.6, 1.0)}));
            }
            break;
        }
        case 2: {
            const double tail = uniform(random, 0.8, 1.3);
            Curve curve{point(0.08, uniform(random, 0.15, 0.35)), point(0.4, 0.0),
                        point(0.78, 0.18), point(0.6, 0.52), point(0.15, 0.93)};
            if (chance(random, 0.6)) {  // a loop at the foot
                const double loop = uniform(random, 0.1, 0.32);
                curve.push_back(point(uniform(random, -0.15, 0.0), 0.98, 0.03));
                curve.push_back(point(uniform(random, 0.0, 0.12), 1 - loop, 0.03));
                curve.push_back(point(0.4, uniform(random, 0.82, 0.95)));
                curve.push_back(point(tail, uniform(random, 0.85, 1.05)));
                result.push_back(smooth(curve));
            } else {
                result.push_back(smooth(curve));
                result.push_back(smooth({curve.back(), point(0.5, 0.95), point(tail, 0.95)}));
            }
            if (chance(random, 0.3)) aspect *= 1.3;
            break;
        }
        case 3:
            if (chance(random, 0.7))
                result.push_back(smooth({point(0.05, 0.15), point(0.42, 0.0), point(0.82, 0.2),
                                         point(0.4, 0.45), point(0.42, 0.47), point(0.9, 0.72),
                                         point(0.5, 1.0), point(0.02, 0.86)}));
            else {
                const auto middle = point(0.35, 0.42);
                result.push_back(straight({point(0.1, 0.03), point(0.85, 0.0), middle}));
                result.push_back(
                    smooth({middle, point(0.9, 0.68), point(0.45, 1.0), point(0.0, 0.88)}));
            }
            break;
        case 4: {
            aspect = uniform(random, 0.5, 0.95);
            const double knee = uniform(random, 0.55, 0.8);
            const double stem = uniform(random, 0.5, 0.78);
            const double open =
                chance(random, 0.6) ? uniform(random, 0.0, 0.15) : uniform(random, 0.2, 0.5);
            const auto corner = point(0.0, knee, 0.03);
            if (chance(random, 0.5))
                result.push_back(straight({point(uniform(random, 0.4, 0.7), 0.0), corner,
                                           point(1.0, knee + normal(random, 0.05))}));
            else
                result.push_back(smooth({point(uniform(random, 0.35, 0.65), 0.0), point(0.2, 0.38),
                                         corner, point(0.1, knee + 0.06, 0.03),
                                         point(0.55, knee - 0.02), point(1.05, knee - 0.05)}));
            result.push_back(straight(
                {point(stem, open, 0.03), point(stem - uniform(random, -0.12, 0.15), 1.0, 0.03)}));
            if (chance(random, 0.15)) {  // like an A with a rounded top
                result[0] = smooth({point(0.0, 1.0), point(0.3, 0.3), point(0.6, 0.0),
                                    point(0.66, 0.4), point(0.7, 1.0)});
                result[1] = straight({point(0.0, knee), point(1.05, knee - 0.05)});
            }
            break;
        }
        case 5: {
            const auto shoulder = point(uniform(random, 0.08, 0.22), 0.44);
            const auto top = point(0.25, 0.03, 0.03);
            result.push_back(straight({top, shoulder}));
            result.push_back(smooth({shoulder, point(0.5, 0.36), point(0.88, 0.66),
                                     point(0.45, 1.0), point(0.0, 0.88)}));
            const double lift = chance(random, 0.3) ? uniform(random, 0.03, 0.12) : 0;
            result.push_back(straight({{top.first + lift, top.second - lift / 2},
                                       point(uniform(random, 0.75, 1.15), -0.02)}));
            break;
        }
        case 6:
            if (chance(random, 0.3)) aspect *= 0.75;
            result.push_back(smooth({point(uniform(random, 0.45, 0.85), 0.0), point(0.25, 0.35),
                                     point(0.04, 0.75, 0.02), point(0.4, 1.0), point(0.82, 0.8),
                                     point(0.55, 0.56), point(0.1, 0.74)}));
            break;
        case 7: {
            aspect = uniform(random, 0.45, 0.9);
            Curve curve;
            if (chance(random, 0.35)) curve.push_back(point(0.02, 0.16, 0.03));
            curve.push_back(point(0.05, 0.03, 0.03));
            curve.push_back(point(0.9, 0.01, 0.03));
            const double foot = uniform(random, 0.15, 0.6);
            if (chance(random, 0.4)) curve.push_back(point(0.55, 0.5));
            curve.push_back(point(foot, 1.0, 0.03));
            result.push_back(straight(curve));
            if (chance(random, 0.6)) {
                const double y = uniform(random, 0.4, 0.6);
                result.push_back(straight({point(0.2, y), point(0.95, y - 0.03)}));
            }
            break;
        }
        case 8:
            result.push_back(
                smooth({point(0.78, 0.14), point(0.45, 0.0), point(0.15, 0.2), point(0.5, 0.47),
                        point(0.88, 0.78), point(0.45, 1.0), point(0.08, 0.8), point(0.45, 0.5),
                        point(0.8, 0.22), point(uniform(random, 0.6, 0.85), 0.1)}));
            break;
        default: {
            if (chance(random, 0.3)) aspect *= 0.8;
            const auto right = point(0.82, 0.16);
            result.push_back(smooth(
                {right, point(0.45, 0.0), point(0.06, 0.26), point(0.38, 0.5), point(0.84, 0.22)}));
            if (chance(random, 0.5))
                result.push_back(
                    smooth({right, point(0.85, 0.6), point(0.5, 0.98), point(0.05, 0.9)}));
            else
                result.push_back(
                    smooth({right, point(0.75, 0.6), point(uniform(random, 0.4, 0.8), 1.0)}));
        }
    }
    return result;
}

struct Pen {
    double thickness = 1.6;  // pixels
    double bite = 0.45;      // threshold on scanned digits
    float strength = 1;
};

inline void draw_strokes(const std::vector<Curve>& strokes, const Placing& place, const Pen& pen,
                         Strip& strip) {
    std::vector<float> layer(strip.ink.size(), 0.0f);
    for (const Curve& stroke : strokes)
        for (std::size_t i = 0; i + 1 < stroke.size(); ++i) {
            const auto [ax, ay] = place(stroke[i].first, stroke[i].second);
            const auto [bx, by] = place(stroke[i + 1].first, stroke[i + 1].second);
            const double reach = pen.thickness / 2 + 1;
            for (int y = static_cast<int>(std::min(ay, by) - reach);
                 y <= static_cast<int>(std::max(ay, by) + reach); ++y)
                for (int x = static_cast<int>(std::min(ax, bx) - reach);
                     x <= static_cast<int>(std::max(ax, bx) + reach); ++x) {
                    if (x < 0 || y < 0 || x >= strip.width || y >= kHeight) continue;
                    const double dx = bx - ax, dy = by - ay, all = dx * dx + dy * dy;
                    const double t =
                        all < 1e-9 ? 0
                                   : std::clamp(((x - ax) * dx + (y - ay) * dy) / all, 0.0, 1.0);
                    const double away = std::hypot(x - ax - t * dx, y - ay - t * dy);
                    float& pixel = layer[static_cast<std::size_t>(y) * strip.width + x];
                    pixel = std::max(pixel, static_cast<float>(std::clamp(
                                                pen.thickness / 2 + 0.5 - away, 0.0, 1.0)));
                }
        }
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < strip.width; ++x)
            strip.put(x, y, layer[static_cast<std::size_t>(y) * strip.width + x] * pen.strength);
}

inline void draw_scanned(const Picture& digit, const Placing& place, const Pen& pen, Strip& strip) {
    const int reach = static_cast<int>(place.height + place.width) + 4;
    const int mx = static_cast<int>(place.left + place.width / 2),
              my = static_cast<int>(place.top + place.height / 2);
    for (int y = std::max(0, my - reach); y < std::min(kHeight, my + reach); ++y)
        for (int x = std::max(0, mx - reach); x < std::min(strip.width, mx + reach); ++x) {
            const auto [u, v] = place.back(x, y);
            if (u < -0.1 || v < -0.1 || u > 1.1 || v > 1.1) continue;
            const double value = digit.sample(u * digit.width - 0.5, v * digit.height - 0.5);
            const double sharp = std::clamp((value - pen.bite) / 0.5 + 0.5, 0.0, 1.0);
            if (value > 0.05) strip.put(x, y, static_cast<float>(sharp) * pen.strength);
        }
}

// Print with its baseline on the strip's, its left edge at x.
inline void draw_print(const Picture& text, double x, double baseline, double scale, float strength,
                       Strip& strip) {
    const int width = static_cast<int>(text.width * scale) + 2;
    const int height = static_cast<int>(text.height * scale) + 2;
    const int top = static_cast<int>(std::floor(baseline - text.baseline * scale));
    const double lost_y = baseline - text.baseline * scale - top, lost_x = x - std::floor(x);
    for (int dy = 0; dy < height; ++dy)
        for (int dx = 0; dx < width; ++dx) {
            float sum = 0;  // two by two: the picture is about twice as large
            for (int s = 0; s < 4; ++s)
                sum += text.sample((dx - lost_x + (s % 2) * 0.5 - 0.25) / scale,
                                   (dy - lost_y + (s / 2) * 0.5 - 0.25) / scale);
            strip.put(static_cast<int>(std::floor(x)) + dx, top + dy, sum / 4 * strength);
        }
}

inline std::string random_number(Random& random) {
    const double length = uniform(random, 0, 1);
    const int digits = length < 0.18 ? 1 : length < 0.52 ? 2 : length < 0.75 ? 3 : 4;
    std::string text;
    for (int i = 0; i < digits; ++i)
        text += static_cast<char>('0' + pick(random, 10));
    if (digits == 2 && chance(random, 0.3)) text[0] = "0123"[pick(random, 4)];
    return text;
}

inline void wear(Strip& strip, Random& random) {
    std::vector<float>& ink = strip.ink;
    const auto at = [&](int x, int y) -> float& {
        return ink[static_cast<std::size_t>(std::clamp(y, 0, kHeight - 1)) * strip.width +
                   std::clamp(x, 0, strip.width - 1)];
    };
    const double blur = chance(random, 0.7) ? uniform(random, 0, 0.45) : 0;
    for (int round = 0; round < 2 && blur > 0; ++round) {
        std::vector<float> soft(ink.size());
        for (int y = 0; y < kHeight; ++y)
            for (int x = 0; x < strip.width; ++x) {
                const auto b = static_cast<float>(blur);
                soft[static_cast<std::size_t>(y) * strip.width + x] =
                    (at(x, y) +
                     b * (at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1)) * 0.5f) /
                    (1 + 2 * b);
            }
        ink = soft;
    }
    if (chance(random, 0.2)) {  // a bilevel scan
        const auto level = static_cast<float>(uniform(random, 0.3, 0.55));
        for (float& pixel : ink)
            pixel = std::clamp((pixel - level) * 4 + 0.5f, 0.0f, 1.0f);
    }
    const double noise = chance(random, 0.6) ? uniform(random, 0, 0.07) : 0;
    const int specks = chance(random, 0.2) ? pick(random, 10) : 0;
    for (int i = 0; i < specks; ++i)
        at(pick(random, strip.width), pick(random, kHeight)) = 1;
    if (chance(random, 0.08))  // faded places
        for (int i = 0; i < 3; ++i) {
            const int x = pick(random, strip.width), y = pick(random, kHeight);
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -2; dx <= 2; ++dx)
                    at(x + dx, y + dy) *= 0.2f;
        }
    std::vector<float> sorted = ink;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<long>(sorted.size() * 98 / 100),
                     sorted.end());
    const float dark = std::max(0.3f, sorted[sorted.size() * 98 / 100]);
    for (float& pixel : ink)
        pixel = std::clamp(pixel / dark + static_cast<float>(normal(random, noise)), 0.0f, 1.0f);
}

// The columns of a strip from `begin` on; beyond its end there is no ink.
inline Strip cut_out(const Strip& strip, int begin, int width) {
    Strip cut;
    cut.text = strip.text;
    cut.by_hand = strip.by_hand;
    cut.width = width;
    for (int y = 0; y < kHeight; ++y)
        for (int x = begin; x < begin + width; ++x)
            cut.ink.push_back(
                x < strip.width ? strip.ink[static_cast<std::size_t>(y) * strip.width + x] : 0.0f);
    for (const double centre : strip.centres)
        cut.centres.push_back(centre - begin);
    return cut;
}

inline Strip make_strip(const Sources& sources, Random& random, bool allow_strokes = true) {
    Strip strip;
    const bool empty = chance(random, 0.06);
    strip.by_hand = chance(random, 0.82);
    strip.text = empty ? "" : random_number(random);
    const int face = pick(random, static_cast<int>(sources.faces.size()));
    const auto& left_words = sources.left[static_cast<std::size_t>(face)];
    const auto& right_words = sources.right[static_cast<std::size_t>(face)];
    strip.width = 400;
    strip.ink.assign(static_cast<std::size_t>(strip.width) * kHeight, 0.0f);
    const double zoom = uniform(random, 0.88, 1.14);
    const double print_scale = zoom * kCapital / 30.0;
    const double print_line = kBaseline + uniform(random, -2, 2);
    const auto print_ink = static_cast<float>(uniform(random, 0.7, 1));
    double x = 120;
    const double first = x;
    double last = x;
    if (!strip.by_hand) {
        // A number stamped or typed in later has its own face and size.
        const bool own = chance(random, 0.25);
        const auto& digits = sources.faces[static_cast<std::size_t>(
            own ? pick(random, static_cast<int>(sources.faces.size())) : face)];
        const double scale = print_scale * (own ? uniform(random, 0.9, 1.35) : 1);
        const double line = print_line + (own ? uniform(random, -2, 2) : 0);
        for (const char letter : strip.text) {
            const Picture& digit = digits[static_cast<std::size_t>(letter - '0')];
            draw_print(digit, x, line, scale, print_ink, strip);
            strip.centres.push_back(x + digit.width * scale / 2);
            x += (digit.width - 2) * scale + uniform(random, -0.3, 1) * scale;
            last = x;
        }
    } else {
        const double size = zoom * kCapital * uniform(random, 0.85, 1.75);
        const double line = kBaseline + uniform(random, -3, 2) +
                            std::max(0.0, size - kCapital) * uniform(random, 0, 0.55);
        const double slant = uniform(random, -0.1, 0.45), slope = normal(random, 0.05);
        const double spacing = uniform(random, -0.06, 0.28);
        const double narrow = uniform(random, 0.75, 1.2);
        const bool school = allow_strokes && chance(random, 0.6);
        Pen pen;
        pen.thickness = uniform(random, 1.0, 3.0);
        pen.bite = uniform(random, 0.25, 0.65);
        pen.strength = static_cast<float>(uniform(random, 0.5, 1));
        for (const char letter : strip.text) {
            const int digit = letter - '0';
            const auto& shapes = sources.written[static_cast<std::size_t>(digit)];
            const bool strokes = school
                                     ? chance(random, 0.9)
                                     : allow_strokes && (digit == 4 || digit == 1 || digit == 7) &&
                                           chance(random, 0.4);
            Placing place;
            place.height = size * (1 + normal(random, 0.08));
            place.slant = slant + normal(random, 0.06);
            place.turn = normal(random, 0.05);
            double aspect = 0.6;
            std::vector<Curve> curves;
            const Picture* shape = nullptr;
            if (strokes) {
                curves = strokes_of(digit, random, aspect);
            } else {
                shape = &shapes[static_cast<std::size_t>(
                    pick(random, static_cast<int>(shapes.size())))];
                aspect = static_cast<double>(shape->width) / shape->height;
                place.slant -= 0.1;
            }
            place.width = std::max(2.5, place.height * aspect * narrow);
            place.left = x;
            place.top = line + slope * (x - first) - place.height + normal(random, 1.0);
            if (strokes)
                draw_strokes(curves, place, pen, strip);
            else
                draw_scanned(*shape, place, pen, strip);
            strip.centres.push_back(x + place.width / 2);
            last = x + place.width;
            x = last + size * std::max(-0.2, spacing + normal(random, 0.08));
        }
    }
    if (empty) last = x + uniform(random, 10, 90);
    // The print around the gap; what was written in may run over it.
    const double closeness = uniform(random, -4, 1);
    const double left_gap = chance(random, 0.5) ? closeness : uniform(random, 0, 25);
    const double right_gap = chance(random, 0.5) ? closeness : uniform(random, 0, 25);
    double from = first - left_gap - 4, to = last + right_gap + 4;
    if (chance(random, 0.8)) {
        const Picture& word =
            left_words[static_cast<std::size_t>(pick(random, static_cast<int>(left_words.size())))];
        const double width = word.width * print_scale;
        draw_print(word, first - left_gap - width, print_line, print_scale, print_ink, strip);
        from = first - left_gap - uniform(random, 0, 26);
    }
    if (chance(random, 0.85)) {
        const Picture& word = right_words[static_cast<std::size_t>(
            pick(random, static_cast<int>(right_words.size())))];
        draw_print(word, last + right_gap, print_line, print_scale, print_ink, strip);
        to = last + right_gap + uniform(random, 2, 38);
    }
    if (chance(random, 0.15)) {  // dots or a rule to write on
        const bool dots = chance(random, 0.6);
        const int y = static_cast<int>(print_line + uniform(random, 0, 3));
        const int step = 3 + pick(random, 3);
        for (int px = static_cast<int>(first - left_gap); px < last + right_gap; ++px)
            if (!dots || px % step == 0) {
                strip.put(px, y, 0.8f);
                if (chance(random, 0.3)) strip.put(px, y + 1, 0.6f);
            }
    }
    if (chance(random, 0.12)) {  // the rule under the organ's name, or a frame
        const int y = chance(random, 0.5) ? pick(random, 5) : kHeight - 1 - pick(random, 4);
        const int begin = static_cast<int>(from) + pick(random, 40);
        for (int px = begin; px < begin + 40; ++px)
            strip.put(px, y, 1), strip.put(px, y + 1, 0.6f);
    }
    const int begin = std::max(0, static_cast<int>(from));
    const int width = (std::min(strip.width, static_cast<int>(to) + 1) - begin + 3) / 4 * 4;
    Strip cut = cut_out(strip, begin, std::max(24, width));
    wear(cut, random);
    return cut;
}

}  // namespace strips
