// arrival_gaps.h: where a receiver filled in its arrival stamp: behind "Số:" and "Ngày:", or
// between "Ngày", "tháng" and "năm".
//
// The type size and the row come from the printed labels, the right end from the stamp's frame.
// Finds places, reads nothing. Pure functions.
#pragma once

#include <vector>

#include "forms/gaps.h"

namespace vanthu::forms {

// Of the first arrival stamp on the page; none where its labels were not recognised.
std::vector<Gap> arrival_gaps(const pipeline::Page& page);

}  // namespace vanthu::forms
