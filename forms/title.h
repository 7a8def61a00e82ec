// title.h: type and subject of a dispatch, marks of urgency and circulation, and what it is
// attached to.
//
// The subject of a named type stands under the type, that of a letter behind "V/v" under the
// number. Pure functions.
#pragma once

#include "forms/finding.h"
#include "forms/form.h"
#include "forms/head.h"
#include "forms/lexicon.h"

namespace vanthu::forms {

Finding read_type(const Head& head);
Finding read_subject(const Head& head, const Lexicons& lexicons);

// One of the field's anchors standing alone as a line of capitals: HỎA TỐC, LƯU HÀNH NỘI BỘ.
Finding read_mark(const Head& head, const FieldDefinition& field);

// "(Kèm theo Tờ trình số 31/TTr-SNN ngày ...)": the code of that document.
Finding read_attached_to(const Head& head, const Lexicons& lexicons);

}  // namespace vanthu::forms
