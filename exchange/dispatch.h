// dispatch.h: a document of the office as a packet, and a packet's data beside what the paper says.
//
// Pure functions; no database, no files.
#pragma once

#include <string>
#include <vector>

#include "exchange/packet.h"
#include "pipeline/document.h"

namespace vanthu::exchange {

// The packet that carries a document: its fields as they are now, its original as the only payload.
// Error(BadInput) naming the fields that a packet must have and that are empty, and for a paper
// under secrecy, which must not travel so.
Packet packet_of(const pipeline::Document& document, std::string_view original, const Organ& from,
                 const std::vector<Organ>& to, Instant now);

// "H32.99,2021/05/13,2258/KH-UBND"
std::string document_id_of(const pipeline::Document& document, const Organ& from);

// The word to `to` on where its dispatch stands.
Packet status_of(const Organ& to, const Answered& about, const Organ& from, std::string_view code,
                 const std::string& description, Instant now);
Packet status_of(const Packet& about, const Organ& from, std::string_view code,
                 const std::string& description, Instant now);

// What the packet says of a field, in the form the field is stored in; "" = nothing.
struct Told {
    pipeline::FieldId field;
    std::string value;
};
std::vector<Told> told_by(const Packet& packet);

// Lays the packet's data beside the fields: an empty one takes the packet's value for a person to
// look at, one that differs gets it as a candidate and an issue; a person's value stays. Returns
// whether anything changed.
bool compare(const Packet& packet, pipeline::Document& document);

}  // namespace vanthu::exchange
