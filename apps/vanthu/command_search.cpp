// vanthu search, vanthu show: finding documents and looking at one.

#include <iostream>

#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "base/text.h"
#include "pipeline/document_json.h"
#include "records/search.h"
#include "server/readers.h"
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
    if (!result.corrected.empty()) std::cout << "instead: " << result.corrected << '\n';
    std::cout << (result.more ? "more than " : "") << result.total << " found\n";
    for (const records::Facet& facet : result.facets) {
        std::cout << facet.id << ':';
        for (const auto& [value, count] : facet.counts)
            std::cout << "  " << value << ' ' << count;
        std::cout << '\n';
    }
}

int rebuild(OpenOffice& office) {
    office.database->write([](store::Transaction& tx) { records::begin_rebuild(tx); });
    for (records::Rebuild step{0, false}; !step.finished;) {
        office.database->write([&](store::Transaction& tx) { step = records::rebuild_some(tx); });
        if (!step.finished) std::cout << step.done << " documents\n";
    }
    return 0;
}

int suggest(OpenOffice& office, const std::string& typed) {
    office.database->read([&](store::Transaction& tx) {
        for (const std::string& words : records::suggest(tx, typed, std::nullopt))
            std::cout << words << '\n';
    });
    return 0;
}

}  // namespace

int command_search(const Words& words) {
    const Arguments arguments(words, {"json", "facets", "ranked", "rebuild", "suggest"},
                              {"field", "from", "to", "arrived-from", "arrived-to", "book", "as",
                               "limit", "offset", "data"});
    if (arguments.has("rebuild"))
        return rebuild(*open_office(arguments.value("data", kDefaultData)));
    if (arguments.has("suggest"))
        return suggest(*open_office(arguments.value("data", kDefaultData)),
                       nfc(join(arguments.operands(), " ")));
    records::SearchQuery query;
    query.text = nfc(join(arguments.operands(), " "));
    query.from = date_of(arguments, "from");
    query.to = date_of(arguments, "to");
    query.arrived_from = date_of(arguments, "arrived-from");
    query.arrived_to = date_of(arguments, "arrived-to");
    query.with_facets = arguments.has("facets");
    if (arguments.has("ranked")) query.order = records::SearchOrder::Ranked;
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
    office->database->read([&](store::Transaction& tx) {
        if (const std::string name = arguments.value("as"); !name.empty()) {
            const auto account = server::find_account(tx, name);
            if (!account) throw Error(ErrorCode::NotFound, "there is no account '" + name + "'");
            query.reader = server::reader_of(*account);
        }
        result = records::search(tx, query);
    });
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
