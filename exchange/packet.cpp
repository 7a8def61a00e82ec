#include "exchange/packet.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "exchange/base64.h"

namespace vanthu::exchange {
namespace {

struct StatusWord {
    std::string_view code, name;
};
constexpr std::array kStatuses{
    StatusWord{"01", "đã đến"},       StatusWord{"02", "từ chối tiếp nhận"},
    StatusWord{"03", "đã tiếp nhận"}, StatusWord{"04", "phân công"},
    StatusWord{"05", "đang xử lý"},   StatusWord{"06", "hoàn thành"},
    StatusWord{"13", "lấy lại"},      StatusWord{"15", "đồng ý"},
    StatusWord{"16", "từ chối"},
};

constexpr std::array<std::string_view, 5> kPriorities{"", "Khẩn", "Thượng khẩn", "Hỏa tốc",
                                                      "Hỏa tốc hẹn giờ"};

// "2021-05-13" as the regulation writes it.
std::string slashes(std::string date) {
    std::replace(date.begin(), date.end(), '-', '/');
    return date;
}

void add_organ(Element& header, std::string_view name, const Organ& organ) {
    Element& element = header.add(name);
    element.add("OrganId", organ.id);
    element.add_known("OrganizationInCharge", organ.in_charge);
    element.add("OrganName", organ.name);
    element.add_known("OrganAdd", organ.address);
    element.add_known("Email", organ.email);
    element.add_known("Telephone", organ.telephone);
    element.add_known("Fax", organ.fax);
    element.add_known("Website", organ.website);
}

void add_answered(Element& header, const Answered& answered) {
    Element& element = header.add("ResponseFor");
    element.add_known("OrganId", answered.organ_id);
    element.add_known("Code", answered.code);
    element.add_known("PromulgationDate", slashes(answered.date));
    element.add_known("DocumentId", answered.document_id);
}

void add_staff(Element& parent, const Staff& staff) {
    if (staff.department.empty() && staff.name.empty() && staff.mobile.empty() &&
        staff.email.empty())
        return;
    Element& element = parent.add("StaffInfo");
    element.add_known("Department", staff.department);
    element.add_known("Staff", staff.name);
    element.add_known("Mobile", staff.mobile);
    element.add_known("Email", staff.email);
}

// What a dispatch's header says beyond sender and receivers, in the order of the regulation.
void add_dispatch(Element& header, const Packet& packet) {
    header.add_known("DocumentId", packet.document_id);
    Element& code = header.add("Code");
    code.add("CodeNumber", packet.code_number);
    code.add("CodeNotation", packet.code_notation);
    Element& promulgation = header.add("PromulgationInfo");
    promulgation.add("Place", packet.issued_place);
    promulgation.add("PromulgationDate", slashes(packet.issued_date));
    Element& type = header.add("DocumentType");
    type.add("Type", packet.type_name == "Công văn" ? "1" : "2");
    type.add("TypeName", packet.type_name);
    header.add("Subject", packet.subject);
    header.add_known("Content", packet.content);
    Element& signer = header.add("SignerInfo");
    signer.add_known("Competence", packet.signer_competence);
    signer.add_known("Position", packet.signer_position);
    signer.add("FullName", packet.signer_full_name);
    header.add_known("DueDate", slashes(packet.due_date));
    if (!packet.to_places.empty()) {
        Element& places = header.add("ToPlaces");
        for (const std::string& place : packet.to_places)
            places.add("Place", place);
    }
    Element& other = header.add("OtherInfo");
    other.add("Priority", std::to_string(packet.priority));
    other.add_known("SphereOfPromulgation", packet.circulation);
    other.add_known("TyperNotation", packet.typist);
    other.add_known("PromulgationAmount", packet.issued_amount);
    other.add_known("PageAmount", packet.page_amount);
    if (packet.directing) other.add("Direction", *packet.directing ? "true" : "false");
    if (!packet.appendixes.empty()) {
        Element& appendixes = other.add("Appendixes");
        for (const std::string& appendix : packet.appendixes)
            appendixes.add("Appendix", appendix);
    }
    for (const Answered& answered : packet.response_for)
        add_answered(header, answered);
}

void add_status(Element& header, const Packet& packet) {
    for (const Answered& answered : packet.response_for)
        add_answered(header, answered);
    add_staff(header, packet.staff);
    header.add("StatusCode", packet.status_code);
    header.add("Description", packet.status_text);
    header.add("Timestamp", packet.status_time);
}

void add_trace(Element& header, const Packet& packet) {
    Element& list = header.add("TraceHeaderList");
    for (const Hop& hop : packet.trace) {
        Element& trace = list.add("TraceHeader");
        trace.add_known("OrganId", hop.organ_id);
        trace.add("Timestamp", hop.timestamp);
    }
    Element& business = list.add("Bussiness");  // so spelled by the regulation
    business.add_known("DocumentId", packet.business.document_id);
    business.add("BussinessDocType", std::to_string(packet.business.type));
    business.add_known("BussinessDocReason", packet.business.reason);
    business.add("Paper", packet.business.paper.empty() ? "0" : packet.business.paper);
    add_staff(business, packet.business.staff);
    if (!packet.business.replaced.empty()) {
        Element& replaced = business.add("ReplacementInfoList");
        for (const std::string& id : packet.business.replaced)
            replaced.add("ReplacementInfo").add("DocumentId", id);
    }
}

Element tree_of(const Packet& packet) {
    Element root;
    root.name = "edXML";
    root.namespace_uri = kNamespace;
    Element& envelope = root.add("edXMLEnvelope");
    Element& header = envelope.add("edXMLHeader");
    Element& message = header.add("MessageHeader");
    add_organ(message, "From", packet.from);
    for (const Organ& organ : packet.to)
        add_organ(message, "To", organ);
    if (packet.kind == Kind::Status) {
        add_status(message, packet);
        return root;
    }
    add_dispatch(message, packet);
    add_trace(header, packet);
    Element& manifest = envelope.add("edXMLBody").add("edXMLManifest");
    manifest.attributes.push_back({"version", "", "1.0"});
    Element attachments;
    attachments.name = "AttachmentEncoded";
    attachments.namespace_uri = kNamespace;
    for (const Payload& payload : packet.payloads) {
        for (Element* list : {&manifest, &attachments}) {
            Element& entry = list->add(list == &manifest ? "Reference" : "Attachment");
            entry.add("ContentId", "cid:" + payload.content_id);
            entry.add("ContentType", payload.content_type);
            entry.add_known("Description", payload.description);
            entry.add("AttachmentName", payload.name);
            if (list == &attachments) entry.add("ContentTransferEncoded");
        }
    }
    if (!packet.payloads.empty()) root.content.push_back(std::move(attachments));
    return root;
}

// Puts the payloads' base64 back where reading took it out: the n-th attachment has the n-th
// payload.
void put_payloads(Element& root, const std::vector<Payload>& payloads) {
    for (Element& list : root.content) {
        if (list.name != "AttachmentEncoded") continue;
        std::size_t index = 0;
        for (Element& attachment : list.content) {
            if (attachment.name != "Attachment" || index >= payloads.size()) continue;
            for (Element& part : attachment.content)
                if (part.name == "ContentTransferEncoded" && payloads[index].problem.empty())
                    part.text = to_base64(payloads[index].bytes);
            ++index;
        }
    }
}

}  // namespace

std::string Packet::code() const {
    return code_number.empty() && code_notation.empty() ? std::string()
                                                        : code_number + '/' + code_notation;
}

std::string write_packet(const Packet& packet) {
    const bool kept = packet.dialect == Dialect::B && !packet.tree.name.empty();
    Element root = kept ? packet.tree : tree_of(packet);
    put_payloads(root, packet.payloads);
    return xml_text(root);
}

std::string_view priority_name(int priority) {
    return priority > 0 && priority < static_cast<int>(kPriorities.size())
               ? kPriorities[static_cast<std::size_t>(priority)]
               : std::string_view();
}

int priority_of(std::string_view name) {
    const std::string folded = fold(name);
    for (std::size_t i = kPriorities.size(); i-- > 1;)
        if (folded == fold(kPriorities[i])) return static_cast<int>(i);
    return 0;
}

std::string_view status_name(std::string_view code) {
    for (const StatusWord& status : kStatuses)
        if (status.code == code) return status.name;
    return {};
}

}  // namespace vanthu::exchange
