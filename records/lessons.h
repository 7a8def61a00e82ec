// lessons.h: what clerks' corrections taught, by issuer.
//
// A correction of an organ's name, of the body above it, of the place or of a signer's name or
// title is remembered with what had been read, the paper and the person; a later correction of the
// same reading to something else overrules it. Anybody may see what was learnt, a person may make
// the office forget it; it stays as a row that is no longer offered. A secret paper teaches
// nothing. How a lesson is weighed against a page is forms/learnt.h; nothing here changes a
// document. Works inside the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "pipeline/document.h"
#include "store/sql.h"

namespace vanthu::records {

struct Lesson {
    std::string id;
    std::string issuer;
    pipeline::FieldId field;
    std::string seen;   // of organ_name and organization_in_charge: the head's two names together
    std::string value;  // "" = belongs to no such field
    pipeline::DocumentId document;  // that taught it last
    int times = 1;
    std::string taught_by;
    Instant taught_at = 0;
    std::optional<Instant> ended_at;
    std::string ended_by, ended_how;  // "forgotten" by a person, "overruled" by a later correction
};

// `before` as it was read, and what a person set of it in the same transaction.
void learn(store::Transaction&, const pipeline::Document& before,
           const std::vector<std::pair<pipeline::FieldId, std::string>>& values,
           const std::string& user, Instant now);

// What heads of papers taught, of all issuers, newest first.
std::vector<Lesson> lessons_on_heads(store::Transaction&);

// What papers of that issuer taught of its other fields.
std::vector<Lesson> lessons_of(store::Transaction&, const std::string& issuer);

enum class Lessons { Kept, All };

// For people: newest first.
std::vector<Lesson> lessons(store::Transaction&, Lessons which, int limit);

// Error(NotFound), Error(Conflict) when it had ended before.
void forget_lesson(store::Transaction&, const std::string& id, const std::string& user,
                   Instant now);

}  // namespace vanthu::records
