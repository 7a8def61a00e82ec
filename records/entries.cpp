#include <algorithm>
#include <sstream>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <Poco/JSONString.h>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/text.h"
#include "records/book_rules.h"
#include "records/books.h"
#include "records/entry_columns.h"
#include "store/audit.h"

namespace vanthu::records {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

// Written by hand, because clerks wait for each other meanwhile.
std::string write_printed(const std::vector<std::string>& texts) {
    std::string array = "[";
    for (const std::string& text : texts)
        array += (array.size() > 1 ? "," : "") + Poco::toJSON(text);
    return array + "]";
}

RegisterEntry read_entry(const store::Row& row) {
    RegisterEntry entry;
    entry.book = row.text("book");
    entry.year = static_cast<int>(row.integer("year"));
    entry.number = row.integer("number");
    entry.document = row.text("document");
    entry.registered_at = row.integer("registered_at");
    entry.registered_by = row.text("registered_by");
    const auto printed = Poco::JSON::Parser().parse(row.text("printed")).extract<Array::Ptr>();
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
    std::string object = "{";
    for (const auto& [column, text] : entry.typed)
        object += (object.size() > 1 ? "," : "") + Poco::toJSON(column) + ":" + Poco::toJSON(text);
    return object + "}";
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
    std::string detail = "{\"book\":" + Poco::toJSON(entry.book) +
                         ",\"year\":" + std::to_string(entry.year) +
                         ",\"number\":" + std::to_string(entry.number);
    if (!entry.void_reason.empty()) detail += ",\"reason\":" + Poco::toJSON(entry.void_reason);
    if (!entry.dated_on.empty())
        detail += ",\"dated_on\":" + Poco::toJSON(entry.dated_on) +
                  ",\"reason\":" + Poco::toJSON(entry.late_reason);
    return detail + "}";
}

void refuse_closed(store::Transaction& tx, const std::string& book, int year) {
    const auto row = tx.query_one(
        "select closed_by from book_counter where book = $1 and year = $2 and closed_at is not "
        "null",
        {book, year});
    if (row)
        throw Error(
            ErrorCode::Conflict,
            "book \"" + book + "\" of " + std::to_string(year) + " was closed by " +
                row->text("closed_by") + "; its numbers stay as they are",
            Sentence{
                "book_closed",
                {{"book", book}, {"year", std::to_string(year)}, {"by", row->text("closed_by")}}});
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

// An entry in the book or in any of its series: a corrected type does not give a second number.
bool is_of_family(const Book& book, const std::string& id) {
    return id == book.id ||
           std::find(book.series.begin(), book.series.end(), id) != book.series.end();
}

std::optional<RegisterEntry> standing_entry(store::Transaction& tx, const Book& book,
                                            const pipeline::DocumentId& document) {
    for (const store::Row& row : tx.query(
             "select * from register_entry where document = $1 and voided_at is null order by copy",
             {document}))
        if (is_of_family(book, row.text("book"))) return read_entry(row);
    return std::nullopt;
}

// What registering needs to know, by one statement, because clerks wait for each other meanwhile.
struct Desk {
    std::vector<Book> family;  // the book, then the series that belong to it
    std::optional<RegisterEntry> standing;
    std::optional<std::int64_t> last_number;  // of the book in the calendar year; no row, no number
    store::AuditEnd audit;
};

Desk look(store::Transaction& tx, const std::string& id, const pipeline::DocumentId& document,
          int year) {
    static const std::string kSql =
        std::string("select b.*, e.*, c.last_number, c.closed_at, ") + store::kAuditEnd +
        " from book b left join register_entry e on e.document = $2 and e.voided_at is null left "
        "join book_counter c on c.book = b.id and c.year = $3 where b.id = $1 order by e.copy";
    const std::vector<store::Row> rows = tx.query(kSql, {id, document, year});
    if (rows.empty()) find_book(tx, id);  // says which was meant
    Desk desk;
    desk.family = {read_book(rows.front())};
    desk.audit = store::audit_end(rows.front());
    if (rows.front().is_null("closed_at"))
        desk.last_number = rows.front().optional_integer("last_number");
    for (const store::Row& row : rows)
        if (!desk.standing && !row.is_null("book") &&
            is_of_family(desk.family.front(), row.text("book")))
            desk.standing = read_entry(row);
    for (const std::string& series : std::vector<std::string>(desk.family.front().series))
        desk.family.push_back(find_book(tx, series));
    return desk;
}

// The number after the last one that was seen. Nobody else gives numbers meanwhile; if somebody did
// the database would refuse the jump or the double.
std::int64_t take_next_number(store::Transaction& tx, const RegisterEntry& entry, const Desk& desk,
                              int year) {
    const bool is_seen = entry.book == desk.family.front().id && entry.year == year;
    if (!is_seen || !desk.last_number) return next_number(tx, entry.book, entry.year);
    tx.execute_later(
        "update book_counter set last_number = last_number + 1 where book = $1 and year = $2",
        {entry.book, entry.year});
    return *desk.last_number + 1;
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

}  // namespace

RegisterEntry register_document(store::Transaction& tx, const std::string& book_id,
                                const pipeline::Document& document, const std::string& clerk,
                                Instant now, const EntryFacts& facts) {
    const int year = local_date(now).year;
    const Desk desk = look(tx, book_id, document.id, year);
    const Book& family = desk.family.front();
    if (!family.follows.empty())
        throw Error(ErrorCode::Conflict,
                    "book \"" + family.id + "\" shows the entries of \"" + family.follows +
                        "\"; register the paper there",
                    Sentence{"book_follows", {{"book", family.follows}}});
    if (!family.repeated && desk.standing) return *desk.standing;
    const Book& book = series_for(desk.family, document);
    check_secrecy(book, document);
    check_late(book, facts, now);

    RegisterEntry entry;
    entry.book = book.id;
    entry.year = period_of(book, local_date(now));
    entry.number = take_next_number(tx, entry, desk, year);
    entry.document = document.id;
    entry.registered_at = now;
    entry.registered_by = clerk;
    entry.dated_on = facts.dated_on;
    if (!facts.dated_on.empty()) entry.late_reason = single_spaced(nfc(facts.reason));
    put_typed(book, entry, facts.typed);
    entry.columns = printed_columns(book, entry, document);
    tx.execute_later(
        "insert into register_entry (book, year, number, document, registered_at, registered_by, "
        "printed, typed, copy, dated_on, late_reason) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        {entry.book, entry.year, entry.number, entry.document, now, clerk,
         write_printed(entry.columns), write_typed(entry), next_copy(tx, book, document.id),
         facts.dated_on.empty() ? store::Value() : store::Value(entry.dated_on),
         facts.dated_on.empty() ? store::Value() : store::Value(entry.late_reason)});
    store::append_audit(tx, desk.audit, now, clerk, "entry.registered", document.id,
                        audit_detail(entry));
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
                    "entry " + place_of(entry) + " is void: " + entry.void_reason,
                    Sentence{"entry_void", {{"why", entry.void_reason}}});
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
                        " still takes papers; close it when the year or term is over",
                    Sentence{"book_open", {{"book", book_id}, {"year", std::to_string(year)}}});
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
    auto entry = standing_entry(tx, book, document.id);
    if (!entry)
        throw Error(ErrorCode::Conflict,
                    "document " + document.id + " has no number in book \"" + book.id +
                        "\"; register it before filing",
                    Sentence{"not_registered", {{"book", book.id}}});
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
                    "a register entry is voided only with a reason; say why the number is unused",
                    Sentence{"reason_missing"});
    RegisterEntry entry = find_entry(tx, book, year, number);
    if (entry.voided_at)
        throw Error(ErrorCode::Conflict,
                    "entry " + place_of(entry) + " was voided before: " + entry.void_reason,
                    Sentence{"entry_void", {{"why", entry.void_reason}}});
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
