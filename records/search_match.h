// search_match.h: what is wanted, as SQL over the word index of a database.
//
// The rest of a search statement is shared by the databases. `from` always has search_facet as f.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "records/search_tokens.h"
#include "records/search_words.h"
#include "store/sql.h"

namespace vanthu::records {

struct Wanted {
    std::vector<Phrase> words = {};  // of the folded text, all required
    std::string code_key = {};       // or the paper has this code
    std::vector<std::pair<pipeline::FieldId, std::string>> fields = {};
    std::string book = {};
    std::vector<std::string> audience = {};  // empty = anybody's papers
    std::string word_start = {};             // a word begins so
};

struct Matching {
    std::string from;
    std::string id;     // in whose order `from` is read cheaply
    std::string where;  // "" = everything
};

Matching match(store::Dialect dialect, const Wanted& wanted,
               store::Transaction::Parameters& parameters);

}  // namespace vanthu::records
