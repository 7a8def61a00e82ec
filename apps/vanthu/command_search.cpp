// vanthu search, vanthu show: finding documents and looking at one.

#include <iostream>

#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "apps/vanthu/remote.h"
#include "base/error.h"
#include "base/text.h"
#include "pipeline/document_json.h"
#include "records/search.h"
#include "server/readers.h"
#include "server/views.h"

namespace vanthu::apps {
namespace {

using Poco::JSON::Object;

std::optional<Date> date_of(const Arguments& arguments, std::string_view option) {
    const std::string text = arguments.value(option);
    if (text.empty()) return std::nullopt;
    const auto date = parse_iso_date(text);
    if (!date)
        throw Error(ErrorCode::BadInput,
                    "--" + std::string(option) + " needs a date like 2026-11-21");
    return date;
}

std::vector<std::pair<std::string, std::string>> fields_of(const Arguments& arguments) {
    std::vector<std::pair<std::string, std::string>> fields;
    for (const std::string& field : arguments.values("field")) {
        const auto equals = field.find('=');
        if (equals == std::string::npos)
            throw Error(ErrorCode::BadInput, "--field needs id=value, not '" + field + "'");
        fields.emplace_back(field.substr(0, equals), field.substr(equals + 1));
    }
    return fields;
}

// A value as a person reads it: nothing for null.
std::string shown(const Object& object, const std::string& name) {
    return object.has(name) && !object.isNull(name) ? object.get(name).toString() : "";
}

void print(const Object& found) {
    const auto hits = found.getArray("hits");
    for (unsigned i = 0; i < hits->size(); ++i) {
        const auto hit = hits->getObject(i);
        const auto fields = hit->getObject("fields");
        std::cout << shown(*hit, "id") << "  ";
        if (!hit->isNull("number"))
            std::cout << shown(*hit, "book") << ' ' << shown(*hit, "number") << '/'
                      << shown(*hit, "year") << "  ";
        std::cout << shown(*fields, "code") << "  " << shown(*fields, "issued_date") << "  "
                  << shown(*fields, "organ_name") << "\n    " << shown(*fields, "type_name") << ' '
                  << shown(*fields, "subject") << '\n';
    }
    if (!found.isNull("corrected")) std::cout << "instead: " << shown(found, "corrected") << '\n';
    std::cout << (found.getValue<bool>("more") ? "more than " : "") << shown(found, "total")
              << " found\n";
    const auto facets = found.getArray("facets");
    for (unsigned i = 0; i < facets->size(); ++i) {
        const auto facet = facets->getObject(i);
        std::cout << shown(*facet, "id") << ':';
        const auto values = facet->getArray("values");
        for (unsigned j = 0; j < values->size(); ++j)
            std::cout << "  " << shown(*values->getObject(j), "value") << ' '
                      << shown(*values->getObject(j), "count");
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

int suggest(const Arguments& arguments) {
    const std::string typed = nfc(join(arguments.operands(), " "));
    std::vector<std::string> suggestions;
    if (const auto remote = RemoteOffice::of(arguments)) {
        const auto words =
            remote->get("/search/suggestions", {{"q", typed}})->getArray("suggestions");
        for (unsigned i = 0; i < words->size(); ++i)
            suggestions.push_back(words->getElement<std::string>(i));
    } else {
        open_office(arguments.value("data", kDefaultData))
            ->database->read([&](store::Transaction& tx) {
                suggestions = records::suggest(tx, typed, std::nullopt);
            });
    }
    for (const std::string& words : suggestions)
        std::cout << words << '\n';
    return 0;
}

Object::Ptr found_remotely(RemoteOffice& remote, const Arguments& arguments) {
    if (arguments.has("as"))
        throw Error(ErrorCode::BadInput,
                    "with --server the token says who searches; leave --as out");
    Query query{{"q", nfc(join(arguments.operands(), " "))},
                {"from", arguments.value("from")},
                {"to", arguments.value("to")},
                {"arrived_from", arguments.value("arrived-from")},
                {"arrived_to", arguments.value("arrived-to")},
                {"book", arguments.value("book")},
                {"limit", arguments.value("limit")},
                {"offset", arguments.value("offset")},
                {"order", arguments.has("ranked") ? "ranked" : ""},
                {"facets", arguments.has("facets") ? "yes" : ""}};
    for (const auto& [id, value] : fields_of(arguments))
        query.emplace_back("field", id + ":" + value);
    return remote.get("/search", query);
}

Object::Ptr found_here(const Arguments& arguments) {
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
    query.fields = fields_of(arguments);
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
    return server::view(result);
}

}  // namespace

int command_search(const Words& words) {
    const Arguments arguments(words, {"json", "facets", "ranked", "rebuild", "suggest"},
                              {"field", "from", "to", "arrived-from", "arrived-to", "book", "as",
                               "limit", "offset", "data", "server", "token-file"});
    if (arguments.has("rebuild"))
        return rebuild(*open_office(arguments.value("data", kDefaultData)));
    if (arguments.has("suggest")) return suggest(arguments);
    const auto remote = RemoteOffice::of(arguments);
    const Object::Ptr found = remote ? found_remotely(*remote, arguments) : found_here(arguments);
    if (arguments.has("json"))
        std::cout << pipeline::json_text(*found) << '\n';
    else
        print(*found);
    return 0;
}

int command_show(const Words& words) {
    const Arguments arguments(words, {"json"}, {"data", "server", "token-file"});
    const std::string& id = arguments.operand(0, "ID");
    Object::Ptr document;
    if (const auto remote = RemoteOffice::of(arguments)) {
        document = remote->get("/documents/" + in_path(id));
    } else {
        const auto office = open_office(arguments.value("data", kDefaultData));
        office->database->read([&](store::Transaction& tx) {
            document = server::document_view(tx, *office->blobs, id);
        });
    }
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
