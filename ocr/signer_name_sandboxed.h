// signer_name_sandboxed.h: a person's name settled by several looks at its line.
//
// The looks offer words; of each place the one is taken that fits best what the recogniser's
// network said in all of them. Where the first word is no family name, or a seal's ring runs
// through it, the family names in use compete for its place, common ones first; one that does not
// stand out is not taken. What was settled so is for a person to check. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/looks_sandboxed.h"

namespace vanthu::ocr {

// "Quốc": a capital, then small letters only, no more than a syllable has.
bool is_name_word(const pipeline::Word& word);

// Two to five such words.
bool is_name(const pipeline::TextLine& line);

struct FamilyNames {
    const std::vector<std::u32string>& names;  // commonest first; may be empty
    const LineLetters* letters = nullptr;      // null: no look says what it was read from
};

// `middle`: that of the titles above it. `hidden`: a ring runs
// through it.
void settle_name(const std::vector<Look>& looks, const FamilyNames& families,
                 std::optional<int> middle, bool hidden, pipeline::TextLine& line);

}  // namespace vanthu::ocr
