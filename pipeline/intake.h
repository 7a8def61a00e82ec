// intake.h: files of this machine into the office: one file, or a folder that is watched.
//
// Bytes are durable before the document's row is written; a file is taken once: killed between the
// two, an orphan blob is left behind and the next try carries the same idempotency key. Upload over
// HTTP ends in the same receive_document.
#pragma once

#include <map>
#include <string>

#include "base/clock.h"
#include "pipeline/documents.h"
#include "store/blobs.h"
#include "store/sql.h"

namespace vanthu::pipeline {

struct Intake {
    store::Database& database;
    store::FileBlobs& blobs;
    const Clock& clock;
    std::uint64_t byte_limit;
};

struct Received {
    DocumentId id;
    store::BlobId sha256;
};

struct NewFile {
    std::string path;
    std::string book = "incoming";
    UserId received_by = "system";
    std::string idempotency_key;  // "" = every call is a new arrival
    std::string source;           // the name people see; "" = the file's own
};

// Error(NotFound) when there is no such file, Error(LimitExceeded) when it is too large.
Received take_in_file(const Intake& intake, const NewFile& file);

// Name, size and time of a file: what tells a growing file from a whole one; "" when it is none.
std::string fingerprint(const std::string& path);
// The path, or the first of "scan (2).pdf", "scan (3).pdf", ... that is still free.
std::string free_name(const std::string& wanted);
// Moves a file that cannot be taken to `folder`, beside a text file that says why.
void put_aside(const std::string& path, const std::string& folder, const std::string& reason);

// Takes what lies in a folder, once it has stopped growing; then moves it to the subfolder `done`.
// A file that cannot be taken goes to `refused` beside a text file that says why. One object per
// folder, one thread.
class WatchedFolder {
public:
    // Makes the folder and its subfolders. Error(Unavailable) when it cannot.
    WatchedFolder(const Intake& intake, std::string folder, std::string book);

    // One look; returns how many files were taken. A file counts as still growing until two looks
    // saw it alike.
    int look();

private:
    Intake intake_;
    std::string folder_;
    std::string book_;
    std::map<std::string, std::string> seen_;  // name -> size and time of the last look
};

}  // namespace vanthu::pipeline
