#include "records/search_match.h"

#include "base/text.h"
#include "records/search_postgres.h"
#include "records/search_sqlite.h"

namespace vanthu::records {

// Each token is followed by a space.
std::string opened_by(store::Dialect dialect, const std::vector<std::string>& audience,
                      store::Transaction::Parameters& parameters) {
    const std::string place =
        dialect == store::Dialect::Postgres ? "strpos(f.audience, " : "instr(f.audience, ";
    std::vector<std::string> all;
    for (const std::string& token : audience)
        all.push_back(place + store::placeholder(parameters, token + " ") + ") > 0");
    return "(" + join(all, " or ") + ")";
}

bool reads_most(store::Transaction& tx, const Wanted& wanted) {
    if (wanted.audience.empty()) return false;
    const bool is_all = wanted.words.empty() && wanted.fields.empty() && wanted.book.empty();
    if (tx.dialect() == store::Dialect::Postgres && !is_all) return false;
    store::Transaction::Parameters parameters;
    const std::string opened = opened_by(tx.dialect(), wanted.audience, parameters);
    const auto row = tx.query_one(
        "select coalesce(sum(case when " + opened +
            " then 1 else 0 end), 0) as opened, count(*) as papers from (select audience from "
            "search_facet order by id desc limit 100) as f",
        parameters);
    return row->integer("opened") * 2 >= row->integer("papers");
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
