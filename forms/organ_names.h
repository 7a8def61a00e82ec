// organ_names.h: which lines of the head's left column are the issuer and which the body above it.
//
// "ỦY BAN NHÂN DÂN" / "TỈNH QUẢNG NGÃI" is one name, "BỘ TƯ PHÁP" / "VĂN PHÒNG" are two. Decided by
// the words that begin and continue names, and by bold type where the source tells it. Pure
// functions.
#pragma once

#include <string>
#include <vector>

#include "forms/finding.h"
#include "forms/layout.h"
#include "forms/lexicon.h"

namespace vanthu::forms {

struct OrganNames {
    Finding above;   // organization_in_charge
    Finding issuer;  // organ_name
    std::vector<std::string> issuer_lines;
};

OrganNames read_organs(const std::vector<const Segment*>& lines, int page,
                       const Lexicons& lexicons);

// Marks of known words in an organ's name put right where their letters agree: "SỞ Y TẺ" -> "SỞ Y
// TẾ".
std::string mend_phrases(const std::string& text, const Lexicons& lexicons);

}  // namespace vanthu::forms
