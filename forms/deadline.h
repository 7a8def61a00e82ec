// deadline.h: by when something is to be done, out of the sentence that orders it.
//
// Kinds are those of the contract's tasks: date_before, date_by, recurring_yearly,
// recurring_yearly_before, recurring_yearly_on, quarter, year, period, period_end,
// periodic_unspecified, on_event, none. A date without a year takes the year of issue, if known.
// Pure function.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vanthu::forms {

struct Deadline {
    std::string kind = "none";
    std::string date;       // ISO; of a quarter its last day
    std::string month_day;  // "01-15" of a yearly one
    std::string overrides;  // "2022-05-30": the first year has another day
    std::string from, to;   // years

    bool given() const { return kind != "none"; }
};

// `text` is folded; `year_of_issue` 0 = not known.
Deadline read_deadline(std::string_view text, int year_of_issue);

}  // namespace vanthu::forms
