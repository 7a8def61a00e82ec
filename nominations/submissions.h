// submissions.h: which papers came together: a submission (tờ trình) and the lists it speaks of.
//
// Papers belong together when a link joins them; else when one sender's papers lie in one dossier
// or came on one day. Inside the caller's transaction; reads only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/document.h"
#include "store/sql.h"

namespace vanthu::nominations {

inline constexpr std::string_view kListForm = "nomination_list";
inline constexpr std::string_view kSubmissionForm = "nomination_submission";

// The papers of that form that belong to this one, by id. Where links say it, they alone do.
struct Companions {
    std::vector<pipeline::DocumentId> papers;
    bool linked = false;
};
Companions companions_of(store::Transaction&, const pipeline::Document& document,
                         std::string_view form);

}  // namespace vanthu::nominations
