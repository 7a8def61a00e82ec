// duration.h: lengths of time and moments as diagrams write them (ISO 8601).
//
// "P1DT12H", "PT30M", "P2W"; months and years are calendar ones in the office's zone (31 January
// and a month is 28 February). A moment is "2026-03-14" (the end of that day),
// "2026-03-14T08:00:00" (the office's zone) or RFC 3339. Pure functions. Repeating intervals
// (R/...) and working days are not read here.
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace vanthu::workflow {

struct Duration {
    int months = 0;
    std::int64_t microseconds = 0;
};

// Nothing for anything else, for a negative length, and for more than a hundred years.
std::optional<Duration> parse_duration(std::string_view text);

Instant add(Instant start, const Duration& duration);

std::optional<Instant> parse_moment(std::string_view text);

}  // namespace vanthu::workflow
