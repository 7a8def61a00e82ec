// cell_grid.h: the table cells of a document as grids, merged cells filled in.
//
// Cells keep where they stand, so that whoever looks at a value can be shown its place. A grid is
// one table of one page or, of a DOCX, one table. Pure function; the grids point to nothing.
#pragma once

#include <string>
#include <vector>

#include "pipeline/document.h"

namespace vanthu::forms {

struct GridCell {
    std::string text;
    int page = 0;  // 0 where no cell is
    pipeline::Box box;
    float confidence = 1;  // of its least sure word
    int row_span = 1, column_span = 1;
    bool first = false;  // of the places that a merged cell fills, the upper left one
};

struct CellGrid {
    int number = 0, page = 0;
    int columns = 0;
    bool on_paper = false;           // its boxes are places on an image or a sheet
    bool cut_off = false;            // larger than what is read of a table
    std::vector<std::string> above;  // the last paragraphs between it and the table before
    std::vector<std::vector<GridCell>> rows;
};

std::vector<CellGrid> grids_of(const pipeline::Document& document);

// Whether the first heading stands in a row again and some of the others, not all: the headings of
// another table, which stands right below the one with these.
bool begins_another_table(const std::vector<GridCell>& row, const std::vector<GridCell>& headings);

// Texts of a row, what a merged cell fills counted once, blanks left out.
std::vector<std::string> texts_of(const std::vector<GridCell>& row);

}  // namespace vanthu::forms
