// backup.h: an office in another folder, whole and checkable: its database at one instant, and its
// files.
//
// A backup folder holds office-<id>.db, blobs/ab/cd/<sha256> and manifest-sha256.txt, which
// `sha256sum -c` reads too. The manifest comes last and by renaming, so a backup that was cut short
// leaves the one before it valid. Written again into the same folder, only new files are copied,
// and what the office no longer has goes. The office may be in use meanwhile: files are durable
// before rows name them, so the copied rows find theirs. Restoring verifies every byte before it
// makes office.db appear. Does not copy what is not yet taken in (watched folders), nor the
// configuration, nor a database server.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "store/sql.h"

namespace vanthu::store {

struct Backup {
    std::string database;  // name inside the folder
    std::int64_t files = 0;
    std::int64_t copied = 0;  // of these, those that were not there
    std::vector<std::string>
        damaged;  // files of the office that are not what their name says; left out
};

// Called now and then with the number of files that were dealt with.
using BackupProgress = std::function<void(std::int64_t files)>;

// Error(BadInput) for a database on a server and for a folder that holds anything else;
// Error(Unavailable) when another backup is writing there.
Backup write_backup(Database& database, const std::string& data_folder, const std::string& folder,
                    const BackupProgress& progress = {});

// Reads everything. Error(NotFound) for a folder without a backup; Error(BadInput) naming the first
// file that is missing or altered.
Backup verify_backup(const std::string& folder, const BackupProgress& progress = {});

// Verifies, then copies into `data_folder`, which holds no office.db (else Error(Conflict)). May be
// begun again.
Backup restore_backup(const std::string& folder, const std::string& data_folder,
                      const BackupProgress& progress = {});

}  // namespace vanthu::store
