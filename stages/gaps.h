// gaps.h: reads what was filled into the printed lines of the head, by hand or by stamp.
//
// Cuts the gaps out of the page image in a page worker and reads them with the digit reader. A page
// whose image is not at hand or cannot be looked at is left out. Safe from several threads, one
// document each.
#pragma once

#include <vector>

#include "forms/gaps.h"
#include "ocr/digits.h"
#include "pipeline/stage.h"

namespace vanthu::stages {

std::vector<forms::GapReading> read_gaps(const pipeline::Document& document,
                                         const forms::FormLibrary& forms,
                                         const ocr::DigitReader& digits,
                                         pipeline::StageContext& context);

}  // namespace vanthu::stages
