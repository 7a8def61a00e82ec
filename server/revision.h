// revision.h: the revision of a document that a change was made against, as If-Match says it.
//
// HttpError(428) without the header, Error(BadInput) for one that is no revision. Stateless.
#pragma once

#include <optional>

#include "server/http.h"

namespace vanthu::server {

// `"3"` gives 3; nothing for `*`.
std::optional<int> expected_revision(const Request& request);

}  // namespace vanthu::server
