#include "forms/confidence.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "base/error.h"
#include "base/xml.h"

namespace vanthu::forms {
namespace {

constexpr double kReadNotRecognised = 0.9999;

}  // namespace

Calibration::Calibration(std::map<std::string, Curve, std::less<>> curves)
    : curves_(std::move(curves)) {}

Calibration Calibration::load(const std::string& path, const std::string& schema_path) {
    const XmlDocument document = XmlDocument::read(path);
    document.validate(schema_path);
    const auto share = [](const XmlElement& element, std::string_view name) {
        const double value = std::strtod(element.required(name).c_str(), nullptr);
        if (!(value >= 0 && value <= 1))
            throw Error(ErrorCode::Configuration,
                        element.place() + ": " + std::string(name) + " must lie between 0 and 1");
        return value;
    };
    const auto rising = [&](const XmlElement& field, std::string_view name) {
        std::vector<Point> points;
        for (const XmlElement& point : field.children(name)) {
            const Point next{share(point, "raw"), share(point, "right")};
            if (!points.empty() &&
                (next.raw <= points.back().raw || next.right < points.back().right))
                throw Error(ErrorCode::Configuration,
                            point.place() +
                                ": points must rise; make the table anew with "
                                "bench/confidence.cpp");
            points.push_back(next);
        }
        return points;
    };
    std::map<std::string, Curve, std::less<>> curves;
    for (const XmlElement& field : document.root().children("field")) {
        Curve curve;
        curve.accept = share(field, "accept");
        curve.text = share(field, "text");
        curve.points = rising(field, "point");
        curve.vouched = rising(field, "vouched");
        curves.emplace(field.required("id"), std::move(curve));
    }
    return Calibration(std::move(curves));
}

Calibration Calibration::hearing(Familiar familiar) const {
    Calibration other = *this;
    other.familiar_ = std::move(familiar);
    return other;
}

double Calibration::right(std::string_view field, double raw, bool vouched) const {
    const auto found = curves_.find(field);
    if (found == curves_.end()) return raw;
    const Curve& curve = found->second;
    if (raw >= kReadNotRecognised) return curve.text;
    const std::vector<Point>& points =
        vouched && !curve.vouched.empty() ? curve.vouched : curve.points;
    if (points.empty()) return raw;
    const auto above = std::find_if(points.begin(), points.end(),
                                    [&](const Point& point) { return point.raw >= raw; });
    if (above == points.begin()) return points.front().right;
    if (above == points.end()) return points.back().right;
    const Point& below = *std::prev(above);
    return std::lerp(below.right, above->right, (raw - below.raw) / (above->raw - below.raw));
}

double Calibration::accept(std::string_view field) const {
    const auto found = curves_.find(field);
    return found == curves_.end() ? 0.8 : found->second.accept;
}

void Calibration::apply(std::vector<pipeline::Field>& fields) const {
    for (pipeline::Field& field : fields) {
        if (!field.value || !knows(field.id) || pipeline::is_final(field.state)) continue;
        const bool vouched = familiar_ && is_vouched(field, fields, familiar_);
        field.value->confidence =
            static_cast<float>(right(field.id, field.value->confidence, vouched));
        field.state = field.value->confidence >= static_cast<float>(accept(field.id))
                          ? pipeline::FieldState::Extracted
                          : pipeline::FieldState::NeedsReview;
    }
}

std::vector<Calibration::Point> monotone_curve(std::vector<Outcome> outcomes, std::size_t most) {
    std::sort(outcomes.begin(), outcomes.end(),
              [](const Outcome& a, const Outcome& b) { return a.raw < b.raw; });
    struct Pool {
        double raw = 0, right = 0, weight = 0;
        double share() const { return right / weight; }
    };
    std::vector<Pool> pools;
    // Not single outcomes but bins of some, so that no pool rests on luck.
    const std::size_t bin = std::max<std::size_t>(1, outcomes.size() / (most * 3));
    for (std::size_t i = 0; i < outcomes.size();) {
        Pool pool;
        while (i < outcomes.size() &&
               (pool.weight < static_cast<double>(bin) || outcomes[i].raw == outcomes[i - 1].raw)) {
            pool.raw += outcomes[i].raw;
            pool.right += outcomes[i].right ? 1 : 0;
            pool.weight += 1;
            ++i;
        }
        pools.push_back(pool);
        while (pools.size() > 1 && pools[pools.size() - 2].share() >= pools.back().share()) {
            Pool& before = pools[pools.size() - 2];
            before.raw += pools.back().raw;
            before.right += pools.back().right;
            before.weight += pools.back().weight;
            pools.pop_back();
        }
    }
    while (pools.size() > most) {  // the two that are nearest become one
        std::size_t nearest = 0;
        for (std::size_t i = 0; i + 1 < pools.size(); ++i)
            if (pools[i + 1].share() - pools[i].share() <
                pools[nearest + 1].share() - pools[nearest].share())
                nearest = i;
        Pool& first = pools[nearest];
        first.raw += pools[nearest + 1].raw;
        first.right += pools[nearest + 1].right;
        first.weight += pools[nearest + 1].weight;
        pools.erase(pools.begin() + static_cast<std::ptrdiff_t>(nearest) + 1);
    }
    std::vector<Calibration::Point> points;
    for (const Pool& pool : pools)
        points.push_back({pool.raw / pool.weight, pool.share()});
    return points;
}

Interval wilson(long hits, long all) {
    if (all <= 0) return {};
    constexpr double z = 1.96;
    const double n = static_cast<double>(all), p = static_cast<double>(hits) / n;
    const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

}  // namespace vanthu::forms
