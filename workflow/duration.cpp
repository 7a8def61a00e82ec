#include "workflow/duration.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace vanthu::workflow {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 24 * 60 * 60 * kSecond;
constexpr std::int64_t kLongest = 36525 * kDay;

struct Unit {
    char letter;
    int months;
    std::int64_t microseconds;
};

// In the order in which ISO 8601 wants them.
constexpr Unit kDateUnits[] = {{'Y', 12, 0}, {'M', 1, 0}, {'W', 0, 7 * kDay}, {'D', 0, kDay}};
constexpr Unit kTimeUnits[] = {
    {'H', 0, 60 * 60 * kSecond}, {'M', 0, 60 * kSecond}, {'S', 0, kSecond}};

// Reads "<number><unit>"... up to the end or a 'T'; false when something else stands there.
template <std::size_t Count>
bool read_units(std::string_view& text, const Unit (&units)[Count], Duration& duration) {
    std::size_t next = 0;
    while (!text.empty() && text.front() != 'T') {
        std::int64_t number = 0;
        const auto [stop, problem] =
            std::from_chars(text.data(), text.data() + text.size(), number);
        if (problem != std::errc() || number < 0 || number > 10'000'000) return false;
        text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
        if (text.empty()) return false;
        while (next < Count && units[next].letter != text.front())
            ++next;
        if (next == Count) return false;
        const Unit& unit = units[next++];
        if (unit.microseconds > 0 && number > kLongest / unit.microseconds) return false;
        if (unit.months > 0 && number > 1200 / unit.months) return false;
        duration.months += static_cast<int>(number) * unit.months;
        duration.microseconds += number * unit.microseconds;
        text.remove_prefix(1);
    }
    return true;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
    if (text.size() < 3 || text.front() != 'P') return std::nullopt;
    text.remove_prefix(1);
    Duration duration;
    if (!read_units(text, kDateUnits, duration)) return std::nullopt;
    if (!text.empty()) {
        text.remove_prefix(1);
        if (text.empty() || !read_units(text, kTimeUnits, duration) || !text.empty())
            return std::nullopt;
    }
    if (duration.months > 1200 || duration.microseconds > kLongest) return std::nullopt;
    return duration;
}

Instant add(Instant start, const Duration& duration) {
    if (duration.months == 0) return start + duration.microseconds;
    const Date day = local_date(start);
    const Instant time_of_day = start - start_of_day(day);
    const int month = day.year * 12 + day.month - 1 + duration.months;
    Date moved{month / 12, month % 12 + 1, day.day};
    while (!is_valid(moved))
        --moved.day;
    return start_of_day(moved) + time_of_day + duration.microseconds;
}

std::optional<Instant> parse_moment(std::string_view text) {
    if (const auto day = parse_iso_date(text)) return start_of_day(*day) + kDay;
    if (const auto moment = parse_rfc3339(text)) return moment;
    return parse_rfc3339(std::string(text) + "+07:00");
}

}  // namespace vanthu::workflow
