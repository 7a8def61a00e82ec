// packet_payloads.h: the files that a packet carries.
//
// Bytes are taken as the base64 decoder gives them; what is empty, was damaged on its way or does
// not agree with the manifest is a Problem. Does not open the files (attachments.h). Pure
// functions; any thread.
#pragma once

#include "exchange/packet.h"

namespace vanthu::exchange {

// Those of dialect B, beside what the manifest announces.
void read_payloads(const Element& root, Packet& packet);

// A part of a MIME message, dialect A: no base64 is left in it.
void add_part(Payload payload, Packet& packet);

std::string without_cid(std::string id);

}  // namespace vanthu::exchange
