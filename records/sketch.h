// sketch.h: how alike two texts are, from a few numbers of each.
//
// MinHash over runs of four folded words: the share of equal numbers estimates the share of common
// runs. Two scans of one paper come out near 1, two papers from one template far below. Pure
// functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vanthu::records {

// Hexadecimal; "" for a text too short to tell.
std::string sketch_of(std::string_view folded);

// 0 to 1.
double likeness(std::string_view a, std::string_view b);

// Texts that are alike share at least one band in all likelihood.
std::vector<std::string> bands_of(std::string_view sketch);

}  // namespace vanthu::records
