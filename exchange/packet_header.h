// packet_header.h: what the header of a packet says, in either dialect.
//
// Values are found by name, whatever their order: producers reorder. A defect of one value is a
// Problem of that value, which stays empty; a header that cannot be acted on is Error(BadInput).
// Pure functions; any thread.
#pragma once

#include <string>

#include "exchange/packet.h"

namespace vanthu::exchange {

// `header` is edXMLHeader (dialect B) or the SOAP header (dialect A).
void read_header(const Element& header, const std::string& file, Date today, Packet& packet);

// Error(BadInput) that begins with the file's name.
[[noreturn]] void refuse(const std::string& file, const std::string& what);

}  // namespace vanthu::exchange
