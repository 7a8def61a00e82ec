#include "forms/weighing.h"

#include <algorithm>

#include "base/text.h"
#include "forms/arrival_date.h"
#include "forms/date_line.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

using pipeline::Field;
using pipeline::FieldState;

constexpr double kReviewBelow = 0.95;  // what is surer may be filed without a look
constexpr double kDoubtOfMonth = 0.3;  // that print recognition read by hand
constexpr double kContradicts = 0.6;   // of the digit reader alone, in a stamp
constexpr double kYearIsSure = 0.8;    // of print recognition, for the whole date
constexpr double kNamesOdds = 25;      // a file named by the number

std::string digits_at_start(const std::string& text) {
    std::size_t end = 0;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9')
        ++end;
    return text.substr(0, end);
}

// Numbers that stand by themselves in a file's name: "tb-1207.pdf", "QD 1207.pdf"; no dates, no
// years.
std::vector<std::string> numbers_in(const std::string& name) {
    static const Pattern token("(^|[^A-Za-z0-9])([0-9]{1,5})(?![A-Za-z0-9])");
    std::vector<std::string> found;
    const std::string stem = name.substr(0, name.rfind('.'));
    if (stem.size() > 200) return found;
    for (const Match& match : token.all_in(stem)) {
        const std::string number = match[2].str();
        if (number.size() == 4 && (number.substr(0, 2) == "20" || number.substr(0, 2) == "19"))
            continue;
        found.push_back(without_zeros(number));
    }
    return found;
}

// `code` follows its number.
void renumber(std::vector<Field>& fields, const std::string& before, double review_below) {
    Field* code = field_of(fields, "code");
    const Field* number = field_of(fields, "code_number");
    if (code == nullptr || !code->value || number == nullptr) return;
    std::string rest = code->value->normal;
    if (!before.empty() && rest.compare(0, before.size(), before) == 0)
        rest.erase(0, before.size());
    if (rest.empty() || (rest[0] != '/' && rest[0] != '-')) return;
    const Field* notation = field_of(fields, "code_notation");
    const float symbol =
        notation != nullptr && notation->value ? notation->value->confidence : 0.5f;
    code->value->normal = (number->value ? number->value->normal : "") + rest;
    code->value->confidence = std::min(symbol, number->value ? number->value->confidence : 0.4f);
    code->state =
        code->value->confidence >= review_below ? FieldState::Extracted : FieldState::NeedsReview;
}

void weigh_number_field(std::vector<Field>& fields, const std::string& id,
                        const GapReading& reading, const Evidence& evidence, double review_below,
                        std::vector<pipeline::Issue>& issues) {
    Field* field = field_of(fields, id);
    if (field == nullptr || reading.guesses.empty()) return;
    const std::string before = field->value ? field->value->normal : "";
    std::string seen = before;
    if (seen.empty() && !field->candidates.empty()) seen = field->candidates.front();
    const std::string digits = digits_at_start(seen);
    const double confidence = field->value ? field->value->confidence : 0.1;
    const auto list = weigh_number(reading, digits, confidence, evidence);
    const Weighed& top = list.front();
    if (top.text.empty()) {
        // Nothing stands there, or too little to be sure of what print recognition saw.
        if (field->value && confidence < 0.6) {
            field->value.reset();
            field->candidates = {before};
            field->state = FieldState::NeedsReview;
            if (id == "code_number") renumber(fields, before, review_below);
        }
        return;
    }
    const bool agrees = !digits.empty() && without_zeros(digits) == without_zeros(top.text);
    const bool cited = is_cited(top.text, evidence.neighbours);
    const bool witness = cited || is_in(numbers_in(evidence.file_name), without_zeros(top.text));
    if (reading.part == Gap::Part::ArrivalNumber && field->value &&
        reading.guesses.front().probability < kContradicts) {
        // The strip says too little to set aside what print recognition saw, unless a pen wrote it
        // and print recognition hardly believes it itself.
        keep_candidates(*field, list, digits);
        if (written(reading) && !agrees && confidence < kLeastAlone) {
            field->value.reset();
            field->state = FieldState::NeedsReview;
        }
        return;
    }
    const double own = share_of(reading, top.text);
    Decision decision = decide(reading, top.probability, own, agrees, confidence, cited);
    if (decision.verdict == Verdict::Settled && !evidence.file_name.empty()) {
        // A name is what somebody typed: it speaks for a reading, it does not settle one.
        Evidence unnamed = evidence;
        unnamed.file_name.clear();
        const Weighed ink = weigh_number(reading, digits, confidence, unnamed).front();
        if (ink.text != top.text ||
            decide(reading, ink.probability, own, agrees, confidence, cited).verdict !=
                Verdict::Settled)
            decision = {Verdict::ForALook, std::min(decision.confidence, kReview)};
    }
    if (reading.part == Gap::Part::ArrivalNumber && agrees && decision.verdict == Verdict::Unsure &&
        top.probability >= kBothSay)
        decision = {Verdict::ForALook, std::min(top.probability, kReview)};
    keep_candidates(*field, list, digits);
    // A stamp's frame and dots look like strokes: there one reader alone must be surer.
    const bool alone = reading.part == Gap::Part::ArrivalNumber && !agrees && written(reading) &&
                       top.probability < kSureAlone;
    if (decision.verdict == Verdict::Unsure || alone) {
        field->value.reset();
        field->state = FieldState::NeedsReview;
    } else {
        // A letter behind the number (3176B) is not the digit reader's; it stays.
        set_value(*field, agrees && !before.empty() ? before : top.text, decision.confidence,
                  review_below, reading);
    }
    if (id == "code_number") renumber(fields, before, review_below);
    if (written(reading) || !agrees)
        issues.push_back(account_of(id, "number", reading, list, digits, witness));
}

// Nobody else looked at it: what print recognition itself hardly believes is no value.
void doubt_number_field(std::vector<Field>& fields, double review_below) {
    Field* field = field_of(fields, "code_number");
    if (field == nullptr || !field->value || field->value->confidence >= kLeastAlone) return;
    const std::string before = field->value->normal;
    field->value.reset();
    field->candidates = {before};
    field->state = FieldState::NeedsReview;
    renumber(fields, before, review_below);
}

void weigh_date_field(std::vector<Field>& fields, const GapReading& reading,
                      const GapReading* month_reading, const Evidence& evidence,
                      double review_below, std::vector<pipeline::Issue>& issues) {
    Field* field = field_of(fields, "issued_date");
    if (field == nullptr || !field->value || reading.guesses.empty()) return;
    const std::string before = field->value->normal;
    if (before.size() < 4) return;
    const double confidence = field->value->confidence;
    const int seen_day = before.size() == 10 ? std::stoi(before.substr(8)) : 0;
    std::string month = before.size() >= 7 ? before.substr(5, 2) : "";
    double month_probability = 1;
    const bool month_by_hand = month_reading != nullptr && written(*month_reading);
    if (month_reading != nullptr && (month.empty() || month_by_hand)) {
        std::string other;
        double best = 0;
        for (const auto& guess : month_reading->guesses) {
            const int value =
                guess.text.empty() || guess.text.size() > 2 ? 0 : std::stoi(guess.text);
            if (value >= 1 && value <= 12 && guess.probability > best) {
                best = guess.probability;
                other = two(value);
            }
        }
        // What print recognition made of it stands unless the digit reader is sure of another.
        if (month.empty() || (other != month && best >= kSure)) {
            month = other;
            month_probability = best;
        } else {
            month_probability = 1 - (1 - share_of(*month_reading, month)) * kDoubtOfMonth;
        }
    }
    if (month.empty()) return;
    const std::string prefix = before.substr(0, 4) + "-" + month;
    const auto list = weigh_day(reading, seen_day, confidence, prefix, evidence);
    if (list.empty() || list.front().text.empty()) return;
    const Weighed& top = list.front();
    const int day = std::stoi(top.text);
    const bool agrees = seen_day == day && before.substr(0, 7) == prefix;
    const bool witness =
        evidence.signed_on && iso_date(*evidence.signed_on) == prefix + "-" + two(day);
    std::vector<Weighed> dates;
    for (const Weighed& one : list)
        if (!one.text.empty())
            dates.push_back({prefix + "-" + two(std::stoi(one.text)), one.probability});
    GapReading both = reading;
    if (month_by_hand) both.by_hand = std::max(both.by_hand, month_reading->by_hand);
    Decision decision = decide(both, top.probability * month_probability,
                               share_of(reading, top.text), agrees, confidence, witness);
    // The digit reader speaks for the day; for the year only print recognition does.
    if (!witness && confidence < kYearIsSure)
        decision.confidence = std::min(decision.confidence, kReview);
    keep_candidates(*field, dates, before.size() == 10 ? before : "");
    if (decision.verdict == Verdict::Unsure) {
        // Month and year stand as they were printed.
        set_value(*field, month_probability >= 0.5 ? prefix : before.substr(0, 4),
                  std::min(confidence, 0.4), review_below, reading);
        field->state = FieldState::NeedsReview;
    } else {
        set_value(*field, dates.front().text, decision.confidence, review_below, reading);
    }
    if (written(both) || !agrees)
        issues.push_back(account_of("issued_date", "day", both, list,
                                    seen_day > 0 ? two(seen_day) : "", witness));
}

}  // namespace

Evidence evidence_of(const pipeline::Document& document) {
    Evidence evidence;
    const std::size_t slash = document.source.find_last_of("/\\");
    evidence.file_name =
        slash == std::string::npos ? document.source : document.source.substr(slash + 1);
    const auto earlier = [&](const std::string& iso) {
        const auto date = parse_iso_date(iso);
        if (date && (!evidence.signed_on || *date < *evidence.signed_on)) evidence.signed_on = date;
    };
    for (const pipeline::Signature& signature : document.signatures)
        if (const auto at = parse_rfc3339(signature.signed_at)) earlier(iso_date(local_date(*at)));
    if (document.received_at > 0) evidence.arrived_on = local_date(document.received_at);
    return evidence;
}

std::vector<Weighed> weigh_number(const GapReading& reading, const std::string& seen,
                                  double seen_confidence, const Evidence& evidence) {
    std::vector<Weighed> list;
    const double voice = seen.empty() ? 0 : voice_of(reading, seen_confidence);
    const auto add = [&](const std::string& text, double probability) {
        for (Weighed& one : list)
            if (without_zeros(one.text) == without_zeros(text)) {
                one.probability += probability;
                return;
            }
        list.push_back({text, probability});
    };
    for (const auto& guess : reading.guesses)
        if (guess.text.size() <= 5) add(guess.text, guess.probability * (1 - voice));
    if (voice > 0) add(seen, voice);
    const std::vector<std::string> named = numbers_in(evidence.file_name);
    for (Weighed& one : list)
        if (!one.text.empty() && is_in(named, without_zeros(one.text)))
            one.probability *= kNamesOdds;
    for (Weighed& one : list)
        one.probability *= number_odds(one.text, evidence.neighbours);
    if (list.empty()) list.push_back({"", 1});
    settle(list);
    return list;
}

std::vector<Weighed> weigh_day(const GapReading& reading, int seen, double seen_confidence,
                               const std::string& month, const Evidence& evidence) {
    std::vector<double> days(32, 0.0);  // 0 = nothing stands there
    const double voice = seen == 0 ? 0 : voice_of(reading, seen_confidence);
    for (const auto& guess : reading.guesses) {
        if (guess.text.size() > 2) continue;
        const int day = guess.text.empty() ? 0 : std::stoi(guess.text);
        if (day > 31 || (day == 0 && !guess.text.empty())) continue;
        days[static_cast<std::size_t>(day)] += guess.probability * (1 - voice);
    }
    if (seen >= 1 && seen <= 31) days[static_cast<std::size_t>(seen)] += voice;
    std::vector<Weighed> list;
    for (int day = 0; day <= 31; ++day) {
        double share = days[static_cast<std::size_t>(day)];
        if (share <= 0) continue;
        if (day > 0) {
            const auto date = parse_iso_date(month + "-" + two(day));
            if (!date) continue;
            // Offices issue on working days, and sign and send soon after.
            if (weekday(*date) == 0 || weekday(*date) == 6) share *= 0.25;
            if (evidence.signed_on) {
                const auto late = day_number(*evidence.signed_on) - day_number(*date);
                share *= late == 0 ? 6 : late < 0 ? 0.2 : late <= 3 ? 2 : late <= 10 ? 1 : 0.5;
            }
            if (evidence.arrived_on && *date > *evidence.arrived_on) share *= 0.05;
            share *= day_odds(iso_date(*date), evidence.neighbours);
        }
        list.push_back({day == 0 ? "" : std::to_string(day), share});
    }
    settle(list);
    return list;
}

void weigh_fields(std::vector<Field>& fields, const std::vector<GapReading>& readings,
                  const Evidence& evidence, std::vector<pipeline::Issue>& issues,
                  const Calibration& calibration) {
    const GapReading* number = reading_of(readings, Gap::Part::Number);
    if (number == nullptr) doubt_number_field(fields, kReviewBelow);
    calibration.apply(fields);
    if (number != nullptr)
        weigh_number_field(fields, "code_number", *number, evidence, kReviewBelow, issues);
    // The receiver's number says nothing of the file's name.
    if (const GapReading* arrival = reading_of(readings, Gap::Part::ArrivalNumber))
        weigh_number_field(fields, "arrival_number", *arrival, {}, kReviewBelow, issues);
    if (const GapReading* day = reading_of(readings, Gap::Part::Day))
        weigh_date_field(fields, *day, reading_of(readings, Gap::Part::Month), evidence,
                         kReviewBelow, issues);
    weigh_arrival_date(fields, readings, evidence, kReviewBelow, issues);
}

}  // namespace vanthu::forms
