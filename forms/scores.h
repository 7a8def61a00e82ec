// scores.h: how many of a set's true values a reading found, field by field.
//
// Single values are right or wrong as they stand (contract section 4). Lists are counted whole
// under the field's own id and item by item, as F1, under "ID.items"; citations (code and date),
// tasks (organ and deadline right, action overlapping) and cells of tables likewise under
// "citations", "tasks" and "tables". Used by the accuracy tests and `vanthu form test`. Pure
// functions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "forms/truth.h"
#include "pipeline/document.h"

namespace vanthu::forms {

using Scores = std::map<std::string, FieldScore>;

void score(const pipeline::Document& document, const Truth& truth, Scores& scores);

// A value that does not agree with the page.
struct Miss {
    std::string field;
    std::string read, truth;  // list items joined by " | "; "" = nothing
    float confidence = 0;
    bool extracted = false;  // would have been filed without a look
};
std::vector<Miss> misses(const pipeline::Document& document, const Truth& truth);

// "Ủy ban nhân dân các xã, phường" is "UBND xã, phường": abbreviations spelled out, the words that
// every name has left aside.
bool same_organ(const std::string& read, const std::string& truth);

// Organ and deadline equal, and the truth's quote in the words of the task.
bool same_task(const pipeline::Assignment& read, const pipeline::Assignment& truth);

}  // namespace vanthu::forms
