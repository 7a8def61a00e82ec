#include "apps/vanthu/database.h"

#include <filesystem>
#include <fstream>

#include "base/error.h"

namespace vanthu::apps {
namespace fs = std::filesystem;

std::string database_file(const std::string& folder) {
    return folder + "/office.db";
}

bool has_office(const DatabaseSettings& settings, const std::string& folder) {
    return fs::exists(settings.url.empty() ? database_file(folder) : folder + "/blobs");
}

store::PostgresSettings server_settings(const DatabaseSettings& settings) {
    store::PostgresSettings server;
    server.url = settings.url;
    if (settings.password_file.empty()) return server;
    const std::string& path = settings.password_file;
    std::error_code problem;
    const fs::perms rights = fs::status(path, problem).permissions();
    if (!problem && (rights & fs::perms::others_read) != fs::perms::none)
        throw Error(ErrorCode::Configuration,
                    path + ": everybody may read the database's password; run: chmod o= " + path);
    std::ifstream in(path);
    std::string line;
    if (!in || !std::getline(in, line))
        throw Error(ErrorCode::Configuration,
                    path + ": the database's password cannot be read; its first line must be it");
    server.password = line;
    return server;
}

std::unique_ptr<store::Database> open_database(const DatabaseSettings& settings,
                                               const std::string& folder) {
    const std::string file = database_file(folder);
    if (settings.url.empty()) return store::open_sqlite(file);
    if (fs::exists(file))
        throw Error(ErrorCode::Configuration,
                    file +
                        ": the office is still here, while office.xml names a server; move it "
                        "with `vanthu migrate-store --to " +
                        settings.url + "`");
    return store::open_postgres(server_settings(settings));
}

}  // namespace vanthu::apps
