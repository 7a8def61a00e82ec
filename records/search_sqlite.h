// search_sqlite.h: how SQLite's FTS5 answers a parsed query.
#pragma once

#include "records/search_match.h"

namespace vanthu::records {

extern const WordIndex kSqliteWords;

}  // namespace vanthu::records
