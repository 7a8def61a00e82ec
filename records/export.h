// export.h: a year of a register book as a table file.
//
// The columns are those that the decree prints, the rows every number of the year in order; a void
// entry keeps its row and says why. Every cell is text: nothing in a paper can become a formula.
// Memory does not grow with the number of entries.
#pragma once

#include <iosfwd>
#include <string>

#include "records/books.h"
#include "records/print.h"

namespace vanthu::records {

// Writes the file; Error(NotFound) for a book that is none, Error(Unavailable) when the file cannot
// be written.
// The cover is a sheet of its own in front.
void export_xlsx(store::Transaction&, const std::string& book, int year, const PrintedBy& by,
                 const HandlingOf& handling, const std::string& path);

// RFC 4180 in UTF-8 with a byte order mark, which Excel needs to see Vietnamese. A cell that a
// spreadsheet would take for a formula gets an apostrophe in front.
void export_csv(store::Transaction&, const std::string& book, int year, const HandlingOf& handling,
                std::ostream& out);

// The entry's columns; the last one also says why a void entry is void.
std::vector<std::string> exported_columns(const RegisterEntry& entry);

}  // namespace vanthu::records
