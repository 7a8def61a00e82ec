// truth.h: what a sample's page truly shows, and how far a reading agrees with it.
//
// Reads both shapes of truth files: a folder's truth.json with contract field ids, and the list of
// real documents with `documents[].fields`. Equality is that of contract section 4. Used by the
// accuracy test and by `vanthu form test`. Pure functions apart from reading the file.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/document.h"

namespace vanthu::forms {

struct TrueField {
    std::vector<std::string>
        values;  // one, or the items of a list; empty = the page does not show it
    std::vector<std::string> alternatives;  // other readings that are right too
    bool counts = true;                     // false: uncertain, left out of the score
    bool inferred = false;  // not on the page: null is right, and so is the value for review
    bool handwritten = false;
};

struct Truth {
    std::string file;                         // of the input, relative to the truth file
    std::string form;                         // empty = not said
    std::map<std::string, TrueField> fields;  // by contract id
    std::vector<pipeline::Citation> citations;
    std::vector<pipeline::FieldTable> tables;
};

// One or many documents; Error(BadInput) for a file that is neither shape.
std::vector<Truth> read_truth(const std::string& path);

// Contract section 4; for codes spaces do not count either.
bool equal_values(std::string_view field, std::string_view read, std::string_view truth);

enum class Agreement { Right, Wrong, NotCounted };

// How the document's field agrees with the truth.
Agreement compare(const pipeline::Document& document, std::string_view field,
                  const TrueField& truth);

struct FieldScore {
    int right = 0;
    int total = 0;
    int wrong_but_extracted = 0;  // would have been filed without a look
};

// Adds one document's fields to the scores. A truth without value counts only when the reading gave
// one.
void add_scores(const pipeline::Document& document, const Truth& truth,
                std::map<std::string, FieldScore>& scores);

}  // namespace vanthu::forms
