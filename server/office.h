// office.h: what the handlers of the service work on.
//
// References to things that `vanthu serve` made and that outlive the server; every one is safe from
// several threads. Owns nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "exchange/mailbox.h"
#include "forms/form_library.h"
#include "pipeline/progress.h"
#include "store/blobs.h"
#include "store/sql.h"

namespace vanthu::server {

struct Office {
    store::Database& database;
    store::FileBlobs& blobs;
    const Clock& clock;
    const forms::FormLibrary& forms;

    std::string web_folder;    // the built front end; may not exist
    std::string openapi_file;  // server/openapi.json

    std::uint64_t upload_bytes = 200u << 20;  // of one file: limits.bytes
    bool behind_https = false;                // cookies are then sent over HTTPS only

    // How far a document under way has come; may be empty.
    std::function<std::optional<pipeline::Progress>(const pipeline::DocumentId&)> progress_of = {};

    std::string name = {};  // of the office, for what is printed

    std::optional<exchange::MailboxSettings> exchange = {};  // nothing: it takes no part

    // The searchable PDF of a paper, "" when there is none; may be empty.
    std::function<std::string(const pipeline::Document&)> pdf_of = {};
};

}  // namespace vanthu::server
