#include "server/file_answer.h"

#include <unistd.h>

#include <memory>

namespace vanthu::server {
namespace {

struct WrittenFile {
    explicit WrittenFile(std::string at) : path(std::move(at)) {}
    ~WrittenFile() { ::unlink(path.c_str()); }
    WrittenFile(const WrittenFile&) = delete;
    WrittenFile& operator=(const WrittenFile&) = delete;

    std::string path;
};

}  // namespace

Response file_answer(const Office& office, const std::string& name, const std::string& media_type,
                     const std::function<void(const std::string& path)>& write,
                     Disposition disposition) {
    const std::string shown = disposition == Disposition::Inline ? "inline" : "attachment";
    const auto file = std::make_shared<const WrittenFile>(office.blobs.temporary_path());
    write(file->path);
    return {
        .media_type = media_type,
        .body = "",
        .headers = {{"Content-Disposition", shown + "; filename*=UTF-8''" + percent_encoded(name)}},
        .file = file->path,
        .keep = file};
}

records::PrintedBy printed_by(const Office& office, const Request& request) {
    return {office.name, "", request.principal().account.display_name, office.clock.now()};
}

}  // namespace vanthu::server
