#include "server/nomination_views.h"

#include <algorithm>
#include <unordered_map>

#include "nominations/finding_words.h"
#include "server/views.h"

namespace vanthu::server {

using Poco::JSON::Array;
using Poco::JSON::Object;

namespace {

Var day_or_null(const std::optional<Date>& day) {
    return day ? Var(iso_date(*day)) : Var();
}

Var number_or_null(const std::optional<int>& number) {
    return number ? Var(*number) : Var();
}

Object::Ptr movement_view(const nominations::Movement& movement) {
    Object::Ptr o = new_object();
    o->set("id", movement.id);
    o->set("names", text_array(movement.names));
    o->set("leads", text_array(movement.leads));
    o->set("partners", text_array(movement.partners));
    o->set("assigning_verb", movement.verb);
    o->set("subject_classes", text_array(movement.classes));
    o->set("note", text_or_null(movement.note));
    o->set("source", movement.source);
    return o;
}

Object::Ptr deadline_view(const nominations::Deadline& deadline) {
    Object::Ptr o = new_object();
    o->set("year", deadline.year == 0 ? Var() : Var(deadline.year));
    o->set("month_day", iso_date({2023, deadline.month, deadline.day}).substr(5));
    o->set("inclusive", deadline.bound == nominations::Bound::By);
    return o;
}

Object::Ptr count_of_view(const nominations::Count& count) {
    Object::Ptr o = new_object();
    o->set("of", text_array(count.of));
    o->set("least", number_or_null(count.least));
    o->set("most", number_or_null(count.most));
    o->set("soft", count.soft);
    return o;
}

Object::Ptr quota_view(const nominations::Quota& quota) {
    Object::Ptr o = new_object();
    o->set("id", quota.id);
    o->set("submitter", quota.submitter);
    o->set("movement", text_or_null(quota.movement));
    o->set("subject_classes", text_array(quota.classes));
    o->set("counts", array_of(quota.counts, count_of_view));
    o->set("whole_period", quota.whole_period);
    o->set("percent", quota.percent > 0 ? Var(quota.percent) : Var());
    o->set("send_to", quota.send_to);
    o->set("chosen_from", text_or_null(quota.chosen_from));
    o->set("attachment", text_or_null(quota.attachment));
    o->set("condition", text_or_null(quota.condition));
    o->set("deadlines", array_of(quota.deadlines, deadline_view));
    o->set("source", quota.source);
    return o;
}

Object::Ptr use_view(const nominations::QuotaUse& use) {
    Object::Ptr o = new_object();
    o->set("quota", use.quota);
    o->set("of", use.of);
    o->set("used", use.used);
    o->set("least", number_or_null(use.least));
    o->set("most", number_or_null(use.most));
    o->set("left", use.most ? Var(std::max(0, *use.most - use.used)) : Var());
    o->set("soft", use.soft);
    o->set("whole_period", use.whole_period);
    o->set("source", use.source);
    return o;
}

}  // namespace

Object::Ptr view(const nominations::Finding& finding) {
    Object::Ptr o = new_object();
    o->set("severity", finding.severity);
    o->set("code", finding.code);
    o->set("row", finding.row > 0 ? Var(finding.row) : Var());
    o->set("detail", finding.detail);
    o->set("detail_en", nominations::english(finding));
    o->set("evidence", text_or_null(finding.evidence));
    o->set("evidence_en", text_or_null(nominations::english_evidence(finding.evidence)));
    o->set("other_document", text_or_null(finding.other_document));
    o->set("other_row", finding.other_row > 0 ? Var(finding.other_row) : Var());
    Object::Ptr values = new_object();
    for (const auto& [name, value] : finding.values)
        values->set(name, value);
    o->set("values", values);
    return o;
}

Object::Ptr view(const nominations::Round& round) {
    Object::Ptr o = new_object();
    o->set("id", round.id);
    o->set("name", round.name);
    o->set("issuer", round.issuer);
    o->set("code", round.code);
    o->set("first_year", round.first_year);
    o->set("last_year", round.last_year);
    o->set("lead", round.lead);
    o->set("movements", array_of(round.movements, movement_view));
    o->set("quotas", array_of(round.quotas, quota_view));
    Object::Ptr council = new_object();
    council->set("members", round.council.members > 0 ? Var(round.council.members) : Var());
    council->set("percent", round.council.percent > 0 ? Var(round.council.percent) : Var());
    council->set("award", text_or_null(round.council.award));
    o->set("council", council);
    return o;
}

Object::Ptr view(const std::vector<nominations::Round>& rounds) {
    Object::Ptr o = new_object();
    o->set("rounds", array_of(rounds, [](const auto& round) { return view(round); }));
    return o;
}

Array::Ptr tasks_view(const nominations::Round& round, int year) {
    return array_of(round.tasks, [&](const nominations::PlanTask& task) {
        const nominations::PlanDue* due = nominations::due_in(round.tasks, task, year);
        const auto days = nominations::days_in(round.tasks, task, year);
        Object::Ptr o = new_object();
        o->set("id", task.id);
        o->set("organ_name", text_or_null(task.organ));
        o->set("assigning_verb", text_or_null(task.verb));
        o->set("action", task.text);
        o->set("send_to", text_or_null(task.send_to));
        o->set("movement", text_or_null(task.movement));
        o->set("attachment", text_or_null(task.attachment));
        o->set("deadline_kind", due == nullptr ? "none" : due->kind);
        o->set("deadline_words", due == nullptr ? Var() : text_or_null(due->words));
        o->set("from", days ? day_or_null(days->first) : Var());
        o->set("to", days ? day_or_null(days->last) : Var());
        o->set("source", task.source);
        return o;
    });
}

Object::Ptr status_view(const nominations::Round& round, int year,
                        const std::vector<nominations::Submission>& lines) {
    Object::Ptr o = new_object();
    o->set("round", round.id);
    o->set("year", year);
    const auto sent = std::count_if(lines.begin(), lines.end(),
                                    [](const auto& line) { return !line.documents.empty(); });
    const auto overdue =
        std::count_if(lines.begin(), lines.end(), [](const auto& line) { return line.overdue; });
    o->set("sent", static_cast<int>(sent));
    o->set("expected", static_cast<int>(lines.size()));
    o->set("overdue", static_cast<int>(overdue));
    o->set("submitters", array_of(lines, [](const nominations::Submission& line) {
               Object::Ptr row = new_object();
               row->set("submitter", line.submitter);
               row->set("documents", text_array(line.documents));
               row->set("nominees", line.nominees);
               row->set("sent_on", day_or_null(line.sent_on));
               row->set("last_day", day_or_null(line.last_day));
               row->set("late", line.late);
               row->set("overdue", line.overdue);
               row->set("expected", line.expected);
               row->set("condition", text_or_null(line.condition));
               row->set("quotas", array_of(line.quotas, use_view));
               return row;
           }));
    return o;
}

Object::Ptr check_view(const nominations::Round& round, const nominations::SentList& list,
                       const nominations::CheckResult& result) {
    Object::Ptr o = new_object();
    o->set("round", round.id);
    o->set("year", list.year);
    o->set("document", text_or_null(list.document));
    o->set("submitter", text_or_null(list.submitter));
    o->set("sent_on", day_or_null(list.sent_on));
    o->set("last_day", day_or_null(result.last_day));
    o->set("attachments", text_array(result.attachments));
    o->set("quotas", array_of(result.quotas, use_view));
    std::unordered_map<int, Array::Ptr> by_row;
    for (const nominations::Finding& finding : result.findings) {
        Array::Ptr& codes = by_row[finding.row];
        if (codes.isNull()) codes = new Array;
        codes->add(finding.code);
    }
    o->set("nominees", array_of(list.nominees, [&](const nominations::Nominee& nominee) {
               Object::Ptr one = new_object();
               one->set("row", nominee.row);
               one->set("name", nominee.name);
               one->set("kind", text_or_null(nominee.kind));
               one->set("birth_date", text_or_null(nominee.birth_date));
               one->set("unit", nominee.unit);
               one->set("field", text_or_null(nominee.movement));
               one->set("award", text_or_null(nominee.award));
               const auto found = by_row.find(nominee.row);
               one->set("findings", found == by_row.end() ? Array::Ptr(new Array) : found->second);
               return one;
           }));
    o->set("findings", array_of(result.findings, [](const auto& one) { return view(one); }));
    o->set("error", Var());
    return o;
}

Object::Ptr view(const nominations::Arrival& arrival) {
    Object::Ptr o = new_object();
    o->set("document", arrival.document);
    o->set("round", text_or_null(arrival.round));
    o->set("year", arrival.year > 0 ? Var(arrival.year) : Var());
    o->set("submitter", text_or_null(arrival.submitter));
    o->set("sent_on", text_or_null(arrival.sent_on));
    o->set("standing", std::string(nominations::name(arrival.standing)));
    o->set("reason", text_or_null(arrival.reason));
    o->set("decided_by", text_or_null(arrival.decided_by));
    return o;
}

Object::Ptr view(const nominations::KeptSession& kept) {
    Object::Ptr o = new_object();
    o->set("award", kept.session.award);
    o->set("members", kept.session.members);
    o->set("present", kept.session.present);
    o->set("percent", kept.session.percent);
    // The least number of votes that is enough.
    o->set("needed", (kept.session.members * kept.session.percent + 99) / 100);
    o->set("held_on", kept.held_on);
    o->set("basis", kept.result.basis);
    Array::Ptr votes = new Array;
    for (std::size_t i = 0; i < kept.session.votes.size(); ++i) {
        const nominations::Vote& vote = kept.session.votes[i];
        Object::Ptr one = new_object();
        one->set("nominee", vote.nominee);
        one->set("document", text_or_null(vote.document));
        one->set("row", vote.row > 0 ? Var(vote.row) : Var());
        one->set("yes", vote.yes);
        one->set("no", vote.no);
        one->set("passed", kept.result.results.at(i).passed);
        votes->add(one);
    }
    o->set("votes", votes);
    return o;
}

Object::Ptr view(const nominations::Known::Flag& flag) {
    Object::Ptr o = new_object();
    o->set("id", static_cast<Poco::Int64>(flag.id));
    o->set("name", flag.name);
    o->set("unit", text_or_null(flag.unit));
    o->set("reason", flag.reason);
    o->set("basis", text_or_null(flag.basis));
    o->set("until", text_or_null(flag.until));
    return o;
}

Object::Ptr view(const nominations::BarredNominee& barred) {
    Object::Ptr o = new_object();
    o->set("document", barred.candidate.document);
    o->set("row", barred.candidate.nominee.row);
    o->set("submitter", barred.candidate.submitter);
    o->set("name", barred.candidate.nominee.name);
    o->set("finding", view(barred.finding));
    return o;
}

Object::Ptr delegates_view(const nominations::Round& round, int seats, const nominations::Law* law,
                           const nominations::Delegates& delegates) {
    Object::Ptr o = new_object();
    o->set("round", round.id);
    o->set("seats", seats);
    o->set("law", law == nullptr ? Var() : Var(law->name));
    o->set("tie_rule", law == nullptr ? Var() : text_or_null(law->tie_rule));
    Array::Ptr rows = new Array;
    for (std::size_t i = 0; i < delegates.ranked.size(); ++i) {
        const nominations::Ranked& one = delegates.ranked[i];
        Object::Ptr row = new_object();
        row->set("name", one.name);
        row->set("kind", one.kind);
        row->set("unit", one.unit);
        row->set("recognitions", static_cast<int>(one.years.size()));
        Array::Ptr years = new Array;
        for (const int year : one.years)
            years->add(year);
        row->set("years", years);
        row->set("place", one.place == nominations::Place::In     ? "in"
                          : one.place == nominations::Place::Tied ? "tied"
                                                                  : "out");
        row->set("namesake", one.namesake);
        const auto pick = std::find(delegates.picked.begin(), delegates.picked.end(), i);
        const bool chosen = pick != delegates.picked.end();
        row->set("chosen", chosen);
        row->set(
            "reason",
            chosen
                ? Var(delegates.reasons[static_cast<std::size_t>(pick - delegates.picked.begin())])
                : Var());
        rows->add(row);
    }
    o->set("ranked", rows);
    return o;
}

Object::Ptr count_view(const std::string& name, std::size_t count) {
    Object::Ptr o = new_object();
    o->set(name, static_cast<int>(count));
    return o;
}

}  // namespace vanthu::server
