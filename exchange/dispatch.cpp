#include "exchange/dispatch.h"

#include <algorithm>
#include <cstdio>

#include "base/error.h"
#include "base/text.h"

namespace vanthu::exchange {
namespace {

using pipeline::Document;
using pipeline::field_text;

// "2021/05/13 08:30:00", the office's own time.
std::string timestamp(Instant at) {
    const Date day = local_date(at);
    const auto seconds = static_cast<int>((at - start_of_day(day)) / 1'000'000);
    char text[32];
    std::snprintf(text, sizeof text, "%04d/%02d/%02d %02d:%02d:%02d", day.year, day.month, day.day,
                  seconds / 3600, seconds / 60 % 60, seconds % 60);
    return text;
}

std::vector<std::string> list_of(const Document& document, std::string_view id) {
    const pipeline::Field* field = pipeline::find_field(document, id);
    return field == nullptr ? std::vector<std::string>() : field->list;
}

bool same(const std::string& a, const std::string& b) {
    return comparable(a) == comparable(b);
}

}  // namespace

std::string document_id_of(const Document& document, const Organ& from) {
    std::string date = field_text(document, "issued_date");
    std::replace(date.begin(), date.end(), '-', '/');
    return from.id + ',' + date + ',' + field_text(document, "code");
}

Packet packet_of(const Document& document, std::string_view original, const Organ& from,
                 const std::vector<Organ>& to, Instant now) {
    if (document.state == pipeline::DocumentState::Quarantined ||
        !field_text(document, "secrecy").empty())
        throw Error(ErrorCode::Forbidden,
                    "document " + document.id +
                        " is secret: it must not travel as a packet; send it by courier",
                    Sentence{"secret_travels"});
    std::string missing;
    for (const char* id : {"code_number", "code_notation", "issued_date", "subject", "organ_name"})
        if (field_text(document, id).empty())
            missing += (missing.empty() ? "" : ", ") + std::string(id);
    if (field_text(document, "issued_date").size() != 10 &&
        missing.find("issued_date") == std::string::npos)
        missing += (missing.empty() ? "" : ", ") + std::string("issued_date (day)");
    if (!missing.empty())
        throw Error(ErrorCode::BadInput,
                    "document " + document.id + ": a packet needs " + missing +
                        "; fill them in on the check screen",
                    Sentence{"packet_incomplete", {{"fields", missing}}});
    Packet packet;
    packet.from = from;
    if (packet.from.name.empty()) packet.from.name = field_text(document, "organ_name");
    packet.from.in_charge = field_text(document, "organization_in_charge");
    packet.to = to;
    packet.document_id = document_id_of(document, from);
    packet.code_number = field_text(document, "code_number");
    packet.code_notation = field_text(document, "code_notation");
    packet.issued_place = field_text(document, "issued_place");
    packet.issued_date = field_text(document, "issued_date");
    packet.type_name = field_text(document, "type_name");
    packet.subject = field_text(document, "subject");
    packet.signer_competence = field_text(document, "signer_competence");
    packet.signer_position = field_text(document, "signer_position");
    packet.signer_full_name = field_text(document, "signer_full_name");
    packet.to_places = list_of(document, "to_places");
    packet.priority = priority_of(field_text(document, "priority"));
    packet.circulation = field_text(document, "circulation");
    packet.page_amount = field_text(document, "page_amount");
    packet.trace.push_back({from.id, timestamp(now)});
    Payload payload;
    payload.content_id = "1";
    payload.name = document.source;
    payload.content_type = document.media_type;
    payload.bytes = original;
    packet.payloads.push_back(std::move(payload));
    return packet;
}

Packet status_of(const Packet& about, const Organ& from, std::string_view code,
                 const std::string& description, Instant now) {
    return status_of(about.from,
                     {about.from.id, about.code(), about.issued_date, about.document_id}, from,
                     code, description, now);
}

Packet status_of(const Organ& to, const Answered& about, const Organ& from, std::string_view code,
                 const std::string& description, Instant now) {
    Packet packet;
    packet.kind = Kind::Status;
    packet.from = from;
    packet.to = {to};
    packet.response_for.push_back(about);
    packet.status_code = code;
    packet.status_text = from.name + " - văn thư: " +
                         (description.empty() ? std::string(status_name(code)) : description);
    packet.status_time = timestamp(now);
    packet.staff = {"Văn thư", from.name, "", ""};
    return packet;
}

std::vector<Told> told_by(const Packet& packet) {
    std::vector<Told> told{
        {"organization_in_charge", packet.from.in_charge},
        {"organ_name", packet.from.name},
        {"code_number", packet.code_number},
        {"code_notation", packet.code_notation},
        {"code", packet.code()},
        {"issued_place", packet.issued_place},
        {"issued_date", packet.issued_date},
        {"type_name", packet.type_name},
        {"subject", packet.subject},
        {"signer_competence", packet.signer_competence},
        {"signer_position", packet.signer_position},
        {"signer_full_name", packet.signer_full_name},
        {"priority", std::string(priority_name(packet.priority))},
    };
    std::erase_if(told, [](const Told& one) { return one.value.empty(); });
    return told;
}

bool compare(const Packet& packet, Document& document) {
    bool changed = false;
    for (const Told& told : told_by(packet)) {
        pipeline::Field* field = pipeline::find_field(document, told.field);
        if (field == nullptr) {
            document.fields.push_back({});
            field = &document.fields.back();
            field->id = told.field;
        }
        if (pipeline::is_final(field->state)) continue;
        if (!field->value) {
            field->value = pipeline::Value{told.value, told.value, 0.5F, {}};
            field->value->origin.stage = "exchange";
            field->value->origin.rule = "edxml";
            field->state = pipeline::FieldState::NeedsReview;
            changed = true;
            continue;
        }
        if (same(field->value->normal, told.value)) continue;
        if (std::find(field->candidates.begin(), field->candidates.end(), told.value) ==
            field->candidates.end())
            field->candidates.push_back(told.value);
        field->state = pipeline::FieldState::NeedsReview;
        document.issues.push_back({pipeline::Severity::Warning,
                                   "exchange_differs",
                                   told.field,
                                   "the packet says \"" + told.value + "\", the paper \"" +
                                       field->value->text + "\"; look at the page",
                                   {{"packet", told.value}, {"paper", field->value->text}}});
        changed = true;
    }
    return changed;
}

}  // namespace vanthu::exchange
