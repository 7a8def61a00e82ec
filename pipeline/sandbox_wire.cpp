#include "pipeline/sandbox_wire.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <type_traits>

namespace vanthu::pipeline {
namespace {

constexpr std::uint32_t kMagic = 0x56545831;
constexpr std::uint32_t kLongestOperation = 64;
constexpr std::uint32_t kLongestParameters = 1 << 20;
constexpr std::chrono::milliseconds kLookAtStop{100};

struct RequestHeader {
    std::uint32_t magic = kMagic;
    std::uint32_t operation = 0;
    std::uint32_t parameters = 0;
    std::uint32_t inputs = 0;
    Limits limits;
};

struct ReplyHeader {
    std::uint32_t magic = kMagic;
    std::uint32_t failed = 0;
    std::uint64_t result = 0;
    std::uint32_t attachments = 0;
    std::uint32_t unused = 0;
    std::uint64_t sizes[kMostAttachments] = {};
};

static_assert(std::is_trivially_copyable_v<RequestHeader>);
static_assert(std::is_trivially_copyable_v<ReplyHeader>);

WireResult send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return WireResult::Closed;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return WireResult::Done;
}

WireResult receive_all(int socket, char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t got = ::recv(socket, bytes, size, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return WireResult::Closed;
        bytes += got;
        size -= static_cast<std::size_t>(got);
    }
    return WireResult::Done;
}

struct Patience {
    std::chrono::steady_clock::time_point deadline;
    const std::stop_token& stop;
};

WireResult wait_readable(int socket, const Patience& patience) {
    using std::chrono::milliseconds;
    for (;;) {
        if (patience.stop.stop_requested()) return WireResult::Stopped;
        const auto left = std::chrono::duration_cast<milliseconds>(
            patience.deadline - std::chrono::steady_clock::now());
        if (left <= milliseconds::zero()) return WireResult::TimedOut;
        pollfd waiting{socket, POLLIN, 0};
        const int ready =
            ::poll(&waiting, 1, static_cast<int>(std::min(left, kLookAtStop).count()));
        if (ready > 0) return WireResult::Done;
        if (ready < 0 && errno != EINTR) return WireResult::Closed;
    }
}

WireResult receive_patiently(int socket, char* bytes, std::size_t size, const Patience& patience) {
    while (size > 0) {
        const ssize_t got = ::recv(socket, bytes, size, MSG_DONTWAIT);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EAGAIN) {
            if (const auto waited = wait_readable(socket, patience); waited != WireResult::Done)
                return waited;
            continue;
        }
        if (got <= 0) return WireResult::Closed;
        bytes += got;
        size -= static_cast<std::size_t>(got);
    }
    return WireResult::Done;
}

// Memory grows with the bytes that really come, not with the length that was claimed.
WireResult receive_text(int socket, std::string& text, std::uint64_t size,
                        const Patience& patience) {
    constexpr std::uint64_t kStep = 4u << 20;
    text.clear();
    while (text.size() < size) {
        const std::size_t before = text.size();
        text.resize(before + static_cast<std::size_t>(std::min(kStep, size - before)));
        const auto result =
            receive_patiently(socket, text.data() + before, text.size() - before, patience);
        if (result != WireResult::Done) return result;
    }
    return WireResult::Done;
}

}  // namespace

WireResult send_request(int socket, const SandboxRequest& request, const Limits& limits) {
    if (request.operation.size() > kLongestOperation ||
        request.parameters.size() > kLongestParameters || request.inputs.size() > kMostInputs)
        return WireResult::Malformed;
    RequestHeader header;
    header.operation = static_cast<std::uint32_t>(request.operation.size());
    header.parameters = static_cast<std::uint32_t>(request.parameters.size());
    header.inputs = static_cast<std::uint32_t>(request.inputs.size());
    header.limits = limits;

    msghdr message{};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * kMostInputs)] = {};
    if (!request.inputs.empty()) {
        const std::size_t bytes = request.inputs.size() * sizeof(int);
        message.msg_control = control;
        message.msg_controllen = CMSG_SPACE(bytes);
        cmsghdr* rights = CMSG_FIRSTHDR(&message);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(bytes);
        std::memcpy(CMSG_DATA(rights), request.inputs.data(), bytes);
    }
    std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
    bytes += request.operation;
    bytes += request.parameters;
    iovec part{bytes.data(), bytes.size()};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    ssize_t sent = 0;
    do {
        sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    if (sent <= 0) return WireResult::Closed;
    return send_all(socket, std::string_view(bytes).substr(static_cast<std::size_t>(sent)));
}

WireResult receive_request(int socket, SandboxRequest& request, Limits& limits) {
    request = {};
    RequestHeader header;
    // What follows the header mostly comes with it; nothing follows the request before its answer.
    char behind[1024];
    iovec parts[] = {{&header, sizeof header}, {behind, sizeof behind}};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = std::size(parts);
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * kMostInputs)] = {};
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    ssize_t got = 0;
    do {
        got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) return WireResult::Closed;
    for (cmsghdr* c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
        request.inputs.resize((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        std::memcpy(request.inputs.data(), CMSG_DATA(c), request.inputs.size() * sizeof(int));
    }
    const auto size = static_cast<std::size_t>(got);
    if (size < sizeof header) {
        const auto result =
            receive_all(socket, reinterpret_cast<char*>(&header) + size, sizeof header - size);
        if (result != WireResult::Done) return result;
    }
    if (header.magic != kMagic || header.operation > kLongestOperation ||
        header.parameters > kLongestParameters || header.inputs != request.inputs.size())
        return WireResult::Malformed;
    limits = header.limits;
    std::string text(std::size_t{header.operation} + header.parameters, '\0');
    const std::size_t here = std::min(text.size(), size - std::min(size, sizeof header));
    std::memcpy(text.data(), behind, here);
    const auto result = receive_all(socket, text.data() + here, text.size() - here);
    request.operation = text.substr(0, header.operation);
    request.parameters = text.substr(header.operation);
    return result;
}

WireResult send_reply(int socket, const WireReply& reply) {
    if (reply.reply.attachments.size() > kMostAttachments) return WireResult::Malformed;
    ReplyHeader header;
    header.failed = reply.failed ? 1 : 0;
    header.result = reply.reply.result.size();
    header.attachments = static_cast<std::uint32_t>(reply.reply.attachments.size());
    for (std::size_t i = 0; i < reply.reply.attachments.size(); ++i)
        header.sizes[i] = reply.reply.attachments[i].size();
    // The worker may not call sendmsg, which could name another address; one copy is cheaper than
    // waking the service twice.
    std::string start(reinterpret_cast<const char*>(&header), sizeof header);
    start += reply.reply.result;
    auto result = send_all(socket, start);
    for (const std::string& bytes : reply.reply.attachments)
        if (result == WireResult::Done) result = send_all(socket, bytes);
    return result;
}

WireResult receive_reply(int socket, WireReply& reply, std::uint64_t largest,
                         std::chrono::steady_clock::time_point deadline,
                         const std::stop_token& stop) {
    const Patience patience{deadline, stop};
    ReplyHeader header;
    auto result =
        receive_patiently(socket, reinterpret_cast<char*>(&header), sizeof header, patience);
    if (result != WireResult::Done) return result;
    if (header.magic != kMagic || header.failed > 1 || header.attachments > kMostAttachments)
        return WireResult::Malformed;
    std::uint64_t total = header.result;
    if (total > largest) return WireResult::Malformed;
    for (std::uint32_t i = 0; i < header.attachments; ++i) {
        if (header.sizes[i] > largest) return WireResult::Malformed;
        total += header.sizes[i];
    }
    if (total > largest) return WireResult::Malformed;
    reply.failed = header.failed == 1;
    result = receive_text(socket, reply.reply.result, header.result, patience);
    reply.reply.attachments.resize(header.attachments);
    for (std::uint32_t i = 0; i < header.attachments && result == WireResult::Done; ++i)
        result = receive_text(socket, reply.reply.attachments[i], header.sizes[i], patience);
    return result;
}

}  // namespace vanthu::pipeline
