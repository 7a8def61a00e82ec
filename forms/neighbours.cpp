#include "forms/neighbours.h"

#include <algorithm>
#include <cstdlib>

namespace vanthu::forms {
namespace {

constexpr double kCited = 12;        // another paper names this number
constexpr double kCitedDay = 6;      // another paper says this day
constexpr double kBetween = 3;       // between what came before and what came after
constexpr double kOutOfOrder = 0.3;  // numbers are now and then kept free and given late
constexpr double kTaken = 0.1;       // the number is another paper's
constexpr std::size_t kIsoDay = 10;

long value_of(const std::string& number) {
    return std::strtol(number.c_str(), nullptr, 10);
}

bool agree(const std::string& a, const std::string& b) {
    const std::size_t shared = std::min(a.size(), b.size());
    return a.compare(0, shared, b, 0, shared) == 0;
}

// Number and day of this paper beside each sibling's.
double order_odds(long number, const std::string& day, const std::vector<Sibling>& siblings) {
    bool before = false, after = false;
    for (const Sibling& sibling : siblings) {
        const long other = value_of(sibling.number);
        if (other <= 0) continue;
        if ((sibling.day < day && other > number) || (sibling.day > day && other < number))
            return kOutOfOrder;
        before = before || (sibling.day <= day && other < number);
        after = after || (sibling.day >= day && other > number);
    }
    return before && after ? kBetween : 1;
}

}  // namespace

bool is_cited(const std::string& number, const Neighbours& neighbours) {
    return std::any_of(
        neighbours.citing.begin(), neighbours.citing.end(), [&](const Citing& citing) {
            return value_of(citing.number) == value_of(number) && agree(citing.day, neighbours.day);
        });
}

double number_odds(const std::string& number, const Neighbours& neighbours) {
    const long value = value_of(number);
    if (value <= 0) return 1;
    double odds = is_cited(number, neighbours) ? kCited : 1;
    if (neighbours.day.size() != kIsoDay) return odds;
    for (const Sibling& sibling : neighbours.siblings) {
        if (value_of(sibling.number) != value) continue;
        // The same number on the same day is this paper come twice; that says nothing.
        return sibling.day == neighbours.day ? odds : odds * kTaken;
    }
    return odds * order_odds(value, neighbours.day, neighbours.siblings);
}

double day_odds(const std::string& day, const Neighbours& neighbours) {
    const long value = value_of(neighbours.number);
    if (value <= 0 || day.size() != kIsoDay) return 1;
    double odds = 1;
    for (const Citing& citing : neighbours.citing)
        if (citing.day == day && value_of(citing.number) == value) odds = kCitedDay;
    return odds * order_odds(value, day, neighbours.siblings);
}

}  // namespace vanthu::forms
