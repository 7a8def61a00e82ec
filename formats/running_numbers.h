// running_numbers.h: the running numbers of a list as a scan shows them, some misread.
//
// They count on from row to row and begin anew with a group; what was misread or not read is told
// by those around it. What stands right above a 1 is left as it is: it may be a heading. Pure
// functions.
#pragma once

#include <string>
#include <vector>

namespace vanthu::formats {

constexpr int kUnread = 0, kGroupMark = -1;

// The number of a row, kGroupMark for "B" or "II", kUnread otherwise.
int number_or_mark(const std::string& text);

// As many, in their order; kUnread where nothing tells.
std::vector<int> counted_on(const std::vector<int>& read);

}  // namespace vanthu::formats
