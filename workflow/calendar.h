// calendar.h: when the office works: weeks, hours, holidays and days that were swapped.
//
// Read from config/calendar (working-time.xml and one file per year) and kept in the database, so
// that every process of an office reckons alike. Days are the office's local days. The n-th working
// day ends with its working hours. Of a year without a file only weekends are known. Immutable
// once read, so shared between threads. Does not know lunar calendars: Tết is data.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "store/sql.h"

namespace vanthu::workflow {

class Calendar {
public:
    // Monday to Friday, 07:30 to 11:30 and 13:00 to 17:00.
    Calendar();

    // Error(Configuration) with file and line.
    static Calendar read(const std::string& folder, const std::string& schema);

    bool is_workday(Date day) const;

    // The end of the n-th working day after the day of `from`; of the same day for 0, or of the
    // next working day when it is none. A negative n counts back.
    Instant add_workdays(Instant from, int days) const;

    // Where so much working time has passed; back when negative.
    Instant add_work(Instant from, std::int64_t microseconds) const;

    // The working time from one instant to a later one; 0 when it is not later.
    std::int64_t work_between(Instant from, Instant to) const;

    // Within what a task of that priority is due at the latest; nothing for ordinary papers.
    std::optional<std::string> limit_of(const std::string& priority) const;

    // Days that nobody has compared with the announcement yet.
    const std::vector<std::string>& uncertain() const { return uncertain_; }

    // What is kept in the database, and back.
    std::string text() const;
    static Calendar parse(const std::string& text);

private:
    struct Span {  // minutes of the day
        int from = 0;
        int to = 0;
    };

    void read_working_time(const std::string& file, const std::string& schema);
    void read_year(const std::string& file, const std::string& schema);

    std::array<bool, 7> week_{};  // 0 = Sunday
    std::vector<Span> hours_;
    std::map<Date, bool> days_;  // those that differ from their week: whether they are worked
    std::map<std::string, std::string> limits_;  // by comparable priority
    std::vector<std::string> uncertain_;
};

// Writes it for every process of the office; the same calendar again changes nothing.
void save_calendar(store::Transaction&, const Calendar& calendar, Instant now);

// The one that was saved, else the plain one.
std::shared_ptr<const Calendar> calendar_of(store::Transaction&);

}  // namespace vanthu::workflow
