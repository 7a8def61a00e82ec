// Search: hits, suggestions while typing, and searches that people keep.

#include "base/text.h"
#include "records/saved_searches.h"
#include "records/search.h"
#include "server/api.h"
#include "server/readers.h"
#include "server/views.h"

namespace vanthu::server {
namespace {

std::optional<Date> date_query(const Request& request, std::string_view name) {
    const auto text = request.query(name);
    if (!text) return std::nullopt;
    const auto date = parse_iso_date(*text);
    if (!date)
        throw Error(ErrorCode::BadInput, "query \"" + std::string(name) + "\" is \"" + *text +
                                             "\"; write a day as 2022-04-21");
    return date;
}

records::SearchOrder order_query(const Request& request) {
    const std::string order = request.query("order").value_or("newest");
    if (order == "newest") return records::SearchOrder::Newest;
    if (order == "ranked") return records::SearchOrder::Ranked;
    throw Error(ErrorCode::BadInput, "query \"order\" is newest or ranked, not \"" + order + "\"");
}

Poco::JSON::Object::Ptr view(const records::SavedSearch& search) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("id", search.id);
    o->set("name", search.name);
    o->set("query", search.query);
    o->set("created_at", rfc3339(search.created_at));
    return o;
}

}  // namespace

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
    query.arrived_from = date_query(request, "arrived_from");
    query.arrived_to = date_query(request, "arrived_to");
    query.book = request.query("book").value_or("");
    query.limit = request.query_number("limit", 20, 1, 200);
    query.offset = request.query_number("offset", 0, 0, 1'000'000);
    query.order = order_query(request);
    query.with_facets = request.query("facets") == "yes";
    query.reader = reader_of(request);
    records::SearchResult result;
    office.database.read([&](store::Transaction& tx) { result = records::search(tx, query); });
    return json_response(*view(result));
}

Response suggest_words(const Office& office, Request& request) {
    std::vector<std::string> words;
    office.database.read([&](store::Transaction& tx) {
        words = records::suggest(tx, request.query("q").value_or(""), reader_of(request));
    });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("suggestions", text_array(words));
    return json_response(*answer);
}

Response list_saved_searches(const Office& office, Request& request) {
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        for (const auto& search : records::saved_searches(tx, request.user()))
            rows->add(view(search));
    });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("searches", rows);
    return json_response(*answer);
}

Response save_search(const Office& office, Request& request) {
    const auto body = request.json();
    const std::string name = required_text(*body, "name"), query = required_text(*body, "query");
    Poco::JSON::Object::Ptr answer;
    office.database.write([&](store::Transaction& tx) {
        answer = view(records::save_search(tx, request.user(), name, query, office.clock.now()));
    });
    return json_response(*answer, 201);
}

Response forget_search(const Office& office, Request& request) {
    office.database.write([&](store::Transaction& tx) {
        records::forget_search(tx, request.user(), request.parameter("id"));
    });
    return no_content();
}

}  // namespace vanthu::server
