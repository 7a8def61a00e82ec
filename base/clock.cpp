#include "base/clock.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace vanthu {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kDay = 24 * 60 * kMinute;

// Division that rounds down also before 1970.
std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

// Takes digits off the front of a text; the parsers below are made of it.
class Digits {
public:
    explicit Digits(std::string_view text) : rest_(text) {}

    bool number(std::size_t width, int& out) {
        if (rest_.size() < width) return false;
        int value = 0;
        for (std::size_t i = 0; i < width; ++i) {
            if (!is_digit(rest_[i])) return false;
            value = value * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(width);
        out = value;
        return true;
    }

    bool one_of(std::string_view allowed, char& out) {
        if (rest_.empty() || allowed.find(rest_.front()) == std::string_view::npos) return false;
        out = rest_.front();
        rest_.remove_prefix(1);
        return true;
    }

    bool literal(char c) {
        char ignored;
        return one_of({&c, 1}, ignored);
    }

    // ".123456", at least one digit; what is finer than a microsecond is cut off.
    bool fraction(std::int64_t& microseconds) {
        if (!literal('.')) return true;
        std::int64_t scale = kSecond / 10;
        std::size_t count = 0;
        microseconds = 0;
        while (!rest_.empty() && is_digit(rest_.front())) {
            microseconds += scale * (rest_.front() - '0');
            scale /= 10;
            rest_.remove_prefix(1);
            ++count;
        }
        return count > 0;
    }

    bool done() const { return rest_.empty(); }

private:
    static bool is_digit(char c) { return c >= '0' && c <= '9'; }
    std::string_view rest_;
};

bool take_date(Digits& digits, Date& date) {
    return digits.number(4, date.year) && digits.literal('-') && digits.number(2, date.month) &&
           digits.literal('-') && digits.number(2, date.day) && is_valid(date);
}

// "Z", "+07:00", "-03:30"
bool take_offset(Digits& digits, int& minutes) {
    char sign = 0;
    if (!digits.one_of("Zz+-", sign)) return false;
    minutes = 0;
    if (sign == 'Z' || sign == 'z') return true;
    int hours = 0;
    if (!digits.number(2, hours) || !digits.literal(':') || !digits.number(2, minutes))
        return false;
    if (hours > 23 || minutes > 59) return false;
    minutes = (hours * 60 + minutes) * (sign == '-' ? -1 : 1);
    return true;
}

}  // namespace

Instant SystemClock::now() const {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

Date local_date(Instant at, int utc_offset_minutes) {
    return date_of_day_number(floor_divide(at + utc_offset_minutes * kMinute, kDay));
}

Instant start_of_day(Date date, int utc_offset_minutes) {
    return day_number(date) * kDay - utc_offset_minutes * kMinute;
}

bool is_valid(Date date) {
    // Papers and the four digits of ISO 8601 know no other years.
    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.day < 1) return false;
    return std::chrono::year_month_day{std::chrono::year{date.year},
                                       std::chrono::month{static_cast<unsigned>(date.month)},
                                       std::chrono::day{static_cast<unsigned>(date.day)}}
        .ok();
}

std::int64_t day_number(Date date) {
    const std::chrono::year_month_day civil{std::chrono::year{date.year},
                                            std::chrono::month{static_cast<unsigned>(date.month)},
                                            std::chrono::day{static_cast<unsigned>(date.day)}};
    return std::chrono::sys_days{civil}.time_since_epoch().count();
}

Date date_of_day_number(std::int64_t days) {
    const std::chrono::sys_days day{std::chrono::days{days}};
    const std::chrono::year_month_day civil{day};
    return {static_cast<int>(civil.year()), static_cast<int>(static_cast<unsigned>(civil.month())),
            static_cast<int>(static_cast<unsigned>(civil.day()))};
}

int weekday(Date date) {
    // 1970-01-01 was a Thursday.
    const std::int64_t days = day_number(date) + 4;
    return static_cast<int>(days - floor_divide(days, 7) * 7);
}

std::string iso_date(Date date) {
    std::array<char, 40> text;
    const int size =
        std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", date.year, date.month, date.day);
    return {text.data(), static_cast<std::size_t>(size)};
}

std::optional<Date> parse_iso_date(std::string_view text) {
    Digits digits(text);
    Date date;
    if (!take_date(digits, date) || !digits.done()) return std::nullopt;
    return date;
}

std::string rfc3339(Instant at) {
    const std::int64_t days = floor_divide(at, kDay);
    const std::int64_t of_day = at - days * kDay;
    const auto seconds = static_cast<int>(of_day / kSecond);
    std::array<char, 40> text;
    const int size =
        std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d.%06dZ", seconds / 3600,
                      seconds / 60 % 60, seconds % 60, static_cast<int>(of_day % kSecond));
    return iso_date(date_of_day_number(days)).append(text.data(), static_cast<std::size_t>(size));
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
    Digits digits(text);
    Date date;
    char separator = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::int64_t fraction = 0;
    int offset = 0;
    const bool read = take_date(digits, date) && digits.one_of("Tt ", separator) &&
                      digits.number(2, hour) && digits.literal(':') && digits.number(2, minute) &&
                      digits.literal(':') && digits.number(2, second) &&
                      digits.fraction(fraction) && take_offset(digits, offset) && digits.done();
    // A leap second counts as the first of the next minute.
    if (!read || hour > 23 || minute > 59 || second > 60) return std::nullopt;
    return start_of_day(date, 0) + (hour * 60 + minute - offset) * kMinute + second * kSecond +
           fraction;
}

}  // namespace vanthu
