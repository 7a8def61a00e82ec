// vanthu books: the registers.

#include <fstream>
#include <iostream>

#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "pipeline/document_json.h"
#include "records/books.h"
#include "records/export.h"
#include "server/views.h"

namespace vanthu::apps {
namespace {

int list(OpenOffice& office, bool json) {
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database->read([&](store::Transaction& tx) {
        for (const records::Book& book : records::books(tx)) {
            const std::vector<int> years = records::years(tx, book.id);
            rows->add(server::view(book, years));
            if (json) continue;
            std::cout << book.id << "  " << book.title;
            for (const int year : years)
                std::cout << "  " << year;
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
    if (format != "xlsx" && format != "csv")
        throw Error(ErrorCode::BadInput, "--format is xlsx or csv, not '" + format + "'");
    check_book(office, book);
    office.database->read([&](store::Transaction& tx) {
        if (format == "xlsx") {
            records::export_xlsx(tx, book, year, out);
            return;
        }
        std::ofstream file(out, std::ios::binary | std::ios::trunc);
        records::export_csv(tx, book, year, file);
        file.close();
        if (!file) throw Error(ErrorCode::Unavailable, out + ": cannot be written");
    });
    return 0;
}

}  // namespace

int command_books(const Words& words) {
    const Arguments arguments(words, {"json"}, {"format", "data"});
    const std::string& what = arguments.operand(0, "list or export");
    const auto office = open_office(arguments.value("data", kDefaultData));
    if (what == "list") return list(*office, arguments.has("json"));
    if (what == "export") return export_book(*office, arguments);
    throw Error(ErrorCode::BadInput, "books '" + what + "': it is list or export");
}

}  // namespace vanthu::apps
