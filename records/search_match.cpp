#include "records/search_match.h"

#include "records/search_postgres.h"
#include "records/search_sqlite.h"

namespace vanthu::records {

bool reads_most(store::Transaction& tx, const std::vector<std::string>& audience) {
    return tx.dialect() == store::Dialect::Sqlite && reads_most_sqlite(tx, audience);
}

std::vector<Part> parts(store::Transaction& tx, const Wanted& wanted) {
    if (tx.dialect() == store::Dialect::Postgres) return parts_postgres(tx, wanted);
    return {{}};
}

Matching match(store::Dialect dialect, const Wanted& wanted, const Part& part,
               store::Transaction::Parameters& parameters) {
    return dialect == store::Dialect::Postgres ? match_postgres(wanted, part, parameters)
                                               : match_sqlite(wanted, parameters);
}

}  // namespace vanthu::records
