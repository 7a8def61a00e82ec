// finding_words.h: what a finding says, in English; check.h says it in Vietnamese.
//
// Made from the finding's code and values. Pure. Names, quoted clauses and reasons stay as they
// are.
#pragma once

#include <string>

#include "nominations/check.h"

namespace vanthu::nominations {

// The finding as a sentence; the Vietnamese one where its code is not known here.
std::string english(const Finding& finding);

// "cùng tên, cùng ngày sinh" as "same name, same birth date".
std::string english_evidence(const std::string& evidence);

}  // namespace vanthu::nominations
