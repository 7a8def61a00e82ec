// search_match.h: what is wanted, as SQL over the word index of a database.
//
// The rest of a search statement is shared by the databases. A search is answered in parts, each of
// papers that are all older than those of the part before, so that it ends when it has enough.
#pragma once

#include <cstdint>
#include <optional>
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
    bool reads_most = false;  // of the newest papers, so rights may be looked at row by row
    std::optional<std::int64_t> first_id = {}, end_id = {};  // arrived from, and before
};

struct Matching {
    std::string from;   // has search_facet as f
    std::string id;     // in whose order `from` is read cheaply
    std::string where;  // "" = everything
};

// Whether the audience of `wanted` opens at least half of the newest papers. Not asked where rights
// cost nothing in the word index.
bool reads_most(store::Transaction&, const Wanted& wanted);

// For the rows of search_facet f: whether one of these tokens is among those of the paper.
std::string opened_by(store::Dialect dialect, const std::vector<std::string>& audience,
                      store::Transaction::Parameters& parameters);

// A piece of the word index; empty = all of it.
using Part = std::vector<std::string>;

// The newest first.
std::vector<Part> parts(store::Transaction&, const Wanted& wanted);

Matching match(store::Dialect dialect, const Wanted& wanted, const Part& part,
               store::Transaction::Parameters& parameters);

}  // namespace vanthu::records
