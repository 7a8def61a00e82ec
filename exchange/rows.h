// rows.h: the exchange's own tables, for the mailbox alone.
//
// Every function works inside the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exchange/mailbox.h"
#include "store/blobs.h"

namespace vanthu::exchange {

struct Arrival {
    std::string packet, file, kind, state = "taken", reason, from_organ, document_id, code,
                                    issued_date, document;
    int business = 0;
};

Arrival arrival_of(const Packet& packet, const std::string& digest, const std::string& file);
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
void add_dispatch(store::Transaction&, const pipeline::DocumentId& document,
                  const std::string& organ, const std::string& document_id,
                  const pipeline::UserId& user, Instant now);

void add_status(store::Transaction&, const pipeline::DocumentId& document, const StatusLine& line);
// A receiver's word on a dispatch of ours; one that goes back is kept and marked.
void add_answer(store::Transaction&, const pipeline::DocumentId& document, const Packet& packet,
                Instant now);
bool was_told(store::Transaction&, const pipeline::DocumentId& document, const std::string& organ,
              const std::string& code);

struct Due {
    std::string packet, document, code, description;
};
// Statuses that papers have reached and that their senders do not know yet, oldest step first.
std::vector<Due> due_statuses(store::Transaction&);

// Papers that were read since they came: their packet's data beside the fields.
bool has_new(store::Transaction&);
void compare_new(store::Transaction&, const store::BlobStore& blobs, Instant now);

}  // namespace vanthu::exchange
