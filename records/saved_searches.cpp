#include "records/saved_searches.h"

#include "base/error.h"
#include "base/id.h"
#include "base/text.h"

namespace vanthu::records {
namespace {

constexpr std::size_t kLongestName = 200, kLongestQuery = 2000;  // bytes
constexpr int kMost = 100;                                       // of one person

}  // namespace

SavedSearch save_search(store::Transaction& tx, const std::string& user, const std::string& name,
                        const std::string& query, Instant now) {
    SavedSearch search{new_id(), single_spaced(nfc(name)), query, now};
    if (search.name.empty() || search.name.size() > kLongestName || query.size() > kLongestQuery)
        throw Error(ErrorCode::BadInput,
                    "a search is kept under a name of at most 200 bytes, with at most 2000 bytes "
                    "of choices");
    const auto count =
        tx.query_one("select count(*) as n from saved_search where user_id = $1 and name <> $2",
                     {user, search.name});
    if (count->integer("n") >= kMost)
        throw Error(ErrorCode::LimitExceeded,
                    "the limit is " + std::to_string(kMost) + " kept searches; forget one first");
    tx.execute(
        "insert into saved_search (id, user_id, name, query, created_at) values ($1, $2, $3, $4, "
        "$5) on conflict (user_id, name) do update set query = excluded.query, created_at = "
        "excluded.created_at",
        {search.id, user, search.name, query, now});
    for (SavedSearch& saved : saved_searches(tx, user))
        if (saved.name == search.name) return saved;
    return search;
}

std::vector<SavedSearch> saved_searches(store::Transaction& tx, const std::string& user) {
    std::vector<SavedSearch> all;
    tx.for_each("select * from saved_search where user_id = $1 order by name", {user},
                [&](const store::Row& row) {
                    all.push_back({row.text("id"), row.text("name"), row.text("query"),
                                   row.integer("created_at")});
                });
    return all;
}

void forget_search(store::Transaction& tx, const std::string& user, const std::string& id) {
    if (tx.execute("delete from saved_search where id = $1 and user_id = $2", {id, user}) == 0)
        throw Error(ErrorCode::NotFound, "there is no kept search " + id);
}

}  // namespace vanthu::records
