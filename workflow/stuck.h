// stuck.h: what the walk throws inside itself when a diagram or a variable leaves it without an
// answer.
//
// Thrown before the node has written anything and caught by Run::advance, which leaves the token
// there with the reason; it never leaves the room.
#pragma once

#include <string>

namespace vanthu::workflow {

struct Stuck {
    std::string reason;
};

}  // namespace vanthu::workflow
