// handling.h: how far a paper has come, for the follow-up book.
//
// Joins what the workflow knows to the columns that records prints. Works inside the caller's
// transaction.
#pragma once

#include "records/print.h"
#include "store/sql.h"

namespace vanthu::stages {

// "lead": who was told to handle it; "due": until when; "progress": done, or the step it waits at.
// The transaction must outlive what is returned.
records::HandlingOf handling_in(store::Transaction& tx);

}  // namespace vanthu::stages
