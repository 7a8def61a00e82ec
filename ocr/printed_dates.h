// printed_dates.h: dates as lists print them (06/03/1997), and which no calendar has.
//
// A recogniser that misreads a digit often leaves a day or month that does not exist. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vanthu::ocr {

// Looks like day, month and year between slashes, dots or dashes, but is none of this or the last
// century.
bool is_impossible_date(std::string_view text);

// Dates that differ from it in one or two digits.
std::vector<std::string> dates_like(std::string_view text);

}  // namespace vanthu::ocr
