// row_numbers.h: running numbers of scanned rows, where those around a badly read one decide.
//
// A number in a narrow cell is a stroke or two and easily read as a sign or another digit. Where
// the rows before and behind it count on through it, it is what they leave. A jump stays a jump.
// Pure function; knows no cells.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace vanthu::forms {

struct RowNumber {
    std::string text;
    float confidence = 1;  // 1 = not recognised but read: never changed
    int group = 0;         // rows under one heading of a group
};

// As many as the rows; nothing where the text is to stay.
std::vector<std::optional<int>> numbers_by_order(const std::vector<RowNumber>& rows);

}  // namespace vanthu::forms
