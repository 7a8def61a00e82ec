#include "ocr/grey_seals_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <utility>
#include <vector>

#include "ocr/circles_sandboxed.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

constexpr int kInk = 170;  // darker is ink
constexpr int kPaper = 255;
constexpr int kSectors = 72;

class Grey {
public:
    explicit Grey(Pix* pix) : pix_(pix), width_(pixGetWidth(pix)), height_(pixGetHeight(pix)) {}

    bool holds(int x, int y) const { return x >= 0 && y >= 0 && x < width_ && y < height_; }
    int at(int x, int y) const { return holds(x, y) ? GET_DATA_BYTE(row(y), x) : kPaper; }
    int at(const Point& point) const { return at(nearest(point.x), nearest(point.y)); }
    static int nearest(double position) { return static_cast<int>(std::lround(position)); }
    void whiten(int x, int y, int paint = kPaper) {
        if (holds(x, y) && at(x, y) < paint) SET_DATA_BYTE(row(y), x, paint);
    }

private:
    l_uint32* row(int y) const {
        return pixGetData(pix_) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix_);
    }
    Pix* pix_;
    int width_, height_;
};

// The outer ring as it lies on the page: a scan bends a circle.
class Outline {
public:
    Outline(const Grey& page, const Circle& circle) : circle_(circle) {
        // How the rings lie in depth is the same all round; each sector is moved to fit the rest.
        Profiles ink{};
        for (int sector = 0; sector < kSectors; ++sector)
            for (int look = 0; look < kFine; ++look)
                for (int depth = 0; depth < kDepths; ++depth)
                    ink[index(sector)][index(depth)] +=
                        page.at(on((sector + (look + 0.5) / kFine) / kSectors,
                                   circle.radius + depth - kDepths / 2)) < kInk;
        for (int round = 0; round < 3; ++round) {
            std::array<double, kDepths> mean{};
            for (int sector = 0; sector < kSectors; ++sector)
                for (int depth = 0; depth < kDepths; ++depth)
                    mean[index(depth)] += inked(ink, sector, depth + moved(sector));
            for (int sector = 0; sector < kSectors; ++sector)
                off_[index(sector)] = best_move(ink, mean, sector);
        }
    }

    // `turn` 0..1, `inside` pixels inside the outline.
    Point at(double turn, double inside) const {
        const double sector = turn * kSectors - 0.5 + kSectors;
        const auto below = static_cast<std::size_t>(sector);
        const double part = sector - static_cast<double>(below);
        const double off =
            off_[below % kSectors] * (1 - part) + off_[(below + 1) % kSectors] * part;
        const double outer = circle_.radius + off;
        return on(turn, outer * (circle_.radius - inside) / circle_.radius);
    }

private:
    static constexpr int kFine = 10;  // looks per sector
    static constexpr int kDepths = 33, kReach = 6;
    using Profiles = std::array<std::array<int, kDepths>, kSectors>;

    static std::size_t index(int number) { return static_cast<std::size_t>(number); }
    int moved(int sector) const { return static_cast<int>(std::lround(off_[index(sector)])); }

    static int inked(const Profiles& ink, int sector, int depth) {
        if (depth < 0 || depth >= kDepths) return 0;
        return ink[index((sector + kSectors) % kSectors)][index(depth)];
    }

    // The neighbours have a say: print crosses a sector, hardly three.
    static double best_move(const Profiles& ink, const std::array<double, kDepths>& mean,
                            int sector) {
        double best = -1, sum = 0;
        int count = 1;
        for (int move = -kReach; move <= kReach; ++move) {
            double fit = 0;
            for (int near : {-1, 0, 1})
                for (int depth = 0; depth < kDepths; ++depth)
                    fit += mean[index(depth)] * inked(ink, sector + near, depth + move);
            if (fit > best) best = fit, sum = 0, count = 0;
            if (fit == best) sum += move, ++count;
        }
        return sum / count;
    }

    Point on(double turn, double radius) const {
        const double angle = turn * 2 * std::numbers::pi;
        return {circle_.centre.x + radius * std::cos(angle),
                circle_.centre.y + radius * std::sin(angle)};
    }
    Circle circle_;
    std::array<double, kSectors> off_{};
};

struct Ring {
    int from = 0, to = 0;  // pixels inside the outline, both included
};

// Depths at which most of the round is inked.
std::vector<Ring> rings_of(const Grey& page, const Outline& outline, double radius) {
    constexpr double kRound = 0.55;
    constexpr int kLooks = 720;
    constexpr int kDouble = 5;  // two as near as that are one
    std::vector<Ring> rings;
    for (int depth = -8; depth < 0.6 * radius; ++depth) {
        int inked = 0;
        for (int look = 0; look < kLooks; ++look) {
            const Point point = outline.at(static_cast<double>(look) / kLooks, depth);
            inked += page.at(point) < kInk;
        }
        const bool ring = inked > kRound * kLooks;
        if (!ring) continue;
        const bool goes_on = !rings.empty() && depth - rings.back().to <= kDouble;
        if (!goes_on) rings.push_back({depth, depth});
        rings.back().to = depth;
    }
    return rings;
}

int part_of(std::vector<int>& values, double share) {
    const auto at = values.begin() +
                    static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// The ring's pixels; kept are strokes that go through it: ink on both sides, straight or
// aslant.
template <class Visit>
void for_ring(const Grey& page, const Outline& outline, const Ring& ring, double radius,
              Crossings crossings, Visit visit) {
    constexpr double kEdge = 1.5;  // where it fades
    constexpr std::array kSlants{0.0, -0.6, 0.6};
    constexpr int kLooksPerPixel = 2;
    const int looks = static_cast<int>(2 * std::numbers::pi * radius * kLooksPerPixel);
    const auto dark_at = [&](double depth) {
        std::vector<char> dark(static_cast<std::size_t>(looks));
        for (int look = 0; look < looks; ++look)
            dark[static_cast<std::size_t>(look)] =
                page.at(outline.at(static_cast<double>(look) / looks, depth)) < kInk;
        return dark;
    };
    const std::vector<char> outside = dark_at(ring.from - kEdge - 1);
    const std::vector<char> inside = dark_at(ring.to + kEdge + 1);
    const auto aside = [&](const std::vector<char>& side, int look, double pixels) {
        const int moved = look + static_cast<int>(std::lround(pixels * kLooksPerPixel));
        return side[static_cast<std::size_t>((moved + looks) % looks)] != 0;
    };
    for (int look = 0; look < looks; ++look)
        for (double depth = ring.from - kEdge; depth <= ring.to + kEdge; depth += 0.5) {
            const double up = depth - (ring.from - kEdge - 1), down = ring.to + kEdge + 1 - depth;
            const auto crosses = [&](double slant) {
                return aside(outside, look, up * slant) && aside(inside, look, -down * slant);
            };
            if (crossings == Crossings::Keep &&
                std::any_of(kSlants.begin(), kSlants.end(), crosses))
                continue;
            const Point point = outline.at(static_cast<double>(look) / looks, depth);
            visit(Grey::nearest(point.x), Grey::nearest(point.y));
        }
}

// How dark print is round the seal: the core of its strokes.
int print_near(const Grey& page, const Circle& circle) {
    constexpr double kRound = 3;  // radii
    const auto reach = static_cast<int>(kRound * circle.radius);
    const int middle_x = Grey::nearest(circle.centre.x), middle_y = Grey::nearest(circle.centre.y);
    std::vector<int> dark;
    for (int y = middle_y - reach; y < middle_y + reach; y += 2)
        for (int x = middle_x - reach; x < middle_x + reach; x += 2)
            if (const int grey = page.at(x, y); grey < kInk) dark.push_back(grey);
    return dark.empty() ? 0 : part_of(dark, 0.25);
}

// Ink that is paler than print goes, but for the edges of print, which are as pale.
void erase_pale_ink(Grey& page, const Circle& circle, int sure, int core) {
    constexpr char kEdge = 1, kPrint = 2;
    const int left = static_cast<int>(circle.centre.x - circle.radius) - 6;
    const int top = static_cast<int>(circle.centre.y - circle.radius) - 6;
    const int side = static_cast<int>(2 * circle.radius) + 12;
    std::vector<char> near_print(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    const auto mark = [&](int x, int y) -> char* {
        if (x < 0 || y < 0 || x >= side || y >= side) return nullptr;
        return &near_print[static_cast<std::size_t>(y) * static_cast<std::size_t>(side) +
                           static_cast<std::size_t>(x)];
    };
    // Where a stroke is as dark as print, all that is about as dark and hangs on it is print.
    std::vector<std::pair<int, int>> open;
    const auto take = [&](int x, int y) {
        char* one = mark(x, y);
        if (one == nullptr || *one == kPrint) return;
        *one = kPrint;
        open.emplace_back(x, y);
    };
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            if (page.at(left + x, top + y) <= sure) take(x, y);
    while (!open.empty()) {
        const auto [x, y] = open.back();
        open.pop_back();
        for (int dy : {-1, 0, 1})
            for (int dx : {-1, 0, 1}) {
                if (page.at(left + x + dx, top + y + dy) <= core) take(x + dx, y + dy);
                if (char* one = mark(x + dx, y + dy); one && *one == 0) *one = kEdge;
            }
    }
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            if (!*mark(x, y) && std::hypot(x - side / 2, y - side / 2) <= circle.radius + 6)
                page.whiten(left + x, top + y);
}

}  // namespace

std::vector<Circle> grey_seals_on(Pix* page, int dpi) {
    std::vector<Circle> seals;
    const PixPtr ink(pixThresholdToBinary(page, kInk));
    const PixPtr half(pixReduceRankBinary2(ink.get(), 1, nullptr));
    if (!half) throw std::bad_alloc();
    Boxa* boxes = pixConnCompBB(half.get(), 8);
    const int count = boxes ? boxaGetCount(boxes) : 0;
    for (int i = 0; i < count; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        if (w < 0.4 * dpi || h < 0.4 * dpi || w > 2 * dpi || h > 1.5 * dpi) continue;
        std::vector<Point> points;
        for (int row = y; row < y + h; ++row) {
            const l_uint32* data =
                pixGetData(half.get()) + static_cast<std::ptrdiff_t>(row) * pixGetWpl(half.get());
            for (int column = x; column < x + w; ++column)
                if (GET_DATA_BIT(data, column)) points.push_back({2.0 * column, 2.0 * row});
        }
        const auto circle = seal_in(points, dpi);
        const bool known = circle && std::any_of(seals.begin(), seals.end(), [&](const Circle& c) {
                               return std::hypot(c.centre.x - circle->centre.x,
                                                 c.centre.y - circle->centre.y) < c.radius / 2;
                           });
        if (circle && !known) seals.push_back(*circle);
    }
    boxaDestroy(&boxes);
    return seals;
}

void erase_grey_seals(Pix* pix, const std::vector<Circle>& seals, Crossings crossings, int paint) {
    constexpr int kApart = 40;
    Grey page(pix);
    for (const Circle& circle : seals) {
        const int print = print_near(page, circle);
        const Outline outline(page, circle);
        const std::vector<Ring> rings = rings_of(page, outline, circle.radius);
        std::vector<int> dark;
        for (const Ring& ring : rings)
            for_ring(page, outline, ring, circle.radius, Crossings::Keep, [&](int x, int y) {
                if (const int grey = page.at(x, y); grey < kInk) dark.push_back(grey);
            });
        if (dark.empty()) continue;
        const int seal = part_of(dark, 0.3);
        if (seal - print >= kApart) {
            erase_pale_ink(page, circle, print + (seal - print) / 4, print + (seal - print) / 2);
            continue;
        }
        for (const Ring& ring : rings)
            for_ring(page, outline, ring, circle.radius, crossings,
                     [&](int x, int y) { page.whiten(x, y, paint); });
    }
}

}  // namespace vanthu::ocr
