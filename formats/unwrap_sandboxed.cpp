// A zip that only wraps one file, as edXML packets carry theirs.

#include <Poco/JSON/Object.h>

#include <sstream>
#include <string>
#include <vector>

#include "base/error.h"
#include "formats/docx_package_sandboxed.h"
#include "formats/image_sandboxed.h"
#include "formats/operations.h"
#include "formats/parameters_sandboxed.h"

namespace vanthu::formats {
namespace {

[[noreturn]] void refuse(const std::string& what) {
    throw Error(ErrorCode::BadInput, "the archive around the file " + what + "; ask for it again");
}

bool is_zip(std::string_view bytes) {
    return bytes.starts_with("PK\x03\x04");
}

}  // namespace

pipeline::SandboxReply unwrap(const pipeline::SandboxRequest& request,
                              const pipeline::Limits& limits) {
    const std::string bytes = read_input(input_of(request), limits);
    DocxPackage archive(bytes, limits);
    Poco::JSON::Object answer;
    pipeline::SandboxReply reply;
    const auto done = [&] {
        std::ostringstream text;
        answer.stringify(text);
        reply.result = text.str();
        return reply;
    };
    answer.set("wrapped", false);
    // A DOCX is a zip too, and a file of its own.
    if (archive.contains("[Content_Types].xml") || archive.contains("mimetype")) return done();
    const std::vector<std::string> names = archive.files();
    if (names.size() != 1)
        refuse("holds " + std::to_string(names.size()) + " files, the rule is one");
    const std::string& name = names.front();
    if (name.find("..") != std::string::npos || name.starts_with('/') ||
        name.find('\\') != std::string::npos)
        refuse("names its file by a path out of the archive");
    std::string content = archive.read(name);
    if (is_zip(content)) {
        DocxPackage inner(content, limits);
        if (!inner.contains("[Content_Types].xml") && !inner.contains("mimetype"))
            refuse("holds another archive");
    }
    answer.set("wrapped", true);
    answer.set("name", name.substr(name.rfind('/') + 1));
    reply.attachments.push_back(std::move(content));
    return done();
}

}  // namespace vanthu::formats
