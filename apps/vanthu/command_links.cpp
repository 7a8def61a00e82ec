// vanthu link, vanthu rights: what papers have to do with one another, and who may read them.

#include <algorithm>
#include <iostream>

#include "apps/vanthu/actor.h"
#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "pipeline/document_json.h"
#include "pipeline/documents.h"
#include "records/access.h"
#include "records/links.h"
#include "server/views.h"
#include "stages/submissions.h"

namespace vanthu::apps {
namespace {

int list_links(OpenOffice& office, const std::string& document, bool json) {
    std::vector<records::Link> links;
    office.database->read([&](store::Transaction& tx) {
        pipeline::load_document(tx, document);
        links = records::links_of(tx, document);
    });
    for (const records::Link& link : links) {
        if (!json) {
            std::cout << link.id << "  " << (link.outgoing ? "" : "is named by: ") << link.kind
                      << "  " << (link.other.empty() ? "(not here)" : link.other) << "  "
                      << link.code << "  " << link.subject
                      << (link.replaced_by.empty() ? "" : "  replaced by " + link.replaced_by)
                      << '\n';
            continue;
        }
        auto object = server::new_object();
        object->set("id", link.id);
        object->set("kind", link.kind);
        object->set("outgoing", link.outgoing);
        object->set("document", server::text_or_null(link.other));
        object->set("code", server::text_or_null(link.code));
        object->set("subject", server::text_or_null(link.subject));
        object->set("made_by", link.made_by);
        object->set("replaced_by", server::text_or_null(link.replaced_by));
        std::cout << pipeline::json_text(*object) << '\n';
    }
    return 0;
}

// KIND=NAME operands from `first` on.
std::vector<records::Right> rights_from(const Arguments& arguments, std::size_t first) {
    std::vector<records::Right> rights;
    for (std::size_t i = first; i < arguments.operands().size(); ++i) {
        const std::string& word = arguments.operands()[i];
        const auto equals = word.find('=');
        if (equals == std::string::npos || equals + 1 == word.size())
            throw Error(ErrorCode::BadInput,
                        "'" + word + "' is no right; it is unit=NAME, role=NAME or user=NAME");
        rights.push_back({word.substr(0, equals), word.substr(equals + 1)});
    }
    return rights;
}

void print(const std::vector<records::Right>& rights) {
    if (rights.empty()) std::cout << "open to the whole office\n";
    for (const records::Right& right : rights)
        std::cout << right.kind << '=' << right.name << '\n';
}

void print(const records::RightsChange& change) {
    std::cout << change.id << "  " << change.state << "  " << change.document << "  asked by "
              << change.asked_by << ": " << change.reason << '\n';
    print(change.rights);
}

}  // namespace

int command_link(const Words& words) {
    const Arguments arguments(words, {"json"}, {"as", "data"});
    const std::string& what = arguments.operand(0, "list, add or remove");
    const auto office = open_office(arguments.value("data", kDefaultData));
    if (what == "list")
        return list_links(*office, arguments.operand(1, "DOCUMENT"), arguments.has("json"));
    if (what != "add" && what != "remove")
        throw Error(ErrorCode::BadInput, "link '" + what + "': it is list, add or remove");
    std::string id;
    office->database->write([&](store::Transaction& tx) {
        const std::string user = actor(tx, arguments.value("as"), "--as").user;
        if (what == "add") {
            const std::string from = arguments.operand(1, "DOCUMENT");
            id = records::draw_link(tx, from, arguments.operand(2, "KIND"),
                                    arguments.operand(3, "the other DOCUMENT"), user,
                                    office->clock.now());
            stages::compare_with_submission(tx, from);
        } else {
            records::remove_link(tx, arguments.operand(1, "LINK"), user, office->clock.now());
        }
    });
    if (!id.empty()) std::cout << id << '\n';
    return 0;
}

int command_rights(const Words& words) {
    const Arguments arguments(words, {}, {"reason", "as", "data"});
    const std::string& what = arguments.operand(0, "show, ask, changes, confirm or refuse");
    const auto office = open_office(arguments.value("data", kDefaultData));
    if (what == "show") {
        office->database->read([&](store::Transaction& tx) {
            const std::string& document = arguments.operand(1, "DOCUMENT");
            pipeline::load_document(tx, document);
            print(records::rights_of(tx, document));
            if (const auto change = records::waiting_change(tx, document)) print(*change);
        });
        return 0;
    }
    if (what == "changes") {
        office->database->read([&](store::Transaction& tx) {
            for (const records::RightsChange& change : records::waiting_changes(tx))
                print(change);
        });
        return 0;
    }
    if (what != "ask" && what != "confirm" && what != "refuse")
        throw Error(ErrorCode::BadInput,
                    "rights '" + what + "': it is show, ask, changes, confirm or refuse");
    std::optional<records::RightsChange> change;
    office->database->write([&](store::Transaction& tx) {
        const workflow::Actor person = actor(tx, arguments.value("as"), "--as");
        const Instant now = office->clock.now();
        // As over HTTP: clerks and heads ask, a head decides.
        const auto has = [&](std::string_view role) {
            return person.administrator || std::find(person.groups.begin(), person.groups.end(),
                                                     role) != person.groups.end();
        };
        if (what == "ask" ? !has("clerk") && !has("head") : !has("head"))
            throw Error(ErrorCode::Forbidden,
                        person.user +
                            ": rights are asked for by a clerk or the head and decided "
                            "by the head");
        if (what == "ask")
            change =
                records::ask_rights(tx, arguments.operand(1, "DOCUMENT"), rights_from(arguments, 2),
                                    arguments.value("reason"), person.user, now);
        else
            change = records::decide_rights(
                tx, arguments.operand(1, "CHANGE"),
                what == "confirm" ? records::Decision::Confirm : records::Decision::Refuse,
                person.user, now);
    });
    print(*change);
    return 0;
}

}  // namespace vanthu::apps
