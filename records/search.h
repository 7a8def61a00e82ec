// search.h: finding documents by text, field, number and date.
//
// Everything is matched through base/text fold(), so case, marks, đ/d and tone placement do not
// matter. Codes match without regard to dots, dashes and spaces. Words given are all required;
// "..." is a phrase. The newest come first; ranked order is made of the newest 300 that match.
// Counts are exact up to kMostCounted. A word that no paper has is taken for a mistyped one when a
// word one letter away exists. The reader's rights are part of the statement. Quarantined documents
// are never indexed. Works inside the caller's transaction. index.h fills what is read here.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "pipeline/document.h"
#include "records/access.h"
#include "records/index.h"
#include "store/sql.h"

namespace vanthu::records {

constexpr int kMostCounted = 1000;

enum class SearchOrder { Newest, Ranked };

struct SearchQuery {
    std::string text = {};
    std::vector<std::pair<pipeline::FieldId, std::string>> fields = {};  // all must match, folded
    std::optional<Date> from = {}, to = {};                  // issued date, both inclusive
    std::optional<Date> arrived_from = {}, arrived_to = {};  // the office's days, both inclusive
    std::string book = {};                                   // "" = any
    int limit = 20;
    int offset = 0;
    SearchOrder order = SearchOrder::Newest;
    std::optional<Reader> reader = {};  // nothing = all papers, for the office's own programs
    bool with_facets = false;
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

struct Facet {
    std::string id;                                   // "book", "type_name", "organ_name", "year"
    std::vector<std::pair<std::string, int>> counts;  // most frequent first, ten at most
};

struct SearchResult {
    std::vector<SearchHit> hits;
    std::int64_t total = 0;
    bool more = false;  // there are more than `total`, which is then kMostCounted
    std::vector<Facet> facets;
    std::string corrected;  // the query that was answered instead; "" = as typed
};

SearchResult search(store::Transaction&, const SearchQuery& query);

// Whether there is anything to find, words as they are typed.
bool finds(store::Transaction&, const SearchQuery& query);

// What the typed beginning may become: whole queries, the likeliest first. Only words that stand
// in papers which the reader may read.
std::vector<std::string> suggest(store::Transaction&, const std::string& typed,
                                 const std::optional<Reader>& reader, int limit = 8);

}  // namespace vanthu::records
