// rows.h: the exchange's own tables, for the mailbox alone.
//
// Every function works inside the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "exchange/mailbox.h"
#include "store/blobs.h"

namespace vanthu::exchange {

struct Arrival {
    std::string packet, file, kind, state = "taken", reason, from_organ, from_name, document_id,
                                    code, issued_date, subject, document;
    int business = 0;
};

Arrival arrival_of(const Packet& packet, const std::string& digest, const std::string& file);
// Taken before; a refused one is none, it may be tried again.
bool has_arrival(store::Transaction&, const std::string& packet);
void add_arrival(store::Transaction&, const Arrival& arrival, Instant now);

// What an organ sent us under that id, else under that code; "" when we have no such paper.
pipeline::DocumentId document_from(store::Transaction&, const std::string& organ,
                                   const std::string& document_id, const std::string& code);
// The same for what we sent.
pipeline::DocumentId document_sent_to(store::Transaction&, const std::string& organ,
                                      const std::string& document_id, const std::string& code);

// The arrival, and on the paper an issue and an audit event; `unknown` when it names none of ours.
void note_recall(store::Transaction&, Arrival& arrival, const std::string& reason, Instant now);
// The packet that asks for the paper back and was not answered yet.
std::optional<std::string> open_recall(store::Transaction&, const pipeline::DocumentId& document);

bool is_sent(store::Transaction&, const pipeline::DocumentId& document, const std::string& organ);
void add_dispatch(store::Transaction&, const pipeline::DocumentId& document, const Organ& organ,
                  const std::string& document_id, const pipeline::UserId& user, Instant now);

void add_status(store::Transaction&, const pipeline::DocumentId& document, const StatusLine& line);
// A receiver's word on a dispatch of ours; one that goes back is kept and marked.
void add_answer(store::Transaction&, const pipeline::DocumentId& document, const Packet& packet,
                Instant now);
bool was_told(store::Transaction&, const pipeline::DocumentId& document, const std::string& organ,
              const std::string& code);

// A paper that came by packet and whose sender still waits for words on it.
struct OpenArrival {
    std::string packet, document;
    Organ from;
    Answered about;
};
std::vector<OpenArrival> open_arrivals(store::Transaction&);
// Those to which something happened after that event of the audit chain.
std::vector<OpenArrival> touched_arrivals(store::Transaction&, std::int64_t event);
std::int64_t last_event(store::Transaction&);

struct Due {
    std::string code, description;
};
// Statuses that the paper has reached and that its sender does not know yet, oldest step first.
std::vector<Due> due_statuses(store::Transaction&, const OpenArrival& arrival);
// After 02, 06 and 15 there is nothing more to tell.
bool is_last(std::string_view code);
void end_arrival(store::Transaction&, const pipeline::DocumentId& document, Instant now);

// Papers that were read since they came: their packet's data beside the fields.
bool has_new(store::Transaction&);
// At most twenty at once; how many packets were opened.
int compare_new(store::Transaction&, const store::BlobStore& blobs, Instant now);

}  // namespace vanthu::exchange
