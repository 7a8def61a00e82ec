// Both dialects into one Packet. Values are found by name, whatever their order: producers reorder.

#include <Poco/Net/MessageHeader.h>
#include <Poco/Net/MultipartReader.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <sstream>

#include "base/error.h"
#include "base/text.h"
#include "exchange/base64.h"
#include "exchange/packet.h"

namespace vanthu::exchange {
namespace {

constexpr std::string_view kSoapNamespace = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view kDialectANamespace = "http://www.e-doc.vn/Schema/";
constexpr std::string_view kDialectCNamespace = "http://www.go.vn/eDoc";
constexpr std::string_view kSignatureNamespace = "http://www.w3.org/2000/09/xmldsig#";
constexpr std::size_t kSubjectLimit = 500;
constexpr int kDepth = 64;

[[noreturn]] void refuse(const std::string& file, const std::string& what) {
    throw Error(ErrorCode::BadInput, file + ": " + what);
}

// The three numbers of "2021/05/13", "2021-05-13" or "13/05/2021", when such a day exists.
std::optional<Date> date_in(const std::string& text) {
    int a = 0, b = 0, c = 0;
    char first = 0, second = 0;
    int used = 0;
    if (std::sscanf(text.c_str(), "%d%c%d%c%d%n", &a, &first, &b, &second, &c, &used) != 5 ||
        used != static_cast<int>(text.size()) || first != second || (first != '/' && first != '-'))
        return std::nullopt;
    const Date date = a > 31 ? Date{a, b, c} : Date{c, b, a};
    if (date.year < 1000 || !is_valid(date)) return std::nullopt;
    return date;
}

// The one of several spellings that is there.
std::string any_of(const Element& element, std::initializer_list<std::string_view> paths) {
    for (const std::string_view path : paths)
        if (std::string value = element.value(path); !value.empty()) return value;
    return {};
}

const Element* any_child(const Element& element, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        if (const Element* found = element.child(name)) return found;
    return nullptr;
}

std::string without_cid(std::string id) {
    return id.starts_with("cid:") ? id.substr(4) : id;
}

// The literal "null" is what some senders write for nothing.
std::string organ_id(const Element& element, Packet& packet, const std::string& place) {
    std::string id = element.value("OrganId");
    if (id == "null") {
        packet.problems.push_back({place + "/OrganId", "says \"null\"; taken as not given"});
        id.clear();
    }
    return id;
}

class Reader {
public:
    Reader(Packet& packet, const std::string& file, Date today)
        : packet_(packet), file_(file), today_(today) {}

    void header(const Element& header) {
        const Element* message = header.child("MessageHeader");
        if (message == nullptr) refuse(file_, "edXMLHeader has no MessageHeader; ask for it again");
        if (const Element* from = message->child("From")) packet_.from = organ(*from, "From");
        if (packet_.from.id.empty()) note("MessageHeader/From", "names no sender (OrganId)");
        for (const Element* to : message->children("To"))
            receiver(*to);
        packet_.status_code = message->value("StatusCode");
        // Dialect A reports where a paper stands by an element of its own beside the header.
        if (const Element* status = header.child("Status"); status && packet_.status_code.empty()) {
            packet_.status_code = any_of(*status, {"StatusCode", "Code"});
            packet_.status_text = status->value("Description");
            packet_.status_time = status->value("Timestamp");
        }
        packet_.kind = packet_.status_code.empty() ? Kind::Dispatch : Kind::Status;
        packet_.document_id = message->value("DocumentId");
        for (const Element* answered : message->children("ResponseFor"))
            response(*answered);
        if (packet_.kind == Kind::Status)
            status(*message);
        else
            dispatch(*message);
        if (const Element* list = header.child("TraceHeaderList")) trace(*list);
        signature(header);
    }

    void attachments(const Element& root) {
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
                add_payload(std::move(payload), attachment->value("ContentTransferEncoded"));
            }
        compare(announced);
    }

    // Parts of a MIME message, dialect A: no base64 is left in them.
    void add_part(Payload payload) {
        check_bytes(payload);
        packet_.payloads.push_back(std::move(payload));
    }

private:
    void note(std::string place, std::string what) {
        packet_.problems.push_back({std::move(place), std::move(what)});
    }

    std::string date(const Element& element, const std::string& path) {
        const std::string text = element.value(path);
        if (text.empty()) return {};
        const auto found = date_in(text);
        if (!found) {
            note("MessageHeader/" + path, "\"" + text + "\" is no day of the calendar");
            return {};
        }
        return iso_date(*found);
    }

    Organ organ(const Element& element, const std::string& name) {
        Organ organ;
        organ.id = organ_id(element, packet_, "MessageHeader/" + name);
        organ.in_charge = any_of(element, {"OrganizationInCharge", "OrganInCharge"});
        organ.name = element.value("OrganName");
        organ.address = element.value("OrganAdd");
        organ.email = element.value("Email");
        organ.telephone = element.value("Telephone");
        organ.fax = element.value("Fax");
        organ.website = element.value("Website");
        // Many senders repeat their own name where the organ above them belongs: there is none
        // then.
        if (organ.in_charge == organ.name) organ.in_charge.clear();
        return organ;
    }

    void receiver(const Element& element) {
        Organ organ = this->organ(element, "To");
        const bool twice = std::any_of(packet_.to.begin(), packet_.to.end(), [&](const Organ& o) {
            return !o.id.empty() && o.id == organ.id;
        });
        if (twice)
            note("MessageHeader/To", organ.id + " stands there twice; it is delivered once");
        else
            packet_.to.push_back(std::move(organ));
    }

    void response(const Element& element) {
        Answered answered;
        answered.organ_id = element.value("OrganId");
        const Element* code = element.child("Code");
        if (code != nullptr && code->child("CodeNumber") != nullptr)
            answered.code = code->value("CodeNumber") + '/' + code->value("CodeNotation");
        else if (code != nullptr)
            answered.code = code->value();
        answered.date = date(element, "PromulgationDate");
        answered.document_id = element.value("DocumentId");
        if (answered.organ_id.empty() && answered.code.empty() && answered.document_id.empty())
            return;
        packet_.response_for.push_back(std::move(answered));
    }

    Staff staff(const Element& parent) {
        const Element* element = parent.child("StaffInfo");
        if (element == nullptr) return {};
        return {element->value("Department"), element->value("Staff"), element->value("Mobile"),
                element->value("Email")};
    }

    void status(const Element& message) {
        if (packet_.status_text.empty()) packet_.status_text = message.value("Description");
        if (packet_.status_time.empty()) packet_.status_time = message.value("Timestamp");
        packet_.staff = staff(message);
        if (packet_.response_for.empty())
            refuse(file_, "MessageHeader/ResponseFor is missing: a status must name its dispatch");
        if (status_name(packet_.status_code).empty())
            note("MessageHeader/StatusCode",
                 "\"" + packet_.status_code + "\" is not in use; it changes nothing");
    }

    void dispatch(const Element& message) {
        if (packet_.to.empty())
            refuse(file_, "MessageHeader/To is missing: a packet must name a receiver");
        packet_.subject = single_spaced(message.value("Subject"));
        if (packet_.subject.empty())
            refuse(file_, "MessageHeader/Subject is missing: a packet must say what it is about");
        if (to_utf32(packet_.subject).size() > kSubjectLimit)
            note("MessageHeader/Subject", "is longer than 500 characters");
        packet_.code_number = message.value("Code/CodeNumber");
        packet_.code_notation = message.value("Code/CodeNotation");
        const bool digits = std::all_of(packet_.code_number.begin(), packet_.code_number.end(),
                                        [](char c) { return c >= '0' && c <= '9'; });
        if (!digits || packet_.code_number.size() > 11)
            note("MessageHeader/Code/CodeNumber",
                 "\"" + packet_.code_number + "\" is no number of a dispatch; kept as text");
        packet_.issued_place = message.value("PromulgationInfo/Place");
        packet_.issued_date = date(message, "PromulgationInfo/PromulgationDate");
        if (!packet_.issued_date.empty() && packet_.issued_date > iso_date(today_))
            note("MessageHeader/PromulgationInfo/PromulgationDate",
                 packet_.issued_date + " is later than today; a person must look");
        packet_.type_name = message.value("DocumentType/TypeName");
        packet_.content = message.value("Content");
        packet_.signer_competence = message.value("SignerInfo/Competence");
        packet_.signer_position = message.value("SignerInfo/Position");
        packet_.signer_full_name = message.value("SignerInfo/FullName");
        packet_.due_date = date(message, "DueDate");
        if (const Element* places = message.child("ToPlaces"))
            for (const Element* place : places->children("Place"))
                if (std::string text = place->value(); !text.empty())
                    packet_.to_places.push_back(std::move(text));
        if (const Element* other = message.child("OtherInfo")) other_info(*other);
    }

    void other_info(const Element& other) {
        const std::string priority = other.value("Priority");
        if (priority.size() == 1 && priority[0] >= '0' && priority[0] <= '4')
            packet_.priority = priority[0] - '0';
        else if (!priority.empty())
            note("MessageHeader/OtherInfo/Priority", "\"" + priority + "\" is not 0 to 4");
        packet_.circulation = other.value("SphereOfPromulgation");
        packet_.typist = other.value("TyperNotation");
        packet_.issued_amount = other.value("PromulgationAmount");
        packet_.page_amount = other.value("PageAmount");
        if (const std::string direction = lower(other.value("Direction")); !direction.empty())
            packet_.directing = direction == "true" || direction == "1";
        if (const Element* appendixes = other.child("Appendixes"))
            for (const Element* appendix : appendixes->children("Appendix"))
                packet_.appendixes.push_back(appendix->value());
    }

    void trace(const Element& list) {
        for (const Element* hop : list.children("TraceHeader"))
            packet_.trace.push_back(
                {organ_id(*hop, packet_, "TraceHeaderList/TraceHeader"), hop->value("Timestamp")});
        const Element* business = any_child(list, {"Bussiness", "Business"});
        if (business == nullptr) return;
        Business& b = packet_.business;
        const std::string type = any_of(*business, {"BussinessDocType", "BusinessDocType"});
        if (type.size() == 1 && type[0] >= '0' && type[0] <= '3')
            b.type = type[0] - '0';
        else if (!type.empty())
            note("TraceHeaderList/Bussiness/BussinessDocType",
                 "\"" + type + "\" is not 0 to 3; taken as new");
        b.document_id = business->value("DocumentId");
        b.reason = any_of(*business, {"BussinessDocReason", "BusinessDocReason"});
        b.paper = business->value("Paper");
        b.staff = staff(*business);
        if (const Element* replaced = business->child("ReplacementInfoList"))
            for (const Element* info : replaced->children("ReplacementInfo"))
                b.replaced.push_back(info->value("DocumentId"));
        if (const Element* info = business->child("BussinessDocumentInfo"))
            if (const Element* receivers = info->child("ReceiverList"))
                for (const Element* receiver : receivers->children("Receiver"))
                    if (receiver->value("ReceiverType") == "0")
                        b.removed_receivers.push_back(receiver->value("OrganId"));
    }

    // What only looks like a signature is told apart from one that a verifier would find.
    void signature(const Element& header) {
        const Element* found = any_child(header, {"Signature", "DigitalSignature"});
        if (found == nullptr)
            packet_.signature = "none";
        else if (found->value().empty())
            packet_.signature = "empty";
        else
            packet_.signature =
                found->namespace_uri == kSignatureNamespace ? "unverified" : "unverifiable";
    }

    void add_payload(Payload payload, const std::string& base64) {
        try {
            payload.bytes = from_base64(base64);
        } catch (const Error& error) {
            payload.problem = error.what();
        }
        if (payload.problem.empty()) check_bytes(payload);
        packet_.payloads.push_back(std::move(payload));
    }

    // Bytes that went through a text decoder are full of the replacement character.
    void check_bytes(Payload& payload) {
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
        note("AttachmentEncoded/Attachment " + payload.name, payload.problem);
    }

    void compare(const std::map<std::string, std::string>& announced) {
        for (const auto& [id, name] : announced)
            if (std::none_of(packet_.payloads.begin(), packet_.payloads.end(),
                             [&, &id = id](const Payload& p) { return p.content_id == id; }))
                note("edXMLManifest/Reference " + name, "announces a file that is not there");
        for (const Payload& payload : packet_.payloads)
            if (!announced.contains(payload.content_id))
                note("AttachmentEncoded/Attachment " + payload.name,
                     "is not announced in the manifest");
    }

    Packet& packet_;
    const std::string& file_;
    Date today_;
};

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

void read_tree(Element root, Packet& packet, Reader& reader, const std::string& file) {
    if (root.name == "edXML" && root.namespace_uri == kNamespace) {
        packet.dialect = Dialect::B;
        const Element* envelope = root.child("edXMLEnvelope");
        const Element* header = envelope ? envelope->child("edXMLHeader") : nullptr;
        if (header == nullptr)
            refuse(file, "edXMLEnvelope/edXMLHeader is missing; ask for it again");
        reader.header(*header);
        reader.attachments(root);
        drop_payloads(root);
    } else if (root.name == "Envelope" && root.namespace_uri == kSoapNamespace) {
        packet.dialect = Dialect::A;
        const Element* header = root.child("Header");
        if (header == nullptr || header->child("MessageHeader") == nullptr ||
            header->child("MessageHeader")->namespace_uri != kDialectANamespace)
            refuse(file,
                   "a SOAP envelope without an edXML MessageHeader of "
                   "http://www.e-doc.vn/Schema/; it is no dispatch");
        reader.header(*header);
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
void read_mime(std::string_view bytes, Packet& packet, Reader& reader, const std::string& file) {
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
            read_tree(parse(content, file), packet, reader, file);
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
        reader.add_part(std::move(payload));
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
    Reader reader(packet, file, today);
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    const std::string head = lower(bytes.substr(0, 4096));
    if (head.starts_with("--") || head.starts_with("mime-version:") ||
        head.starts_with("content-type:")) {
        try {
            read_mime(bytes, packet, reader, file);
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
        read_tree(parse(bytes, file), packet, reader, file);
        if (packet.signature == "unverified") packet.signature = "unverifiable";
        return packet;
    }
    read_tree(parse(bytes, file), packet, reader, file);
    return packet;
}

}  // namespace vanthu::exchange
