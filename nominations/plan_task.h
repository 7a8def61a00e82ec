// plan_task.h: what a plan orders agencies to do, and by when in a year.
//
// Kinds of deadlines are those of the contract's tasks: "date_before" (that day is too late),
// "date_by" (that day is in time), "recurring_yearly", "recurring_yearly_before",
// "recurring_yearly_on", "quarter", "year", "period", "period_end", "periodic_unspecified",
// "per_regulation", "on_event", "same_as", "none". A single year may have a deadline of its own.
// Pure. A deadline that the plan leaves open stays open.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/xml.h"

namespace vanthu::nominations {

struct PlanDue {
    std::string kind = "none";
    int only_in = 0;  // the year it holds in instead of the rule; 0 = the rule
    std::optional<Date> date;
    int month = 0, day = 0;
    int first_year = 0, last_year = 0;  // "year", "quarter", "period": the years meant
    std::vector<int> quarters;
    std::string same_as;  // id of the task whose deadline holds here too
    std::string words;    // as the plan says it
};

struct PlanTask {
    std::string id;
    std::string organ;  // "" = the plan names nobody
    std::string verb;   // "Giao", "Đề nghị"; "" = none printed
    std::string text;   // the plan's own words
    std::string send_to;
    std::string movement;  // id
    std::string attachment;
    std::vector<PlanDue> dues;  // the rule first; empty = no time is given
    std::string source;
};

// In which days of a year a task falls; a side that is open is nothing.
struct PlanDays {
    std::optional<Date> first, last;
};

PlanTask plan_task_of(const XmlElement& element);

// What holds in a year, references followed; null when the plan gives no time.
const PlanDue* due_in(const std::vector<PlanTask>& tasks, const PlanTask& task, int year);

// Nothing when the task has no days in that year: another year's, or without a day at all.
std::optional<PlanDays> days_in(const std::vector<PlanTask>& tasks, const PlanTask& task, int year);

}  // namespace vanthu::nominations
