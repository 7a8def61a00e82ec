// The register books, their print forms, and search.

#include <unistd.h>

#include <fstream>
#include <functional>
#include <limits>

#include "base/text.h"
#include "records/export.h"
#include "records/search.h"
#include "server/api.h"
#include "server/views.h"

namespace vanthu::server {
namespace {

// A finished export on its way out; deleted once it was sent.
struct ExportFile {
    explicit ExportFile(std::string at) : path(std::move(at)) {}
    ~ExportFile() { ::unlink(path.c_str()); }
    ExportFile(const ExportFile&) = delete;
    ExportFile& operator=(const ExportFile&) = delete;

    std::string path;
};

Response export_response(
    const Office& office, const Request& request, const std::string& ending,
    const std::string& media_type,
    const std::function<void(store::Transaction&, const std::string& path)>& write) {
    const auto file = std::make_shared<const ExportFile>(office.blobs.temporary_path());
    office.database.read([&](store::Transaction& tx) { write(tx, file->path); });
    const std::string name = request.parameter("book") + "-" + request.parameter("year") + ending;
    return {.media_type = media_type,
            .body = "",
            .headers = {{"Content-Disposition",
                         "attachment; filename*=UTF-8''" + percent_encoded(name)}},
            .file = file->path,
            .keep = file};
}

std::optional<Date> date_query(const Request& request, std::string_view name) {
    const auto text = request.query(name);
    if (!text) return std::nullopt;
    const auto date = parse_iso_date(*text);
    if (!date)
        throw Error(ErrorCode::BadInput, "query \"" + std::string(name) + "\" is \"" + *text +
                                             "\"; write a day as 2022-04-21");
    return date;
}

}  // namespace

Response list_books(const Office& office, Request&) {
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        for (const records::Book& book : records::books(tx))
            rows->add(view(book, records::years(tx, book.id)));
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
        records::find_book(tx, query.book);
        found = records::entries(tx, query);
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
                               records::export_xlsx(tx, request.parameter("book"), year, path);
                           });
}

Response export_entries_csv(const Office& office, Request& request) {
    const int year = request.parameter_number("year");
    return export_response(office, request, ".csv", "text/csv; charset=utf-8",
                           [&](store::Transaction& tx, const std::string& path) {
                               std::ofstream out(path, std::ios::binary | std::ios::trunc);
                               records::export_csv(tx, request.parameter("book"), year, out);
                               out.close();
                               if (!out)
                                   throw Error(ErrorCode::Unavailable,
                                               "the export cannot be written; is the disk full?");
                           });
}

Response search_documents(const Office& office, Request& request) {
    records::SearchQuery query;
    query.text = request.query("q").value_or("");
    for (const std::string& filter : request.query_all("field")) {
        const std::size_t colon = filter.find(':');
        if (colon == std::string::npos || colon == 0)
            throw Error(ErrorCode::BadInput,
                        "query \"field\" is \"" + filter + "\"; write it as id:value");
        query.fields.emplace_back(filter.substr(0, colon), filter.substr(colon + 1));
    }
    query.from = date_query(request, "from");
    query.to = date_query(request, "to");
    query.book = request.query("book").value_or("");
    query.limit = request.query_number("limit", 20, 1, 200);
    query.offset = request.query_number("offset", 0, 0, 1'000'000);
    records::SearchResult result;
    office.database.read([&](store::Transaction& tx) { result = records::search(tx, query); });
    return json_response(*view(result));
}

}  // namespace vanthu::server
