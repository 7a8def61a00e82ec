// links.h: what papers have to do with one another.
//
// A paper's citations become links; one that names a paper not here yet waits and is completed when
// that paper arrives. A link holds when code, year and, as far as they are said, issuer and day
// agree and only one paper fits: a code alone begins anew in every office and year. Each arrival
// stays a document of its own: the same code, issuer and year, the same bytes or nearly the same
// text are linked to the first and told, never dropped. Recall freezes and deletes nothing. Works
// inside the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "pipeline/document.h"
#include "store/sql.h"

namespace vanthu::records {

// Finds the paper's own links anew, completes those of others that named it, and adds an issue for
// a repeated paper and for a cited one that was replaced. Links that people drew stay. Called when
// a paper is indexed (index.h); `sketch` is that of its text (sketch.h).
void link_document(store::Transaction&, const pipeline::Document& document,
                   const std::string& sketch);

struct Link {
    std::string id;
    std::string kind;
    bool outgoing = true;        // false: the other paper says so of this one
    pipeline::DocumentId other;  // "" = has not arrived
    std::string code;            // as named, or the other paper's own
    std::string subject, issued_date;
    std::string made_by;
    pipeline::DocumentId replaced_by;  // the other paper is no longer in force
};
std::vector<Link> links_of(store::Transaction&, const pipeline::DocumentId& document);

// Drawn by a person: kinds "answers", "replaces", "amends", "attached_to", "cites".
// Error(BadInput), Error(Conflict).
std::string draw_link(store::Transaction&, const pipeline::DocumentId& from,
                      const std::string& kind, const pipeline::DocumentId& to,
                      const std::string& user, Instant now);
void remove_link(store::Transaction&, const std::string& id, const std::string& user, Instant now);

// The codes of the papers that answer this one, parted by "; ".
std::string answer_codes(store::Transaction&, const pipeline::DocumentId& document);

struct Frozen {
    std::string reason, by;
    Instant at = 0;
};
// Error(BadInput) without a reason, Error(Conflict) when it is frozen.
void freeze_document(store::Transaction&, const pipeline::DocumentId& document,
                     const std::string& reason, const std::string& user, Instant now);
std::optional<Frozen> frozen(store::Transaction&, const pipeline::DocumentId& document);

}  // namespace vanthu::records
