#include "store/audit.h"

#include "base/digest.h"

namespace vanthu::store {
namespace {

// What the first event's chain starts from.
std::string no_hash() {
    return std::string(64, '0');
}

void add(Sha256& digest, std::string_view field) {
    digest.update(std::to_string(field.size()) + ":");
    digest.update(field);
}

std::string hash_of(std::string_view previous, const AuditEvent& event) {
    Sha256 digest;
    add(digest, previous);
    add(digest, std::to_string(event.sequence));
    add(digest, std::to_string(event.at));
    add(digest, event.actor);
    add(digest, event.action);
    add(digest, event.subject);
    add(digest, event.detail);
    return digest.hex();
}

AuditEvent event_of(const Row& row) {
    return {row.integer("sequence"), row.integer("at"),  row.text("actor"), row.text("action"),
            row.text("subject"),     row.text("detail"), row.text("hash")};
}

}  // namespace

const char* const kAuditEnd =
    "(select sequence from audit_event order by sequence desc limit 1) as audit_sequence, "
    "(select hash from audit_event order by sequence desc limit 1) as audit_hash";

AuditEnd audit_end(const Row& row) {
    return {row.integer("audit_sequence"), row.text("audit_hash")};
}

void append_audit(Transaction& transaction, const AuditEnd& end, Instant at, std::string_view actor,
                  std::string_view action, std::string_view subject, std::string_view detail_json) {
    const std::string previous = end.sequence == 0 ? no_hash() : end.hash;
    AuditEvent event;
    event.sequence = end.sequence + 1;
    event.at = at;
    event.actor = actor;
    event.action = action;
    event.subject = subject;
    event.detail = detail_json;
    transaction.execute_later(
        "insert into audit_event (sequence, at, actor, action, subject, detail, previous_hash, "
        "hash) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        {event.sequence, event.at, event.actor, event.action, event.subject, event.detail, previous,
         hash_of(previous, event)});
}

void append_audit(Transaction& transaction, Instant at, std::string_view actor,
                  std::string_view action, std::string_view subject, std::string_view detail_json) {
    const auto last = transaction.query_one(
        "select sequence as audit_sequence, hash as audit_hash from audit_event order by sequence "
        "desc limit 1");
    append_audit(transaction, last ? audit_end(*last) : AuditEnd(), at, actor, action, subject,
                 detail_json);
}

std::vector<AuditEvent> audit_of(Transaction& transaction, std::string_view subject) {
    std::vector<AuditEvent> events;
    transaction.for_each(
        "select sequence, at, actor, action, subject, detail, hash from audit_event "
        "where subject = $1 order by sequence",
        {subject}, [&](const Row& row) { events.push_back(event_of(row)); });
    return events;
}

AuditCheck verify_audit(Transaction& transaction) {
    AuditCheck check;
    std::string previous = no_hash();
    transaction.for_each(
        "select sequence, at, actor, action, subject, detail, previous_hash, hash "
        "from audit_event order by sequence",
        {}, [&](const Row& row) {
            const AuditEvent event = event_of(row);
            const std::int64_t expected = ++check.events;
            const bool good = event.sequence == expected && row.text("previous_hash") == previous &&
                              event.hash == hash_of(previous, event);
            if (!good && check.intact) {
                check.intact = false;
                check.first_bad = event.sequence;
            }
            previous = event.hash;
        });
    if (check.events > 0) check.head = previous;
    return check;
}

}  // namespace vanthu::store
