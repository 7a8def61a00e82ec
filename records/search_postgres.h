// search_postgres.h: how PostgreSQL finds what is wanted: an inverted index of each text's words
// and terms, and for phrases a look at the texts that hold all their words.
#pragma once

#include "records/search_match.h"

namespace vanthu::records {

Matching match_postgres(const Wanted& wanted, store::Transaction::Parameters& parameters);

// Each search is planned for its own words, because a rare word and one that stands in every paper
// are found in different ways: by the inverted index, or by walking from the newest on. Holds until
// the transaction ends.
void plan_postgres(store::Transaction& tx);

}  // namespace vanthu::records
