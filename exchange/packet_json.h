// packet_json.h: a packet as JSON, for `vanthu exchange read` and the API.
//
// Fields carry the ids of the contract (section 2.1); a value that the packet does not give is
// null. Payloads are told of by name, size and digest. Pure.
#pragma once

#include <Poco/JSON/Object.h>

#include <vector>

#include "exchange/attachments.h"
#include "exchange/packet.h"

namespace vanthu::exchange {

Poco::JSON::Object::Ptr to_json(const Packet& packet, const std::vector<Attachment>& attachments);

}  // namespace vanthu::exchange
