// decision.h: what speaks for a reading, and how far it is believed.
//
// A list of possible texts with their shares, best first; the verdict on the best of them; and how
// the field tells it: value, candidates, one sentence of account. A number by hand is never settled
// on the ink alone. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/gaps.h"
#include "forms/neighbours.h"
#include "pipeline/document.h"

namespace vanthu::forms {

struct Evidence {
    std::string file_name;          // without folders
    std::optional<Date> signed_on;  // by the first signature
    std::optional<Date> arrived_on;
    Neighbours neighbours;  // of the office; none for a paper that no office knows
};

struct Weighed {
    std::string text;
    double probability = 0;
};

enum class Verdict { Unsure, ForALook, Settled };

struct Decision {
    Verdict verdict = Verdict::Unsure;
    double confidence = 0;
};

constexpr double kSure = 0.8;        // enough for a value that a person looks at
constexpr double kReview = 0.79;     // highest confidence of what is to be looked at
constexpr double kLeastAlone = 0.5;  // of print recognition without a second look
constexpr double kSureAlone = 0.88;  // of the digit reader, in a stamp
constexpr double kBothSay = 0.45;    // with print recognition, by a pen or in a stamp

// By a pen, or in blue.
bool written(const GapReading& reading);

std::string without_zeros(const std::string& number);
std::string two(int value);  // digits
bool is_in(const std::vector<std::string>& list, const std::string& text);

// Shares of one, best first.
void settle(std::vector<Weighed>& list);

// How much print recognition's word counts where `reading` looked, by its `confidence`.
double voice_of(const GapReading& reading, double confidence);

// What the digit reader alone gives a number.
double share_of(const GapReading& reading, const std::string& number);

// `agrees`: print recognition saw the same, with `seen_confidence`; `witness`: so says another
// paper or the signature's day. `own`: what the digit reader alone gives it.
Decision decide(const GapReading& reading, double probability, double own, bool agrees,
                double seen_confidence, bool witness);

// Null when there is none.
pipeline::Field* field_of(std::vector<pipeline::Field>& fields, std::string_view id);
const GapReading* reading_of(const std::vector<GapReading>& readings, Gap::Part part);

void set_value(pipeline::Field& field, const std::string& text, double confidence,
               double review_below, const GapReading& reading);
void keep_candidates(pipeline::Field& field, const std::vector<Weighed>& list,
                     const std::string& seen);
// What the digit reader made of a field, as a note for whoever checks it.
pipeline::Issue account_of(const std::string& field, std::string_view what,
                           const GapReading& reading, const std::vector<Weighed>& list,
                           const std::string& seen, bool witness);

}  // namespace vanthu::forms
