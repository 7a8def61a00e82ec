// books.h: register books and their numbers.
//
// A number is given inside the caller's transaction, so a rollback gives it back and no year has a
// gap. Safe from several processes: the counter row is the lock. A number once committed is never
// used again: a void keeps it and says why. A closed year takes no more. Which books there are and
// their rules are data (config/books.xml, Decree 30/2020 Annex IV); what the database can hold by
// itself it does (triggers). Does not decide when to register: the process diagram does.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "pipeline/document.h"
#include "store/sql.h"

namespace vanthu::records {

struct BookColumn {
    std::string id;     // "arrival_date", "number", "author", "code", "issued_date", "subject",
                        // "receiver", ...
    std::string title;  // as the decree prints it

    // Where its text comes from: field ids parted by spaces, or "number", "number_code",
    // "registered_on", "typed", "nothing".
    std::string source;
    std::string separator = " ";
};

struct Book {
    std::string id;  // "incoming", "outgoing"
    std::string title;
    std::vector<BookColumn> columns;

    // First days of terms (ISO, ascending): numbers then run through a term, which is named by the
    // year it began in. Empty: numbers begin anew each year.
    std::vector<std::string> terms = {};

    // This book is a series of another one and takes its papers of these types.
    std::string of = {};
    std::vector<std::string> types = {};
    std::vector<std::string> series = {};  // of this book; save_books() finds them out

    // A view of another book's entries; nothing is registered in it.
    std::string follows = {};

    bool secret = false;         // takes quarantined papers alone; says nothing of what is in them
    bool repeated = false;       // takes a paper several times: copies
    int back_dated_days = 0;     // by how many days an entry may be late and dated back
    std::string retention = {};  // how long the book itself is kept, as printed on its cover
};

// Reads books.xml; Error(Configuration).
std::vector<Book> read_books(const std::string& path, const std::string& schema_path);

struct RegisterEntry {
    std::string book;
    int year = 0;
    std::int64_t number = 0;
    pipeline::DocumentId document;
    Instant registered_at = 0;
    std::string registered_by;
    std::vector<std::string> columns;  // as printed, in the order of the book's columns
    std::optional<Instant> filed_at;
    std::optional<Instant> voided_at;
    std::string void_reason;
    std::string voided_by = {};
    std::string dated_on = {};  // ISO day of a late entry; "" = the day it was registered
    std::string late_reason = {};
    std::vector<std::pair<std::string, std::string>> typed = {};  // column id, text
};

// What a clerk says of an entry made by hand.
struct EntryFacts {
    std::string dated_on = {};  // late: the ISO day it should have been entered; needs a reason
    std::string reason = {};
    std::vector<std::pair<std::string, std::string>> typed = {};  // of columns with source "typed"
};

// Makes sure the configured books exist in the database; called at start-up. Error(Configuration)
// when a book that has entries would change its columns.
void save_books(store::Transaction&, const std::vector<Book>& books);
std::vector<Book> books(store::Transaction&);

// Registers the document in the book, or in that series of it which takes papers of its type, in
// the office's local year or term, and returns its entry; the second call for the same document and
// book returns the first entry, unless the book takes papers repeatedly. Error(Conflict) for a
// closed year and for a secret paper outside of a secret book; Error(BadInput) for a day that the
// book's rule does not allow and for a column that is not typed.
RegisterEntry register_document(store::Transaction&, const std::string& book,
                                const pipeline::Document& document, const std::string& clerk,
                                Instant now, const EntryFacts& facts = {});

// What is known later: hand-over, number of copies, notes. Columns not named stay; audited.
RegisterEntry fill_entry(store::Transaction&, const std::string& book, int year,
                         std::int64_t number,
                         const std::vector<std::pair<std::string, std::string>>& typed,
                         const std::string& user, Instant now);

// The year or term is over: no number is given any more, none is voided. Error(Conflict) while it
// still runs or when it is closed.
void close_year(store::Transaction&, const std::string& book, int year, const std::string& user,
                Instant now);

struct BookYear {
    int year = 0;
    std::int64_t last_number = 0;
    std::optional<Instant> closed_at = {};
    std::string closed_by = {};
};
std::vector<BookYear> book_years(store::Transaction&, const std::string& book);  // newest first

RegisterEntry find_entry(store::Transaction&, const std::string& book, int year,
                         std::int64_t number);  // Error(NotFound)

// Handling is over: the entry's columns take their final text from the document's fields. The
// second call changes nothing. Error(Conflict) when the document is not registered in that book.
RegisterEntry file_document(store::Transaction&, const std::string& book,
                            const pipeline::Document& document, const std::string& user,
                            Instant now);

// The number stays and says why; the document may be registered again. Error(NotFound),
// Error(Conflict) when it is void.
void void_entry(store::Transaction&, const std::string& book, int year, std::int64_t number,
                const std::string& reason, const std::string& user, Instant now);

// The newest entry that is not void, of whichever book.
std::optional<RegisterEntry> entry_of(store::Transaction&, const pipeline::DocumentId& document);

struct EntryQuery {
    std::string book;
    int year = 0;
    std::int64_t before = 0;  // cursor: numbers below this one; 0 = from the newest
    int limit = 100;
};
std::vector<RegisterEntry> entries(store::Transaction&, const EntryQuery& query);  // newest first

// All entries of a year in the order of their numbers, as the printed book has them, one at a time.
void for_each_entry(store::Transaction&, const std::string& book, int year,
                    const std::function<void(const RegisterEntry&)>& use);

// Error(NotFound), naming a book that may have been meant.
Book find_book(store::Transaction&, const std::string& id);
std::vector<int> years(store::Transaction&, const std::string& book);

}  // namespace vanthu::records
