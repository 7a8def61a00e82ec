// entry_columns.h: what stands in each column of a register entry.
//
// Turns a document's fields into the texts that the decree's book prints: days as dd/mm/yyyy,
// numbers with two digits at least, a value the paper does not show as an empty column. Pure
// functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "records/books.h"

namespace vanthu::records {

// True for the sources that are no fields: "number", "number_code", "registered_on", "typed",
// "nothing", and of handling "lead", "due", "progress", "reply".
bool is_fact(std::string_view source);

// One text per column of the book. The entry's number and time must be set.
std::vector<std::string> printed_columns(const Book& book, const RegisterEntry& entry,
                                         const pipeline::Document& document);

// "01", "79", "1287"
std::string printed_number(std::int64_t number);

// "21/04/2022" for "2022-04-21", "04/2022" for "2022-04"; any other text unchanged.
std::string printed_date(std::string_view iso);

}  // namespace vanthu::records
