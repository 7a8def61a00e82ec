#include "store/migrate.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/log.h"

namespace vanthu::store {
namespace {

using Applied = std::map<std::string, std::string>;  // name to SHA-256

std::string_view stem(std::string_view name) {
    return name.substr(0, name.find('.'));
}

// What is between the stem and ".sql": empty for every database.
std::string_view dialect_of(std::string_view name) {
    const std::size_t begin = stem(name).size() + 1;
    const std::size_t end = name.size() - std::string_view(".sql").size();
    return end > begin ? name.substr(begin, end - begin) : std::string_view();
}

// The files for this kind of database, general ones before the special ones of the same number.
std::vector<Migration> migrations_for(Dialect dialect) {
    const std::string_view own = dialect == Dialect::Sqlite ? "sqlite" : "postgres";
    std::vector<Migration> chosen;
    for (const Migration& migration : migrations()) {
        const std::string_view special = dialect_of(migration.name);
        if (special.empty() || special == own) chosen.push_back(migration);
    }
    std::sort(chosen.begin(), chosen.end(), [](const Migration& a, const Migration& b) {
        return std::pair(stem(a.name), dialect_of(a.name)) <
               std::pair(stem(b.name), dialect_of(b.name));
    });
    return chosen;
}

bool has_table(Transaction& transaction, std::string_view table) {
    const std::string_view question =
        transaction.dialect() == Dialect::Sqlite
            ? "select name from sqlite_master where type = 'table' and name = $1"
            : "select table_name from information_schema.tables where table_schema = "
              "current_schema() and table_name = $1";
    return transaction.query_one(question, {table}).has_value();
}

Applied applied(Transaction& transaction) {
    Applied found;
    if (!has_table(transaction, "schema_migration")) return found;
    transaction.for_each("select name, sha256 from schema_migration", {},
                         [&](const Row& row) { found[row.text("name")] = row.text("sha256"); });
    return found;
}

// What must hold before anything is applied: the past is the past this program knows.
void check_past(const Database& database, const Applied& applied,
                const std::vector<Migration>& known) {
    for (const auto& [name, digest] : applied) {
        const auto migration = std::find_if(
            known.begin(), known.end(),
            [&, name = std::string_view(name)](const Migration& m) { return m.name == name; });
        if (migration == known.end())
            throw Error(ErrorCode::Configuration,
                        database.location() + ": the schema has " + name +
                            ", which this program does not know; install the newer version");
        if (sha256(migration->sql) != digest)
            throw Error(ErrorCode::Configuration,
                        database.location() + ": " + name +
                            " was changed after it was applied; install the version that made "
                            "this database or restore a backup");
    }
}

// False when another process was faster.
bool apply(Database& database, const Migration& migration) {
    bool done = false;
    database.write([&](Transaction& transaction) {
        done = false;
        transaction.execute(
            "create table if not exists schema_migration (name text primary key, "
            "sha256 text not null check (length(sha256) = 64), applied_at bigint not null)");
        if (transaction.query_one("select name from schema_migration where name = $1",
                                  {migration.name}))
            return;
        transaction.execute_script(migration.sql);
        transaction.execute(
            "insert into schema_migration (name, sha256, applied_at) values ($1, $2, $3)",
            {migration.name, sha256(migration.sql), SystemClock().now()});
        done = true;
    });
    return done;
}

}  // namespace

int migrate(Database& database) {
    const std::vector<Migration> known = migrations_for(database.dialect());
    Applied past;
    database.read([&](Transaction& transaction) { past = applied(transaction); });
    check_past(database, past, known);

    std::vector<Migration> missing;
    std::copy_if(known.begin(), known.end(), std::back_inserter(missing),
                 [&](const Migration& m) { return !past.contains(std::string(m.name)); });
    if (missing.empty()) return 0;
    if (!past.empty() && database.dialect() == Dialect::Sqlite) {
        const std::string_view name = missing.front().name;
        database.copy_to(database.location() + ".before-" +
                         std::string(name.substr(0, name.find('_'))));
    }
    int count = 0;
    for (const Migration& migration : missing)
        if (apply(database, migration)) ++count;
    // A new database is no news; a changed one is.
    log(past.empty() ? LogLevel::Debug : LogLevel::Info, "store", "schema migrated",
        {{"applied", std::to_string(count)}, {"last", std::string(missing.back().name)}});
    return count;
}

void check_schema(Database& database) {
    const std::vector<Migration> known = migrations_for(database.dialect());
    Applied past;
    database.read([&](Transaction& transaction) { past = applied(transaction); });
    check_past(database, past, known);
    for (const Migration& migration : known)
        if (!past.contains(std::string(migration.name)))
            throw Error(ErrorCode::Configuration,
                        database.location() + ": the schema lacks " + std::string(migration.name) +
                            "; start `vanthu serve` on this data folder once, which migrates it");
}

}  // namespace vanthu::store
