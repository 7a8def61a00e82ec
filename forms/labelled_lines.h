// labelled_lines.h: what stands behind labels in running text, as a table of one row.
//
// "- Họ và tên: Lò Thị Pánh; Giới tính: Nữ". The form's table says which labels are which column;
// a line without a label goes on with the value above it in its block. Pure function.
#pragma once

#include <optional>

#include "forms/form.h"
#include "pipeline/document.h"

namespace vanthu::forms {

// Nothing with fewer than `least_columns` labels.
std::optional<pipeline::FieldTable> read_labelled_lines(const pipeline::Document& document,
                                                        const TableDefinition& table);

}  // namespace vanthu::forms
