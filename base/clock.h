// clock.h: the time, as something that can be handed in and, in tests, held still.
//
// Instants are integer microseconds since 1970 UTC everywhere (database, JSON writes RFC 3339 from them). Dates are the
// office's local calendar days. Clocks are safe from several threads. No time zone database: Vietnam has kept UTC+7
// without summer time since 1975, and an office elsewhere sets `utc-offset-minutes` in office.xml.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vanthu {

using Instant = std::int64_t;  // microseconds since 1970-01-01T00:00:00Z

struct Date {
    int year = 0;
    int month = 0;  // 1..12
    int day = 0;    // 1..31

    auto operator<=>(const Date&) const = default;
};

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock : public Clock {
public:
    Instant now() const override;
};

// Stands still until told; for tests and for `bench/`.
class FixedClock : public Clock {
public:
    explicit FixedClock(Instant at) : at_(at) {}
    Instant now() const override { return at_; }
    void set(Instant at) { at_ = at; }
    void advance(std::int64_t microseconds) { at_ += microseconds; }

private:
    std::atomic<Instant> at_;
};

constexpr int kVietnamOffsetMinutes = 7 * 60;

// The calendar day of an instant in the office's zone.
Date local_date(Instant at, int utc_offset_minutes = kVietnamOffsetMinutes);

// Midnight at the start of that day in the office's zone.
Instant start_of_day(Date date, int utc_offset_minutes = kVietnamOffsetMinutes);

bool is_valid(Date date);

// Days since 1970-01-01; the inverse of date_of_day_number.
std::int64_t day_number(Date date);
Date date_of_day_number(std::int64_t days);

// 0 = Sunday ... 6 = Saturday.
int weekday(Date date);

// "2022-04-21"
std::string iso_date(Date date);

// Nothing unless the text is a whole, valid ISO day.
std::optional<Date> parse_iso_date(std::string_view text);

// "2022-04-21T08:30:00.123456Z"
std::string rfc3339(Instant at);

// Accepts RFC 3339 with Z or an offset; nothing for anything else.
std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace vanthu
