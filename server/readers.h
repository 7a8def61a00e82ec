// readers.h: what the person behind a request may read.
//
// Rights of papers (records/access.h), and besides whoever has or had a task on a paper. What a
// person may not read does not exist for them: the answer is that there is no such document. Works
// inside the caller's transaction.
#pragma once

#include "records/access.h"
#include "server/accounts.h"
#include "server/http.h"
#include "store/sql.h"

namespace vanthu::server {

records::Reader reader_of(const Account& account);
records::Reader reader_of(const Request& request);

bool may_read(store::Transaction&, const Account& account, const pipeline::DocumentId& id);

// Error(NotFound). Quarantined papers are for clerks alone.
void check_readable(store::Transaction&, const Request& request, const pipeline::DocumentId& id);

}  // namespace vanthu::server
