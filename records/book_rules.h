// book_rules.h: what a book's rules say of one paper: whether it may go in, under which year, and
// into which series.
//
// For books.cpp and entries.cpp. Everything but read_book() is pure.
#pragma once

#include <vector>

#include "records/books.h"

namespace vanthu::records {

// A row of the table book.
Book read_book(const store::Row& row);

// Error(Conflict) for a secret paper outside of a secret book, and the other way round.
void check_secrecy(const Book& book, const pipeline::Document& document);

// The year, or the year in which the term began, that a day's numbers belong to.
// Error(Configuration) for a day before the first term.
int period_of(const Book& book, Date day);

// Error(BadInput) for a day that the book's rule does not allow.
void check_late(const Book& book, const EntryFacts& facts, Instant now);

// The series that takes papers of this type, or the book itself, which stands first.
const Book& series_for(const std::vector<Book>& family, const pipeline::Document& document);

}  // namespace vanthu::records
