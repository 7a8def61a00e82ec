// audit.h: who did what when, as a chain that shows tampering.
//
// hash = SHA-256(previous hash, then each field with its length). Events are only ever appended (triggers abort UPDATE and
// DELETE), inside the caller's transaction: an action without its event, or an event without its action, cannot be stored.
// `detail` is JSON text and holds no text of papers beyond the field values a person changed.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "store/sql.h"

namespace vanthu::store {

struct AuditEvent {
    std::int64_t sequence = 0;
    Instant at = 0;
    std::string actor;    // user id, or "system"
    std::string action;   // "document.received", "field.corrected", "entry.registered", ...
    std::string subject;  // id of the document, task, entry, account
    std::string detail;   // JSON object, may be "{}"
    std::string hash;
};

void append_audit(Transaction& transaction, Instant at, std::string_view actor, std::string_view action,
                  std::string_view subject, std::string_view detail_json = "{}");

// Where the chain ends. A statement that clerks wait for each other in asks for it among its other columns (kAuditEnd);
// nothing may be appended between that statement and the event.
struct AuditEnd {
    std::int64_t sequence = 0;
    std::string hash;
};
extern const char* const kAuditEnd;
AuditEnd audit_end(const Row& row);
void append_audit(Transaction& transaction, const AuditEnd& end, Instant at, std::string_view actor,
                  std::string_view action, std::string_view subject, std::string_view detail_json = "{}");

std::vector<AuditEvent> audit_of(Transaction& transaction, std::string_view subject);

struct AuditCheck {
    bool intact = true;
    std::int64_t events = 0;
    std::int64_t first_bad = 0;  // sequence; 0 when intact
    std::string head;            // hash of the last event
};

AuditCheck verify_audit(Transaction& transaction);

}  // namespace vanthu::store
