// route.h: the last stage: which approval process a read document enters.
//
// The choice is data (office.xml, <routes>): the first route whose book, form and urgency agree. In
// the checkpoint's transaction the document becomes searchable, its process starts, and it waits
// for its clerk. Starting twice is impossible: an instance per document and process is unique.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "pipeline/stage.h"

namespace vanthu::stages {

struct Route {
    std::string book;                          // "" = any
    std::string form;                          // "" = any
    std::string process;                       // id of the BPMN process
    std::vector<std::string> priorities = {};  // as printed, "Hỏa tốc"; empty = any, also none
};

using Routes = std::vector<Route>;

// Error(Configuration) when no route fits.
const std::string& process_for(const Routes& routes, const std::string& book,
                               const std::string& form, const std::string& priority);

// Starts the process inside the caller's transaction; what the stage does, and what a clerk does
// who enters a document by hand that could not be read.
void start_process(store::Transaction&, const Routes& routes, const pipeline::Document& document,
                   const std::string& user, Instant now);

std::unique_ptr<pipeline::Stage> make_route_stage(const Routes& routes);

}  // namespace vanthu::stages
