// documents.h: the tables of documents and their fields.
//
// A document row is its state; its pages and issues are the snapshot (a blob) that the last
// checkpoint wrote; its fields are rows, because clerks change them and search reads them. Every
// function works inside the caller's transaction. A change of a field by a person raises the
// revision and is audited; nothing but a person may overwrite a verified or corrected value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/document.h"
#include "store/sql.h"

namespace vanthu::pipeline {

struct NewDocument {
    std::string source;
    store::BlobId original;
    std::uint64_t size = 0;
    std::string book = "incoming";
    std::string idempotency_key;  // "" = none; the same key gives the same document
    UserId received_by = "system";
};

// Stores the row, its job and the audit event, or finds the document of the same idempotency key.
DocumentId receive_document(store::Transaction&, const NewDocument&, Instant now);

// State, fields, tables, issues and facts of the row; pages only from the snapshot (load_pages).
// Error(NotFound).
Document load_document(store::Transaction&, const DocumentId& id);

// Fills document.pages from its snapshot, the words of a long paper on a shelf (shelf.h); leaves
// them empty when there is none yet.
void load_pages(store::Transaction&, const store::BlobStore& blobs, Document& document);

void set_state(store::Transaction&, const DocumentId& id, DocumentState state, Instant now);

// Writes what stages found: fields that are not final, tables, issues, form, facts. Final fields
// stay.
void save_findings(store::Transaction&, const Document& document, const store::BlobId& snapshot,
                   Instant now);

// Adds something a person should look at to what is stored.
void add_issue(store::Transaction&, const DocumentId& id, const Issue& issue);

// The issues of one checker, anew: those whose code begins with `prefix` go, `issues` come.
void replace_issues(store::Transaction&, const DocumentId& id, std::string_view prefix,
                    const std::vector<Issue>& issues);

// The oldest other document with the same bytes, or "".
DocumentId same_content(store::Transaction&, const Document& document);

// A person's value; "" empties the field. For a list field items are parted by line feeds.
// Error(NotFound) for a field id that is none, Error(Conflict) when `revision` is given and stale.
void correct_field(store::Transaction&, const DocumentId& id, const FieldId& field,
                   const std::string& value, const UserId& user, Instant now,
                   std::optional<int> revision = std::nullopt);

// The clerk agreed with everything that is shown: every value becomes verified.
void verify_fields(store::Transaction&, const DocumentId& id, const UserId& user, Instant now);

// The ids of contract section 2.1, in the order of the page.
const std::vector<FieldId>& field_ids();
bool is_list_field(std::string_view id);

}  // namespace vanthu::pipeline
