// search_tokens.h: what the word index holds beside the words of the text.
//
// Fields, code, book and audience become tokens of their own, so that a filter is a look into the
// same index as a word and costs the same at any size. Tokens begin with a capital, which no folded
// word does. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "pipeline/document.h"
#include "records/access.h"

namespace vanthu::records {

// The words of a field's value, side by side as in the value: {"F01uy", "F01ban"}; empty for no
// word.
std::vector<std::string> field_tokens(const pipeline::FieldId& field, const std::string& value);

// The whole value without signs, for codes and numbers: "K0279khubnd"; "" when it has no letter or
// digit.
std::string key_token(const pipeline::FieldId& field, const std::string& value);

std::string book_token(const std::string& book);

constexpr const char* kAnybody = "Uany";
std::string audience_token(const Right& right);

// Tokens of papers that the reader may read.
std::vector<std::string> audience_of(const Reader& reader);

}  // namespace vanthu::records
