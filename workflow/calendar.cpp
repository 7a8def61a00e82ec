#include "workflow/calendar.h"

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <sstream>

#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include "base/xml.h"
#include "workflow/deadline.h"

namespace vanthu::workflow {
namespace {

constexpr std::int64_t kMinute = 60'000'000;
// No office rests longer; a calendar without working days would otherwise be searched for ever.
constexpr int kLongestRest = 400;

constexpr std::array<const char*, 7> kWeekdays = {"sunday",   "monday", "tuesday", "wednesday",
                                                  "thursday", "friday", "saturday"};

Date next_day(Date day, int step) {
    return date_of_day_number(day_number(day) + step);
}

int minutes(const std::string& time) {
    return std::stoi(time.substr(0, 2)) * 60 + std::stoi(time.substr(3, 2));
}

Date date_attribute(const XmlElement& element, const std::string& name) {
    const std::string text = element.required(name);
    if (const auto date = parse_iso_date(text)) return *date;
    throw Error(ErrorCode::Configuration,
                element.place() + ": " + name + "=\"" + text + "\" is no day of the calendar");
}

}  // namespace

Calendar::Calendar() : week_{false, true, true, true, true, true, false} {
    hours_ = {{7 * 60 + 30, 11 * 60 + 30}, {13 * 60, 17 * 60}};
}

Calendar Calendar::read(const std::string& folder, const std::string& schema) {
    Calendar calendar;
    std::vector<std::string> files;
    std::error_code problem;
    for (const auto& entry : std::filesystem::directory_iterator(folder, problem))
        if (entry.path().extension() == ".xml") files.push_back(entry.path().string());
    if (problem)
        throw Error(ErrorCode::Configuration,
                    folder + ": the calendar cannot be read: " + problem.message());
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) {
        if (std::filesystem::path(file).filename() == "working-time.xml")
            calendar.read_working_time(file, schema);
        else
            calendar.read_year(file, schema);
    }
    return calendar;
}

void Calendar::read_working_time(const std::string& file, const std::string& schema) {
    const XmlDocument xml = XmlDocument::read(file);
    xml.validate(schema);
    week_ = {};
    for (const std::string& day :
         split(single_spaced(xml.root().child("week")->required("days")), ' '))
        for (std::size_t i = 0; i < kWeekdays.size(); ++i)
            if (day == kWeekdays[i]) week_[i] = true;
    hours_.clear();
    for (const XmlElement& hours : xml.root().children("hours")) {
        const Span span{minutes(hours.required("from")), minutes(hours.required("to"))};
        if (span.to <= span.from || (!hours_.empty() && span.from < hours_.back().to))
            throw Error(ErrorCode::Configuration,
                        hours.place() + ": hours run from earlier to later, one after the other");
        hours_.push_back(span);
    }
    for (const XmlElement& urgency : xml.root().children("urgency")) {
        const std::string within = trim(urgency.required("within"));
        if (!is_length(within))
            throw Error(ErrorCode::Configuration,
                        urgency.place() + ": within=\"" + within +
                            "\" is no length; write PT2H, workhours(4) or workdays(1)");
        limits_[comparable(urgency.required("priority"))] = within;
    }
}

void Calendar::read_year(const std::string& file, const std::string& schema) {
    const XmlDocument xml = XmlDocument::read(file);
    xml.validate(schema);
    const int year = std::stoi(xml.root().required("number"));
    for (const XmlElement& element : xml.root().children()) {
        const Date first = date_attribute(element, "date");
        const Date last = element.attribute("until") ? date_attribute(element, "until") : first;
        if (first.year != year || last.year != year || last < first)
            throw Error(ErrorCode::Configuration, element.place() + ": its days do not lie in " +
                                                      std::to_string(year) +
                                                      " one after the other");
        for (Date day = first; day <= last; day = next_day(day, 1)) {
            if (!days_.emplace(day, element.name() == "workday").second)
                throw Error(ErrorCode::Configuration,
                            element.place() + ": " + iso_date(day) + " is listed twice");
            if (element.attribute("certain").value_or("yes") == "no")
                uncertain_.push_back(iso_date(day));
        }
    }
}

bool Calendar::is_workday(Date day) const {
    const auto special = days_.find(day);
    if (special != days_.end()) return special->second;
    return week_[static_cast<std::size_t>(weekday(day))];
}

Instant Calendar::add_workdays(Instant from, int days) const {
    Date day = local_date(from);
    const int step = days < 0 ? -1 : 1;
    int rest = 0;
    for (int left = std::abs(days); (left > 0 || !is_workday(day)) && rest < kLongestRest;) {
        day = next_day(day, step);
        rest = is_workday(day) ? 0 : rest + 1;
        if (rest == 0 && left > 0) --left;
    }
    return start_of_day(day) + hours_.back().to * kMinute;
}

Instant Calendar::add_work(Instant from, std::int64_t work) const {
    Date day = local_date(from);
    for (int rest = 0; work != 0 && rest < kLongestRest;) {
        if (is_workday(day)) {
            rest = 0;
            const Instant midnight = start_of_day(day);
            const auto pass = [&](Instant begin, Instant end) -> std::optional<Instant> {
                if (work > 0) {
                    begin = std::max(begin, from);
                    if (end <= begin) return std::nullopt;
                    if (work <= end - begin) return begin + work;
                    work -= end - begin;
                } else {
                    end = std::min(end, from);
                    if (end <= begin) return std::nullopt;
                    if (-work <= end - begin) return end + work;
                    work += end - begin;
                }
                return std::nullopt;
            };
            for (std::size_t i = 0; i < hours_.size(); ++i) {
                const Span& span = hours_[work > 0 ? i : hours_.size() - 1 - i];
                if (const auto there =
                        pass(midnight + span.from * kMinute, midnight + span.to * kMinute))
                    return *there;
            }
        } else {
            ++rest;
        }
        day = next_day(day, work > 0 ? 1 : -1);
    }
    return from;
}

std::int64_t Calendar::work_between(Instant from, Instant to) const {
    std::int64_t work = 0;
    for (Date day = local_date(from); start_of_day(day) < to; day = next_day(day, 1)) {
        if (!is_workday(day)) continue;
        for (const Span& span : hours_) {
            const Instant begin = std::max(from, start_of_day(day) + span.from * kMinute);
            const Instant end = std::min(to, start_of_day(day) + span.to * kMinute);
            if (end > begin) work += end - begin;
        }
    }
    return work;
}

std::optional<std::string> Calendar::limit_of(const std::string& priority) const {
    const auto found = limits_.find(comparable(priority));
    if (found == limits_.end()) return std::nullopt;
    return found->second;
}

// One line each: "week 0111110", "hours 450 690", "off 2026-02-16", "work 2026-01-10", "limit
// PT2H hỏa tốc", "unsure 2027-02-05".
std::string Calendar::text() const {
    std::ostringstream out;
    out << "week ";
    for (const bool worked : week_)
        out << (worked ? '1' : '0');
    for (const Span& span : hours_)
        out << "\nhours " << span.from << ' ' << span.to;
    for (const auto& [day, worked] : days_)
        out << (worked ? "\nwork " : "\noff ") << iso_date(day);
    for (const auto& [priority, within] : limits_)
        out << "\nlimit " << within << ' ' << priority;
    for (const std::string& day : uncertain_)
        out << "\nunsure " << day;
    return out.str();
}

Calendar Calendar::parse(const std::string& text) {
    Calendar calendar;
    calendar.hours_.clear();
    for (const std::string& line : split(text, '\n')) {
        std::istringstream words(line);
        std::string kind, first, rest;
        words >> kind >> first;
        std::getline(words >> std::ws, rest);
        if (kind == "week")
            for (std::size_t i = 0; i < 7; ++i)
                calendar.week_[i] = first.at(i) == '1';
        else if (kind == "hours")
            calendar.hours_.push_back({std::stoi(first), std::stoi(rest)});
        else if (kind == "limit")
            calendar.limits_[rest] = first;
        else if (kind == "unsure")
            calendar.uncertain_.push_back(first);
        else
            calendar.days_[parse_iso_date(first).value()] = kind == "work";
    }
    return calendar;
}

void save_calendar(store::Transaction& tx, const Calendar& calendar, Instant now) {
    const std::string text = calendar.text();
    tx.execute(
        "insert into work_calendar (id, digest, data, saved_at) values (1, $1, $2, $3) "
        "on conflict (id) do update set digest = excluded.digest, data = excluded.data, "
        "saved_at = excluded.saved_at where work_calendar.digest <> excluded.digest",
        {sha256(text), text, now});
}

std::shared_ptr<const Calendar> calendar_of(store::Transaction& tx) {
    static std::mutex mutex;
    static std::string known_digest;
    static std::shared_ptr<const Calendar> known = std::make_shared<Calendar>();
    const auto row = tx.query_one("select digest from work_calendar where id = 1");
    const std::string digest = row ? row->text("digest") : std::string();
    const std::lock_guard lock(mutex);
    if (digest != known_digest) {
        known = std::make_shared<Calendar>(
            row ? Calendar::parse(
                      tx.query_one("select data from work_calendar where id = 1")->text("data"))
                : Calendar());
        known_digest = digest;
    }
    return known;
}

}  // namespace vanthu::workflow
