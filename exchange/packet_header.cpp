#include "exchange/packet_header.h"

#include <algorithm>
#include <cstdio>

#include "base/error.h"
#include "base/text.h"

namespace vanthu::exchange {
namespace {

constexpr std::string_view kSignatureNamespace = "http://www.w3.org/2000/09/xmldsig#";
constexpr std::size_t kSubjectLimit = 500;

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

// The literal "null" is what some senders write for nothing.
std::string organ_id(const Element& element, Packet& packet, const std::string& place) {
    std::string id = element.value("OrganId");
    if (id == "null") {
        packet.problems.push_back({place + "/OrganId", "says \"null\"; taken as not given"});
        id.clear();
    }
    return id;
}

class HeaderReader {
public:
    HeaderReader(Packet& packet, const std::string& file, Date today)
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

    Packet& packet_;
    const std::string& file_;
    Date today_;
};

}  // namespace

void refuse(const std::string& file, const std::string& what) {
    throw Error(ErrorCode::BadInput, file + ": " + what);
}

void read_header(const Element& header, const std::string& file, Date today, Packet& packet) {
    HeaderReader(packet, file, today).header(header);
}

}  // namespace vanthu::exchange
