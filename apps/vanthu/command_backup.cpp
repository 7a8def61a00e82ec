// vanthu backup, vanthu restore: an office copied to another disk, and put back from there.

#include <filesystem>
#include <iostream>

#include "apps/vanthu/command.h"
#include "apps/vanthu/database.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "store/audit.h"
#include "store/backup.h"

namespace vanthu::apps {
namespace fs = std::filesystem;
namespace {

std::string absolute(const std::string& folder) {
    return fs::absolute(folder).lexically_normal().string();
}

void show(std::int64_t files) {
    if (files % 100 == 0) std::cerr << '\r' << files << " files" << std::flush;
}

void check_is_a_file(const Settings& settings) {
    if (!settings.database.url.empty())
        throw Error(ErrorCode::BadInput,
                    "office.xml names a database server, which has its own tools: run pg_dump "
                    "(pg_restore) first, then copy the folder blobs/; see docs/postgresql.md");
}

// What rows say is there.
void check_restored(const std::string& folder) {
    const auto database = store::open_sqlite(database_file(folder));
    const store::FileBlobs blobs(folder);
    store::AuditCheck chain;
    std::int64_t papers = 0;
    std::string missing;
    database->read([&](store::Transaction& tx) {
        chain = store::verify_audit(tx);
        tx.for_each("select id, original from document", {}, [&](const store::Row& row) {
            ++papers;
            if (!blobs.contains(row.text("original"))) missing = row.text("id");
        });
    });
    if (!chain.intact)
        throw Error(ErrorCode::Conflict, folder + ": the audit chain breaks at event " +
                                             std::to_string(chain.first_bad));
    if (!missing.empty())
        throw Error(ErrorCode::Conflict, folder + ": the original of document " + missing +
                                             " was not in the backup");
    std::cout << papers << " documents with their originals, " << chain.events
              << " events, the chain is whole, head " << chain.head << '\n';
}

}  // namespace

int command_backup(const Words& words) {
    const Arguments arguments(words, {"verify"}, {"data"});
    const std::string folder = absolute(arguments.operand(0, "DIR"));
    if (arguments.has("verify")) {
        const store::Backup backup = store::verify_backup(folder, show);
        std::cout << folder << ": " << backup.database << " and " << backup.files
                  << " files are what they were\n";
        return 0;
    }
    const auto office = open_office(arguments.value("data", kDefaultData));
    check_is_a_file(office->settings);
    const store::Backup backup =
        store::write_backup(*office->database, office->folder, folder, show);
    std::cout << folder << ": " << backup.database << " and " << backup.files << " files, "
              << backup.copied << " of them new\n";
    for (const std::string& path : backup.damaged)
        std::cerr << path << ": is damaged and was left out; put it back from an older backup\n";
    return backup.damaged.empty() ? 0 : exit_status(ErrorCode::Unavailable);
}

int command_restore(const Words& words) {
    const Arguments arguments(words, {}, {"data"});
    const std::string from = absolute(arguments.operand(0, "DIR"));
    const std::string folder = absolute(arguments.value("data", kDefaultData));
    check_is_a_file(read_settings(Installation::find().config));
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
    const auto lock = FolderLock::try_lock(folder + "/workers.lock");
    if (!lock)
        throw Error(ErrorCode::Unavailable,
                    folder + ": a service works on this office; stop it first");
    const FolderLock schema_lock = FolderLock::lock(folder + "/schema.lock");
    const store::Backup backup = store::restore_backup(from, folder, show);
    std::cout << folder << ": restored from " << backup.database << " with " << backup.files
              << " files\n";
    check_restored(folder);
    return 0;
}

}  // namespace vanthu::apps
