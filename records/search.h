// search.h: finding documents by text, field, number and date.
//
// Everything is matched through base/text fold(), so case, marks, đ/d and tone placement do not
// matter; a query with marks ranks exact marks first. Codes match without regard to dots, dashes
// and spaces. Words given are all required; "..." is a phrase. Quarantined documents are never
// indexed. Works inside the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "pipeline/document.h"
#include "store/sql.h"

namespace vanthu::records {

struct SearchQuery {
    std::string text = {};
    std::vector<std::pair<pipeline::FieldId, std::string>> fields = {};  // all must match, folded
    std::optional<Date> from = {}, to = {};  // issued date, both inclusive
    std::string book = {};                   // "" = any
    int limit = 20;
    int offset = 0;
};

struct SearchHit {
    pipeline::DocumentId document;
    std::string book;
    std::optional<std::int64_t> number;
    std::optional<int> year;
    std::string state;
    std::vector<std::pair<pipeline::FieldId, std::string>>
        fields;           // code, issued_date, organ_name, type_name, subject
    std::string snippet;  // plain text; hits between U+0001 and U+0002
};

struct SearchResult {
    std::vector<SearchHit> hits;
    std::int64_t total = 0;
};

// Puts the document's fields and text into the index, replacing what was there.
void index_document(store::Transaction&, const pipeline::Document& document);
void unindex_document(store::Transaction&, const pipeline::DocumentId& id);

SearchResult search(store::Transaction&, const SearchQuery& query);

}  // namespace vanthu::records
