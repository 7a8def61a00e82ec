// citations.h: the documents that a paper names: type, code, date, organ, subject.
//
// Each document once, at its first mention; later mentions add what the first left out. Party codes
// are given in the Party's order ("34-CT/TW") even where a paper slips. Pure function.
#pragma once

#include <string_view>
#include <vector>

#include "forms/layout.h"
#include "forms/lexicon.h"
#include "pipeline/document.h"

namespace vanthu::forms {

// `own_code` is the paper's own and is left out, and so is what stands on `own_line`, where it was
// misread.
std::vector<pipeline::Citation> read_citations(const Layout& layout, const Lexicons& lexicons,
                                               std::string_view own_code,
                                               std::string_view own_line = {});

}  // namespace vanthu::forms
