// file_answer.h: an answer that is a file written for it, deleted once it was sent.
//
// Stateless, so safe from several threads. `write` gets the path of a fresh file in the blobs'
// temporary folder.
#pragma once

#include <functional>
#include <string>

#include "server/http.h"
#include "server/office.h"

namespace vanthu::server {

// To be saved under `name` by whoever asked.
Response file_answer(const Office& office, const std::string& name, const std::string& media_type,
                     const std::function<void(const std::string& path)>& write);

}  // namespace vanthu::server
