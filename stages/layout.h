// layout.h: the layout check of a draft on its way, as the service task "check_layout" does it.
//
// A DOCX is laid beside the rules of a layout file; what departs becomes issues of the document
// (code "layout_...", replaced by the next check) and the counts `layout_errors` and
// `layout_warnings`, by which the diagram decides. A file that has no look of its own to be checked
// (PDF, scan) gets the issue "layout_unchecked" and counts nothing. Opens the file in a page worker
// alone. Any thread.
#pragma once

#include <stop_token>
#include <vector>

#include "forms/layout_check.h"
#include "pipeline/document.h"
#include "pipeline/sandbox.h"
#include "store/blobs.h"

namespace vanthu::stages {

struct LayoutVerdict {
    std::vector<pipeline::Issue> issues;
    int errors = 0, warnings = 0;
};

inline constexpr std::string_view kLayoutIssues = "layout_";

// What the page worker says, or Error of it.
LayoutVerdict check_draft(const pipeline::Document& document, const store::BlobStore& blobs,
                          pipeline::SandboxPool& sandbox, const forms::LayoutRules& rules,
                          std::stop_token stop = {});

}  // namespace vanthu::stages
