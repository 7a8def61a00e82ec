#include "records/access.h"

#include <algorithm>
#include <sstream>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include "base/error.h"
#include "base/id.h"
#include "base/text.h"
#include "records/index.h"
#include "store/audit.h"

namespace vanthu::records {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

std::string written(const std::vector<Right>& rights) {
    Array array;
    for (const Right& right : rights) {
        Object::Ptr object = new Object(Poco::JSON_PRESERVE_KEY_ORDER);
        object->set("kind", right.kind);
        object->set("name", right.name);
        array.add(object);
    }
    std::ostringstream out;
    array.stringify(out);
    return out.str();
}

RightsChange read_change(const store::Row& row) {
    RightsChange change;
    change.id = row.text("id");
    change.document = row.text("document");
    const auto rights = Poco::JSON::Parser().parse(row.text("rights")).extract<Array::Ptr>();
    for (unsigned i = 0; i < rights->size(); ++i) {
        const auto right = rights->getObject(i);
        change.rights.push_back(
            {right->getValue<std::string>("kind"), right->getValue<std::string>("name")});
    }
    change.reason = row.text("reason");
    change.asked_by = row.text("asked_by");
    change.asked_at = row.integer("asked_at");
    change.state = row.text("state");
    return change;
}

std::string detail(const RightsChange& change) {
    std::ostringstream out;
    Object object(Poco::JSON_PRESERVE_KEY_ORDER);
    object.set("change", change.id);
    object.set("reason", change.reason);
    object.set("rights", Poco::JSON::Parser().parse(written(change.rights)));
    object.stringify(out);
    return out.str();
}

}  // namespace

bool reads_everything(const Reader& reader) {
    return std::any_of(reader.roles.begin(), reader.roles.end(), [](const std::string& role) {
        return role == "admin" || role == "clerk" || role == "head";
    });
}

bool may_read(store::Transaction& tx, const Reader& reader, const pipeline::DocumentId& document) {
    if (reads_everything(reader)) return true;
    const std::vector<Right> rights = rights_of(tx, document);
    return rights.empty() || std::any_of(rights.begin(), rights.end(), [&](const Right& right) {
               if (right.kind == "user") return right.name == reader.user;
               if (right.kind == "unit") return right.name == reader.unit;
               return std::find(reader.roles.begin(), reader.roles.end(), right.name) !=
                      reader.roles.end();
           });
}

std::vector<Right> rights_of(store::Transaction& tx, const pipeline::DocumentId& document) {
    std::vector<Right> rights;
    tx.for_each("select kind, name from document_right where document = $1 order by kind, name",
                {document}, [&](const store::Row& row) {
                    rights.push_back({row.text("kind"), row.text("name")});
                });
    return rights;
}

RightsChange ask_rights(store::Transaction& tx, const pipeline::DocumentId& document,
                        std::vector<Right> rights, const std::string& reason,
                        const std::string& user, Instant now) {
    if (!tx.query_one("select id from document where id = $1", {document}))
        throw Error(ErrorCode::NotFound, "there is no document " + document);
    for (Right& right : rights) {
        right.name = single_spaced(nfc(right.name));
        if ((right.kind != "unit" && right.kind != "role" && right.kind != "user") ||
            right.name.empty())
            throw Error(ErrorCode::BadInput,
                        "a right is given to a unit, role or user with a "
                        "name, not to \"" +
                            right.kind + ":" + right.name + "\"");
    }
    std::sort(rights.begin(), rights.end());
    rights.erase(std::unique(rights.begin(), rights.end()), rights.end());
    RightsChange change{new_id(), document,  rights, single_spaced(nfc(reason)),
                        user,     "waiting", now};
    if (change.reason.empty())
        throw Error(ErrorCode::BadInput, "a change of rights needs a reason; say why",
                    Sentence{"reason_missing"});
    if (waiting_change(tx, document))
        throw Error(ErrorCode::Conflict,
                    "another change of the rights of document " + document +
                        " waits for confirmation; confirm or refuse it first",
                    Sentence{"rights_waiting"});
    tx.execute(
        "insert into rights_change (id, document, rights, reason, asked_by, asked_at, state) "
        "values ($1, $2, $3, $4, $5, $6, 'waiting')",
        {change.id, document, written(rights), change.reason, user, now});
    store::append_audit(tx, now, user, "rights.asked", document, detail(change));
    return change;
}

RightsChange decide_rights(store::Transaction& tx, const std::string& id, Decision decision,
                           const std::string& user, Instant now) {
    const auto row = tx.query_one("select * from rights_change where id = $1", {id});
    if (!row) throw Error(ErrorCode::NotFound, "there is no change of rights " + id);
    RightsChange change = read_change(*row);
    if (change.state != "waiting")
        throw Error(ErrorCode::Conflict, "change of rights " + id + " is " + change.state,
                    Sentence{"rights_decided"});
    if (change.asked_by == user)
        throw Error(ErrorCode::Forbidden,
                    "a change of rights is decided by another person than the one who asked for it",
                    Sentence{"rights_same_person"});
    change.state = decision == Decision::Confirm ? "confirmed" : "refused";
    tx.execute(
        "update rights_change set state = $2, decided_by = $3, decided_at = $4 where id = $1",
        {id, change.state, user, now});
    if (decision == Decision::Confirm) {
        tx.execute("delete from document_right where document = $1", {change.document});
        for (const Right& right : change.rights)
            tx.execute("insert into document_right (document, kind, name) values ($1, $2, $3)",
                       {change.document, right.kind, right.name});
        index_rights(tx, change.document);
    }
    store::append_audit(tx, now, user, "rights." + change.state, change.document, detail(change));
    return change;
}

std::optional<RightsChange> waiting_change(store::Transaction& tx,
                                           const pipeline::DocumentId& document) {
    const auto row = tx.query_one(
        "select * from rights_change where document = $1 and state = 'waiting'", {document});
    if (!row) return std::nullopt;
    return read_change(*row);
}

std::vector<RightsChange> waiting_changes(store::Transaction& tx) {
    std::vector<RightsChange> changes;
    tx.for_each("select * from rights_change where state = 'waiting' order by asked_at, id", {},
                [&](const store::Row& row) { changes.push_back(read_change(row)); });
    return changes;
}

}  // namespace vanthu::records
