// read_scan_sandboxed.h: what a scan is read with once it is a raster in memory.
//
// Parameters are those of the operation "recognise". Uses the worker's engine.
#pragma once

#include <Poco/JSON/Object.h>

#include <optional>

#include "ocr/deadline.h"
#include "ocr/raster_sandboxed.h"
#include "pipeline/document.h"
#include "pipeline/sandbox.h"

namespace vanthu::ocr {

// Rows of a raster, `to` exclusive.
struct Rows {
    int from = 0, to = 0;
};

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

// Where the fields of a paper stand: its head, and the signing block with the recipients beside it.
// Cut where rows between the lines are white; nothing where there are none, so that the page is
// read as a whole.
struct HeadAndFoot {
    Rows head, foot;
};
std::optional<HeadAndFoot> head_and_foot_of(Pix* grey);

}  // namespace vanthu::ocr
