#include "exchange/packet_json.h"

#include <Poco/JSON/Array.h>

#include "base/digest.h"
#include "exchange/dispatch.h"

namespace vanthu::exchange {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

Object::Ptr new_object() {
    return new Object(Poco::JSON_PRESERVE_KEY_ORDER);
}

void set(Object& object, const std::string& key, const std::string& value) {
    object.set(key, value.empty() ? Poco::Dynamic::Var() : Poco::Dynamic::Var(value));
}

Object::Ptr view(const Organ& organ) {
    Object::Ptr object = new_object();
    set(*object, "organ_id", organ.id);
    set(*object, "organization_in_charge", organ.in_charge);
    set(*object, "organ_name", organ.name);
    set(*object, "organ_add", organ.address);
    set(*object, "email", organ.email);
    set(*object, "telephone", organ.telephone);
    set(*object, "fax", organ.fax);
    set(*object, "website", organ.website);
    return object;
}

Object::Ptr view(const Business& business) {
    Object::Ptr object = new_object();
    object->set("type", business.type);
    set(*object, "document_id", business.document_id);
    set(*object, "reason", business.reason);
    set(*object, "paper", business.paper);
    Array::Ptr replaced = new Array;
    for (const std::string& id : business.replaced)
        replaced->add(id);
    object->set("replaces", replaced);
    return object;
}

Object::Ptr fields_of(const Packet& packet) {
    Object::Ptr fields = new_object();
    for (const char* id : {"organization_in_charge", "organ_name", "code", "code_number",
                           "code_notation", "issued_place", "issued_date", "type_name", "subject",
                           "signer_competence", "signer_position", "signer_full_name", "priority"})
        set(*fields, id, "");
    for (const Told& told : told_by(packet))
        fields->set(told.field, told.value);
    set(*fields, "circulation", packet.circulation);
    set(*fields, "page_amount", packet.page_amount);
    Array::Ptr places = new Array;
    for (const std::string& place : packet.to_places)
        places->add(place);
    fields->set("to_places", places);
    return fields;
}

}  // namespace

Object::Ptr to_json(const Packet& packet, const std::vector<Attachment>& attachments) {
    Object::Ptr object = new_object();
    object->set("dialect", packet.dialect == Dialect::A ? "A" : "B");
    object->set("kind", packet.kind == Kind::Status ? "status" : "dispatch");
    object->set("from", view(packet.from));
    Array::Ptr to = new Array;
    for (const Organ& organ : packet.to)
        to->add(view(organ));
    object->set("to", to);
    set(*object, "document_id", packet.document_id);
    object->set("fields", fields_of(packet));
    set(*object, "content", packet.content);
    set(*object, "due_date", packet.due_date);
    object->set("directing",
                packet.directing ? Poco::Dynamic::Var(*packet.directing) : Poco::Dynamic::Var());
    object->set("business", view(packet.business));
    if (packet.kind == Kind::Status) {
        Object::Ptr status = new_object();
        status->set("code", packet.status_code);
        set(*status, "name", std::string(status_name(packet.status_code)));
        set(*status, "description", packet.status_text);
        set(*status, "timestamp", packet.status_time);
        object->set("status", status);
    } else {
        object->set("status", Poco::Dynamic::Var());
    }
    Array::Ptr answered = new Array;
    for (const Answered& one : packet.response_for) {
        Object::Ptr entry = new_object();
        set(*entry, "organ_id", one.organ_id);
        set(*entry, "code", one.code);
        set(*entry, "issued_date", one.date);
        set(*entry, "document_id", one.document_id);
        answered->add(entry);
    }
    object->set("response_for", answered);
    Array::Ptr trace = new Array;
    for (const Hop& hop : packet.trace) {
        Object::Ptr entry = new_object();
        set(*entry, "organ_id", hop.organ_id);
        set(*entry, "timestamp", hop.timestamp);
        trace->add(entry);
    }
    object->set("trace", trace);
    Array::Ptr files = new Array;
    for (const Attachment& attachment : attachments) {
        Object::Ptr entry = new_object();
        entry->set("name", attachment.name);
        const bool there = attachment.problem.empty();
        entry->set("size",
                   there ? Poco::Dynamic::Var(attachment.bytes.size()) : Poco::Dynamic::Var());
        set(*entry, "sha256", there ? sha256(attachment.bytes) : "");
        set(*entry, "problem", attachment.problem);
        files->add(entry);
    }
    object->set("attachments", files);
    object->set("signature", packet.signature);
    Array::Ptr issues = new Array;
    for (const Problem& problem : packet.problems) {
        Object::Ptr entry = new_object();
        entry->set("severity", "warning");
        entry->set("code", "exchange_packet");
        entry->set("place", problem.place);
        entry->set("detail", problem.what);
        issues->add(entry);
    }
    object->set("issues", issues);
    return object;
}

}  // namespace vanthu::exchange
