// packet.h: one edXML packet: a dispatch on its way between offices, or the word on where it
// stands.
//
// Read: dialect B (QCVN 102:2016/BTTTT, namespace http://www.mic.gov.vn/TBT/QCVN_102_2016) and,
// import only, dialect A (SOAP of công văn 512 and 2803, also inside MIME). The dialect is told by
// root name and namespace, never by prefix or file name. Written: dialect B. What is not understood
// stays in `tree` and goes out again. A defect of one value is a Problem of that value, which is
// then empty; a packet that cannot be acted on at all is Error(BadInput) that names file, place and
// rule. Payloads stay as the base64 decoder gave them (attachments.h opens them). Signatures over
// packets are told of, not verified: the paper's legal signature is the one inside its PDF. Plain
// values and functions without state; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "exchange/element.h"

namespace vanthu::exchange {

inline constexpr std::string_view kNamespace = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
constexpr std::size_t kPacketLimit = 50u << 20;  // bytes; the exchange's own limit

enum class Dialect { A, B };
enum class Kind { Dispatch, Status };

struct Organ {
    std::string id;  // "H32.99.07"; opaque
    std::string in_charge;
    std::string name;
    std::string address, email, telephone, fax, website;
};

struct Payload {
    std::string content_id;  // without "cid:"
    std::string name;
    std::string description;
    std::string content_type;  // as declared
    std::string bytes;         // after base64; "" when `problem` says why
    std::string problem;
};

struct Hop {
    std::string organ_id;  // "" = not said
    std::string timestamp;
};

struct Answered {
    std::string organ_id, code, date, document_id;
};

struct Staff {
    std::string department, name, mobile, email;
};

// What the sender wants done with an earlier packet; 0 new, 1 recall, 2 update, 3 replace.
struct Business {
    int type = 0;
    std::string document_id;
    std::string reason;
    std::string paper;                  // as given: sources disagree on its meaning
    std::vector<std::string> replaced;  // ids of the documents this one replaces
    std::vector<std::string> removed_receivers;
    Staff staff;
};

struct Problem {
    std::string place;  // "MessageHeader/PromulgationInfo/PromulgationDate"
    std::string what;   // a sentence
};

struct Packet {
    Dialect dialect = Dialect::B;
    Kind kind = Kind::Dispatch;
    Organ from;
    std::vector<Organ> to;
    std::string document_id;
    std::string code_number, code_notation;
    std::string issued_place, issued_date;  // ISO
    std::string type_name;
    std::string subject, content;
    std::string signer_competence, signer_position, signer_full_name;
    std::string due_date;  // ISO
    std::vector<std::string> to_places;
    int priority = 0;  // 0 none, 1 Khẩn, 2 Thượng khẩn, 3 Hỏa tốc, 4 Hỏa tốc hẹn giờ
    std::string circulation, typist, issued_amount, page_amount;
    std::optional<bool> directing;
    std::vector<std::string> appendixes;
    std::vector<Answered> response_for;
    std::vector<Hop> trace;
    Business business;
    std::string status_code, status_text, status_time;  // of Kind::Status
    Staff staff;
    std::string signature;  // "none", "empty", "unverified", "unverifiable"
    std::vector<Payload> payloads;
    std::vector<Problem> problems;
    Element tree;  // all of it, without the payloads' base64

    std::string code() const;  // "79/KH-UBND"
};

enum class Strictness {
    Strict,
    Lenient
};  // lenient: strips what stands before the XML, with a Problem

// `today` is the office's day, against dates of the future. Error(BadInput).
Packet read_packet(std::string_view bytes, const std::string& file, Date today,
                   Strictness strictness = Strictness::Strict);

// The packet's tree built anew from its values, dialect B, in the order of the regulation, its
// payloads in base64; parts of `tree` that are not understood are carried over.
std::string write_packet(const Packet& packet);

// "Hỏa tốc" for 3; "" for 0.
std::string_view priority_name(int priority);
int priority_of(std::string_view name);

// The words of a status code ("đã tiếp nhận"), "" for one that is not used.
std::string_view status_name(std::string_view code);

}  // namespace vanthu::exchange
