// shared_headings.h: columns that one heading stands over: halves of a name, and crosses instead of
// words.
//
// "Họ và tên" over two columns is one column in two halves; "Giới tính" over "Nam" and "Nữ", "Đối
// tượng" over "Tập thể" and "Cá nhân" or "Hình thức" over "Bằng khen" and "Giấy khen" with crosses
// below say by the place of the cross what others write. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "forms/cell_grid.h"
#include "forms/form.h"
#include "forms/headings.h"

namespace vanthu::forms {

// Marks the second of two columns that the file puts under one merged heading.
void join_halves(const CellGrid& grid, Headings& headings);

// Names the columns that hold nothing but crosses by what a cross there says.
void read_ticks(const CellGrid& grid, Headings& headings, const TableDefinition& table);

// "x", "✓" and their like.
bool is_tick(const std::string& text);

// Two places of one row that one merged cell fills.
bool is_one_cell_with(const GridCell& a, const GridCell& b);

// The only kind of nominee that a text names ("Tên tập thể", "II. CÁ NHÂN"); "" for none or
// several.
std::string only_kind_in(const std::string& text, const TableDefinition& table);

// The same of the heading over a column of names; "Họ và tên/ Tên tập thể" names persons too.
std::string kind_of_names(const std::string& heading, const TableDefinition& table);

// The kind that the paragraphs above a list name as its heading: "B. Cá nhân", "Danh sách tập thể".
std::string kind_above(const std::vector<std::string>& paragraphs, const TableDefinition& table);

}  // namespace vanthu::forms
