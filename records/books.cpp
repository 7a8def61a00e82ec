#include "records/books.h"

#include <algorithm>
#include <map>
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

Array::Ptr text_array(const std::vector<std::string>& texts) {
    Array::Ptr array = new Array;
    for (const std::string& text : texts)
        array->add(text);
    return array;
}

std::vector<std::string> texts_of(const Array::Ptr& array) {
    std::vector<std::string> texts;
    for (unsigned i = 0; array && i < array->size(); ++i)
        texts.push_back(array->getElement<std::string>(i));
    return texts;
}

std::string write_rules(const Book& book) {
    Object rules(Poco::JSON_PRESERVE_KEY_ORDER);
    rules.set("terms", text_array(book.terms));
    rules.set("of", book.of);
    rules.set("types", text_array(book.types));
    rules.set("follows", book.follows);
    rules.set("secret", book.secret);
    rules.set("repeated", book.repeated);
    rules.set("back_dated_days", book.back_dated_days);
    rules.set("retention", book.retention);
    std::ostringstream out;
    rules.stringify(out);
    return out.str();
}

void read_rules(Book& book, const std::string& json) {
    const auto rules = Poco::JSON::Parser().parse(json).extract<Object::Ptr>();
    if (rules->size() == 0) return;
    book.terms = texts_of(rules->getArray("terms"));
    book.of = rules->getValue<std::string>("of");
    book.types = texts_of(rules->getArray("types"));
    book.follows = rules->getValue<std::string>("follows");
    book.secret = rules->getValue<bool>("secret");
    book.repeated = rules->getValue<bool>("repeated");
    book.back_dated_days = rules->getValue<int>("back_dated_days");
    book.retention = rules->getValue<std::string>("retention");
}

Book parse_book(const store::Row& row) {
    Book book{row.text("id"), row.text("title"), {}};
    read_rules(book, row.text("rules"));
    const Array::Ptr columns = parse_array(row.text("columns"));
    for (unsigned i = 0; i < columns->size(); ++i) {
        const Object::Ptr column = columns->getObject(i);
        book.columns.push_back(
            {column->getValue<std::string>("id"), column->getValue<std::string>("title"),
             column->getValue<std::string>("source"), column->getValue<std::string>("separator")});
    }
    return book;
}

// Registering asks for the same few books again and again; what a row says is parsed once.
Book read_book(const store::Row& row) {
    constexpr std::size_t kMostKept = 100;
    thread_local std::map<std::string, Book> kept;
    const std::string key = row.text("id") + '\0' + row.text("title") + '\0' + row.text("rules") +
                            '\0' + row.text("columns");
    const auto found = kept.find(key);
    if (found != kept.end()) return found->second;
    if (kept.size() >= kMostKept) kept.clear();
    return kept.emplace(key, parse_book(row)).first->second;
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
    entry.voided_by = row.text("voided_by");
    entry.dated_on = row.text("dated_on");
    entry.late_reason = row.text("late_reason");
    const auto typed = Poco::JSON::Parser().parse(row.text("typed")).extract<Object::Ptr>();
    for (const auto& [column, text] : *typed)
        entry.typed.emplace_back(column, text.toString());
    return entry;
}

std::string write_typed(const RegisterEntry& entry) {
    Object object;
    for (const auto& [column, text] : entry.typed)
        object.set(column, text);
    std::ostringstream out;
    object.stringify(out);
    return out.str();
}

// Takes what is typed over what was typed before; an empty text takes it out.
void put_typed(const Book& book, RegisterEntry& entry,
               const std::vector<std::pair<std::string, std::string>>& typed) {
    for (const auto& [id, text] : typed) {
        const auto column = std::find_if(book.columns.begin(), book.columns.end(),
                                         [&](const BookColumn& c) { return c.id == id; });
        if (column == book.columns.end() || column->source != "typed") {
            std::vector<std::string> known;
            for (const BookColumn& c : book.columns)
                if (c.source == "typed") known.push_back(c.id);
            throw Error(ErrorCode::BadInput, "book \"" + book.id + "\" has no column \"" + id +
                                                 "\" that is typed; it has: " +
                                                 (known.empty() ? "none" : join(known, ", ")));
        }
        std::erase_if(entry.typed, [&](const auto& old) { return old.first == id; });
        if (const std::string value = single_spaced(nfc(text)); !value.empty())
            entry.typed.emplace_back(id, value);
    }
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
    if (!entry.dated_on.empty()) {
        detail.set("dated_on", entry.dated_on);
        detail.set("reason", entry.late_reason);
    }
    std::ostringstream out;
    detail.stringify(out);
    return out.str();
}

void refuse_closed(store::Transaction& tx, const std::string& book, int year) {
    const auto row = tx.query_one(
        "select closed_by from book_counter where book = $1 and year = $2 and closed_at is not "
        "null",
        {book, year});
    if (row)
        throw Error(ErrorCode::Conflict, "book \"" + book + "\" of " + std::to_string(year) +
                                             " was closed by " + row->text("closed_by") +
                                             "; its numbers stay as they are");
}

// Locks the counter until the caller's transaction ends: whoever comes second waits and gets the
// next number. A closed year is refused by the database.
std::int64_t next_number(store::Transaction& tx, const std::string& book, int year) {
    return tx
        .query_one(
            "insert into book_counter (book, year, last_number) values ($1, $2, 1) on "
            "conflict (book, year) do update set last_number = book_counter.last_number + 1 "
            "returning last_number",
            {book, year})
        ->integer("last_number");
}

void check_secrecy(const Book& book, const pipeline::Document& document) {
    const bool is_secret = document.state == pipeline::DocumentState::Quarantined;
    if (is_secret && !book.secret)
        throw Error(
            ErrorCode::Conflict,
            "document " + document.id +
                " is quarantined: a secret paper goes into a book for secrets, not into \"" +
                book.id + "\"");
    if (!is_secret && book.secret)
        throw Error(ErrorCode::Conflict, "document " + document.id +
                                             " is no secret paper; book \"" + book.id +
                                             "\" takes secrets alone");
}

// The year, or the year in which the term began, that a day's numbers belong to.
int period_of(const Book& book, Date day) {
    if (book.terms.empty()) return day.year;
    std::string begun;
    for (const std::string& first : book.terms)
        if (first <= iso_date(day)) begun = first;
    if (begun.empty())
        throw Error(ErrorCode::Configuration, "book \"" + book.id + "\" has no term on " +
                                                  iso_date(day) + "; add one to books.xml");
    return std::stoi(begun.substr(0, 4));
}

void check_late(const Book& book, const EntryFacts& facts, Instant now) {
    if (facts.dated_on.empty()) return;
    const Date today = local_date(now);
    const auto day = parse_iso_date(facts.dated_on);
    if (!day)
        throw Error(ErrorCode::BadInput,
                    "\"" + facts.dated_on + "\" is no day; write it as 2026-03-14");
    const auto late = day_number(today) - day_number(*day);
    if (late < 0 || late > book.back_dated_days || period_of(book, *day) != period_of(book, today))
        throw Error(ErrorCode::BadInput,
                    "book \"" + book.id + "\" takes entries dated back by at most " +
                        std::to_string(book.back_dated_days) + " days within the same year; " +
                        facts.dated_on + " is not allowed");
    if (single_spaced(facts.reason).empty())
        throw Error(ErrorCode::BadInput, "a late entry needs a reason; say why");
}

std::string series_pattern(const std::string& book) {
    return "%\"of\":\"" + book + "\"%";
}

// A book and the series that belong to it, itself first; none for a book that is none.
std::vector<Book> family_of(store::Transaction& tx, const std::string& id) {
    std::vector<Book> family;
    tx.for_each("select * from book where id = $1 or rules like $2 order by id <> $1, id",
                {id, series_pattern(id)},
                [&](const store::Row& row) { family.push_back(read_book(row)); });
    if (family.empty() || family.front().id != id) family = {find_book(tx, id)};
    return family;
}

// The series that takes papers of this type, or the book itself.
const Book& series_for(const std::vector<Book>& family, const pipeline::Document& document) {
    const std::string type = fold(pipeline::field_text(document, "type_name"));
    for (const Book& series : family)
        if (std::any_of(series.types.begin(), series.types.end(),
                        [&](const std::string& t) { return fold(t) == type; }))
            return series;
    return family.front();
}

// Of the book or of any of its series: a corrected type does not give a second number.
std::optional<RegisterEntry> standing_entry_of_family(store::Transaction& tx, const Book& book,
                                                      const pipeline::DocumentId& document) {
    const auto row = tx.query_one(
        "select e.* from register_entry e where e.document = $2 and e.voided_at is null and "
        "(e.book = $1 or e.book in (select id from book where rules like $3)) "
        "order by e.copy limit 1",
        {book.id, document, series_pattern(book.id)});
    if (!row) return std::nullopt;
    return read_entry(*row);
}

std::int64_t next_copy(store::Transaction& tx, const Book& book,
                       const pipeline::DocumentId& document) {
    if (!book.repeated) return 0;
    return tx
        .query_one(
            "select coalesce(max(copy) + 1, 0) as copy from register_entry where book = $1 "
            "and document = $2",
            {book.id, document})
        ->integer("copy");
}

// A column that was left to the pen may be typed later on, and the other way round.
std::string comparable_columns(std::string columns) {
    const std::string typed = "\"source\":\"typed\"";
    for (auto at = columns.find(typed); at != std::string::npos; at = columns.find(typed))
        columns.replace(at, typed.size(), "\"source\":\"nothing\"");
    return columns;
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
        book.of = element.attribute("of").value_or("");
        book.follows = element.attribute("follows").value_or("");
        book.secret = element.attribute("secret") == "yes";
        book.repeated = element.attribute("repeated") == "yes";
        book.back_dated_days = std::stoi(element.attribute("back-dated-days").value_or("0"));
        book.retention = element.attribute("retention").value_or("");
        for (const std::string& type : split(element.attribute("types").value_or(""), ';'))
            if (!single_spaced(type).empty()) book.types.push_back(single_spaced(type));
        for (const XmlElement& term : element.children("term"))
            book.terms.push_back(term.required("begins"));
        std::sort(book.terms.begin(), book.terms.end());
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
            if (book.secret && !is_fact(column.source))
                throw Error(ErrorCode::Configuration,
                            child.place() +
                                ": a book for secrets prints nothing of the paper; "
                                "column \"" +
                                column.id + "\" takes number, registered_on, typed or nothing");
            book.columns.push_back(std::move(column));
        }
        for (const std::string& named : {book.of, book.follows}) {
            if (named.empty()) continue;
            const auto parent = std::find_if(books.begin(), books.end(),
                                             [&](const Book& b) { return b.id == named; });
            if (parent == books.end())
                throw Error(ErrorCode::Configuration, element.place() + ": book \"" + named +
                                                          "\" is not defined above this one");
            if (book.columns.empty()) book.columns = parent->columns;
        }
        if (book.columns.empty())
            throw Error(ErrorCode::Configuration,
                        element.place() + ": book \"" + book.id + "\" has no column");
        books.push_back(std::move(book));
    }
    return books;
}

void save_books(store::Transaction& tx, const std::vector<Book>& books) {
    for (const Book& book : books) {
        const std::string columns = write_columns(book.columns);
        const auto known = tx.query_one("select columns from book where id = $1", {book.id});
        const bool changed =
            known && comparable_columns(known->text("columns")) != comparable_columns(columns);
        if (changed &&
            tx.query_one("select 1 as used from register_entry where book = $1 limit 1", {book.id}))
            throw Error(ErrorCode::Configuration,
                        "book \"" + book.id +
                            "\" has entries and keeps its columns; put the columns of "
                            "books.xml back, or give the new form its own book");
        tx.execute(
            "insert into book (id, title, columns, rules) values ($1, $2, $3, $4) "
            "on conflict (id) do update set title = excluded.title, columns = excluded.columns, "
            "rules = excluded.rules",
            {book.id, book.title, columns, write_rules(book)});
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
                                Instant now, const EntryFacts& facts) {
    const std::vector<Book> books = family_of(tx, book_id);
    const Book& family = books.front();
    if (!family.follows.empty())
        throw Error(ErrorCode::Conflict, "book \"" + family.id + "\" shows the entries of \"" +
                                             family.follows + "\"; register the paper there");
    if (!family.repeated)
        if (auto first = standing_entry_of_family(tx, family, document.id)) return *first;
    const Book& book = series_for(books, document);
    check_secrecy(book, document);
    check_late(book, facts, now);

    RegisterEntry entry;
    entry.book = book.id;
    entry.year = period_of(book, local_date(now));
    entry.number = next_number(tx, book.id, entry.year);
    entry.document = document.id;
    entry.registered_at = now;
    entry.registered_by = clerk;
    entry.dated_on = facts.dated_on;
    if (!facts.dated_on.empty()) entry.late_reason = single_spaced(nfc(facts.reason));
    put_typed(book, entry, facts.typed);
    entry.columns = printed_columns(book, entry, document);
    tx.execute(
        "insert into register_entry (book, year, number, document, registered_at, registered_by, "
        "printed, typed, copy, dated_on, late_reason) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        {entry.book, entry.year, entry.number, entry.document, now, clerk,
         write_printed(entry.columns), write_typed(entry), next_copy(tx, book, document.id),
         facts.dated_on.empty() ? store::Value() : store::Value(entry.dated_on),
         facts.dated_on.empty() ? store::Value() : store::Value(entry.late_reason)});
    store::append_audit(tx, now, clerk, "entry.registered", document.id, audit_detail(entry));
    failpoint("register.before_commit");
    return entry;
}

RegisterEntry fill_entry(store::Transaction& tx, const std::string& book_id, int year,
                         std::int64_t number,
                         const std::vector<std::pair<std::string, std::string>>& typed,
                         const std::string& user, Instant now) {
    const Book book = find_book(tx, book_id);
    RegisterEntry entry = find_entry(tx, book_id, year, number);
    if (entry.voided_at)
        throw Error(ErrorCode::Conflict,
                    "entry " + place_of(entry) + " is void: " + entry.void_reason);
    put_typed(book, entry, typed);
    for (std::size_t i = 0; i < book.columns.size() && i < entry.columns.size(); ++i) {
        if (book.columns[i].source != "typed") continue;
        entry.columns[i].clear();
        for (const auto& [id, text] : entry.typed)
            if (id == book.columns[i].id) entry.columns[i] = text;
    }
    tx.execute(
        "update register_entry set typed = $4, printed = $5 where book = $1 and year = $2 and "
        "number = $3",
        {book_id, year, number, write_typed(entry), write_printed(entry.columns)});
    store::append_audit(tx, now, user, "entry.filled", entry.document, audit_detail(entry));
    return entry;
}

void close_year(store::Transaction& tx, const std::string& book_id, int year,
                const std::string& user, Instant now) {
    const Book book = find_book(tx, book_id);
    const auto row = tx.query_one(
        "select last_number, closed_at from book_counter where book = $1 and year = $2",
        {book_id, year});
    if (!row)
        throw Error(ErrorCode::NotFound,
                    "book \"" + book_id + "\" has no entries of " + std::to_string(year));
    refuse_closed(tx, book_id, year);
    const Date today = local_date(now);
    const bool is_last_day = book.terms.empty() && today.month == 12 && today.day == 31;
    if (period_of(book, today) == year && !is_last_day)
        throw Error(ErrorCode::Conflict,
                    "book \"" + book_id + "\" of " + std::to_string(year) +
                        " still takes papers; close it when the year or term is over");
    tx.execute(
        "update book_counter set closed_at = $3, closed_by = $4 where book = $1 and year = $2",
        {book_id, year, now, user});
    Object detail(Poco::JSON_PRESERVE_KEY_ORDER);
    detail.set("year", year);
    detail.set("last_number", static_cast<Poco::Int64>(row->integer("last_number")));
    std::ostringstream out;
    detail.stringify(out);
    store::append_audit(tx, now, user, "book.closed", book_id, out.str());
}

std::vector<BookYear> book_years(store::Transaction& tx, const std::string& book) {
    std::vector<BookYear> found;
    tx.for_each(
        "select * from book_counter where book = $1 and last_number > 0 order by year desc", {book},
        [&](const store::Row& row) {
            found.push_back({static_cast<int>(row.integer("year")), row.integer("last_number"),
                             row.optional_integer("closed_at"), row.text("closed_by")});
        });
    return found;
}

RegisterEntry find_entry(store::Transaction& tx, const std::string& book, int year,
                         std::int64_t number) {
    const auto row =
        tx.query_one("select * from register_entry where book = $1 and year = $2 and number = $3",
                     {book, year, number});
    if (!row)
        throw Error(ErrorCode::NotFound, "there is no entry " + book + " " +
                                             std::to_string(number) + "/" + std::to_string(year));
    return read_entry(*row);
}

RegisterEntry file_document(store::Transaction& tx, const std::string& book_id,
                            const pipeline::Document& document, const std::string& user,
                            Instant now) {
    const Book book = find_book(tx, book_id);
    auto entry = standing_entry_of_family(tx, book, document.id);
    if (!entry)
        throw Error(ErrorCode::Conflict, "document " + document.id + " has no number in book \"" +
                                             book.id + "\"; register it before filing");
    if (entry->filed_at) return *entry;
    const Book series = entry->book == book.id ? book : find_book(tx, entry->book);
    check_secrecy(series, document);
    entry->columns = printed_columns(series, *entry, document);
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
    RegisterEntry entry = find_entry(tx, book, year, number);
    if (entry.voided_at)
        throw Error(ErrorCode::Conflict,
                    "entry " + place_of(entry) + " was voided before: " + entry.void_reason);
    refuse_closed(tx, book, year);
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
