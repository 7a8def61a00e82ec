#include "server/static_files.h"

#include <array>
#include <filesystem>

#include "base/digest.h"
#include "base/text.h"

namespace vanthu::server {
namespace {

namespace fs = std::filesystem;

struct MediaType {
    std::string_view extension, type;
};

constexpr std::array<MediaType, 14> kTypes{{{".html", "text/html; charset=utf-8"},
                                            {".js", "text/javascript; charset=utf-8"},
                                            {".mjs", "text/javascript; charset=utf-8"},
                                            {".css", "text/css; charset=utf-8"},
                                            {".json", "application/json"},
                                            {".webmanifest", "application/manifest+json"},
                                            {".svg", "image/svg+xml"},
                                            {".png", "image/png"},
                                            {".jpg", "image/jpeg"},
                                            {".webp", "image/webp"},
                                            {".ico", "image/x-icon"},
                                            {".woff2", "font/woff2"},
                                            {".txt", "text/plain; charset=utf-8"},
                                            {".map", "application/json"}}};

std::string_view media_type_of(const fs::path& file) {
    const std::string extension = file.extension().string();
    for (const MediaType& known : kTypes)
        if (known.extension == extension) return known.type;
    return "application/octet-stream";
}

// No part of a name that is hidden, goes up, or means something to another system.
bool is_plain(std::string_view path) {
    if (path.find('\\') != std::string_view::npos) return false;
    for (const std::string& part : split(path.substr(1), '/'))
        if (starts_with(part, ".")) return false;
    return true;
}

bool is_inside(const fs::path& file, const fs::path& folder) {
    std::error_code error;
    const fs::path real_folder = fs::canonical(folder, error);
    if (error) return false;
    const fs::path real_file = fs::canonical(file, error);
    if (error || !fs::is_regular_file(real_file, error)) return false;
    const std::string inside = real_folder.string() + "/";
    return starts_with(real_file.string(), inside);
}

std::string tag_of(const fs::path& file) {
    const auto changed = fs::last_write_time(file).time_since_epoch().count();
    return "\"" +
           sha256(std::to_string(changed) + " " + std::to_string(fs::file_size(file)))
               .substr(0, 32) +
           "\"";
}

Response send(const fs::path& file, bool immutable, const Request& request) {
    const std::string tag = tag_of(file);
    const Headers headers = {
        {"ETag", tag},
        {"Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache"}};
    if (request.header("If-None-Match") == tag)
        return {.status = 304, .media_type = "", .body = "", .headers = headers};
    return {.media_type = std::string(media_type_of(file)),
            .body = "",
            .headers = headers,
            .file = file.string()};
}

}  // namespace

Response static_file(const std::string& folder, const Request& request) {
    if (request.method() != "GET" && request.method() != "HEAD") {
        Response response = problem(405, "method_not_allowed", "this address takes GET");
        response.headers.emplace_back("Allow", "GET, HEAD");
        return response;
    }
    const std::string& path = request.path();
    if (!is_plain(path)) return problem(404, "not_found", "there is no such file");
    const fs::path root(folder);
    const fs::path file = root / path.substr(1);
    if (path != "/" && is_inside(file, root))
        return send(file, starts_with(path, "/assets/"), request);
    const fs::path index = root / "index.html";
    if (path.find('.') == std::string::npos && is_inside(index, root))
        return send(index, false, request);
    if (!is_inside(index, root))
        return problem(404, "not_found",
                       "the web app is not built; run ./run.sh, or npm run build in web/");
    return problem(404, "not_found", "there is no such file");
}

}  // namespace vanthu::server
