#include "forms/arrival_date.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/clock.h"

namespace vanthu::forms {
namespace {

using pipeline::Field;
using pipeline::FieldState;

constexpr double kOwnYear = 0.1;    // that the paper's own year was meant, not the one read
constexpr double kLeastFit = 0.02;  // of a strip that is read as a date

// Papers arrive on the day they are issued or soon after, and not after somebody read them.
double arrives(const Date& arrival, const std::string& issued, const Evidence& evidence) {
    double share = weekday(arrival) == 0 || weekday(arrival) == 6 ? 0.4 : 1;
    if (evidence.arrived_on && *evidence.arrived_on < arrival) share *= 0.02;
    if (const auto day = parse_iso_date(issued)) {
        const auto late = day_number(arrival) - day_number(*day);
        return share * (late < 0 ? 0.02 : late <= 5 ? 6 : late <= 15 ? 3 : late <= 60 ? 1 : 0.1);
    }
    if (issued.size() == 7) {
        const auto first = parse_iso_date(issued + "-01");
        const auto late = first ? day_number(arrival) - day_number(*first) : 0;
        return share * (late < 0 ? 0.05 : late <= 45 ? 3 : late <= 90 ? 1 : 0.1);
    }
    return share;
}

// Day, month and year were filled in apart; without a year that was read, the paper's own and the
// next one are tried.
std::optional<GapReading> dated_in_words(const std::vector<GapReading>& readings,
                                         const std::string& issued) {
    const GapReading* day = reading_of(readings, Gap::Part::ArrivalDay);
    const GapReading* month = reading_of(readings, Gap::Part::ArrivalMonth);
    const GapReading* year = reading_of(readings, Gap::Part::ArrivalYear);
    if (day == nullptr || month == nullptr) return std::nullopt;
    std::vector<GapReading::Guess> years;
    if (year != nullptr)
        for (const auto& guess : year->guesses) {
            const bool whole = guess.text.size() == 4 && guess.text.compare(0, 2, "20") == 0;
            if (whole)
                years.push_back(guess);
            else if (guess.text.size() == 2 && guess.text != "20")  // half of 20..
                years.push_back({"20" + guess.text, guess.probability});
        }
    if (issued.size() >= 4) {
        const int own = std::stoi(issued.substr(0, 4));
        const double share = years.empty() ? 1 : kOwnYear;
        for (const auto& [year_read, part] : {std::pair{own, 0.7}, std::pair{own + 1, 0.3}}) {
            const std::string text = std::to_string(year_read);
            const auto same = std::find_if(years.begin(), years.end(),
                                           [&](const auto& one) { return one.text == text; });
            if (same != years.end())
                same->probability += share * part;
            else
                years.push_back({text, share * part});
        }
    }
    GapReading reading = *day;
    reading.part = Gap::Part::ArrivalDate;
    reading.box = united(reading.box, month->box);
    reading.by_hand = std::max(day->by_hand, month->by_hand);
    reading.guesses.clear();
    double sum = 0;
    for (const auto& d : day->guesses)
        for (const auto& m : month->guesses)
            for (const auto& y : years) {
                if (d.text.empty() || d.text.size() > 2 || m.text.empty() || m.text.size() > 2)
                    continue;
                const std::string iso =
                    y.text + "-" + two(std::stoi(m.text)) + "-" + two(std::stoi(d.text));
                if (!parse_iso_date(iso)) continue;
                const double share = d.probability * m.probability * y.probability;
                reading.guesses.push_back({iso, share});
                sum += share;
            }
    reading.fit = sum;
    for (auto& guess : reading.guesses)
        guess.probability /= sum;
    return reading;
}

void weigh(std::vector<Field>& fields, const GapReading& reading, const std::string& own,
           const Evidence& evidence, double review_below, std::vector<pipeline::Issue>& issues) {
    Field* field = field_of(fields, "arrival_date");
    if (field == nullptr || reading.guesses.empty()) return;
    const std::string seen = field->value ? field->value->normal : "";
    const double confidence = field->value ? field->value->confidence : 0;
    const double voice = seen.empty() ? 0 : voice_of(reading, confidence);
    std::vector<Weighed> list;
    for (const auto& guess : reading.guesses)
        list.push_back({guess.text, guess.probability * (1 - voice)});
    if (voice > 0) {
        const auto same = std::find_if(list.begin(), list.end(),
                                       [&](const Weighed& one) { return one.text == seen; });
        if (same != list.end())
            same->probability += voice;
        else
            list.push_back({seen, voice});
    }
    for (Weighed& one : list)
        if (const auto date = parse_iso_date(one.text))
            one.probability *= arrives(*date, own, evidence);
    settle(list);
    const Weighed& top = list.front();
    keep_candidates(*field, list, seen);
    if (top.text.empty()) {
        if (confidence < kLeastAlone) field->value.reset();
    } else {
        const bool agrees = seen == top.text;
        const Decision decision = decide(reading, top.probability, share_of(reading, top.text),
                                         agrees, confidence, false);
        const bool sure = !written(reading) || top.probability >= kSureAlone;
        const bool looks_like_one = agrees || (sure && reading.fit >= kLeastFit);
        if (agrees && decision.verdict == Verdict::Unsure && top.probability >= kBothSay)
            set_value(*field, top.text, std::min(top.probability, kReview), review_below, reading);
        else if (decision.verdict == Verdict::Unsure || !looks_like_one)
            field->value.reset();
        else
            set_value(*field, top.text, decision.confidence, review_below, reading);
    }
    if (!field->value)
        field->state = field->candidates.empty() ? FieldState::Missing : FieldState::NeedsReview;
    issues.push_back(account_of("arrival_date", "day of arrival", reading, list, seen, false));
}

}  // namespace

void weigh_arrival_date(std::vector<Field>& fields, const std::vector<GapReading>& readings,
                        const Evidence& evidence, double review_below,
                        std::vector<pipeline::Issue>& issues) {
    const Field* issued = field_of(fields, "issued_date");
    const std::string own = issued != nullptr && issued->value ? issued->value->normal : "";
    if (const GapReading* date = reading_of(readings, Gap::Part::ArrivalDate))
        weigh(fields, *date, own, evidence, review_below, issues);
    else if (const auto parts = dated_in_words(readings, own))
        weigh(fields, *parts, own, evidence, review_below, issues);
}

}  // namespace vanthu::forms
