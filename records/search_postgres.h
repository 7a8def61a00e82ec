// search_postgres.h: how PostgreSQL answers a parsed query: an inverted index of each text's words,
// and for phrases a look at the texts that hold all their words.
#pragma once

#include "records/search_match.h"

namespace vanthu::records {

extern const WordIndex kPostgresWords;

// Each search is planned for its own words, because a rare word and one that stands in every paper
// are found in different ways. The planner does not know that walking through all texts unpacks
// them, so for counting it is left the word index alone, and for the newest also the walk from the
// newest on. These say which comes next; they hold until the transaction ends.
void plan_postgres_count(store::Transaction& tx);
void plan_postgres_page(store::Transaction& tx);

}  // namespace vanthu::records
