// sandbox_wire.h: requests and replies on the socket between the service and a page worker.
//
// Length-prefixed frames on a stream socket; descriptors travel with the request's first byte. Both
// ends are the same build on the same machine. The reader of replies trusts no length: the worker
// may have been taken over. A closed socket is the result Closed, never an exception. One socket
// belongs to one thread at a time.
#pragma once

#include <chrono>
#include <stop_token>

#include "pipeline/sandbox.h"

namespace vanthu::pipeline {

enum class WireResult { Done, Closed, TimedOut, Stopped, Malformed };

struct WireReply {
    bool failed = false;  // then result is the code's name, a line feed, the message
    SandboxReply reply;
};

constexpr int kMostInputs = 4;
constexpr int kMostAttachments = 8;

WireResult send_request(int socket, const SandboxRequest& request, const Limits& limits);

// `request.inputs` become the receiver's own descriptors.
WireResult receive_request(int socket, SandboxRequest& request, Limits& limits);

WireResult send_reply(int socket, const WireReply& reply);

// At most `largest` bytes of result and attachments are taken; more is Malformed.
WireResult receive_reply(int socket, WireReply& reply, std::uint64_t largest,
                         std::chrono::steady_clock::time_point deadline,
                         const std::stop_token& stop);

}  // namespace vanthu::pipeline
