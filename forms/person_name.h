// person_name.h: is this line a person's name, and which.
//
// Degrees, ranks and forms of address are left out; the family name's marks are put right where
// the lexicon knows it. Pure function.
#pragma once

#include <string>
#include <string_view>

#include "forms/lexicon.h"

namespace vanthu::forms {

// Typed letters stay as they are; of recognised ones a mark may have been lost.
enum class Letters { Typed, Recognised };

// A person's name out of a line: degrees and signs stripped, family name's marks mended; empty when
// it is none.
struct NameReading {
    std::string name;
    double fit = 0;  // 1 = known family name and two to five words
};
NameReading read_name(std::string_view line, const Lexicons& lexicons,
                      Letters letters = Letters::Recognised);

}  // namespace vanthu::forms
