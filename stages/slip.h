// slip.h: phiếu giải quyết văn bản đến (Decree 30/2020, Annex IV): what a paper is, its number in
// the book, and the opinions on it by level, in the order they were given.
//
// Read only, inside the caller's transaction. Names accounts and groups by their ids: whoever shows
// it knows the names. Prints nothing.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/document.h"
#include "records/books.h"
#include "store/sql.h"
#include "workflow/tasks.h"

namespace vanthu::stages {

// Where an opinion stands on the form: lãnh đạo cơ quan, lãnh đạo đơn vị, người giải quyết; "" is
// everything that no level of the diagram claims.
inline constexpr std::array<std::string_view, 4> kSlipLevels = {"agency", "unit", "handler", ""};

struct Slip {
    pipeline::Document paper;  // its fields; no pages
    std::optional<records::RegisterEntry> entry;
    std::array<std::vector<workflow::Opinion>, kSlipLevels.size()> opinions;  // as kSlipLevels
};

// Error(NotFound); Error(Forbidden) for a quarantined paper.
Slip slip_of(store::Transaction&, const pipeline::DocumentId& document);

}  // namespace vanthu::stages
