// Which dialect a packet is written in, and its parts: one XML tree, or a MIME message of a tree
// and files.

#include <Poco/Net/MessageHeader.h>
#include <Poco/Net/MultipartReader.h>

#include <memory>
#include <sstream>

#include "base/error.h"
#include "base/text.h"
#include "exchange/base64.h"
#include "exchange/packet.h"
#include "exchange/packet_header.h"
#include "exchange/packet_payloads.h"

namespace vanthu::exchange {
namespace {

constexpr std::string_view kSoapNamespace = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view kDialectANamespace = "http://www.e-doc.vn/Schema/";
constexpr std::string_view kDialectCNamespace = "http://www.go.vn/eDoc";
constexpr int kDepth = 64;

Element parse(std::string_view bytes, const std::string& file) {
    try {
        return element_of(XmlDocument::parse(bytes, file, {kPacketLimit, kDepth, true}).root());
    } catch (const Error& error) {
        throw Error(ErrorCode::BadInput, error.what());
    }
}

// The base64 is in the payloads; a tree that held it too would hold it twice.
void drop_payloads(Element& root) {
    for (Element& list : root.content)
        if (list.name == "AttachmentEncoded")
            for (Element& attachment : list.content)
                for (Element& part : attachment.content)
                    if (part.name == "ContentTransferEncoded") part.text.clear();
}

void read_tree(Element root, Packet& packet, const std::string& file, Date today) {
    if (root.name == "edXML" && root.namespace_uri == kNamespace) {
        packet.dialect = Dialect::B;
        const Element* envelope = root.child("edXMLEnvelope");
        const Element* header = envelope ? envelope->child("edXMLHeader") : nullptr;
        if (header == nullptr)
            refuse(file, "edXMLEnvelope/edXMLHeader is missing; ask for it again");
        read_header(*header, file, today, packet);
        read_payloads(root, packet);
        drop_payloads(root);
    } else if (root.name == "Envelope" && root.namespace_uri == kSoapNamespace) {
        packet.dialect = Dialect::A;
        const Element* header = root.child("Header");
        if (header == nullptr || header->child("MessageHeader") == nullptr ||
            header->child("MessageHeader")->namespace_uri != kDialectANamespace)
            refuse(file,
                   "a SOAP envelope without an edXML MessageHeader of "
                   "http://www.e-doc.vn/Schema/; it is no dispatch");
        read_header(*header, file, today, packet);
    } else if (root.namespace_uri == kDialectCNamespace || root.name == "EdXMLEnvelope") {
        refuse(file,
               "the dialect EdXMLEnvelope (http://www.go.vn/eDoc) is not read; ask the "
               "sender for QCVN 102:2016");
    } else {
        refuse(file, "root <" + root.name + "> in \"" + root.namespace_uri +
                         "\" is no edXML; expected <edXML> of QCVN 102:2016");
    }
    packet.tree = std::move(root);
}

std::string all_of(std::istream& in) {
    return {std::istreambuf_iterator<char>(in), {}};
}

// A SOAP message with its files as further parts.
void read_mime(std::string_view bytes, Packet& packet, const std::string& file, Date today) {
    std::istringstream in{std::string(bytes)};
    std::string boundary;
    if (!bytes.starts_with("--")) {
        Poco::Net::MessageHeader headers;
        headers.read(in);
        std::string type;
        Poco::Net::NameValueCollection parameters;
        Poco::Net::MessageHeader::splitParameters(headers.get("Content-Type", ""), type,
                                                  parameters);
        boundary = parameters.get("boundary", "");
        if (boundary.empty()) refuse(file, "a MIME message without a boundary; ask for it again");
    }
    auto reading = boundary.empty() ? std::make_unique<Poco::Net::MultipartReader>(in)
                                    : std::make_unique<Poco::Net::MultipartReader>(in, boundary);
    bool first = true;
    while (reading->hasNextPart()) {
        Poco::Net::MessageHeader part;
        reading->nextPart(part);
        std::string content = all_of(reading->stream());
        if (first) {
            read_tree(parse(content, file), packet, file, today);
            first = false;
            continue;
        }
        Payload payload;
        std::string id = trim(part.get("Content-ID", ""));
        if (id.starts_with('<') && id.ends_with('>')) id = id.substr(1, id.size() - 2);
        payload.content_id = without_cid(id);
        payload.content_type = part.get("Content-Type", "");
        Poco::Net::NameValueCollection parameters;
        std::string type;
        Poco::Net::MessageHeader::splitParameters(payload.content_type, type, parameters);
        payload.content_type = type;
        payload.name = parameters.get("name", payload.content_id);
        if (lower(part.get("Content-Transfer-Encoding", "")) == "base64")
            content = from_base64(content);
        payload.bytes = std::move(content);
        add_part(std::move(payload), packet);
    }
    if (first) refuse(file, "a MIME message without parts; ask for it again");
}

}  // namespace

Packet read_packet(std::string_view bytes, const std::string& file, Date today,
                   Strictness strictness) {
    if (bytes.size() > kPacketLimit)
        throw Error(ErrorCode::LimitExceeded,
                    file + ": " + std::to_string(bytes.size()) +
                        " bytes, the limit of a packet is 52428800; ask for it in parts");
    Packet packet;
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    const std::string head = lower(bytes.substr(0, 4096));
    if (head.starts_with("--") || head.starts_with("mime-version:") ||
        head.starts_with("content-type:")) {
        try {
            read_mime(bytes, packet, file, today);
        } catch (const Poco::Exception& error) {
            refuse(file, "the MIME message is damaged: " + error.displayText());
        }
        return packet;
    }
    const std::size_t begin = bytes.find('<');
    if (strictness == Strictness::Lenient && begin != std::string_view::npos &&
        bytes.substr(0, begin).find_first_not_of(" \t\r\n") != std::string_view::npos) {
        packet.problems.push_back({"line 1", "text before the XML was left out"});
        bytes.remove_prefix(begin);
        read_tree(parse(bytes, file), packet, file, today);
        if (packet.signature == "unverified") packet.signature = "unverifiable";
        return packet;
    }
    read_tree(parse(bytes, file), packet, file, today);
    return packet;
}

}  // namespace vanthu::exchange
