// truth.h: what a sample's page truly shows, and how far a reading agrees with it.
//
// Reads three shapes of truth files: a folder's truth.json with contract field ids, a list of such
// (`samples[]`), and the list of real documents with `documents[].fields`. Equality is that of
// contract section 4. Used by the accuracy test and by `vanthu form test`. Pure functions apart
// from reading the file.
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
    std::string damage;                       // "clean", "office", "hard"; empty for text
    std::map<std::string, TrueField> fields;  // by contract id
    std::vector<pipeline::Citation> citations;
    std::vector<pipeline::FieldTable> tables;
    std::vector<pipeline::Assignment> tasks;
    bool has_citations = false;  // false: the truth does not say what the page cites
    bool has_tasks = false;      // nor who is ordered to do what
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
    enum class Counted { Values, Items };

    int right = 0;
    int total = 0;                // of the truth
    int wrong_but_extracted = 0;  // would have been filed without a look
    int given = 0;                // of the reading; only for items
    Counted counted = Counted::Values;

    // Right values of all; of items F1. 1 when there was nothing to find and nothing was found.
    double share() const;
};

// Adds one document's fields to the scores. A truth without value counts only when the reading gave
// one.
void add_scores(const pipeline::Document& document, const Truth& truth,
                std::map<std::string, FieldScore>& scores);

}  // namespace vanthu::forms
