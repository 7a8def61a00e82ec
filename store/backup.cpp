#include "store/backup.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>

#include "base/digest.h"
#include "base/error.h"
#include "base/id.h"
#include "base/text.h"
#include "store/descriptor.h"

namespace vanthu::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* kManifest = "manifest-sha256.txt";
constexpr std::uint64_t kPiece = 1 << 20;

bool is_digest(std::string_view text) {
    return text.size() == 64 &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_database(std::string_view name) {
    return name.starts_with("office-") && name.ends_with(".db") &&
           name.find('/') == std::string_view::npos;
}

std::string place_of(const std::string& digest) {
    return "blobs/" + digest.substr(0, 2) + "/" + digest.substr(2, 2) + "/" + digest;
}

template <class Use>
void for_each_piece(const std::string& path, const Use& use) {
    const Descriptor file = Descriptor::open(path, O_RDONLY | O_NOFOLLOW);
    const std::uint64_t size = file.size(path);
    for (std::uint64_t at = 0; at < size; at += kPiece)
        use(at, file.read_at(at, std::min(kPiece, size - at), path));
}

std::string digest_of_file(const std::string& path) {
    Sha256 digest;
    for_each_piece(path, [&](std::uint64_t, const std::string& bytes) { digest.update(bytes); });
    return digest.hex();
}

// The copy's digest. It appears whole or not at all; durable after the next flush().
std::string copy_file(const std::string& from, const std::string& to, int mode) {
    fs::create_directories(fs::path(to).parent_path());
    const std::string partial = to + ".partial";
    Sha256 digest;
    {
        const Descriptor out = Descriptor::open(partial, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        for_each_piece(from, [&](std::uint64_t at, const std::string& bytes) {
            digest.update(bytes);
            out.write_at(at, bytes, partial);
        });
        if (::fchmod(out.number(), static_cast<mode_t>(mode)) != 0)
            fail_with_errno(partial, "cannot be protected");
    }
    if (::rename(partial.c_str(), to.c_str()) != 0)
        fail_with_errno(partial, "cannot be renamed to " + to);
    return digest.hex();
}

// Everything written to the folder's file system becomes durable: one wait instead of one per file.
void flush(const std::string& folder) {
    const Descriptor opened = Descriptor::open(folder, O_RDONLY | O_DIRECTORY);
    if (::syncfs(opened.number()) != 0) fail_with_errno(folder, "cannot be made durable");
}

std::vector<std::string> files_of(const std::string& folder) {
    std::vector<std::string> digests;
    if (!fs::exists(folder + "/blobs")) return digests;
    for (const auto& entry : fs::recursive_directory_iterator(folder + "/blobs")) {
        const std::string name = entry.path().filename().string();
        if (is_digest(name) && entry.is_regular_file()) digests.push_back(name);
    }
    std::sort(digests.begin(), digests.end());
    return digests;
}

void check_is_ours(const std::string& folder, const std::string& data_folder) {
    const fs::path inside = fs::weakly_canonical(folder), data = fs::weakly_canonical(data_folder);
    const auto [end, rest] = std::mismatch(data.begin(), data.end(), inside.begin(), inside.end());
    if (end == data.end())
        throw Error(
            ErrorCode::BadInput,
            folder +
                ": lies in the office's own folder; name a folder elsewhere, best on another disk");
    if (!fs::exists(folder)) return;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name != "blobs" && !name.starts_with(kManifest) && !name.starts_with("office-"))
            throw Error(ErrorCode::BadInput,
                        entry.path().string() + ": is no part of a backup; name an empty folder");
    }
}

Descriptor lock_folder(const std::string& folder) {
    Descriptor opened = Descriptor::open(folder, O_RDONLY | O_DIRECTORY);
    if (::flock(opened.number(), LOCK_EX | LOCK_NB) != 0)
        throw Error(ErrorCode::Unavailable,
                    folder + ": another backup is being written or read here; wait for it");
    return opened;
}

// Names inside the folder with their digests.
using Manifest = std::map<std::string, std::string>;

void write_manifest(const std::string& folder, const Manifest& manifest) {
    std::string text;
    for (const auto& [name, digest] : manifest)
        text += digest + "  " + name + "\n";
    const std::string path = folder + "/" + kManifest, partial = path + ".partial";
    {
        const Descriptor file = Descriptor::open(partial, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        file.write_at(0, text, partial);
        file.sync(partial);
    }
    if (::rename(partial.c_str(), path.c_str()) != 0)
        fail_with_errno(partial, "cannot be renamed to " + path);
    sync_folder(folder);
}

Manifest read_manifest(const std::string& folder) {
    const std::string path = folder + "/" + kManifest;
    if (!fs::exists(path))
        throw Error(ErrorCode::NotFound,
                    folder + ": holds no finished backup (there is no " + kManifest + ")");
    const Descriptor file = Descriptor::open(path, O_RDONLY);
    Manifest manifest;
    int databases = 0;
    for (const std::string& line : split(file.read_at(0, file.size(path), path), '\n')) {
        if (line.empty()) continue;
        const std::string digest = line.substr(0, 64),
                          name = line.size() > 66 ? line.substr(66) : "";
        // No other name is ever opened: a manifest cannot lead out of its folder.
        if (!is_digest(digest) || !(is_database(name) || name == place_of(digest)))
            throw Error(ErrorCode::BadInput,
                        path + ": \"" + line + "\" is no line of a backup's manifest");
        databases += is_database(name) ? 1 : 0;
        manifest[name] = digest;
    }
    if (databases != 1)
        throw Error(ErrorCode::BadInput,
                    path + ": names " + std::to_string(databases) + " databases instead of one");
    return manifest;
}

void prune(const std::string& folder, const Manifest& manifest) {
    for (const std::string& digest : files_of(folder))
        if (!manifest.contains(place_of(digest))) fs::remove(folder + "/" + place_of(digest));
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("office-") && !manifest.contains(name)) fs::remove(entry.path());
    }
}

[[noreturn]] void altered(const std::string& path) {
    throw Error(ErrorCode::BadInput,
                path + ": is not what it was when it was backed up; use another backup");
}

Backup verify(const std::string& folder, const Manifest& manifest, const BackupProgress& progress) {
    Backup backup;
    for (const auto& [name, digest] : manifest) {
        const std::string path = folder + "/" + name;
        if (!fs::exists(path))
            throw Error(ErrorCode::BadInput, path + ": is missing; use another backup");
        if (digest_of_file(path) != digest) altered(path);
        if (is_database(name))
            backup.database = name;
        else
            ++backup.files;
        if (progress) progress(backup.files);
    }
    return backup;
}

}  // namespace

Backup write_backup(Database& database, const std::string& data_folder, const std::string& folder,
                    const BackupProgress& progress) {
    check_is_ours(folder, data_folder);
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
    const Descriptor lock = lock_folder(folder);
    Backup backup;
    backup.database = "office-" + new_id() + ".db";
    database.copy_to(folder + "/" +
                     backup.database);  // before the files: those it names are then there
    Manifest manifest{{backup.database, digest_of_file(folder + "/" + backup.database)}};
    for (const std::string& digest : files_of(data_folder)) {
        const std::string from = data_folder + "/" + place_of(digest),
                          to = folder + "/" + place_of(digest);
        std::error_code none;
        const auto size = fs::file_size(from, none);
        if (none)
            continue;  // removed meanwhile: what was derived from a paper now found to be secret
        if (fs::file_size(to, none) != size || none) {
            if (copy_file(from, to, 0400) != digest) {
                backup.damaged.push_back(from);
                fs::remove(to);
                continue;
            }
            ++backup.copied;
        }
        manifest[place_of(digest)] = digest;
        if (progress)
            progress(++backup.files);
        else
            ++backup.files;
    }
    flush(folder);
    write_manifest(folder, manifest);
    prune(folder, manifest);
    return backup;
}

Backup verify_backup(const std::string& folder, const BackupProgress& progress) {
    const Manifest manifest = read_manifest(folder);
    const Descriptor lock = lock_folder(folder);
    return verify(folder, manifest, progress);
}

Backup restore_backup(const std::string& folder, const std::string& data_folder,
                      const BackupProgress& progress) {
    for (const char* name : {"/office.db", "/office.db-wal"})  // a stranger's log would be replayed
        if (fs::exists(data_folder + name))
            throw Error(ErrorCode::Conflict,
                        data_folder + name +
                            ": an office is there; restore into an empty folder, or move its "
                            "office.db* away first");
    const Manifest manifest = read_manifest(folder);
    const Descriptor lock = lock_folder(folder);
    Backup backup = verify(folder, manifest, progress);
    for (const auto& [name, digest] : manifest) {
        if (is_database(name)) continue;
        std::error_code none;
        const std::string to = data_folder + "/" + name;
        if (fs::file_size(to, none) == fs::file_size(folder + "/" + name) && !none) continue;
        if (copy_file(folder + "/" + name, to, 0444) != digest) altered(folder + "/" + name);
        ++backup.copied;
    }
    const std::string waiting = data_folder + "/office.db.restored";
    if (copy_file(folder + "/" + backup.database, waiting, 0600) != manifest.at(backup.database))
        altered(folder + "/" + backup.database);
    flush(data_folder);
    if (::rename(waiting.c_str(), (data_folder + "/office.db").c_str()) != 0)
        fail_with_errno(waiting, "cannot be renamed to office.db");
    sync_folder(data_folder);
    return backup;
}

}  // namespace vanthu::store
