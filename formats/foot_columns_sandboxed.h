// foot_columns_sandboxed.h: the foot of a dispatch in reading order.
//
// Under the last paragraph the list of recipients stands beside the signing block; row by row the
// two would mix. Here the left column comes before the right one, and what follows comes after.
// Pure function; nothing is dropped.
#pragma once

#include <vector>

#include "pipeline/document.h"

namespace vanthu::formats {

// As it came where no list of recipients opens on the left.
std::vector<pipeline::Block> foot_by_columns(std::vector<pipeline::Block> blocks, int page_width);

}  // namespace vanthu::formats
