// search_postgres.h: how PostgreSQL finds what is wanted: an inverted index of each text's words
// and terms, in buckets of some thousand papers that arrived one after another, and for phrases a
// look at the texts that hold all their words.
#pragma once

#include "records/search_match.h"

namespace vanthu::records {

// Buckets, the newest alone and then more and more at once. Also makes the planner of this
// transaction use the inverted index: nothing tells it how common a word is.
std::vector<Part> parts_postgres(store::Transaction&, const Wanted& wanted);

Matching match_postgres(const Wanted& wanted, const Part& buckets,
                        store::Transaction::Parameters& parameters);

}  // namespace vanthu::records
