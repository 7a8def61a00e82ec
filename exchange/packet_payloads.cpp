#include "exchange/packet_payloads.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "exchange/base64.h"

namespace vanthu::exchange {
namespace {

void note(Packet& packet, std::string place, std::string what) {
    packet.problems.push_back({std::move(place), std::move(what)});
}

// Bytes that went through a text decoder are full of the replacement character.
void check_bytes(Payload& payload, Packet& packet) {
    constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
    int replaced = 0;
    const std::string_view head = std::string_view(payload.bytes).substr(0, 65536);
    for (std::size_t at = head.find(kReplacement); at != std::string_view::npos;
         at = head.find(kReplacement, at + 3))
        ++replaced;
    if (payload.bytes.empty())
        payload.problem = "is empty; ask for it again";
    else if (replaced >= 8 && !payload.content_type.starts_with("text/"))
        payload.problem = "was damaged by a text decoder on its way; ask for it again";
    if (payload.problem.empty()) return;
    payload.bytes.clear();
    note(packet, "AttachmentEncoded/Attachment " + payload.name, payload.problem);
}

void add_payload(Payload payload, const std::string& base64, Packet& packet) {
    try {
        payload.bytes = from_base64(base64);
    } catch (const Error& error) {
        payload.problem = error.what();
    }
    if (payload.problem.empty()) check_bytes(payload, packet);
    packet.payloads.push_back(std::move(payload));
}

void compare(const std::map<std::string, std::string>& announced, Packet& packet) {
    for (const auto& [id, name] : announced)
        if (std::none_of(packet.payloads.begin(), packet.payloads.end(),
                         [&, &id = id](const Payload& p) { return p.content_id == id; }))
            note(packet, "edXMLManifest/Reference " + name, "announces a file that is not there");
    for (const Payload& payload : packet.payloads)
        if (!announced.contains(payload.content_id))
            note(packet, "AttachmentEncoded/Attachment " + payload.name,
                 "is not announced in the manifest");
}

}  // namespace

std::string without_cid(std::string id) {
    return id.starts_with("cid:") ? id.substr(4) : id;
}

void read_payloads(const Element& root, Packet& packet) {
    std::map<std::string, std::string> announced;  // content id -> name
    if (const Element* envelope = root.child("edXMLEnvelope"))
        if (const Element* body = envelope->child("edXMLBody"))
            if (const Element* manifest = body->child("edXMLManifest"))
                for (const Element* reference : manifest->children("Reference"))
                    announced[without_cid(reference->value("ContentId"))] =
                        reference->value("AttachmentName");
    if (const Element* list = root.child("AttachmentEncoded"))
        for (const Element* attachment : list->children("Attachment")) {
            Payload payload;
            payload.content_id = without_cid(attachment->value("ContentId"));
            payload.name = attachment->value("AttachmentName");
            payload.description = attachment->value("Description");
            payload.content_type = attachment->value("ContentType");
            if (payload.name.empty()) payload.name = announced[payload.content_id];
            add_payload(std::move(payload), attachment->value("ContentTransferEncoded"), packet);
        }
    compare(announced, packet);
}

void add_part(Payload payload, Packet& packet) {
    check_bytes(payload, packet);
    packet.payloads.push_back(std::move(payload));
}

}  // namespace vanthu::exchange
