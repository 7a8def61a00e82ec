// recipients.h: Kính gửi and Nơi nhận.
//
// Items as printed, wrapped lines joined, dashes and closing signs removed; the archive line ("Lưu:
// VT, ...") apart. Does not expand groups or abbreviations: "Như trên" stays "Như trên". Pure
// functions.
#pragma once

#include "forms/finding.h"
#include "forms/form.h"
#include "forms/head.h"
#include "forms/layout.h"
#include "forms/lexicon.h"

namespace vanthu::forms {

Finding read_addressees(const Head& head, const FieldDefinition& field);

struct Foot {
    const PageLayout* page = nullptr;  // the page with Nơi nhận; null when none has it
    const Segment* anchor = nullptr;   // the "Nơi nhận" line
    int split = 0;                     // x between recipients and signing block
    Finding to_places;
    Finding archive_line;
};

Foot read_foot(const Layout& layout, const FieldDefinition& to_places, const Lexicons& lexicons);

}  // namespace vanthu::forms
