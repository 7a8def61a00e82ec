// vanthu search, vanthu show: finding documents and looking at one.

#include <iostream>

#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "base/text.h"
#include "pipeline/document_json.h"
#include "records/search.h"
#include "server/views.h"

namespace vanthu::apps {
namespace {

std::optional<Date> date_of(const Arguments& arguments, std::string_view option) {
    const std::string text = arguments.value(option);
    if (text.empty()) return std::nullopt;
    const auto date = parse_iso_date(text);
    if (!date)
        throw Error(ErrorCode::BadInput,
                    "--" + std::string(option) + " needs a date like 2026-11-21");
    return date;
}

std::string field_of(const records::SearchHit& hit, std::string_view id) {
    for (const auto& [field, value] : hit.fields)
        if (field == id) return value;
    return {};
}

void print(const records::SearchResult& result) {
    for (const records::SearchHit& hit : result.hits) {
        std::cout << hit.document << "  ";
        if (hit.number)
            std::cout << hit.book << ' ' << *hit.number << '/' << hit.year.value_or(0) << "  ";
        std::cout << field_of(hit, "code") << "  " << field_of(hit, "issued_date") << "  "
                  << field_of(hit, "organ_name") << "\n    " << field_of(hit, "type_name") << ' '
                  << field_of(hit, "subject") << '\n';
    }
    std::cout << result.total << " found\n";
}

}  // namespace

int command_search(const Words& words) {
    const Arguments arguments(words, {"json"},
                              {"field", "from", "to", "book", "limit", "offset", "data"});
    records::SearchQuery query;
    query.text = nfc(join(arguments.operands(), " "));
    query.from = date_of(arguments, "from");
    query.to = date_of(arguments, "to");
    query.book = arguments.value("book");
    query.limit = arguments.number("limit", query.limit);
    query.offset = arguments.number("offset", 0);
    for (const std::string& field : arguments.values("field")) {
        const auto equals = field.find('=');
        if (equals == std::string::npos)
            throw Error(ErrorCode::BadInput, "--field needs id=value, not '" + field + "'");
        query.fields.emplace_back(field.substr(0, equals), field.substr(equals + 1));
    }
    const auto office = open_office(arguments.value("data", kDefaultData));
    records::SearchResult result;
    office->database->read([&](store::Transaction& tx) { result = records::search(tx, query); });
    if (arguments.has("json"))
        std::cout << pipeline::json_text(*server::view(result)) << '\n';
    else
        print(result);
    return 0;
}

int command_show(const Words& words) {
    const Arguments arguments(words, {"json"}, {"data"});
    const std::string& id = arguments.operand(0, "ID");
    const auto office = open_office(arguments.value("data", kDefaultData));
    Poco::JSON::Object::Ptr document;
    office->database->read(
        [&](store::Transaction& tx) { document = server::document_view(tx, *office->blobs, id); });
    if (arguments.has("json")) {
        std::cout << pipeline::json_text(*document) << '\n';
        return 0;
    }
    std::cout << id << "  " << document->getValue<std::string>("state") << "  "
              << document->getValue<std::string>("source") << '\n';
    const auto fields = document->getObject("fields");
    for (const std::string& name : fields->getNames()) {
        const auto field = fields->getObject(name);
        if (field->isNull("value")) continue;
        std::cout << "  " << name << ": " << field->get("value").toString() << "  ["
                  << field->getValue<std::string>("state") << "]\n";
    }
    return 0;
}

}  // namespace vanthu::apps
