#include "records/books.h"

#include <algorithm>
#include <sstream>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/text.h"
#include "base/xml.h"
#include "pipeline/documents.h"
#include "records/entry_columns.h"
#include "store/audit.h"

namespace vanthu::records {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

Array::Ptr parse_array(const std::string& json) {
    return Poco::JSON::Parser().parse(json).extract<Array::Ptr>();
}

std::string write(const Array& array) {
    std::ostringstream out;
    array.stringify(out);
    return out.str();
}

std::string write_columns(const std::vector<BookColumn>& columns) {
    Array array;
    for (const BookColumn& column : columns) {
        Object::Ptr object = new Object(Poco::JSON_PRESERVE_KEY_ORDER);
        object->set("id", column.id);
        object->set("title", column.title);
        object->set("source", column.source);
        object->set("separator", column.separator);
        array.add(object);
    }
    return write(array);
}

Book read_book(const store::Row& row) {
    Book book{row.text("id"), row.text("title"), {}};
    const Array::Ptr columns = parse_array(row.text("columns"));
    for (unsigned i = 0; i < columns->size(); ++i) {
        const Object::Ptr column = columns->getObject(i);
        book.columns.push_back(
            {column->getValue<std::string>("id"), column->getValue<std::string>("title"),
             column->getValue<std::string>("source"), column->getValue<std::string>("separator")});
    }
    return book;
}

std::string write_printed(const std::vector<std::string>& texts) {
    Array array;
    for (const std::string& text : texts)
        array.add(text);
    return write(array);
}

RegisterEntry read_entry(const store::Row& row) {
    RegisterEntry entry;
    entry.book = row.text("book");
    entry.year = static_cast<int>(row.integer("year"));
    entry.number = row.integer("number");
    entry.document = row.text("document");
    entry.registered_at = row.integer("registered_at");
    entry.registered_by = row.text("registered_by");
    const Array::Ptr printed = parse_array(row.text("printed"));
    for (unsigned i = 0; i < printed->size(); ++i)
        entry.columns.push_back(printed->getElement<std::string>(i));
    entry.filed_at = row.optional_integer("filed_at");
    entry.voided_at = row.optional_integer("voided_at");
    entry.void_reason = row.text("void_reason");
    return entry;
}

std::string place_of(const RegisterEntry& entry) {
    return entry.book + " " + std::to_string(entry.number) + "/" + std::to_string(entry.year);
}

std::string audit_detail(const RegisterEntry& entry) {
    Object detail(Poco::JSON_PRESERVE_KEY_ORDER);
    detail.set("book", entry.book);
    detail.set("year", entry.year);
    detail.set("number", static_cast<Poco::Int64>(entry.number));
    if (!entry.void_reason.empty()) detail.set("reason", entry.void_reason);
    std::ostringstream out;
    detail.stringify(out);
    return out.str();
}

std::optional<RegisterEntry> standing_entry(store::Transaction& tx, const std::string& book,
                                            const pipeline::DocumentId& document) {
    const auto row = tx.query_one(
        "select * from register_entry where book = $1 and document = $2 and voided_at is null",
        {book, document});
    if (!row) return std::nullopt;
    return read_entry(*row);
}

// Locks the counter until the caller's transaction ends: whoever comes second waits and gets the
// next number.
std::int64_t next_number(store::Transaction& tx, const std::string& book, int year) {
    tx.execute(
        "insert into book_counter (book, year, last_number) values ($1, $2, 0) on conflict (book, "
        "year) do nothing",
        {book, year});
    const auto row = tx.query_one(
        "update book_counter set last_number = last_number + 1 where book = $1 and year = $2 "
        "returning last_number",
        {book, year});
    return row->integer("last_number");
}

void refuse_quarantined(const pipeline::Document& document) {
    if (document.state == pipeline::DocumentState::Quarantined)
        throw Error(ErrorCode::Conflict,
                    "document " + document.id +
                        " is quarantined: a secret paper goes into the secret register on "
                        "paper, not into this one");
}

void check_source(const XmlElement& element, const BookColumn& column) {
    if (is_fact(column.source)) return;
    for (const std::string& id : split(column.source, ' ')) {
        const auto& known = pipeline::field_ids();
        if (std::find(known.begin(), known.end(), id) != known.end()) continue;
        const std::string meant = nearest(id, known);
        throw Error(ErrorCode::Configuration,
                    element.place() + ": column \"" + column.id + "\" takes its text from \"" + id +
                        "\", which is no field" +
                        (meant.empty() ? "" : ", did you mean \"" + meant + "\"?"));
    }
}

}  // namespace

std::vector<Book> read_books(const std::string& path, const std::string& schema_path) {
    const XmlDocument xml = XmlDocument::read(path);
    xml.validate(schema_path);
    std::vector<Book> books;
    for (const XmlElement& element : xml.root().children("book")) {
        Book book{element.required("id"), element.required("title"), {}};
        for (const Book& other : books)
            if (other.id == book.id)
                throw Error(ErrorCode::Configuration,
                            element.place() + ": book \"" + book.id +
                                "\" is defined twice; give each its own id");
        for (const XmlElement& child : element.children("column")) {
            BookColumn column{child.required("id"), child.required("title"),
                              single_spaced(child.required("source")),
                              child.attribute("separator").value_or(" ")};
            check_source(child, column);
            for (const BookColumn& other : book.columns)
                if (other.id == column.id)
                    throw Error(ErrorCode::Configuration,
                                child.place() + ": column \"" + column.id +
                                    "\" is defined twice; give each its own id");
            book.columns.push_back(std::move(column));
        }
        books.push_back(std::move(book));
    }
    return books;
}

void save_books(store::Transaction& tx, const std::vector<Book>& books) {
    for (const Book& book : books) {
        const std::string columns = write_columns(book.columns);
        const auto known = tx.query_one("select columns from book where id = $1", {book.id});
        const bool changed = known && known->text("columns") != columns;
        if (changed &&
            tx.query_one("select 1 as used from register_entry where book = $1 limit 1", {book.id}))
            throw Error(ErrorCode::Configuration,
                        "book \"" + book.id +
                            "\" has entries and keeps its columns; put the columns of "
                            "books.xml back, or give the new form its own book");
        tx.execute(
            "insert into book (id, title, columns) values ($1, $2, $3) "
            "on conflict (id) do update set title = excluded.title, columns = excluded.columns",
            {book.id, book.title, columns});
    }
}

std::vector<Book> books(store::Transaction& tx) {
    std::vector<Book> all;
    tx.for_each("select * from book order by id", {},
                [&](const store::Row& row) { all.push_back(read_book(row)); });
    return all;
}

Book find_book(store::Transaction& tx, const std::string& id) {
    if (const auto row = tx.query_one("select * from book where id = $1", {id}))
        return read_book(*row);
    std::vector<std::string> known;
    for (const Book& book : books(tx))
        known.push_back(book.id);
    const std::string meant = nearest(id, known);
    throw Error(ErrorCode::NotFound,
                "there is no book \"" + id + "\"" +
                    (meant.empty() ? "" : ", did you mean \"" + meant + "\"?"));
}

RegisterEntry register_document(store::Transaction& tx, const std::string& book_id,
                                const pipeline::Document& document, const std::string& clerk,
                                Instant now) {
    const Book book = find_book(tx, book_id);
    if (auto first = standing_entry(tx, book.id, document.id)) return *first;
    refuse_quarantined(document);

    RegisterEntry entry;
    entry.book = book.id;
    entry.year = local_date(now).year;
    entry.number = next_number(tx, book.id, entry.year);
    entry.document = document.id;
    entry.registered_at = now;
    entry.registered_by = clerk;
    entry.columns = printed_columns(book, entry, document);
    tx.execute(
        "insert into register_entry (book, year, number, document, registered_at, registered_by, "
        "printed) "
        "values ($1, $2, $3, $4, $5, $6, $7)",
        {entry.book, entry.year, entry.number, entry.document, now, clerk,
         write_printed(entry.columns)});
    store::append_audit(tx, now, clerk, "entry.registered", document.id, audit_detail(entry));
    failpoint("register.before_commit");
    return entry;
}

RegisterEntry file_document(store::Transaction& tx, const std::string& book_id,
                            const pipeline::Document& document, const std::string& user,
                            Instant now) {
    const Book book = find_book(tx, book_id);
    auto entry = standing_entry(tx, book.id, document.id);
    if (!entry)
        throw Error(ErrorCode::Conflict, "document " + document.id + " has no number in book \"" +
                                             book.id + "\"; register it before filing");
    if (entry->filed_at) return *entry;
    refuse_quarantined(document);
    entry->columns = printed_columns(book, *entry, document);
    entry->filed_at = now;
    tx.execute(
        "update register_entry set printed = $4, filed_at = $5, filed_by = $6 "
        "where book = $1 and year = $2 and number = $3",
        {entry->book, entry->year, entry->number, write_printed(entry->columns), now, user});
    store::append_audit(tx, now, user, "entry.filed", document.id, audit_detail(*entry));
    failpoint("file.before_commit");
    return *entry;
}

void void_entry(store::Transaction& tx, const std::string& book, int year, std::int64_t number,
                const std::string& reason, const std::string& user, Instant now) {
    const std::string why = single_spaced(nfc(reason));
    if (why.empty())
        throw Error(ErrorCode::BadInput,
                    "a register entry is voided only with a reason; say why the number is unused");
    const auto row =
        tx.query_one("select * from register_entry where book = $1 and year = $2 and number = $3",
                     {book, year, number});
    if (!row)
        throw Error(ErrorCode::NotFound, "there is no entry " + book + " " +
                                             std::to_string(number) + "/" + std::to_string(year));
    RegisterEntry entry = read_entry(*row);
    if (entry.voided_at)
        throw Error(ErrorCode::Conflict,
                    "entry " + place_of(entry) + " was voided before: " + entry.void_reason);
    entry.void_reason = why;
    tx.execute(
        "update register_entry set voided_at = $4, voided_by = $5, void_reason = $6 "
        "where book = $1 and year = $2 and number = $3",
        {book, year, number, now, user, why});
    store::append_audit(tx, now, user, "entry.voided", entry.document, audit_detail(entry));
}

std::optional<RegisterEntry> entry_of(store::Transaction& tx,
                                      const pipeline::DocumentId& document) {
    const auto row = tx.query_one(
        "select * from register_entry where document = $1 and voided_at is null order by "
        "registered_at desc limit 1",
        {document});
    if (!row) return std::nullopt;
    return read_entry(*row);
}

std::vector<RegisterEntry> entries(store::Transaction& tx, const EntryQuery& query) {
    std::vector<RegisterEntry> found;
    tx.for_each(
        "select * from register_entry where book = $1 and year = $2 and ($3 = 0 or number < $3) "
        "order by number desc limit $4",
        {query.book, query.year, query.before, query.limit},
        [&](const store::Row& row) { found.push_back(read_entry(row)); });
    return found;
}

void for_each_entry(store::Transaction& tx, const std::string& book, int year,
                    const std::function<void(const RegisterEntry&)>& use) {
    tx.for_each("select * from register_entry where book = $1 and year = $2 order by number",
                {book, year}, [&](const store::Row& row) { use(read_entry(row)); });
}

std::vector<int> years(store::Transaction& tx, const std::string& book) {
    std::vector<int> found;
    tx.for_each(
        "select year from book_counter where book = $1 and last_number > 0 order by year desc",
        {book},
        [&](const store::Row& row) { found.push_back(static_cast<int>(row.integer("year"))); });
    return found;
}

}  // namespace vanthu::records
