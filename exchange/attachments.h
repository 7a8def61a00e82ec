// attachments.h: the files inside a packet's payloads.
//
// What a payload is, is decided by its bytes, not by what the sender declared: a zip around one
// file is opened, a DOCX (a zip too) is not. Archives are opened by whoever is passed in, the page
// worker: never in this process. A payload that cannot be opened has no bytes and says why; the
// others are read all the same.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/packet.h"

namespace vanthu::exchange {

struct Unwrapped {
    bool wrapped = false;  // false: the archive is itself the file
    std::string name;
    std::string bytes;
};

// Throws Error when the archive is damaged, holds not just one file, or breaks a limit.
using Unwrap = std::function<Unwrapped(std::string_view zip)>;

struct Attachment {
    std::string name;
    std::string bytes;  // "" when `problem` says why
    std::string problem;
};

std::vector<Attachment> open_payloads(const Packet& packet, const Unwrap& unwrap);

}  // namespace vanthu::exchange
