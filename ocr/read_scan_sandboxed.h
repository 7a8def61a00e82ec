// read_scan_sandboxed.h: what a scan is read with once it is a raster in memory.
//
// Parameters are those of the operation "recognise". Uses the worker's engine.
#pragma once

#include <Poco/JSON/Object.h>

#include "ocr/deadline.h"
#include "ocr/head_foot_sandboxed.h"
#include "ocr/raster_sandboxed.h"
#include "pipeline/document.h"
#include "pipeline/sandbox.h"

namespace vanthu::ocr {

struct PageReading {
    pipeline::Page page;
    bool complete =
        true;  // false when the deadline came first: the page holds what was read by then
};

// Takes what was read apart off the raster when all of it is read; a part is read from a copy.
PageReading read_rows(const Raster& raster, const Poco::JSON::Object::Ptr& parameters, Rows rows,
                      const Deadline& deadline);

// The whole of it as wire bytes; Error(Timeout) when the time of a call does not suffice.
pipeline::SandboxReply recognise_raster(const Raster& raster,
                                        const Poco::JSON::Object::Ptr& parameters,
                                        const pipeline::Limits& limits);

// What a call may take, with some of it left for the answer.
Deadline deadline_of(const pipeline::Limits& limits);

}  // namespace vanthu::ocr
