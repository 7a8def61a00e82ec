// vouched.h: which recognised values another witness vouches for, beside the recogniser itself.
//
// The witness of a name is the language: its syllables were seen next to each other in print (told
// by whoever loaded the language model). The organ's name and the paper's symbol are each other's:
// .../QĐ-SYT is no paper of UBND TỈNH. A value that is vouched for is right more often than its
// letters alone say; forms/confidence.xml tells how much. Pure functions, safe from any thread.
// Never changes a value.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "pipeline/document.h"

namespace vanthu::forms {

// Is the text made of syllables that were seen next to each other? Must be safe from any thread.
using Familiar = std::function<bool(std::string_view text)>;

bool is_vouched(const pipeline::Field& field, const std::vector<pipeline::Field>& fields,
                const Familiar& familiar);

// Are the letters of one part of the symbol taken from the name in order, the first of each word or
// a whole abbreviation? SLĐTBXH and Sở Lao động - Thương binh và Xã hội do. A first part that is
// the type's (QĐ, TTr) is none of the organ's. Nothing where the symbol names no organ.
std::optional<bool> symbol_agrees(std::string_view organ, std::string_view notation,
                                  std::string_view type_name);

}  // namespace vanthu::forms
