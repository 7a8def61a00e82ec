// access.h: who may read which paper.
//
// A paper without rights of its own is open to the whole office. With rights only the units, roles
// and people named may read it, besides clerks, heads and admins, who answer for all papers, and
// whoever has or had a task on it. A change is asked for by one person and confirmed by another;
// until then the old rights hold and everybody who opens the paper is told. Each step is audited.
// Works inside the caller's transaction. Quarantine is stricter than any right and is held
// elsewhere (server, triggers).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "pipeline/document.h"
#include "store/sql.h"

namespace vanthu::records {

struct Right {
    std::string kind;  // "unit", "role", "user"
    std::string name;
    auto operator<=>(const Right&) const = default;
};

struct Reader {
    std::string user;
    std::vector<std::string> roles;
    std::string unit;
};

// Clerks, heads and admins read every paper.
bool reads_everything(const Reader& reader);

// Does not look at tasks, which another room keeps.
bool may_read(store::Transaction&, const Reader& reader, const pipeline::DocumentId& document);

std::vector<Right> rights_of(store::Transaction&, const pipeline::DocumentId& document);

struct RightsChange {
    std::string id;
    pipeline::DocumentId document;
    std::vector<Right> rights;  // empty: open to the whole office
    std::string reason, asked_by, state;
    Instant asked_at = 0;
};

// Error(BadInput) for a kind that is none or without a reason; Error(Conflict) while another change
// of that paper waits.
RightsChange ask_rights(store::Transaction&, const pipeline::DocumentId& document,
                        std::vector<Right> rights, const std::string& reason,
                        const std::string& user, Instant now);

enum class Decision { Confirm, Refuse };

// By another person than the one who asked: Error(Forbidden). Error(Conflict) when it was decided
// before.
RightsChange decide_rights(store::Transaction&, const std::string& change, Decision decision,
                           const std::string& user, Instant now);

std::optional<RightsChange> waiting_change(store::Transaction&,
                                           const pipeline::DocumentId& document);
std::vector<RightsChange> waiting_changes(store::Transaction&);  // oldest first

}  // namespace vanthu::records
