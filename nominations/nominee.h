// nominee.h: one row of a list: a person, collective, household or model that is proposed.
//
// Names are compared after folding (case, marks, tone placement), with kind, birth date and unit as
// evidence for or against its being the same. Pure. Does not know rounds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/document.h"

namespace vanthu::nominations {

// As the contract's column `kind`: "individual", "collective", "household", "model".
using NomineeClass = std::string;

struct Nominee {
    int row = 0;  // from 1, in the list
    std::string name;
    NomineeClass kind;  // "" = the list does not say
    std::string birth_date, unit, movement, award;
};

// The nominees of a list's table (columns of contract section 2.2).
std::vector<Nominee> nominees_of(const pipeline::FieldTable& table);

std::string_view vietnamese_name(const NomineeClass& kind);  // "cá nhân"; "không rõ"

// A spreadsheet that is given the text as it is would take it for a formula: "=cmd|...", "@SUM(1)".
bool would_be_formula(std::string_view text);

// A name as it is compared: "Ông Hoàng  Văn Hoà" and "hoàng văn hòa" are one.
std::string name_key(std::string_view name);

// What two entries are compared by, folded once.
struct Identity {
    std::string name, kind, unit;
    std::vector<int> born;  // day, month, year as far as it is written
};
Identity identity_of(const Nominee& nominee);

// Two entries that may be the same person or collective.
enum class Likeness { Different, Perhaps, Same };
Likeness likeness(const Identity& a, const Identity& b);
Likeness likeness(const Nominee& a, const Nominee& b);

// What speaks for it, for a person: "cùng tên, cùng ngày sinh".
std::string evidence(const Identity& a, const Identity& b);

}  // namespace vanthu::nominations
