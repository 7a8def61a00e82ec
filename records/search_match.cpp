#include "records/search_match.h"

#include "base/text.h"
#include "records/search_postgres.h"
#include "records/search_sqlite.h"

namespace vanthu::records {

Matching match(store::Dialect dialect, const Wanted& wanted,
               store::Transaction::Parameters& parameters) {
    return dialect == store::Dialect::Postgres ? match_postgres(wanted, parameters)
                                               : match_sqlite(wanted, parameters);
}

}  // namespace vanthu::records
