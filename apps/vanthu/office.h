// office.h: one office's data folder, opened; and the machinery that works on it.
//
// OpenOffice gives database and blobs to any command, also beside a running service. WorkingOffice
// adds page workers, stages and job threads; it holds the folder's lock `workers.lock`, so a folder
// has one at most (SQLite), and makes leases that an earlier one left behind run out at once.
// Creating both migrates the schema under the lock `schema.lock`.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "apps/vanthu/installation.h"
#include "apps/vanthu/settings.h"
#include "base/clock.h"
#include "forms/form_library.h"
#include "ocr/digits.h"
#include "ocr/language_model.h"
#include "pipeline/progress.h"
#include "pipeline/runner.h"
#include "pipeline/worker.h"
#include "stages/jobs.h"
#include "store/blobs.h"
#include "store/sql.h"

namespace vanthu::apps {

// An flock on a file of the data folder, released at destruction and by the system when the process
// dies.
class FolderLock {
public:
    // Nothing when another process holds it.
    static std::optional<FolderLock> try_lock(const std::string& path);
    // Waits.
    static FolderLock lock(const std::string& path);

    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

private:
    explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

struct OpenOffice {
    std::string folder;
    Installation installation;
    Settings settings;
    SystemClock clock;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<store::FileBlobs> blobs;
};

constexpr std::string_view kDefaultData = "var";

enum class Missing { Create, Refuse };

// Migrates the schema, writes the configured books and, in a new office, the shipped workflows.
// Error(NotFound) for a folder that holds no office, unless it is to be created.
std::unique_ptr<OpenOffice> open_office(const std::string& folder,
                                        Missing missing = Missing::Refuse);

// Error(NotFound) naming the books there are.
void check_book(OpenOffice& office, const std::string& book);

class WorkingOffice {
public:
    // Nothing when another process works on the folder.
    static std::unique_ptr<WorkingOffice> begin(OpenOffice& office);

    pipeline::Worker& worker() { return *worker_; }
    pipeline::ProgressBoard& progress() { return progress_; }
    const forms::FormLibrary& forms() const { return forms_; }
    pipeline::SandboxPool& sandbox() { return *sandbox_; }

private:
    WorkingOffice(OpenOffice& office, FolderLock lock);

    FolderLock lock_;
    forms::FormLibrary forms_;
    ocr::LanguageModel language_;
    ocr::DigitReader digits_;
    std::unique_ptr<pipeline::SandboxPool> sandbox_;
    pipeline::ProgressBoard progress_;
    pipeline::StageTable stages_;
    std::unique_ptr<pipeline::Runner> runner_;
    forms::LayoutRules layout_rules_;
    std::unique_ptr<stages::LayoutChecker> layout_;
    std::unique_ptr<pipeline::Worker> worker_;
};

std::unique_ptr<pipeline::SandboxPool> make_sandbox(const Installation& installation,
                                                    const Settings& settings, int workers);

// How the decree wants a document set.
forms::LayoutRules read_layout_rules(const Installation& installation);

// One operation of a page worker on bytes that no store holds.
pipeline::SandboxReply ask_worker(pipeline::SandboxPool& sandbox, const std::string& operation,
                                  std::string_view bytes);

}  // namespace vanthu::apps
