// vanthu books: the registers.

#include <fstream>
#include <iostream>

#include "apps/vanthu/actor.h"
#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "pipeline/document_json.h"
#include "pipeline/documents.h"
#include "records/books.h"
#include "records/export.h"
#include "records/print.h"
#include "server/views.h"
#include "stages/handling.h"

namespace vanthu::apps {
namespace {

int list(OpenOffice& office, bool json) {
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database->read([&](store::Transaction& tx) {
        for (const records::Book& book : records::books(tx)) {
            const auto years =
                records::book_years(tx, book.follows.empty() ? book.id : book.follows);
            rows->add(server::view(book, years));
            if (json) continue;
            std::cout << book.id << "  " << book.title;
            for (const records::BookYear& year : years)
                std::cout << "  " << year.year << (year.closed_at ? " (closed)" : "");
            std::cout << '\n';
        }
    });
    if (json) {
        Poco::JSON::Object::Ptr all = server::new_object();
        all->set("books", rows);
        std::cout << pipeline::json_text(*all) << '\n';
    }
    return 0;
}

int export_book(OpenOffice& office, const Arguments& arguments) {
    const std::string& book = arguments.operand(1, "BOOK");
    const int year = std::atoi(arguments.operand(2, "YEAR").c_str());
    const std::string& out = arguments.operand(3, "OUT, the file to write");
    const std::string format = arguments.value("format", "xlsx");
    if (format != "xlsx" && format != "csv" && format != "pdf")
        throw Error(ErrorCode::BadInput, "--format is xlsx, csv or pdf, not '" + format + "'");
    check_book(office, book);
    const records::PrintedBy by{office.settings.office_name, "", arguments.value("as", "system"),
                                office.clock.now()};
    office.database->read([&](store::Transaction& tx) {
        const auto handling = stages::handling_in(tx);
        if (format == "xlsx") {
            records::export_xlsx(tx, book, year, by, handling, out);
            return;
        }
        if (format == "pdf") {
            records::print_book(tx, book, year, by, handling, out);
            return;
        }
        std::ofstream file(out, std::ios::binary | std::ios::trunc);
        records::export_csv(tx, book, year, handling, file);
        file.close();
        if (!file) throw Error(ErrorCode::Unavailable, out + ": cannot be written");
    });
    return 0;
}

// COLUMN=VALUE operands from `first` on.
std::vector<std::pair<std::string, std::string>> typed_of(const Arguments& arguments,
                                                          std::size_t first) {
    std::vector<std::pair<std::string, std::string>> typed;
    for (std::size_t i = first; i < arguments.operands().size(); ++i) {
        const std::string& word = arguments.operands()[i];
        const auto equals = word.find('=');
        if (equals == std::string::npos || equals == 0)
            throw Error(ErrorCode::BadInput, "'" + word + "' is no COLUMN=VALUE");
        typed.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
    return typed;
}

void print(const records::RegisterEntry& entry, bool json) {
    if (json)
        std::cout << pipeline::json_text(*server::view(entry)) << '\n';
    else
        std::cout << entry.book << ' ' << entry.number << '/' << entry.year << "  "
                  << entry.document
                  << (entry.voided_at ? "  void: " + entry.void_reason : std::string()) << '\n';
}

int number_at(const Arguments& arguments, std::size_t index, std::string_view name) {
    const std::string& word = arguments.operand(index, name);
    if (word.empty() || word.size() > 9 ||
        word.find_first_not_of("0123456789") != std::string::npos)
        throw Error(ErrorCode::BadInput, "'" + word + "' is no " + std::string(name));
    return std::stoi(word);
}

// What changes an entry or a year; one transaction under the person's name.
int change(OpenOffice& office, const std::string& what, const Arguments& arguments) {
    const std::string& book = arguments.operand(1, "BOOK");
    check_book(office, book);
    std::optional<records::RegisterEntry> entry;
    office.database->write([&](store::Transaction& tx) {
        const std::string user = actor(tx, arguments.value("as"), "--as").user;
        const Instant now = office.clock.now();
        if (what == "register") {
            const auto document = pipeline::load_document(tx, arguments.operand(2, "DOCUMENT"));
            entry = records::register_document(
                tx, book, document, user, now,
                {arguments.value("dated"), arguments.value("reason"), typed_of(arguments, 3)});
            return;
        }
        const int year = number_at(arguments, 2, "YEAR");
        if (what == "close") {
            records::close_year(tx, book, year, user, now);
            return;
        }
        const int number = number_at(arguments, 3, "NUMBER");
        if (what == "void")
            records::void_entry(tx, book, year, number, arguments.value("reason"), user, now);
        else
            records::fill_entry(tx, book, year, number, typed_of(arguments, 4), user, now);
        entry = records::find_entry(tx, book, year, number);
    });
    if (entry) print(*entry, arguments.has("json"));
    return 0;
}

}  // namespace

int command_books(const Words& words) {
    const Arguments arguments(words, {"json"}, {"format", "as", "reason", "dated", "data"});
    const std::string& what = arguments.operand(0, "list, export, register, fill, void or close");
    const auto office = open_office(arguments.value("data", kDefaultData));
    if (what == "list") return list(*office, arguments.has("json"));
    if (what == "export") return export_book(*office, arguments);
    if (what == "register" || what == "fill" || what == "void" || what == "close")
        return change(*office, what, arguments);
    throw Error(ErrorCode::BadInput,
                "books '" + what + "': it is list, export, register, fill, void or close");
}

}  // namespace vanthu::apps
