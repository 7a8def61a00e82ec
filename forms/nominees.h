// nominees.h: tables of a form out of a document's table cells.
//
// Columns are recognised by the synonyms of their headings; a heading that is none keeps its text
// as id. Group rows
// ("I. Tập thể") set the kind of the rows below and are no rows; a merged cell's text is given to
// every row it spans; a heading row repeated on a new page is dropped. Pure function.
#pragma once

#include <optional>

#include "forms/form.h"
#include "pipeline/document.h"

namespace vanthu::forms {

// Nothing when no table of the document has enough of the headings.
std::optional<pipeline::FieldTable> read_table(const pipeline::Document& document,
                                               const TableDefinition& table);

}  // namespace vanthu::forms
