#include "workflow/deadline.h"

#include <charconv>
#include <cstdio>

#include "workflow/duration.h"

namespace vanthu::workflow {
namespace {

constexpr int kMostUnits = 1000;
constexpr std::int64_t kHour = 3'600'000'000;

struct WorkingLength {
    bool in_days = false;
    int count = 0;
};

std::optional<WorkingLength> parse_working_length(std::string_view text) {
    WorkingLength length;
    if (text.starts_with("workdays("))
        length.in_days = true;
    else if (!text.starts_with("workhours("))
        return std::nullopt;
    text.remove_prefix(text.find('(') + 1);
    const char* end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, length.count);
    if (problem != std::errc() || stop + 1 != end || *stop != ')' || length.count < 0 ||
        length.count > kMostUnits)
        return std::nullopt;
    return length;
}

}  // namespace

bool is_length(std::string_view text) {
    return parse_working_length(text) || parse_duration(text);
}

std::optional<Instant> moment_after(const Calendar& calendar, Instant now,
                                    const std::string& text) {
    if (const auto length = parse_working_length(text))
        return length->in_days ? calendar.add_workdays(now, length->count)
                               : calendar.add_work(now, length->count * kHour);
    if (const auto duration = parse_duration(text)) return add(now, *duration);
    return parse_moment(text);
}

std::optional<Instant> moment_before(const Calendar& calendar, Instant end,
                                     const std::string& text) {
    if (const auto length = parse_working_length(text))
        return length->in_days ? calendar.add_workdays(end, -length->count)
                               : calendar.add_work(end, -length->count * kHour);
    if (const auto duration = parse_duration(text))
        return add(end, {-duration->months, -duration->microseconds});
    return std::nullopt;
}

std::string local_text(Instant at) {
    const Date day = local_date(at);
    const auto seconds = static_cast<int>((at - start_of_day(day)) / 1'000'000);
    char time[24];
    std::snprintf(time, sizeof time, "T%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60,
                  seconds % 60);
    return iso_date(day) + time + "+07:00";
}

}  // namespace vanthu::workflow
