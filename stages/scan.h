// scan.h: one scanned page of a file, righted and read by a page worker in a single call.
//
// The raster that is read never leaves the worker; what comes back is the page people look at and
// its words. A sheet that shows two pages side by side becomes two. Safe from several threads, one
// page each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/document.h"
#include "pipeline/stage.h"
#include "stages/reading.h"

namespace vanthu::stages {

// Whether a page has an image that nobody has read yet.
bool needs_reading(const pipeline::Page& page);

// How much of a page is read: all of it, or one of the places where the fields are.
enum class Part { Whole, Head, Foot };
enum class Picture { Now, Later };  // Later: it comes with another part

struct ScanReading {
    std::optional<pipeline::Page> right;  // half of a sheet that shows two pages
    Part part =
        Part::Whole;  // what was read: a page whose parts cannot be told apart is read whole
};

// Reads `page` of `document`, which is then the left one of two. A page that took too
// long gets what was read by then and an issue. Throws what the page worker says; then the page is
// as it was.
ScanReading read_scan(const pipeline::Document& document, pipeline::Page& page, Part part,
                      Picture picture, std::vector<pipeline::Issue>& issues,
                      pipeline::StageContext& context, const ReaderWords& words = {});

// Says that a page is there in part only.
pipeline::Issue too_slow(int page);

// Puts what was read of the same page's foot behind its head.
void add_foot(pipeline::Page& page, pipeline::Page foot);

}  // namespace vanthu::stages
