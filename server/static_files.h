// static_files.h: the built web app, from one folder.
//
// Only regular files inside the folder are sent, whatever the address says; an address without a
// dot that is no file is a page of the app and gives index.html. Names under assets/ carry a hash
// of their content and are cached for good.
#pragma once

#include <string>

#include "server/http.h"

namespace vanthu::server {

Response static_file(const std::string& folder, const Request& request);

}  // namespace vanthu::server
