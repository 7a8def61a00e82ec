#include "records/books.h"

#include <algorithm>
#include <map>
#include <sstream>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include "base/error.h"
#include "base/text.h"
#include "base/xml.h"
#include "pipeline/documents.h"
#include "records/book_rules.h"
#include "records/entry_columns.h"

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
    rules.set("series", text_array(book.series));
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
    book.series = texts_of(rules->getArray("series"));
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

namespace {

void save_book(store::Transaction& tx, const Book& book) {
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

}  // namespace

void save_books(store::Transaction& tx, const std::vector<Book>& configured) {
    for (const Book& book : configured)
        save_book(tx, book);
    // Also of books that are no longer configured: what stands in them still counts.
    const std::vector<Book> all = books(tx);
    for (Book book : all) {
        std::vector<std::string> series;
        for (const Book& other : all)
            if (other.of == book.id) series.push_back(other.id);
        if (series == book.series) continue;
        book.series = series;
        tx.execute("update book set rules = $2 where id = $1", {book.id, write_rules(book)});
    }
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

}  // namespace vanthu::records
