// head_lines.h: what a line of a dispatch's first page is, by its words alone.
//
// Country, motto, number, date, type of paper, the opening of the body; misread letters are allowed
// for. Where such a line must stand is head.h. Pure functions.
#pragma once

#include "forms/layout.h"
#include "forms/lexicon.h"

namespace vanthu::forms {

bool is_country(const Segment& segment);
// The first half of it; a narrow column breaks the line behind NGHĨA.
bool is_country_opening(const Segment& segment);
bool is_party(const Segment& segment);
bool is_youth(const Segment& segment);
bool is_motto(const Segment& segment);

bool is_date_line(const Folded& text);
bool opens_number(const Folded& text);
// A line that ends in a symbol: "/QĐ-UBND", "12/KH-SYT", "S@4†2 /GM-SYT".
bool is_symbol(const Folded& text);

// The type of paper that stands alone in the line; null for none.
const Entry* type_name(const Segment& segment, const Lexicons& lexicons);
// The type that a line of capitals opens with, its subject behind it: "KẾ HOẠCH TỔ CHỨC LỄ HỘI".
const Entry* type_and_more(const Segment& segment, const Lexicons& lexicons);
// The first line of the text behind the title.
bool begins_body(const Segment& line);
// THẨM QUYỀN BAN HÀNH: capitals naming who decides, after the subject.
bool names_authority(const Segment& line, const Lexicons& lexicons);
// "(Kèm theo ...)"
bool is_attachment(const Segment& line);

}  // namespace vanthu::forms
