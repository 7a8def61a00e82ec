// recipient_items.h: one item of Kính gửi or Nơi nhận, from the line it was read in to its value.
//
// Knows how a list is printed and what a recogniser makes of its dashes, closing signs and
// purposes; where a list stands is recipients.h. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "forms/finding.h"
#include "forms/folded.h"
#include "forms/layout.h"
#include "forms/lexicon.h"

namespace vanthu::forms {

// An item in the making: text, and whether a closing sign ended it.
struct Item {
    std::string text;
    bool closed = false;
    bool dashed = false;
    pipeline::Box box;
    float confidence = 1;
};

// The line goes on with the item.
void append(Item& item, const std::string& text, const Segment& line);
Finding list_finding(const std::vector<Item>& items, int page);

// Where the item's words begin behind its dash; a dash may be read as '_', '.', '„' or with a
// letter's confidence.
std::size_t after_dash(const Folded& line, bool& dashed);
// A dash that was taken for a letter: alone, doubtful, before a capital.
bool letter_for_dash(const Segment& line);
// Ink that was taken for letters behind the sign that closes an item.
Segment without_dirt(Segment line);
bool starts_lower(const std::string& text);

// A recogniser loses the thin space behind a comma.
std::string with_comma_spaces(const std::string& text);
// "Như Điều 3", "Như trên": nothing stands before or behind it but dirt.
std::string formula_of(const std::string& item);
// "(đề b/c)" is "(để b/c)", "KSTTH€" is "KSTTHC": no other word opens a purpose, no name has that
// sign.
std::string with_plain_letters(const std::string& item);
// "(để bíc)", "(để th)": the slash of a purpose was read as a thin letter or lost.
std::string with_purpose(const std::string& item, const Lexicons& lexicons);

bool is_archive(const std::string& item);
// "Lưu: VT, KSTTHC." -> "VT, KSTTHC"
std::string archive_value(const std::string& line);

}  // namespace vanthu::forms
