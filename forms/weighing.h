// weighing.h: the head's number and day, once the recogniser and the digit reader have both looked.
//
// A recogniser of print is sure of itself and wrong where a pen filled the gap, so there its
// reading is one voice among others: the digit reader's guesses, the file's name, the time of
// signing, the day of the week, the office's other papers (neighbours.h). What is not sure enough
// becomes a list of candidates, best first, and no value; a number by hand is never `extracted` on
// the ink alone. Each decision leaves its reasons in one issue `read_by_digits`. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "forms/confidence.h"
#include "forms/decision.h"
#include "forms/gaps.h"

namespace vanthu::forms {

Evidence evidence_of(const pipeline::Document& document);

// A reader's guesses and what print recognition saw, as one list; `seen` empty = nothing.
std::vector<Weighed> weigh_number(const GapReading& reading, const std::string& seen,
                                  double seen_confidence, const Evidence& evidence);

// Days (1 to 31) likewise; `month` is "2025-02" or empty.
std::vector<Weighed> weigh_day(const GapReading& reading, int seen, double seen_confidence,
                               const std::string& month, const Evidence& evidence);

// Calibrates every field, then puts code_number, code, issued_date and arrival_number right by what
// was read out of the gaps.
void weigh_fields(std::vector<pipeline::Field>& fields, const std::vector<GapReading>& readings,
                  const Evidence& evidence, std::vector<pipeline::Issue>& issues,
                  const Calibration& calibration = {});

}  // namespace vanthu::forms
