// confidence.h: from a raw confidence to the share of values that were right at it.
//
// The recogniser's own figures do not mean what they say: 0.90 is wrong once in eight words. The
// table forms/confidence.xml, made by bench/confidence.cpp on a large made set, says for each field
// how often a value of that raw confidence was right, with another witness (vouched.h) and without,
// and from which share on a value may be filed without a look. Monotone: a surer reading never
// becomes less sure. Plain data; safe from several threads.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "forms/vouched.h"
#include "pipeline/document.h"

namespace vanthu::forms {

class Calibration {
public:
    struct Point {
        double raw = 0, right = 0;
    };
    struct Curve {
        double accept = 0.98;       // the least share that needs no look
        double text = 1;            // of values that were not recognised but read
        std::vector<Point> points;  // ascending in both
        // The same of vouched values; empty = no difference known.
        std::vector<Point> vouched = {};
    };

    // Leaves every confidence as it is.
    Calibration() = default;
    explicit Calibration(std::map<std::string, Curve, std::less<>> curves);

    // Error(Configuration) with file and line.
    static Calibration load(const std::string& path, const std::string& schema_path);

    // The same table that asks this witness.
    Calibration hearing(Familiar familiar) const;

    // The share of right values of that field at that raw confidence.
    double right(std::string_view field, double raw, bool vouched = false) const;
    double accept(std::string_view field) const;
    bool knows(std::string_view field) const { return curves_.count(field) > 0; }

    // Sets confidence and state of every value whose field the table knows.
    void apply(std::vector<pipeline::Field>& fields) const;

private:
    std::map<std::string, Curve, std::less<>> curves_;
    Familiar familiar_;  // empty = nobody is asked
};

// Pool-adjacent-violators: the monotone curve nearest to the outcomes, thinned to at most `most`
// points.
struct Outcome {
    double raw = 0;
    bool right = false;
};
std::vector<Calibration::Point> monotone_curve(std::vector<Outcome> outcomes, std::size_t most);

// Wilson's interval at 95 %.
struct Interval {
    double low = 0, high = 1;
};
Interval wilson(long hits, long all);

}  // namespace vanthu::forms
