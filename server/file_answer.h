// file_answer.h: an answer that is a file written for it, deleted once it was sent, and what a
// printout says of its origin.
//
// Stateless, so safe from several threads. `write` gets the path of a fresh file in the blobs'
// temporary folder.
#pragma once

#include <functional>
#include <string>

#include "records/print.h"
#include "server/http.h"
#include "server/office.h"

namespace vanthu::server {

enum class Disposition { Attachment, Inline };  // saved under its name, or shown by the browser

Response file_answer(const Office& office, const std::string& name, const std::string& media_type,
                     const std::function<void(const std::string& path)>& write,
                     Disposition disposition = Disposition::Attachment);

// The office, who asked, and now.
records::PrintedBy printed_by(const Office& office, const Request& request);

}  // namespace vanthu::server
