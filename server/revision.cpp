#include "server/revision.h"

#include <string>

#include "base/error.h"
#include "base/text.h"

namespace vanthu::server {

std::optional<int> expected_revision(const Request& request) {
    const auto header = request.header("If-Match");
    if (!header)
        throw HttpError(428, "bad_input",
                        "the header If-Match with the document's revision is missing");
    std::string text = trim(*header);
    if (text == "*") return std::nullopt;
    if (starts_with(text, "W/")) text = text.substr(2);
    if (text.size() > 2 && text.front() == '"' && text.back() == '"')
        text = text.substr(1, text.size() - 2);
    if (text.empty() || text.size() > 9 ||
        text.find_first_not_of("0123456789") != std::string::npos)
        throw Error(ErrorCode::BadInput, "If-Match is no revision of a document");
    return std::stoi(text);
}

}  // namespace vanthu::server
