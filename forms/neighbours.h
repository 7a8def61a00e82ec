// neighbours.h: what other papers of the office say of a number or day that is hard to read.
//
// An organ's numbers of one kind rise through the year, so papers of the same organ and notation
// before and after this one bound it; and a later paper may cite this one by code and day. Both are
// odds for what the ink shows, never a value of their own. Pure functions.
#pragma once

#include <string>
#include <vector>

namespace vanthu::forms {

struct Sibling {
    std::string number;  // with a letter behind it at most: 3176B
    std::string day;     // ISO, whole
};

struct Citing {
    std::string number;
    std::string day;  // as far as it is said: 2022-04-21, 2022-04, 2022, ""
};

struct Neighbours {
    std::vector<Sibling> siblings;  // of the same organ, notation and year
    std::vector<Citing> citing;     // papers of that organ and notation that others name
    std::string number, day;        // this paper's own, where they are sure; else ""
};

// By how much a number, or a day ("2022-04-21"), becomes more (above 1) or less likely.
double number_odds(const std::string& number, const Neighbours& neighbours);
double day_odds(const std::string& day, const Neighbours& neighbours);

// Another paper names just this number (and, when it is sure, this day): a second witness.
bool is_cited(const std::string& number, const Neighbours& neighbours);

}  // namespace vanthu::forms
