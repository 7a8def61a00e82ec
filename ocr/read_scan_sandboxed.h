// read_scan_sandboxed.h: what a scan is read with once it is a raster in memory.
//
// Parameters are those of the operation "recognise". Uses the worker's engine.
#pragma once

#include <Poco/JSON/Object.h>

#include "ocr/raster_sandboxed.h"
#include "pipeline/sandbox.h"

namespace vanthu::ocr {

pipeline::SandboxReply recognise_raster(const Raster& raster,
                                        const Poco::JSON::Object::Ptr& parameters,
                                        const pipeline::Limits& limits);

// Wipes what stands between the head of a paper and its signing block, where rows between the lines
// are white; else leaves the page whole.
void leave_head_and_foot(Raster& raster);

}  // namespace vanthu::ocr
