#include "forms/deadline.h"

#include <algorithm>
#include <array>
#include <regex>

#include "base/clock.h"

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

const std::regex& yearly() {
    static const std::regex pattern("(hang|moi) nam");
    return pattern;
}

bool said_near(const std::string& text, std::size_t begin, std::size_t reach,
               const std::regex& pattern) {
    return std::regex_search(text.substr(std::min(begin, text.size()), reach), pattern);
}

// "năm 2022 gửi danh sách trước ngày 30/5": the first year's own day.
std::string first_year(const std::string& text, std::size_t begin) {
    static const std::regex pattern("nam ((?:19|20)[0-9]{2})[^.;]{0,60}?truoc (?:ngay )?" + kDay);
    std::smatch match;
    const std::string rest = text.substr(std::min(begin, text.size()), 160);
    if (!std::regex_search(rest, match, pattern)) return {};
    return iso(match[1].str(), match[3].str(), match[2].str());
}

bool read_day(const std::string& text, int year_of_issue, Deadline& deadline) {
    static const std::regex by(
        "(?:cham nhat|muon nhat|han cuoi|thoi han|den het|het|xong trong|truoc hoac trong|truoc va "
        "trong)(?: la)?(?: (?:den|vao|trong|het))?(?: la)?:? ?(?:ngay )?" +
        kDay);
    static const std::regex before(
        "(?:truoc|cham nhat truoc|xong truoc) (?:[0-9]{1,2} ?(?:gio|h)[^,;.]{0,10} )?(?:ngay )?" +
        kDay);
    std::smatch match;
    bool excluded = false;
    if (std::regex_search(text, match, before))
        excluded = true;
    else if (!std::regex_search(text, match, by))
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
    if (year.empty() && std::regex_search(text.substr(0, start), yearly())) {
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
    static const std::regex pattern(
        "(truoc|trong|het|cuoi|den het|xong trong) thang ([0-9]{1,2}) ?(?:/|nam) "
        "?((?:19|20)[0-9]{2})");
    std::smatch match;
    if (!std::regex_search(text, match, pattern)) return false;
    const int month = std::stoi(match[2].str());
    if (month < 1 || month > 12) return false;
    const bool excluded = match[1].str() == "truoc";
    deadline.kind = excluded ? "date_before" : "date_by";
    deadline.date = excluded ? iso(match[3].str(), match[2].str(), "1")
                             : last_day_of(std::stoi(match[3].str()), month);
    return true;
}

bool read_quarter(const std::string& text, Deadline& deadline) {
    static const std::regex pattern(
        "quy ([ivxh1-4]{1,3}(?: ?(?:,|va|-) ?(?:quy )?[ivxh1-4]{1,3}){0,3}) ?(?:/|,|nam) ?(?:nam "
        ")?((?:19|20)[0-9]{2})");
    std::smatch match;
    if (!std::regex_search(text, match, pattern)) return false;
    const std::string list = match[1].str();
    // A scan makes 1V of IV and H of II.
    static const std::regex one("(iv|1v|iii|ii|i|h|[1-4])");
    int last = 0;
    for (std::sregex_iterator it(list.begin(), list.end(), one), end; it != end; ++it) {
        const std::string name = (*it)[1].str();
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
    static const std::regex on("(?:ngay )?" + kDay + " (?:hang|moi) nam|(?:hang|moi) nam ?[(]" +
                               kDay + "[)]");
    static const std::regex at_year_end("dip tong ket nam");
    std::smatch match;
    if (std::regex_search(text, match, on)) {
        const std::size_t day = match[1].matched ? 1 : 4;
        deadline.month_day = month_day(match[day + 1].str(), match[day].str());
        if (!deadline.month_day.empty() && !match[day + 2].matched) {
            deadline.kind = "recurring_yearly_on";
            return true;
        }
    }
    if (!std::regex_search(text, yearly()) && !std::regex_search(text, at_year_end)) return false;
    deadline.kind = "recurring_yearly";
    deadline.month_day.clear();
    return true;
}

bool read_years(const std::string& text, Deadline& deadline) {
    static const std::regex period("giai doan ((?:19|20)[0-9]{2}) ?[-?] ?((?:19|20)[0-9]{2})");
    static const std::regex named(
        "(ke hoach|de an|chuong trinh|nghi quyet)(?! nay| cu the| hang nam)[^;]{0,250}$");
    static const std::regex summing_up("^(tham muu )?(to chuc )?(danh gia, )?tong ket");
    static const std::regex year(
        "(?:^|vao |trong |het |xong )nam ((?:19|20)[0-9]{2})(?![0-9 ]*[-/])");
    std::smatch match;
    if (std::regex_search(text, match, year)) {
        deadline.kind = "year";
        deadline.from = deadline.to = match[1].str();
        return true;
    }
    if (!std::regex_search(text, match, period)) return false;
    if (std::regex_search(text.substr(0, 60), summing_up)) {
        deadline.kind = "period_end";
    } else if (!std::regex_search(text.substr(0, static_cast<std::size_t>(match.position(0))),
                                  named)) {
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
    static const std::regex event(
        "(vuong mac|kho khan|phat sinh)[^.]{0,160}(phan anh|thong tin|bao cao|lien he|trao doi)");
    static const std::regex end_of_period("ket thuc giai doan");
    static const std::regex regular("dinh ky");
    Deadline deadline;
    if (read_day(text, year_of_issue, deadline)) return deadline;
    deadline = {};
    if (std::regex_search(text, event)) {
        deadline.kind = "on_event";
        return deadline;
    }
    if (read_month(text, deadline) || read_quarter(text, deadline)) return deadline;
    if (std::regex_search(text, end_of_period)) {
        deadline.kind = "period_end";
        return deadline;
    }
    deadline = {};
    if (read_yearly(text, deadline)) return deadline;
    deadline = {};
    if (read_years(text, deadline)) return deadline;
    deadline = {};
    if (std::regex_search(text, regular)) deadline.kind = "periodic_unspecified";
    return deadline;
}

}  // namespace vanthu::forms
