// siblings.h: papers of one organ and notation, as witnesses of each other's numbers and days.
//
// Reads what is stored of earlier papers: their numbers and days where a person agreed or the
// reading was sure, and what papers say of others that have not arrived. Works inside the caller's
// transaction; changes nothing.
#pragma once

#include <string>
#include <vector>

#include "pipeline/document.h"
#include "store/sql.h"

namespace vanthu::records {

struct NumberedPaper {
    std::string number, day;
};

// Of the same organ and notation in the year ("2022"), in order of days. At most some hundred.
std::vector<NumberedPaper> siblings_of(store::Transaction&, const pipeline::DocumentId& document,
                                       const std::string& organ, const std::string& notation,
                                       const std::string& year);

// Which of the numbers, with that notation, papers name as one of this organ's that has not
// arrived; the day as far as they say it.
std::vector<NumberedPaper> named_by_others(store::Transaction&, const std::string& organ,
                                           const std::string& notation, const std::string& year,
                                           const std::vector<std::string>& numbers);

}  // namespace vanthu::records
