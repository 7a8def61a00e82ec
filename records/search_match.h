// search_match.h: what a database's word index contributes to the one search statement.
//
// Each database gives pieces of SQL and adds their parameters; records/search.cpp builds the rest,
// which they share.
#pragma once

#include <string>

#include "records/search_words.h"
#include "store/sql.h"

namespace vanthu::records {

struct Matching {
    std::string from;   // one table
    std::string id;     // its expression for search_text.id, in whose order it is read cheaply
    std::string where;  // "" = everything
};

// A word index, as functions of a parsed query.
struct WordIndex {
    Matching (*match)(const ParsedQuery& query, store::Transaction::Parameters& parameters);
    // What to order by before age, lower first; "" = newest first. Only for the statement that
    // orders; `id` is Matching::id.
    std::string (*rank)(const ParsedQuery& query, const std::string& id,
                        store::Transaction::Parameters& parameters);
};

}  // namespace vanthu::records
