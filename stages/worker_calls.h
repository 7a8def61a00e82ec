// worker_calls.h: how the reading stages use page workers: one call for a blob, or one for each of
// many pages.
//
// Pages run side by side, at most as many as there are workers. The first page must succeed,
// because the secrecy mark stands on it; a later page that cannot be read becomes an Issue and
// stays empty. What is no fault of the page (a stop, a missing model) ends the stage. Safe from
// several threads, one document each.
#pragma once

#include <Poco/JSON/Object.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/sandbox.h"
#include "pipeline/stage.h"

namespace vanthu::stages {

pipeline::SandboxReply call_worker(pipeline::StageContext& context, const std::string& operation,
                                   const Poco::JSON::Object& parameters,
                                   const store::BlobId& input);

// The same with a file of the installation beside it, none where `file` is empty.
pipeline::SandboxReply call_worker(pipeline::StageContext& context, const std::string& operation,
                                   const Poco::JSON::Object& parameters, const store::BlobId& input,
                                   const std::string& file);

// The object a worker answered; Error(BadInput) when it is none.
Poco::JSON::Object::Ptr parse_answer(const std::string& operation, const std::string& text);

// The single page a worker answered.
pipeline::Page parse_page(const std::string& operation, const std::string& bytes);

// What of a stage's pages is done before and left after a round, so that progress only grows.
struct OtherPages {
    std::size_t before = 0, after = 0;
};

// Calls `work` with the index of each page listed. Failures become issues of the document.
void for_pages(pipeline::Document& document, pipeline::StageContext& context,
               const std::vector<std::size_t>& indices,
               const std::function<void(std::size_t)>& work, OtherPages others = {});

}  // namespace vanthu::stages
