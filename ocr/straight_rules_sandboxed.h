// straight_rules_sandboxed.h: the rules on a page, as if the page had been flat and upright.
//
// A sheet under a camera or a lid leans and narrows: rules across and rules down tilt on their own,
// and by how much changes over the page. Both are fitted apart, so that every stroke of a rule
// gives the same height or distance. Pure; one thread.
#pragma once

#include <utility>
#include <vector>

#include "formats/image_sandboxed.h"
#include "formats/rule_grid.h"

namespace vanthu::ocr {

// Between places on the page and places on the flat sheet.
class Straightening {
public:
    double middle_x = 0, middle_y = 0;
    double fall = 0, fall_change = 0;  // of rules across; per pixel down
    double lean = 0, lean_change = 0;  // of rules down; per pixel to the right

    std::pair<double, double> flat(double x, double y) const;
    std::pair<double, double> on_page(double u, double v) const;
};

// How much something tilts at one place, and how much that counts.
struct Slope {
    double at = 0, value = 0, weight = 0;
};

// value = first + second * at, by least squares; those that go their own way are left out.
std::pair<double, double> fitted(std::vector<Slope> slopes);

struct StraightRules {
    formats::Rules rules;  // flat places, pixels
    Straightening straightening;
};

// `rules` is the mask that rules_of gives.
StraightRules straight_rules(Pix* rules, int dpi);

}  // namespace vanthu::ocr
