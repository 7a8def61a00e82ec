// known_rules_sandboxed.h: rules of a table as far as they are known, and what they tell of others.
//
// Strokes at one place are of one rule; where rules cross and where most of them are known, the
// others are likely. Places on the flat sheet. Pure functions.
#pragma once

#include <optional>
#include <vector>

#include "formats/rule_grid.h"

namespace vanthu::ocr {

// The strokes of one rule, from one end to the other.
using Known = std::vector<formats::Rule>;

struct Stretch {
    double from = 0, to = 0;
};

std::vector<Known> known_rules(std::vector<formats::Rule> strokes, int dpi);

double middle_of(const Known& rule);

double last_of(const Known& rule);

// The share of a stretch that is known.
double known_between(const Known& rule, double from, double to);

// Where rules of the other way cross one that stands `at`.
std::vector<double> crossings(const std::vector<Known>& rules, int dpi,
                              std::optional<double> at = std::nullopt);

// Between crossings, where at least that share of a table's rules are known.
std::vector<Stretch> mostly_known(const std::vector<Known>& rules,
                                  const std::vector<double>& crossings, double share);

// Where most long rules begin and end; nothing (0, 0) when there are too few.
Stretch sides_of(const std::vector<Known>& rules, int dpi);

}  // namespace vanthu::ocr
