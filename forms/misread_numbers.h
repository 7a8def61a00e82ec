// misread_numbers.h: numbers of dates and codes that a recogniser of scans took for other signs.
//
// In hard scans an italic 1 reads as ! or I, a 5 as Š, an 8 as §. They are put right only where
// nothing but a number can stand: between ngày, tháng and năm, in a date with slashes, among the
// digits before a code's slash. Every sign stays one sign, so places in the line stay. Pure
// functions; for scanned text only, and not for what a pen may have filled in.
#pragma once

#include <string>

namespace vanthu::forms {

std::string with_read_numbers(const std::string& line);

// A title: signs that nobody sets around or into it, as specks of a scan read: "'Tết", "năm.2024".
std::string without_specks(const std::string& title);

}  // namespace vanthu::forms
