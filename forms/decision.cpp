#include "forms/decision.h"

#include <algorithm>
#include <cstdio>

namespace vanthu::forms {

using pipeline::Field;
using pipeline::FieldState;
namespace {

constexpr double kPrintVoice = 0.6, kPenVoice = 0.15;  // of print recognition, by what it looked at
constexpr double kVerySure = 0.985;  // with a second witness enough without a look
constexpr std::size_t kMostCandidates = 3;

std::string percent(double share) {
    char text[16];
    std::snprintf(text, sizeof text, "%.0f %%", share * 100);
    return text;
}

}  // namespace

bool written(const GapReading& reading) {
    return reading.by_hand > 0.5 || reading.blue > 0.3;
}

std::string without_zeros(const std::string& number) {
    const std::size_t first = number.find_first_not_of('0');
    return first == std::string::npos ? (number.empty() ? "" : "0") : number.substr(first);
}

bool is_in(const std::vector<std::string>& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

std::string two(int value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

void settle(std::vector<Weighed>& list) {
    double sum = 0;
    for (const Weighed& one : list)
        sum += one.probability;
    for (Weighed& one : list)
        one.probability = sum > 0 ? one.probability / sum : 0;
    std::stable_sort(list.begin(), list.end(), [](const Weighed& a, const Weighed& b) {
        return a.probability > b.probability;
    });
}

double voice_of(const GapReading& reading, double confidence) {
    return (written(reading) ? kPenVoice : kPrintVoice) * std::clamp(confidence, 0.0, 1.0);
}

double share_of(const GapReading& reading, const std::string& number) {
    double sum = 0;
    for (const auto& guess : reading.guesses)
        if (!guess.text.empty() && without_zeros(guess.text) == without_zeros(number))
            sum += guess.probability;
    return sum;
}

Field* field_of(std::vector<Field>& fields, std::string_view id) {
    for (Field& field : fields)
        if (field.id == id) return &field;
    return nullptr;
}

const GapReading* reading_of(const std::vector<GapReading>& readings, Gap::Part part) {
    for (const GapReading& reading : readings)
        if (reading.part == part) return &reading;
    return nullptr;
}

void set_value(Field& field, const std::string& text, double confidence, double review_below,
               const GapReading& reading) {
    pipeline::Value value = field.value.value_or(pipeline::Value{});
    if (value.normal != text) value.text = text;
    value.normal = text;
    value.confidence = static_cast<float>(confidence);
    value.origin.stage = "extract";
    if (value.origin.rule.empty()) value.origin.rule = "digits";
    value.origin.page = reading.page;
    if (value.origin.box.empty()) value.origin.box = reading.box;
    field.value = std::move(value);
    field.state = confidence >= review_below ? FieldState::Extracted : FieldState::NeedsReview;
}

Decision decide(const GapReading& reading, double probability, double own, bool agrees,
                double seen_confidence, bool witness) {
    if (!written(reading)) {
        if (agrees && probability >= 0.6 && own >= 0.5) {
            const double both = 1 - (1 - probability) * (1 - seen_confidence);
            return {seen_confidence >= 0.3 ? Verdict::Settled : Verdict::ForALook,
                    seen_confidence >= 0.3 ? std::min(both, 0.99) : std::min(both, kReview)};
        }
        if (probability >= kSure) return {Verdict::ForALook, std::min(probability, kReview)};
        return {};
    }
    const bool second = witness || (agrees && seen_confidence >= 0.6);
    if (second && probability >= kVerySure) return {Verdict::Settled, std::min(probability, 0.99)};
    // Two that read in ways of their own seldom make the same mistake.
    if (probability >= (agrees ? kBothSay : kSure))
        return {Verdict::ForALook, std::min(probability, kReview)};
    return {};
}

pipeline::Issue account_of(const std::string& field, std::string_view what,
                           const GapReading& reading, const std::vector<Weighed>& list,
                           const std::string& seen, bool witness) {
    pipeline::Issue note{pipeline::Severity::Info, "read_by_digits", field, ""};
    const std::string page = std::to_string(reading.page);
    std::string guesses, guesses_in_words;
    for (std::size_t i = 0; i < std::min(list.size(), kMostCandidates); ++i) {
        const std::string chance = " (" + percent(list[i].probability) + ")";
        const bool none = list[i].text.empty();
        guesses += (i ? ", " : "") + (none ? "–" : list[i].text) + chance;
        guesses_in_words += (i ? ", " : "") + (none ? "nothing" : list[i].text) + chance;
    }
    note.values = {
        {"page", page}, {"ink", written(reading) ? "hand" : "print"}, {"guesses", guesses}};
    note.detail = "page " + page + ": the " + std::string(what) +
                  (written(reading) ? " is written by hand" : " is printed") +
                  "; the digit reader says " + guesses_in_words;
    if (!seen.empty()) {
        note.detail += "; print recognition saw " + seen;
        note.values["seen"] = seen;
    }
    if (witness) {
        note.detail += "; the file's name, the signature or another paper says the same";
        note.values["witness"] = "yes";
    }
    return note;
}

void keep_candidates(Field& field, const std::vector<Weighed>& list, const std::string& seen) {
    field.candidates.clear();
    for (const Weighed& one : list) {
        if (one.text.empty() || field.candidates.size() >= kMostCandidates) continue;
        if (one.probability < 0.005 && !field.candidates.empty()) break;
        field.candidates.push_back(one.text);
    }
    if (!seen.empty() && !is_in(field.candidates, seen)) field.candidates.push_back(seen);
}

}  // namespace vanthu::forms
