// search_sqlite.h: how SQLite's FTS5 finds what is wanted. Its rows come newest first by
// themselves, so a statement with a limit reads no further.
#pragma once

#include "records/search_match.h"

namespace vanthu::records {

Matching match_sqlite(const Wanted& wanted, store::Transaction::Parameters& parameters);

}  // namespace vanthu::records
