#include "forms/deadline.h"

#include <algorithm>
#include <array>

#include "base/clock.h"
#include "base/text.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

// Day and month, with or without a year: "31/8/2021", "30/5", "10 thang 9 nam 2024".
const std::string kDay =
    "([0-9]{1,2}) ?(?:[/.-]|thang) ?([0-9]{1,2})(?: ?(?:[/.-]|,? ?nam) ?((?:19|20)[0-9]{2}))?"
    "(?![0-9/])";

std::string two(int number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string two(const std::string& digits) {
    return two(std::stoi(digits));
}

std::string iso(const std::string& year, const std::string& month, const std::string& day) {
    const std::string text = year + "-" + two(month) + "-" + two(day);
    return parse_iso_date(text) ? text : std::string();
}

// "01-15"; 29 February passes, a day that no year has does not.
std::string month_day(const std::string& month, const std::string& day) {
    const std::string leap = iso("2024", month, day);
    return leap.empty() ? leap : leap.substr(5);
}

std::string last_day_of(int year, int month) {
    constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int day = month == 2 && leap ? 29 : kDays.at(static_cast<std::size_t>(month - 1));
    return std::to_string(year) + "-" + two(month) + "-" + two(day);
}

const Pattern& yearly() {
    static const Pattern pattern("(hang|moi) nam");
    return pattern;
}

bool said_near(const std::string& text, std::size_t begin, std::size_t reach,
               const Pattern& pattern) {
    return pattern.found_in(text.substr(std::min(begin, text.size()), reach));
}

// "năm 2022 gửi danh sách trước ngày 30/5": the first year's own day.
std::string first_year(const std::string& text, std::size_t begin) {
    static const Pattern pattern("nam ((?:19|20)[0-9]{2})[^.;]{0,60}?truoc (?:ngay )?" + kDay);
    Match match;
    const std::string rest = text.substr(std::min(begin, text.size()), 160);
    if (!pattern.found_in(rest, match)) return {};
    return iso(match[1].str(), match[3].str(), match[2].str());
}

// "từ ngày 01/01 đến hết ngày 31/8": what a report is about.
bool ends_span(const std::string& text, const Match& match) {
    constexpr std::size_t kLongestSpan = 45;
    const auto at = static_cast<std::size_t>(match.position(0));
    static const Pattern begins("(^| )tu (ngay|thang|nay|nam)? ?[^,;.]{0,30} ?$");
    return starts_with(match[0].str(), "den het") &&
           begins.found_in(
               text.substr(at - std::min(at, kLongestSpan), std::min(at, kLongestSpan)));
}

bool read_day(const std::string& text, int year_of_issue, Deadline& deadline) {
    static const Pattern by(
        "(?:cham nhat|muon nhat|han cuoi|thoi han|den het|het|xong trong|ngay trong|trong(?= ngay "
        ")|"
        "truoc hoac trong|truoc va trong)(?: la)?(?: (?:den|vao|trong|het))?(?: la)?:? "
        "?(?:[0-9]{1,2} ?(?:gio|h)[^,;.]{0,10} "
        ")?(?:ngay "
        ")?" +
        kDay);
    static const Pattern before(
        "(?:truoc|cham nhat truoc|xong truoc) (?:[0-9]{1,2} ?(?:gio|h)[^,;.]{0,10} )?(?:ngay )?" +
        kDay);
    Match match;
    bool excluded = false;
    if (before.found_in(text, match))
        excluded = true;
    else if (!by.found_in(text, match) || ends_span(text, match))
        return false;
    const auto end = static_cast<std::size_t>(match.position(0) + match.length(0));
    if (!match[3].matched && said_near(text, end, 16, yearly())) {
        deadline.kind = "recurring_yearly_before";
        deadline.month_day = month_day(match[2].str(), match[1].str());
        deadline.overrides = first_year(text, end);
        return !deadline.month_day.empty();
    }
    std::string year = match[3].str();
    const auto start = static_cast<std::size_t>(match.position(0));
    if (year.empty() && yearly().found_in(text.substr(0, start))) {
        deadline.kind = "recurring_yearly_before";
        deadline.month_day = month_day(match[2].str(), match[1].str());
        return !deadline.month_day.empty();
    }
    if (year.empty() && year_of_issue > 0) year = std::to_string(year_of_issue);
    if (year.empty()) return false;
    deadline.kind = excluded ? "date_before" : "date_by";
    deadline.date = iso(year, match[2].str(), match[1].str());
    return !deadline.date.empty();
}

bool read_month(const std::string& text, Deadline& deadline) {
    static const Pattern pattern(
        "(truoc|trong|het|cuoi|den het|xong trong) thang ([0-9]{1,2}) ?(?:/|nam) "
        "?((?:19|20)[0-9]{2})");
    Match match;
    if (!pattern.found_in(text, match)) return false;
    const int month = std::stoi(match[2].str());
    if (month < 1 || month > 12) return false;
    const bool excluded = match[1].str() == "truoc";
    deadline.kind = excluded ? "date_before" : "date_by";
    deadline.date = excluded ? iso(match[3].str(), match[2].str(), "1")
                             : last_day_of(std::stoi(match[3].str()), month);
    return true;
}

bool read_quarter(const std::string& text, Deadline& deadline) {
    static const Pattern pattern(
        "quy ([ivxh1-4]{1,3}(?: ?(?:,|va|-) ?(?:quy )?[ivxh1-4]{1,3}){0,3}) ?(?:/|,|nam) ?(?:nam "
        ")?((?:19|20)[0-9]{2})");
    Match match;
    if (!pattern.found_in(text, match)) return false;
    const std::string list = match[1].str();
    // A scan makes 1V of IV and H of II.
    static const Pattern one("(iv|1v|iii|ii|i|h|[1-4])");
    int last = 0;
    for (const Match& found : one.all_in(list)) {
        const std::string name = found[1].str();
        last = std::max(last, name == "iv" || name == "1v" || name == "4"  ? 4
                              : name == "iii" || name == "3"               ? 3
                              : name == "ii" || name == "h" || name == "2" ? 2
                                                                           : 1);
    }
    if (last == 0) return false;
    deadline.kind = "quarter";
    deadline.from = deadline.to = match[2].str();
    deadline.date = last_day_of(std::stoi(match[2].str()), last * 3);
    return true;
}

bool read_yearly(const std::string& text, Deadline& deadline) {
    static const Pattern on("(?:ngay )?" + kDay + " (?:hang|moi) nam|(?:hang|moi) nam ?[(]" + kDay +
                            "[)]");
    static const Pattern at_year_end("dip tong ket nam");
    Match match;
    if (on.found_in(text, match)) {
        const std::size_t day = match[1].matched ? 1 : 4;
        deadline.month_day = month_day(match[day + 1].str(), match[day].str());
        if (!deadline.month_day.empty() && !match[day + 2].matched) {
            deadline.kind = "recurring_yearly_on";
            return true;
        }
    }
    if (!yearly().found_in(text) && !at_year_end.found_in(text)) return false;
    deadline.kind = "recurring_yearly";
    deadline.month_day.clear();
    return true;
}

bool read_years(const std::string& text, Deadline& deadline) {
    static const Pattern period("giai doan ((?:19|20)[0-9]{2}) ?[-?] ?((?:19|20)[0-9]{2})");
    static const Pattern named(
        "(ke hoach|de an|chuong trinh|nghi quyet)(?! nay| cu the| hang nam)[^;]{0,250}$");
    static const Pattern summing_up("^(tham muu )?(to chuc )?(danh gia, )?tong ket");
    static const Pattern year("(?:^|vao |trong |het |xong )nam ((?:19|20)[0-9]{2})(?![0-9 ]*[-/])");
    Match match;
    if (year.found_in(text, match)) {
        deadline.kind = "year";
        deadline.from = deadline.to = match[1].str();
        return true;
    }
    if (!period.found_in(text, match)) return false;
    if (summing_up.found_in(text.substr(0, 60))) {
        deadline.kind = "period_end";
    } else if (!named.found_in(text.substr(0, static_cast<std::size_t>(match.position(0))))) {
        deadline.kind = "period";
    } else {
        return false;
    }
    deadline.from = match[1].str();
    deadline.to = match[2].str();
    return true;
}

}  // namespace

Deadline read_deadline(std::string_view whole, int year_of_issue) {
    constexpr std::size_t kLongest = 3000;
    const std::string text(whole.substr(0, kLongest));
    static const Pattern event(
        "(vuong mac|kho khan|phat sinh)[^.]{0,160}(phan anh|thong tin|bao cao|lien he|trao doi)");
    static const Pattern end_of_period("ket thuc giai doan");
    static const Pattern regular("dinh ky");
    Deadline deadline;
    if (read_day(text, year_of_issue, deadline)) return deadline;
    deadline = {};
    if (event.found_in(text)) {
        deadline.kind = "on_event";
        return deadline;
    }
    if (read_month(text, deadline) || read_quarter(text, deadline)) return deadline;
    if (end_of_period.found_in(text)) {
        deadline.kind = "period_end";
        return deadline;
    }
    deadline = {};
    if (read_yearly(text, deadline)) return deadline;
    deadline = {};
    if (read_years(text, deadline)) return deadline;
    deadline = {};
    if (regular.found_in(text)) deadline.kind = "periodic_unspecified";
    return deadline;
}

}  // namespace vanthu::forms
