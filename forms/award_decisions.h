// award_decisions.h: the decisions in a table of past awards, taken apart.
//
// One cell says number, day and issuer: "Số 123/QĐ-UBND ngày 12/3/2020 của Chủ tịch UBND tỉnh". The
// cell stays as printed; what it says is added in columns of its own. Pure function.
#pragma once

#include "pipeline/document.h"

namespace vanthu::forms {

// A table with a column `decision` gets decision_code, decision_date (ISO) and decision_organ.
void take_decisions_apart(pipeline::FieldTable& table);

}  // namespace vanthu::forms
