// nominees.h: tables of a form out of a document's table cells.
//
// Columns are recognised by the synonyms of their headings; a heading that is none keeps its text
// as id. Group rows ("I. Tập thể") set the kind of the rows below and are no rows; a merged cell's
// text is given to every row it spans; a heading row repeated on a new page is dropped; a row that
// a page break cuts is one row. What looks wrong is told by an issue that names the place; the rest
// is read. Pure function.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forms/form.h"
#include "pipeline/document.h"

namespace vanthu::forms {

// Where a cell of the table stands; two places when a page break cuts it.
struct CellPlace {
    int page = 0;  // 0 = nowhere: the kind that a group row sets
    pipeline::Box box;
    float confidence = 1;
};

struct ColumnReading {
    std::string id, heading;
    double confidence = 0;  // 1 = a known heading word for word, 0 = keeps its own
};

struct TableReading {
    pipeline::FieldTable table;
    std::vector<ColumnReading> columns;                       // as many as the table has
    std::vector<std::vector<std::vector<CellPlace>>> places;  // by row and column
    std::vector<pipeline::Issue> issues;
};

// Nothing when no table of the document is such a list. Where one asks for it, a list without
// headings is read by what its cells look like.
enum class WithoutHeadings { PassOver, Guess };
std::optional<TableReading> read_table(const pipeline::Document& document,
                                       const TableDefinition& table,
                                       WithoutHeadings without = WithoutHeadings::PassOver);

}  // namespace vanthu::forms
