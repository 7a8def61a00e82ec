// remote.h: an office reached through its running service instead of its data folder (`--server
// URL`).
//
// Acts for the account whose token the file of --token-file or the variable VANTHU_TOKEN holds
// (`vanthu user token`); rights and wording of errors are the service's. Addresses are those of
// openapi.json below /api/v1. One object belongs to one thread.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <Poco/JSON/Object.h>

#include "apps/vanthu/command.h"

namespace vanthu::apps {

using Query = std::vector<std::pair<std::string, std::string>>;  // empty values are left out

class RemoteOffice {
public:
    // Nothing without --server. Error(BadInput) for a URL that is none, Error(Unauthenticated)
    // without a token.
    static std::unique_ptr<RemoteOffice> of(const Arguments& arguments);

    // Each: the service's own Error, or Error(Unavailable) when none answers.
    Poco::JSON::Object::Ptr get(const std::string& path, const Query& query = {});
    Poco::JSON::Object::Ptr post(const std::string& path, const Poco::JSON::Object& body);
    Poco::JSON::Object::Ptr patch(const std::string& path, const Poco::JSON::Object& body,
                                  int revision);

    // Streams the file; `shown` is the name people see, "" the file's own. Sent again under the
    // same key after a lost answer, it is taken in once.
    Poco::JSON::Object::Ptr upload(const std::string& file, const std::string& shown,
                                   const std::string& book, const std::string& key);

private:
    RemoteOffice(std::string url, std::string token)
        : url_(std::move(url)), token_(std::move(token)) {}
    using Headers = std::vector<std::pair<std::string, std::string>>;
    Poco::JSON::Object::Ptr send(const std::string& method, const std::string& path,
                                 std::istream& body, std::int64_t size, const Headers& headers);

    std::string url_;  // without a slash at the end
    std::string token_;
};

// A part of an address: an id or a name that may hold any sign.
std::string in_path(const std::string& text);

}  // namespace vanthu::apps
