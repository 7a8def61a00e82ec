// The register books and their print forms.

#include <fstream>
#include <functional>
#include <limits>

#include "base/text.h"
#include "pipeline/documents.h"
#include "records/access.h"
#include "records/entry_columns.h"
#include "records/export.h"
#include "records/print.h"
#include "server/api.h"
#include "server/file_answer.h"
#include "server/readers.h"
#include "server/views.h"
#include "stages/handling.h"
#include "stages/slip.h"

namespace vanthu::server {
namespace {

Response export_response(
    const Office& office, const Request& request, const std::string& ending,
    const std::string& media_type,
    const std::function<void(store::Transaction&, const std::string& path)>& write) {
    const std::string name = request.parameter("book") + "-" + request.parameter("year") + ending;
    return file_answer(office, name, media_type, [&](const std::string& path) {
        office.database.read([&](store::Transaction& tx) { write(tx, path); });
    });
}

// The book of secrets is the clerks' alone.
void check_book_access(store::Transaction& tx, const Request& request) {
    if (records::find_book(tx, request.parameter("book")).secret && !request.has_role("clerk"))
        throw Error(ErrorCode::NotFound, "there is no book \"" + request.parameter("book") + "\"");
}

// A person who may not read a paper sees that its number was given, and no more.
void hide_unreadable(store::Transaction& tx, const records::Reader& reader,
                     records::RegisterEntry& entry) {
    if (records::may_read(tx, reader, entry.document)) return;
    entry.document.clear();
    for (std::string& text : entry.columns)
        text.clear();
    entry.typed.clear();
}

// Printing the whole book is for those who may read all of it.
void check_whole_book(store::Transaction& tx, const Request& request) {
    check_book_access(tx, request);
    if (!records::reads_everything(reader_of(request)) && !request.has_role("archivist"))
        throw Error(ErrorCode::Forbidden,
                    "a whole book is printed by clerks, archivists, heads and admins",
                    Sentence{"book_not_yours"});
}

std::vector<std::pair<std::string, std::string>> typed_of(const Poco::JSON::Object& body) {
    std::vector<std::pair<std::string, std::string>> typed;
    const auto object = body.getObject("typed");
    if (!object) return typed;
    for (const auto& [column, text] : *object) {
        if (!text.isString())
            throw Error(ErrorCode::BadInput, "\"typed\" is an object of column ids and texts");
        typed.emplace_back(column, text.extract<std::string>());
    }
    return typed;
}

records::Slip printed_slip(const stages::Slip& slip) {
    records::Slip printed;
    const auto field = [&](const char* id) { return pipeline::field_text(slip.paper, id); };
    printed.type_name = field("type_name");
    printed.code = field("code");
    printed.issued_date = field("issued_date");
    printed.organ_name = field("organ_name");
    printed.subject = field("subject");
    if (slip.entry)
        printed.entry = "Số đến: " + records::printed_number(slip.entry->number) + ", ngày " +
                        records::printed_date(iso_date(local_date(slip.entry->registered_at)));
    for (std::size_t level = 0; level < stages::kSlipLevels.size(); ++level)
        for (const workflow::Opinion& opinion : slip.opinions[level])
            printed.opinions.push_back({std::string(stages::kSlipLevels[level]), opinion.user,
                                        opinion.text, opinion.hand_out.lead, opinion.hand_out.due,
                                        records::printed_date(iso_date(local_date(opinion.at))),
                                        opinion.hand_out.support});
    return printed;
}

std::int64_t number_of(const Request& request) {
    return request.parameter_number("number");
}

}  // namespace

Response list_books(const Office& office, Request& request) {
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        for (const records::Book& book : records::books(tx))
            if (!book.secret || request.has_role("clerk"))
                rows->add(view(
                    book, records::book_years(tx, book.follows.empty() ? book.id : book.follows)));
    });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("books", rows);
    return json_response(*answer);
}

Response list_entries(const Office& office, Request& request) {
    const int limit = request.query_number("limit", 100, 1, 500);
    records::EntryQuery query;
    query.book = request.parameter("book");
    query.year = request.parameter_number("year");
    query.before = request.query_number("before", 0, 0, std::numeric_limits<int>::max());
    query.limit = limit + 1;
    std::vector<records::RegisterEntry> found;
    office.database.read([&](store::Transaction& tx) {
        check_book_access(tx, request);
        found = records::entries(tx, query);
        const records::Reader reader = reader_of(request);
        if (!records::reads_everything(reader))
            for (records::RegisterEntry& entry : found)
                hide_unreadable(tx, reader, entry);
    });
    Var next;
    if (found.size() > static_cast<std::size_t>(limit)) {
        found.pop_back();
        next = static_cast<Poco::Int64>(found.back().number);
    }
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    for (const records::RegisterEntry& entry : found)
        rows->add(view(entry));
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("entries", rows);
    answer->set("next", next);
    return json_response(*answer);
}

Response export_entries_xlsx(const Office& office, Request& request) {
    const int year = request.parameter_number("year");
    return export_response(office, request, ".xlsx",
                           "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                           [&](store::Transaction& tx, const std::string& path) {
                               check_whole_book(tx, request);
                               records::export_xlsx(tx, request.parameter("book"), year,
                                                    printed_by(office, request),
                                                    stages::handling_in(tx), path);
                           });
}

Response export_entries_csv(const Office& office, Request& request) {
    const int year = request.parameter_number("year");
    return export_response(office, request, ".csv", "text/csv; charset=utf-8",
                           [&](store::Transaction& tx, const std::string& path) {
                               check_whole_book(tx, request);
                               std::ofstream out(path, std::ios::binary | std::ios::trunc);
                               records::export_csv(tx, request.parameter("book"), year,
                                                   stages::handling_in(tx), out);
                               out.close();
                               if (!out)
                                   throw Error(ErrorCode::Unavailable,
                                               "the export cannot be written; is the disk full?");
                           });
}

Response export_entries_pdf(const Office& office, Request& request) {
    const int year = request.parameter_number("year");
    return export_response(office, request, ".pdf", "application/pdf",
                           [&](store::Transaction& tx, const std::string& path) {
                               check_whole_book(tx, request);
                               records::print_book(tx, request.parameter("book"), year,
                                                   printed_by(office, request),
                                                   stages::handling_in(tx), path);
                           });
}

Response add_entry(const Office& office, Request& request) {
    const auto body = request.json();
    const std::string id = required_text(*body, "document");
    const records::EntryFacts facts{text_member(*body, "dated_on").value_or(""),
                                    text_member(*body, "reason").value_or(""), typed_of(*body)};
    Poco::JSON::Object::Ptr answer;
    office.database.write([&](store::Transaction& tx) {
        const pipeline::Document document = pipeline::load_document(tx, id);
        const auto entry = records::register_document(tx, request.parameter("book"), document,
                                                      request.user(), office.clock.now(), facts);
        answer = view(entry);
    });
    return json_response(*answer, 201);
}

Response fill_entry(const Office& office, Request& request) {
    const auto typed = typed_of(*request.json());
    if (typed.empty()) throw Error(ErrorCode::BadInput, "\"typed\" is missing or empty");
    Poco::JSON::Object::Ptr answer;
    office.database.write([&](store::Transaction& tx) {
        answer = view(records::fill_entry(tx, request.parameter("book"),
                                          request.parameter_number("year"), number_of(request),
                                          typed, request.user(), office.clock.now()));
    });
    return json_response(*answer);
}

Response void_entry(const Office& office, Request& request) {
    const std::string reason = text_member(*request.json(), "reason").value_or("");
    Poco::JSON::Object::Ptr answer;
    office.database.write([&](store::Transaction& tx) {
        const int year = request.parameter_number("year");
        records::void_entry(tx, request.parameter("book"), year, number_of(request), reason,
                            request.user(), office.clock.now());
        answer = view(records::find_entry(tx, request.parameter("book"), year, number_of(request)));
    });
    return json_response(*answer);
}

// What closing would do, and whether it would be refused: rehearsed and taken back.
Response show_closing(const Office& office, Request& request) {
    struct TakenBack {};
    const std::string& book = request.parameter("book");
    const int year = request.parameter_number("year");
    std::int64_t last = 0, voided = 0, unfinished = 0;
    Var refusal;
    office.database.read([&](store::Transaction& tx) {
        check_book_access(tx, request);
        bool closed = false;
        last = voided = unfinished = 0;
        for (const records::BookYear& each : records::book_years(tx, book))
            if (each.year == year) {
                last = each.last_number;
                closed = each.closed_at.has_value();
            }
        if (closed) refusal = "closed";
        if (last == 0) refusal = "no_entries";
        records::for_each_entry(tx, book, year, [&](const records::RegisterEntry& entry) {
            if (entry.voided_at)
                ++voided;
            else if (!entry.filed_at)
                ++unfinished;
        });
    });
    if (refusal.isEmpty()) try {
            office.database.write([&](store::Transaction& tx) {
                records::close_year(tx, book, year, request.user(), office.clock.now());
                throw TakenBack{};
            });
        } catch (const TakenBack&) {
        } catch (const Error& error) {
            if (error.code() != ErrorCode::Conflict) throw;
            refusal = "running";
        }
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("last_number", last);
    answer->set("voided", voided);
    answer->set("unfinished", unfinished);
    answer->set("refusal", refusal);
    return json_response(*answer);
}

Response close_book(const Office& office, Request& request) {
    office.database.write([&](store::Transaction& tx) {
        records::close_year(tx, request.parameter("book"), request.parameter_number("year"),
                            request.user(), office.clock.now());
    });
    return no_content();
}

Response print_slip(const Office& office, Request& request) {
    return file_answer(
        office, "slip.pdf", "application/pdf",
        [&](const std::string& path) {
            office.database.read([&](store::Transaction& tx) {
                check_readable(tx, request, request.parameter("id"));
                const stages::Slip slip = stages::slip_of(tx, request.parameter("id"));
                records::print_slip(printed_slip(slip), printed_by(office, request), path);
            });
        },
        Disposition::Inline);
}

}  // namespace vanthu::server
