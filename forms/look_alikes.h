// look_alikes.h: what a recogniser of scans takes for something else in symbols and lists.
//
// Only where what was read cannot be meant: no Vietnamese word begins with I, so behind a unit's
// abbreviation it was the unit's number. Pure functions; text that was not recognised is not
// theirs.
#pragma once

#include <string>

namespace vanthu::forms {

// "NVI" -> "NV1", "PV0I" -> "PV01". Roman numbers (VII, KVI) stay.
std::string with_unit_number(const std::string& text);

// "NHÂN D ÂN" -> "NHÂN DÂN", "TỈ NH" -> "TỈNH": a lone consonant or ending is no word of a title.
std::string with_joined_letters(const std::string& text);

// A recipient: "Bảo hiểm xã hội tính" -> tỉnh, "các huyện. thị xã" -> a comma.
std::string with_list_signs(const std::string& item);

}  // namespace vanthu::forms
