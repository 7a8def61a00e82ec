// deadline.h: how diagrams say until when: lengths in working days or hours, plain lengths, dates.
//
// `workdays(5)` ends with the fifth working day after today, `workhours(4)` counts working hours
// only, `PT8H` and `P3D` run through nights and holidays, a date is the end of that day. Pure
// functions of the calendar they are given.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "workflow/calendar.h"

namespace vanthu::workflow {

// Whether it is one of the three kinds of length.
bool is_length(std::string_view text);

// A length counted from `now`, or a moment; nothing when it is neither.
std::optional<Instant> moment_after(const Calendar& calendar, Instant now, const std::string& text);

// A length counted back from `end`; nothing when it is none.
std::optional<Instant> moment_before(const Calendar& calendar, Instant end,
                                     const std::string& text);

// The instant as conditions compare it: local time, "2026-03-20T17:00:00+07:00".
std::string local_text(Instant at);

}  // namespace vanthu::workflow
