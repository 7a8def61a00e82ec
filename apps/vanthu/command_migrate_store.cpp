// vanthu migrate-store: moves an office from its own file to a PostgreSQL server.

#include <filesystem>
#include <iostream>
#include <set>

#include "apps/vanthu/command.h"
#include "apps/vanthu/database.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "base/text.h"
#include "base/xml.h"
#include "records/search.h"
#include "store/audit.h"
#include "store/migrate.h"
#include "store/transfer.h"

namespace vanthu::apps {
namespace fs = std::filesystem;
namespace {

// Codes, subjects, their beginnings as words and as phrases: what people type.
std::set<std::string> questions(store::Database& database) {
    constexpr int kPapers = 50;
    std::set<std::string> all{""};
    database.read([&](store::Transaction& tx) {
        tx.for_each(
            "select text from search_field where field in ('code', 'subject', 'organ_name') "
            "order by document desc, field limit $1",
            {kPapers * 3}, [&](const store::Row& row) {
                const std::vector<std::string> words = split(single_spaced(row.text("text")), ' ');
                if (words.empty()) return;
                all.insert(words.front());
                if (words.size() < 2) return;
                all.insert(fold(words[0] + " " + words[1]));
                all.insert("\"" + words[0] + " " + words[1] + "\"");
            });
    });
    return all;
}

struct Answer {
    std::int64_t total = 0;
    std::vector<std::string> documents;
    bool operator==(const Answer&) const = default;
};

Answer ask(store::Database& database, const std::string& question) {
    Answer answer;
    database.read([&](store::Transaction& tx) {
        const records::SearchResult result = records::search(tx, {.text = question});
        answer.total = result.total;
        answer.documents.clear();
        for (const records::SearchHit& hit : result.hits)
            answer.documents.push_back(hit.document + " " + hit.snippet);
    });
    return answer;
}

std::size_t compare_answers(store::Database& source, store::Database& target) {
    const std::set<std::string> all = questions(source);
    for (const std::string& question : all)
        if (ask(source, question) != ask(target, question))
            throw Error(ErrorCode::Conflict,
                        target.location() +
                            ": a search is answered differently than here; nothing "
                            "was switched over");
    return all.size();
}

store::AuditCheck check_chain(store::Database& database) {
    store::AuditCheck check;
    database.read([&](store::Transaction& tx) { check = store::verify_audit(tx); });
    if (!check.intact)
        throw Error(ErrorCode::Conflict,
                    database.location() + ": the audit chain breaks at event " +
                        std::to_string(check.first_bad) + "; such an office is not moved");
    return check;
}

}  // namespace

int command_migrate_store(const Words& words) {
    const Arguments arguments(words, {}, {"data", "to", "password-file"});
    const std::string folder =
        fs::absolute(arguments.value("data", kDefaultData)).lexically_normal().string();
    const std::string file = database_file(folder);
    const DatabaseSettings settings{arguments.value("to"), arguments.value("password-file")};
    if (settings.url.empty())
        throw Error(ErrorCode::BadInput,
                    "migrate-store needs --to postgresql://USER@HOST/DATABASE");
    if (!fs::exists(file))
        throw Error(ErrorCode::NotFound, folder + ": there is no office.db in this folder");
    const auto lock = FolderLock::try_lock(folder + "/workers.lock");
    if (!lock)
        throw Error(ErrorCode::Unavailable,
                    folder + ": a service works on this office; stop it first");
    const FolderLock schema_lock = FolderLock::lock(folder + "/schema.lock");

    auto source = store::open_sqlite(file);
    store::migrate(*source);
    const store::AuditCheck chain = check_chain(*source);
    const auto target = store::open_postgres(server_settings(settings));
    store::migrate(*target);
    store::copy_rows(*source, *target, [](const std::string& table, std::int64_t rows) {
        std::cerr << '\r' << table << ": " << rows << " rows   " << std::flush;
    });
    std::cerr << '\n';

    std::int64_t rows = 0;
    for (const store::TransferredTable& table : store::compare_rows(*source, *target)) {
        std::cout << table.name << ": " << table.rows << " rows, " << table.digest << '\n';
        rows += table.rows;
    }
    if (check_chain(*target).head != chain.head)
        throw Error(ErrorCode::Internal, target->location() + ": the audit chain has another head");
    target->write([](store::Transaction& tx) { tx.execute("analyze"); });
    const std::size_t asked = compare_answers(*source, *target);
    source.reset();  // brings what its log holds into the file
    fs::rename(file, file + ".moved");
    std::cout << rows << " rows are the same on both sides, the audit chain of " << chain.events
              << " events is whole, " << asked
              << " searches have the same answers\nWrite into office.xml: <database url=\""
              << escape_xml(settings.url) << "\""
              << (settings.password_file.empty()
                      ? "/>"
                      : "><password file=\"" + settings.password_file + "\"/></database>")
              << "\nThe file is kept as " << file << ".moved\n";
    return 0;
}

}  // namespace vanthu::apps
