// experience.h: what the office knows from earlier papers, handed to the forms room as evidence.
//
// forms knows no database and records no forms: here what clerks taught (records/lessons.h) and
// what the organ's other papers say of a number or day (records/siblings.h) are fetched, each in
// one read of its own. Changes nothing in the database. Safe from several threads.
#pragma once

#include <vector>

#include "forms/confidence.h"
#include "forms/learnt.h"
#include "forms/weighing.h"
#include "store/sql.h"

namespace vanthu::stages {

// For a paper whose number or day has to be read out of a gap; `fields` are as they were extracted.
forms::Neighbours neighbours_of(store::Database&, const pipeline::Document& document,
                                std::vector<pipeline::Field> fields,
                                const std::vector<forms::GapReading>& readings,
                                const forms::Calibration& calibration);

// Weighs what was learnt of the issuer against the fields, which have been calibrated.
void apply_lessons(store::Database&, const pipeline::Document& document,
                   std::vector<pipeline::Field>& fields, const forms::Calibration& calibration,
                   std::vector<pipeline::Issue>& issues);

}  // namespace vanthu::stages
