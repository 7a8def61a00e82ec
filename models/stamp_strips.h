// stamp_strips.h: made-up strips of an arrival stamp's row: a number, or a date in digits.
//
// As digit_strips.h, but the row has a label, dots to write on, a frame, neighbours above and
// below, and sometimes the page's own print across it. A separator of a date (stroke, dash, dot)
// stands in `text` as '/'. Not part of the product.
#pragma once

#include "digit_strips.h"

namespace strips {

// A day, month and year with their separators, the way clerks write them.
inline std::string random_date(Random& random) {
    const auto part = [&](int value, bool padded) {
        return (padded && value < 10 ? "0" : "") + std::to_string(value);
    };
    const bool padded = chance(random, 0.55);
    const int year = 2000 + (chance(random, 0.85) ? 10 + pick(random, 20) : pick(random, 36));
    return part(1 + pick(random, 31), padded) + "/" +
           part(1 + pick(random, 12), padded ? !chance(random, 0.2) : chance(random, 0.1)) + "/" +
           (chance(random, 0.5) ? part(year % 100, true) : std::to_string(year));
}

struct Writer {
    const Sources& sources;
    Random& random;
    bool by_hand = true, school = false;
    int face = 0;
    char separator = '/';
    double size = kCapital, slant = 0, spacing = 0.1, narrow = 1, lean = 1;
    Pen pen{};

    // The right end of what was written; centres only where they are wanted.
    double write(const std::string& text, double x, double line, double slope, Strip& strip,
                 std::vector<double>* centres) {
        const double first = x;
        double last = x;
        for (const char letter : text) {
            const double foot = line + slope * (x - first);
            last = letter == '/' ? separate(x, foot, strip)
                   : by_hand     ? draw_by_hand(letter - '0', x, foot, strip)
                                 : print(letter - '0', x, foot, strip);
            if (centres) centres->push_back((x + last) / 2);
            x = last + (by_hand ? size * std::max(-0.15, spacing + normal(random, 0.08))
                                : uniform(random, 0, 1.2));
        }
        return last;
    }

private:
    double separate(double x, double foot, Strip& strip) {
        if (!by_hand) {
            const Picture& sign =
                sources.signs[static_cast<std::size_t>(face)][separator == '/'   ? 0u
                                                              : separator == '-' ? 1u
                                                                                 : 2u];
            draw_print(sign, x, foot, size / 30, pen.strength, strip);
            return x + sign.width * size / 30;
        }
        Placing place;
        std::vector<Curve> strokes;
        const auto j = [&](double value) { return value + normal(random, 0.06); };
        if (separator == '/') {
            const double height = size * uniform(random, 0.9, 1.5);
            place = {x, foot - height * uniform(random, 0.75, 0.95), height * lean, height, 0, 0};
            strokes.push_back(smooth({{j(0.95), j(0)}, {j(0.5), j(0.5)}, {j(0.05), j(1)}}));
        } else if (separator == '-') {
            place = {x,
                     foot - size * uniform(random, 0.35, 0.6),
                     size * uniform(random, 0.25, 0.6),
                     size * 0.15,
                     0,
                     0};
            strokes.push_back(smooth({{j(0), j(0.5)}, {j(0.5), j(0.5)}, {j(1), j(0.5)}}));
        } else {
            place = {x, foot - size * 0.12, size * 0.14, size * 0.12, 0, 0};
            strokes.push_back(smooth({{j(0.3), j(0.3)}, {j(0.6), j(0.6)}, {j(0.7), j(0.4)}}));
        }
        draw_strokes(strokes, place, pen, strip);
        return x + place.width;
    }

    double draw_by_hand(int digit, double x, double foot, Strip& strip) {
        const auto& shapes = sources.written[static_cast<std::size_t>(digit)];
        Placing place;
        place.height = size * (1 + normal(random, 0.08));
        place.slant = slant + normal(random, 0.06);
        place.turn = normal(random, 0.05);
        const bool strokes = school && chance(random, 0.9);
        double aspect = 0.6;
        std::vector<Curve> curves;
        const Picture* shape = nullptr;
        if (strokes) {
            curves = strokes_of(digit, random, aspect);
        } else {
            shape =
                &shapes[static_cast<std::size_t>(pick(random, static_cast<int>(shapes.size())))];
            aspect = static_cast<double>(shape->width) / shape->height;
            place.slant -= 0.1;
        }
        place.width = std::max(2.5, place.height * aspect * narrow);
        place.left = x;
        place.top = foot - place.height + normal(random, 0.8);
        if (strokes)
            draw_strokes(curves, place, pen, strip);
        else
            draw_scanned(*shape, place, pen, strip);
        return x + place.width;
    }

    double print(int digit, double x, double foot, Strip& strip) {
        const Picture& picture =
            sources.faces[static_cast<std::size_t>(face)][static_cast<std::size_t>(digit)];
        draw_print(picture, x, foot, size / 30, pen.strength, strip);
        return x + (picture.width - 2) * size / 30;
    }
};

// A dotted or ruled line to write on, or a frame's side.
inline void rule(Strip& strip, int from, int to, int y, int step, float ink, bool thick) {
    for (int x = from; x < to; ++x)
        if (step < 2 || x % step == 0) {
            strip.put(x, y, ink);
            if (thick) strip.put(x, y + 1, ink * 0.7f);
            if (step > 3) strip.put(x + 1, y, ink * 0.6f);
        }
}

// Words of the page that the stamp lies on, and the rows above and below it.
inline void clutter(const Sources& sources, Random& random, Writer& writer, double line,
                    double print_scale, Strip& strip) {
    const auto word_of = [&](const std::vector<std::vector<Picture>>& faces) -> const Picture& {
        const auto& words =
            faces[static_cast<std::size_t>(pick(random, static_cast<int>(faces.size())))];
        return words[static_cast<std::size_t>(pick(random, static_cast<int>(words.size())))];
    };
    for (const int side : {-1, 1}) {
        if (!chance(random, 0.35)) continue;
        const double other = line + side * uniform(random, 19, 30);
        if (chance(random, 0.5))
            draw_print(word_of(sources.left), uniform(random, 40, 120), other, print_scale, 0.9f,
                       strip);
        if (chance(random, 0.7))
            writer.write(chance(random, 0.5) ? random_date(random) : random_number(random),
                         uniform(random, 120, 200), other, 0, strip, nullptr);
    }
    if (chance(random, 0.12)) {
        const double other = line + uniform(random, -14, 24);
        double x = uniform(random, 100, 330);
        for (int i = pick(random, 4); i >= 0; --i) {
            const Picture& word = word_of(sources.right);
            draw_print(word, x, other, print_scale, 0.9f, strip);
            x += (word.width + 10) * print_scale;
        }
    }
}

inline Strip make_stamp_strip(const Sources& sources, Random& random) {
    Strip strip;
    strip.parted = true;
    const bool empty = chance(random, 0.05);
    strip.by_hand = chance(random, 0.75);
    strip.text = empty                  ? ""
                 : chance(random, 0.62) ? random_date(random)
                                        : random_number(random) + (chance(random, 0.1) ? "7" : "");
    strip.width = 520;
    strip.ink.assign(static_cast<std::size_t>(strip.width) * kHeight, 0.0f);
    const double zoom = uniform(random, 0.8, 1.2), line = kBaseline + uniform(random, -3, 3);
    const double print_scale = zoom * kCapital / 30.0;
    const auto print_ink = static_cast<float>(uniform(random, 0.6, 1));
    Writer writer{sources, random};
    writer.by_hand = strip.by_hand;
    writer.school = chance(random, 0.6);
    writer.face = pick(random, static_cast<int>(sources.faces.size()));
    const double kind = uniform(random, 0, 1);
    writer.separator = kind < 0.68 ? '/' : kind < 0.9 ? '-' : '.';
    writer.size =
        zoom * kCapital * (strip.by_hand ? uniform(random, 0.75, 1.7) : uniform(random, 0.8, 1.35));
    writer.slant = uniform(random, -0.1, 0.45);
    writer.spacing = uniform(random, -0.06, 0.3);
    writer.narrow = uniform(random, 0.7, 1.2);
    writer.lean = uniform(random, 0.05, 0.65);
    writer.pen.thickness = uniform(random, 1.0, 2.8);
    writer.pen.bite = uniform(random, 0.25, 0.65);
    writer.pen.strength = static_cast<float>(uniform(random, 0.5, 1));
    const double first = 120;
    const double foot = line + (strip.by_hand ? uniform(random, -4, 2) : uniform(random, -2, 1)) +
                        std::max(0.0, writer.size - kCapital) * uniform(random, 0, 0.5);
    double last =
        writer.write(strip.text, first, foot, normal(random, 0.04), strip, &strip.centres);
    if (empty) last = first + uniform(random, 20, 120);
    const double left_gap = chance(random, 0.5) ? uniform(random, -3, 6) : uniform(random, 6, 50);
    const double right_gap =
        chance(random, 0.4) ? uniform(random, -2, 10) : uniform(random, 10, 160);
    double from = first - left_gap - 4, to = std::min(515.0, last + right_gap + 4);
    if (chance(random, 0.85)) {
        const auto& words = sources.left[static_cast<std::size_t>(
            pick(random, static_cast<int>(sources.left.size())))];
        const Picture& word =
            words[static_cast<std::size_t>(pick(random, static_cast<int>(words.size())))];
        draw_print(word, first - left_gap - word.width * print_scale, line, print_scale, print_ink,
                   strip);
        from = first - left_gap - uniform(random, 0, 26);
    }
    const double under = uniform(random, 0, 1);
    if (under < 0.7) {
        const int y = static_cast<int>(line + uniform(random, -1, 4));
        const int step = under < 0.55 ? 2 + pick(random, 5) : 1;
        rule(strip, static_cast<int>(first - left_gap + uniform(random, 0, 4)),
             static_cast<int>(chance(random, 0.7) ? to + 3 : last + uniform(random, 0, right_gap)),
             y, step, static_cast<float>(uniform(random, 0.4, 0.95)), chance(random, 0.4));
    }
    if (chance(random, 0.35)) {  // the frame's right side, whole or broken
        const int x = static_cast<int>(std::max(last + 6, to - uniform(random, 0, 12)));
        const int hole = chance(random, 0.3) ? 2 + pick(random, 5) : 0;
        for (int y = 0; y < kHeight; ++y)
            if (hole == 0 || y % (hole + 3) < 3) {
                strip.put(x, y, print_ink);
                if (chance(random, 0.7)) strip.put(x + 1, y, print_ink * 0.6f);
            }
    }
    for (const int y : {pick(random, 5), kHeight - 1 - pick(random, 5)})
        if (chance(random, 0.12))
            rule(strip, static_cast<int>(from), static_cast<int>(to), y, 1, print_ink, true);
    clutter(sources, random, writer, line, print_scale, strip);
    const int begin = std::max(0, static_cast<int>(from));
    const int width = (std::min(strip.width, static_cast<int>(to) + 1) - begin + 3) / 4 * 4;
    Strip cut = cut_out(strip, begin, std::clamp(width, 24, 480));
    cut.parted = true;
    wear(cut, random);
    return cut;
}

}  // namespace strips
