// books.h: register books and their numbers.
//
// A number is given inside the caller's transaction, so a rollback gives it back and no year has a
// gap. Safe from several processes: the counter row is the lock. A number once committed is never
// used again: a void keeps it and says why. Which books there are is data (config/books.xml, Decree
// 30/2020 Annex IV). Does not decide when to register: the process diagram does.
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
    // "registered_on", "nothing".
    std::string source;
    std::string separator = " ";
};

struct Book {
    std::string id;  // "incoming", "outgoing"
    std::string title;
    std::vector<BookColumn> columns;
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
};

// Makes sure the configured books exist in the database; called at start-up. Error(Configuration)
// when a book that has entries would change its columns.
void save_books(store::Transaction&, const std::vector<Book>& books);
std::vector<Book> books(store::Transaction&);

// Registers the document in the book of the office's local year and returns its entry; the second
// call for the same document and book returns the first entry.
RegisterEntry register_document(store::Transaction&, const std::string& book,
                                const pipeline::Document& document, const std::string& clerk,
                                Instant now);

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
