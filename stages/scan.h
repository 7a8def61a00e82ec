// scan.h: one scanned page of a file, righted and read by a page worker in a single call.
//
// The raster that is read never leaves the worker; what comes back is the page people look at and
// its words. A sheet that shows two pages side by side becomes two. Safe from several threads, one
// page each.
#pragma once

#include <optional>

#include "pipeline/document.h"
#include "pipeline/stage.h"

namespace vanthu::stages {

// Whether a page has an image that nobody has read yet.
bool needs_reading(const pipeline::Page& page);

// How much of a page is read: all of it, or its head and the signing block, where the fields are.
enum class Part { Whole, HeadAndFoot };

// Reads `page` of `document`; gives the right half of a sheet that shows two pages, `page` is then
// the left one. Throws what the page worker says; then the page is as it was.
std::optional<pipeline::Page> read_scan(const pipeline::Document& document, pipeline::Page& page,
                                        Part part, pipeline::StageContext& context);

}  // namespace vanthu::stages
