#include "apps/vanthu/office.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "apps/vanthu/database.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "nominations/kept_rounds.h"
#include "records/books.h"
#include "stages/jobs.h"
#include "stages/registry.h"
#include "store/migrate.h"
#include "workflow/calendar.h"
#include "workflow/engine.h"

namespace vanthu::apps {
namespace fs = std::filesystem;
namespace {

int open_lock_file(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        throw Error(ErrorCode::Unavailable, path + ": cannot be opened: " + std::strerror(errno));
    return descriptor;
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

// A new office begins with the workflows that are shipped; later ones are deployed by a person.
void deploy_shipped_workflows(OpenOffice& office) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(office.installation.config + "/workflows"))
        if (entry.path().extension() == ".bpmn") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    office.database->write([&](store::Transaction& tx) {
        if (!workflow::definitions(tx).empty()) return;
        for (const fs::path& file : files)
            workflow::deploy(tx, read_file(file), "workflows/" + file.filename().string(), "system",
                             office.clock.now());
    });
}

}  // namespace

std::optional<FolderLock> FolderLock::try_lock(const std::string& path) {
    const int descriptor = open_lock_file(path);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return FolderLock(descriptor);
    ::close(descriptor);
    return std::nullopt;
}

FolderLock FolderLock::lock(const std::string& path) {
    const int descriptor = open_lock_file(path);
    while (::flock(descriptor, LOCK_EX) != 0 && errno == EINTR) {
    }
    return FolderLock(descriptor);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(other.descriptor_) {
    other.descriptor_ = -1;
}

FolderLock::~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::unique_ptr<OpenOffice> open_office(const std::string& folder, Missing missing) {
    auto office = std::make_unique<OpenOffice>();
    office->folder = fs::absolute(folder).lexically_normal().string();
    office->installation = Installation::find();
    office->settings = read_settings(office->installation.config);
    if (missing == Missing::Refuse && !has_office(office->settings.database, office->folder))
        throw Error(ErrorCode::NotFound,
                    office->folder +
                        ": there is no office in this folder; name another with "
                        "--data DIR, or make one with `vanthu serve`");
    std::error_code problem;
    fs::create_directories(office->folder, problem);
    if (problem)
        throw Error(ErrorCode::Unavailable,
                    office->folder + ": the data folder cannot be made: " + problem.message());
    fs::permissions(office->folder, fs::perms::owner_all, problem);
    const FolderLock lock = FolderLock::lock(office->folder + "/schema.lock");
    office->database = open_database(office->settings.database, office->folder);
    store::migrate(*office->database);
    office->blobs = std::make_unique<store::FileBlobs>(office->folder);
    const auto books = records::read_books(office->installation.config + "/books.xml",
                                           office->installation.config + "/schema/books.rng");
    office->database->write([&](store::Transaction& tx) { records::save_books(tx, books); });
    const auto calendar =
        workflow::Calendar::read(office->installation.config + "/calendar",
                                 office->installation.config + "/schema/calendar.rng");
    office->database->write([&](store::Transaction& tx) {
        workflow::save_calendar(tx, calendar, office->clock.now());
    });
    office->database->write([&](store::Transaction& tx) {
        nominations::save_rounds(tx, office->installation.config + "/rounds",
                                 office->installation.config + "/schema");
    });
    deploy_shipped_workflows(*office);
    return office;
}

void check_book(OpenOffice& office, const std::string& book) {
    std::vector<std::string> names;
    office.database->read([&](store::Transaction& tx) {
        names.clear();
        for (const records::Book& known : records::books(tx))
            names.push_back(known.id);
    });
    if (std::find(names.begin(), names.end(), book) == names.end())
        throw Error(ErrorCode::NotFound,
                    "there is no book '" + book + "'; the books are " + join(names, ", "));
}

std::unique_ptr<pipeline::SandboxPool> make_sandbox(const Installation& installation,
                                                    const Settings& settings, int workers) {
    pipeline::SandboxSettings sandbox;
    sandbox.program = installation.sandbox;
    sandbox.workers = workers;
    sandbox.limits = settings.limits;
    return std::make_unique<pipeline::SandboxPool>(sandbox);
}

forms::LayoutRules read_layout_rules(const Installation& installation) {
    return forms::read_layout_rules(installation.forms + "/layouts/state.xml",
                                    installation.forms + "/layout.rng");
}

std::unique_ptr<WorkingOffice> WorkingOffice::begin(OpenOffice& office) {
    auto lock = FolderLock::try_lock(office.folder + "/workers.lock");
    if (!lock) return nullptr;
    return std::unique_ptr<WorkingOffice>(new WorkingOffice(office, std::move(*lock)));
}

WorkingOffice::WorkingOffice(OpenOffice& office, FolderLock lock)
    : lock_(std::move(lock)),
      forms_(forms::FormLibrary::load(office.installation.forms)),
      language_(ocr::LanguageModel::load(office.installation.models + "/vietnamese.lm")),
      digits_(ocr::DigitReader::load(office.installation.models + "/digits.net")) {
    const std::string& config = office.installation.config;
    sandbox_ = make_sandbox(office.installation, office.settings, office.settings.page_workers);
    stages_ = stages::make_stages(
        {forms_, language_, office.settings.routes, &digits_, office.database.get()});
    runner_ = std::make_unique<pipeline::Runner>(
        *office.database, *office.blobs, *sandbox_, office.clock, progress_,
        pipeline::read_pipeline(config + "/pipelines.xml", config + "/schema/pipelines.rng",
                                stages_));
    layout_rules_ = read_layout_rules(office.installation);
    layout_ = std::make_unique<stages::LayoutChecker>(*sandbox_, layout_rules_);
    worker_ = std::make_unique<pipeline::Worker>(
        *office.database, office.clock,
        stages::job_handlers(*office.database, *office.blobs, office.clock, *runner_, *layout_),
        pipeline::WorkerSettings{office.settings.jobs, office.settings.lease_microseconds});
    office.database->write([&](store::Transaction& tx) {
        const int expired = pipeline::expire_leases(tx, office.clock.now());
        if (expired > 0)
            log(LogLevel::Info, "office", "jobs of an earlier run go on",
                {{"jobs", std::to_string(expired)}});
    });
}

pipeline::SandboxReply ask_worker(pipeline::SandboxPool& sandbox, const std::string& operation,
                                  std::string_view bytes) {
    store::TransientBlobs blobs;
    const store::Descriptor input(blobs.open(blobs.put(bytes)));
    return sandbox.call({operation, "{}", {input.number()}});
}

}  // namespace vanthu::apps
