// date_line.h: place and date of issue, and dates in running text.
//
// Reads what is printed and no more: blank day and month give "2022". A day that stands there but
// was not read as a number (handwriting) gives the month and candidates. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "forms/lexicon.h"

namespace vanthu::forms {

struct DateReading {
    std::string place;  // marks mended where a province's letters agree
    bool place_known = false;
    bool place_guessed = false;  // a letter of it was mended: for a person to look at
    std::string date;            // ISO, as far as printed; empty when not even the year was read
    bool complete = true;        // false: something stands in a place that could not be read
    std::vector<std::string> candidates;
    std::size_t place_end = 0;  // in the folded line
    std::size_t date_begin = 0, date_end = 0;
    double fit = 1;
};

// "Hưng Yên, ngày 21 tháng 4 năm 2022"
std::optional<DateReading> read_date_line(std::string_view line, const Lexicons& lexicons);

// "25/4/2022", "04-4-18", "ngày 23 tháng 5 năm 2023": ISO, or nothing.
std::optional<std::string> read_date(std::string_view text);

}  // namespace vanthu::forms
