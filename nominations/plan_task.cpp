#include "nominations/plan_task.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace vanthu::nominations {
namespace {

Date last_of_month(int year, int month) {
    const Date next = month == 12 ? Date{year + 1, 1, 1} : Date{year, month + 1, 1};
    return date_of_day_number(day_number(next) - 1);
}

Date day_before(Date day) {
    return date_of_day_number(day_number(day) - 1);
}

int year_of(const XmlElement& element, std::string_view name) {
    const auto text = element.attribute(name);
    return text ? std::stoi(*text) : 0;
}

PlanDue due_of(const XmlElement& element) {
    PlanDue due;
    due.kind = element.required("kind");
    due.only_in = year_of(element, "only-in");
    if (const auto date = element.attribute("date")) {
        due.date = parse_iso_date(*date);
        if (!due.date)
            throw Error(ErrorCode::Configuration, element.place() + ": " + *date + " is no day");
    }
    if (const auto day = element.attribute("day")) {
        due.month = std::stoi(day->substr(0, 2));
        due.day = std::stoi(day->substr(3, 2));
    }
    due.first_year = year_of(element, "year");
    due.last_year = std::max(due.first_year, year_of(element, "last-year"));
    if (const auto quarters = element.attribute("quarters"))
        for (const std::string& one : split(single_spaced(*quarters), ' '))
            due.quarters.push_back(std::stoi(one));
    due.same_as = element.attribute("same-as").value_or("");
    due.words = nfc(element.attribute("words").value_or(""));
    const auto needs = [&](bool given, const char* what) {
        if (!given)
            throw Error(ErrorCode::Configuration,
                        element.place() + ": a deadline \"" + due.kind + "\" needs " + what);
    };
    if (due.kind == "date_before" || due.kind == "date_by") needs(due.date.has_value(), "date");
    if (due.kind == "recurring_yearly_before" || due.kind == "recurring_yearly_on")
        needs(due.month > 0, "day");
    if (due.kind == "quarter") needs(due.first_year > 0 && !due.quarters.empty(), "year, quarters");
    if (due.kind == "year" || due.kind == "period" || due.kind == "period_end")
        needs(due.first_year > 0, "year");
    if (due.kind == "same_as") needs(!due.same_as.empty(), "same-as");
    return due;
}

}  // namespace

PlanTask plan_task_of(const XmlElement& element) {
    PlanTask task;
    task.id = element.required("id");
    task.organ = nfc(element.attribute("organ").value_or(""));
    task.verb = nfc(element.attribute("verb").value_or(""));
    task.send_to = nfc(element.attribute("send-to").value_or(""));
    task.movement = element.attribute("movement").value_or("");
    task.attachment = nfc(element.attribute("attachment").value_or(""));
    task.source = nfc(element.attribute("source").value_or(""));
    if (const auto text = element.child("text")) task.text = nfc(single_spaced(text->text()));
    for (const XmlElement& due : element.children("due"))
        task.dues.push_back(due_of(due));
    return task;
}

const PlanDue* due_in(const std::vector<PlanTask>& tasks, const PlanTask& task, int year) {
    const PlanTask* at = &task;
    for (std::size_t steps = 0; steps <= tasks.size(); ++steps) {
        const PlanDue* rule = nullptr;
        for (const PlanDue& due : at->dues) {
            if (due.only_in == year) return &due;
            if (due.only_in == 0 && rule == nullptr) rule = &due;
        }
        if (rule == nullptr || rule->kind != "same_as") return rule;
        const auto next = std::find_if(tasks.begin(), tasks.end(), [&](const PlanTask& one) {
            return one.id == rule->same_as;
        });
        if (next == tasks.end()) return nullptr;
        at = &*next;
    }
    return nullptr;  // they point at each other
}

std::optional<PlanDays> days_in(const std::vector<PlanTask>& tasks, const PlanTask& task,
                                int year) {
    const PlanDue* due = due_in(tasks, task, year);
    if (due == nullptr) return std::nullopt;
    const std::string& kind = due->kind;
    if (kind == "date_before" || kind == "date_by") {
        const Date last = kind == "date_by" ? *due->date : day_before(*due->date);
        if (due->date->year != year) return std::nullopt;
        return PlanDays{std::nullopt, last};
    }
    if (kind == "recurring_yearly") return PlanDays{Date{year, 1, 1}, Date{year, 12, 31}};
    if (kind == "recurring_yearly_before")
        return PlanDays{std::nullopt, day_before({year, due->month, due->day})};
    if (kind == "recurring_yearly_on") {
        const Date on{year, due->month, due->day};
        return PlanDays{on, on};
    }
    if (year < due->first_year || year > due->last_year) return std::nullopt;
    if (kind == "quarter") {
        const auto [first, last] = std::minmax_element(due->quarters.begin(), due->quarters.end());
        return PlanDays{Date{year, *first * 3 - 2, 1}, last_of_month(year, *last * 3)};
    }
    if (kind == "year" || kind == "period")
        return PlanDays{Date{due->first_year, 1, 1}, Date{due->last_year, 12, 31}};
    if (kind == "period_end") return PlanDays{std::nullopt, Date{year, 12, 31}};
    return std::nullopt;
}

}  // namespace vanthu::nominations
