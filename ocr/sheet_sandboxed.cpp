#include "ocr/sheet_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

namespace vanthu::ocr {

using formats::PixPtr;
using formats::to_grey;
namespace {

constexpr int kSmallSide = 480;  // edges are followed on a small picture

// x = at + slope * y for the upright sides, y = at + slope * x for the others.
struct Edge {
    double at = 0, slope = 0;
};

struct Sample {
    double along = 0, across = 0;
};

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// The line that most samples agree on; nothing when too few do.
std::optional<Edge> edge_through(const std::vector<Sample>& samples) {
    constexpr std::size_t kFewest = 40;
    constexpr double kNear = 2.0, kMostAgree = 0.6;
    if (samples.size() < kFewest) return std::nullopt;
    std::vector<double> slopes;
    const std::size_t apart = samples.size() / 2;
    for (std::size_t i = 0; i + apart < samples.size(); ++i)
        slopes.push_back((samples[i + apart].across - samples[i].across) /
                         (samples[i + apart].along - samples[i].along));
    Edge edge{0, median(slopes)};
    std::vector<double> starts;
    for (const Sample& s : samples)
        starts.push_back(s.across - edge.slope * s.along);
    edge.at = median(std::move(starts));
    // Once more by least squares among those that are near.
    double n = 0, sum_a = 0, sum_c = 0, sum_aa = 0, sum_ac = 0;
    for (const Sample& s : samples) {
        if (std::abs(s.across - edge.at - edge.slope * s.along) > kNear) continue;
        n += 1;
        sum_a += s.along;
        sum_c += s.across;
        sum_aa += s.along * s.along;
        sum_ac += s.along * s.across;
    }
    const double spread = n * sum_aa - sum_a * sum_a;
    if (n < kMostAgree * static_cast<double>(samples.size()) || spread <= 0) return std::nullopt;
    edge.slope = (n * sum_ac - sum_a * sum_c) / spread;
    edge.at = (sum_c - edge.slope * sum_a) / n;
    return edge;
}

// The small picture as paper (true) and ground.
class Ground {
public:
    explicit Ground(Pix* binary) : binary_(binary) {}
    int width() const { return pixGetWidth(binary_); }
    int height() const { return pixGetHeight(binary_); }
    bool paper(int x, int y) const {
        return GET_DATA_BIT(
                   pixGetData(binary_) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(binary_), x) ==
               0;
    }

private:
    Pix* binary_;
};

enum class Side { Left, Right, Top, Bottom };

// How far from the rim the paper begins, at places along one side.
std::vector<Sample> samples_of(const Ground& ground, Side side) {
    constexpr int kRun = 5;  // pixels of paper in a row are no speck
    const bool upright = side == Side::Left || side == Side::Right;
    const bool from_end = side == Side::Right || side == Side::Bottom;
    const int length = upright ? ground.height() : ground.width();
    const int depth = upright ? ground.width() : ground.height();
    std::vector<Sample> samples;
    for (int along = length / 8; along < length - length / 8; ++along) {
        int run = 0;
        for (int i = 0; i < depth / 2; ++i) {
            const int across = from_end ? depth - 1 - i : i;
            run =
                (upright ? ground.paper(across, along) : ground.paper(along, across)) ? run + 1 : 0;
            if (run < kRun) continue;
            const int start = i - kRun + 1;
            samples.push_back({static_cast<double>(along),
                               static_cast<double>(from_end ? depth - start : start)});
            break;
        }
    }
    return samples;
}

Corner meeting(const Edge& upright, const Edge& level) {
    const double y = (level.at + level.slope * upright.at) / (1 - level.slope * upright.slope);
    return {upright.at + upright.slope * y, y};
}

double distance(const Corner& a, const Corner& b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

double angle_at(const Corner& before, const Corner& here, const Corner& after) {
    const double first = std::atan2(before.y - here.y, before.x - here.x);
    const double second = std::atan2(after.y - here.y, after.x - here.x);
    double degrees = std::abs(first - second) * 180 / std::numbers::pi;
    return degrees > 180 ? 360 - degrees : degrees;
}

double area_of(const Corners& c) {
    double twice = 0;
    for (std::size_t i = 0; i < 4; ++i)
        twice += c[i].x * c[(i + 1) % 4].y - c[(i + 1) % 4].x * c[i].y;
    return std::abs(twice) / 2;
}

int brightness(Pix* pix, int x, int y) {
    l_uint32 value = 0;
    pixGetPixel(pix, x, y, &value);
    if (pixGetDepth(pix) == 8) return static_cast<int>(value);
    return static_cast<int>((value >> 24) + (value >> 16 & 0xff) + (value >> 8 & 0xff)) / 3;
}

// A glance that spares flat scans the rest: the rim must be darker than the middle.
bool may_lie_on_ground(Pix* pix) {
    constexpr int kSamples = 64, kDarker = 40;
    const int width = pixGetWidth(pix), height = pixGetHeight(pix), rim = 3;
    std::vector<double> left, right, top, bottom, middle;
    for (int i = 0; i < kSamples; ++i) {
        const int x = width * (2 * i + 1) / (2 * kSamples);
        const int y = height * (2 * i + 1) / (2 * kSamples);
        left.push_back(brightness(pix, rim, y));
        right.push_back(brightness(pix, width - 1 - rim, y));
        top.push_back(brightness(pix, x, rim));
        bottom.push_back(brightness(pix, x, height - 1 - rim));
        middle.push_back(brightness(pix, width / 4 + x / 2, height / 2));
        middle.push_back(brightness(pix, width / 2, height / 4 + y / 2));
    }
    const double paper = median(std::move(middle));
    int sides = 0;
    for (const auto& side : {left, right, top, bottom})
        sides += median(side) < paper - kDarker ? 1 : 0;
    return sides >= 3;
}

// Dark ground along at least three sides of the picture.
bool lies_on_ground(const Ground& ground) {
    constexpr double kMostly = 0.6;
    const int width = ground.width(), height = ground.height(), rim = 2;
    int sides = 0;
    const auto dark = [&](int x, int y) { return ground.paper(x, y) ? 0 : 1; };
    int left = 0, right = 0, top = 0, bottom = 0;
    for (int y = 0; y < height; ++y) {
        left += dark(rim, y);
        right += dark(width - 1 - rim, y);
    }
    for (int x = 0; x < width; ++x) {
        top += dark(x, rim);
        bottom += dark(x, height - 1 - rim);
    }
    for (const auto& [count, length] : {std::pair{left, height}, std::pair{right, height},
                                        std::pair{top, width}, std::pair{bottom, width}})
        sides += count > kMostly * length ? 1 : 0;
    return sides >= 3;
}

bool is_a_sheet(const Corners& c, double picture) {
    constexpr double kLeastOfPicture = 0.25, kMostLean = 25, kLongest = 1.75;
    if (area_of(c) < kLeastOfPicture * picture) return false;
    for (std::size_t i = 0; i < 4; ++i)
        if (std::abs(angle_at(c[(i + 3) % 4], c[i], c[(i + 1) % 4]) - 90) > kMostLean) return false;
    const double across = (distance(c[0], c[1]) + distance(c[3], c[2])) / 2;
    const double down = (distance(c[0], c[3]) + distance(c[1], c[2])) / 2;
    return std::max(across, down) < kLongest * std::min(across, down);
}

bool is_plain_rectangle(const Corners& c, double picture) {
    constexpr double kSameLength = 0.012, kSquare = 0.7, kFills = 0.88;
    const auto unlike = [](double a, double b) { return std::abs(a - b) / std::max(a, b); };
    if (unlike(distance(c[0], c[1]), distance(c[3], c[2])) > kSameLength) return false;
    if (unlike(distance(c[0], c[3]), distance(c[1], c[2])) > kSameLength) return false;
    for (std::size_t i = 0; i < 4; ++i)
        if (std::abs(angle_at(c[(i + 3) % 4], c[i], c[(i + 1) % 4]) - 90) > kSquare) return false;
    return area_of(c) > kFills * picture;
}

}  // namespace

std::optional<Corners> sheet_corners(Pix* pix) {
    if (pixGetDepth(pix) == 1) return std::nullopt;
    const int shorter = std::min(pixGetWidth(pix), pixGetHeight(pix));
    if (shorter < kSmallSide || !may_lie_on_ground(pix)) return std::nullopt;
    const int reduction = shorter / kSmallSide;
    const PixPtr small(reduction > 1 ? pixScaleByIntSampling(pix, reduction) : pixClone(pix));
    if (!small) return std::nullopt;
    PixPtr grey = to_grey(small.get());
    grey.reset(pixMedianFilter(grey.get(), 3, 3));
    if (!grey) return std::nullopt;
    Pix* split = nullptr;
    if (pixOtsuAdaptiveThreshold(grey.get(), pixGetWidth(grey.get()), pixGetHeight(grey.get()), 0,
                                 0, 0.0f, nullptr, &split) != 0)
        return std::nullopt;
    const PixPtr binary(split);
    const Ground ground(binary.get());
    if (!lies_on_ground(ground)) return std::nullopt;
    const auto left = edge_through(samples_of(ground, Side::Left));
    const auto right = edge_through(samples_of(ground, Side::Right));
    const auto top = edge_through(samples_of(ground, Side::Top));
    const auto bottom = edge_through(samples_of(ground, Side::Bottom));
    if (!left || !right || !top || !bottom) return std::nullopt;
    Corners corners{meeting(*left, *top), meeting(*right, *top), meeting(*right, *bottom),
                    meeting(*left, *bottom)};
    const double picture = static_cast<double>(ground.width()) * ground.height();
    if (!is_a_sheet(corners, picture) || is_plain_rectangle(corners, picture)) return std::nullopt;
    for (Corner& corner : corners) {
        corner.x *= reduction;
        corner.y *= reduction;
    }
    return corners;
}

PixPtr seen_from_above(Pix* pix, const Corners& corners) {
    constexpr double kA4 = 1.4142, kNearlyA4 = 0.12;
    double width = (distance(corners[0], corners[1]) + distance(corners[3], corners[2])) / 2;
    double height = (distance(corners[0], corners[3]) + distance(corners[1], corners[2])) / 2;
    // Foreshortening hides the true shape; what is nearly A4 is A4.
    const double shape = std::max(width, height) / std::min(width, height);
    if (std::abs(shape / kA4 - 1) < kNearlyA4)
        (width < height ? height : width) = std::min(width, height) * kA4;
    const double fit = std::min({1.0, pixGetWidth(pix) / width, pixGetHeight(pix) / height});
    width = std::floor(width * fit);
    height = std::floor(height * fit);
    PTA* from = ptaCreate(4);
    PTA* to = ptaCreate(4);
    const std::array<Corner, 4> target{{{0, 0}, {width, 0}, {width, height}, {0, height}}};
    for (std::size_t i = 0; i < 4; ++i) {
        ptaAddPt(from, static_cast<l_float32>(corners[i].x), static_cast<l_float32>(corners[i].y));
        ptaAddPt(to, static_cast<l_float32>(target[i].x), static_cast<l_float32>(target[i].y));
    }
    PixPtr whole(pixProjectivePta(pix, to, from, L_BRING_IN_WHITE));
    ptaDestroy(&from);
    ptaDestroy(&to);
    if (!whole) throw std::bad_alloc();
    BOX* area = boxCreate(0, 0, static_cast<int>(width), static_cast<int>(height));
    PixPtr sheet(pixClipRectangle(whole.get(), area, nullptr));
    boxDestroy(&area);
    if (!sheet) throw std::bad_alloc();
    return sheet;
}

}  // namespace vanthu::ocr
