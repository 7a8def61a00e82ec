// righted_sandboxed.h: a page of a file as it is shown and as it is read: turned, straightened, cut
// where two pages lie on one sheet, without coloured ink.
//
// Parameters are those of the operation "preprocess". Uses the worker's engine where only reading
// tells which way up a page is.
#pragma once

#include <Poco/JSON/Object.h>

#include <vector>

#include "ocr/raster_sandboxed.h"
#include "pipeline/document.h"
#include "pipeline/sandbox.h"

namespace vanthu::ocr {

struct RightedPage {
    Raster raster;
    PixPtr unturned;  // what is shown, to be turned and straightened yet unless `is_turned`
    int width = 0, height = 0;  // of what is shown
};

struct Righted {
    std::vector<RightedPage> pages;  // one, or the two of a sheet
    bool blank = false;
    bool keep = false;  // nothing was altered: the picture that came is the one to show
    int dpi = 0;        // of what is shown
    int turn = 0;
    double skew = 0;
    bool is_turned = false;
    std::vector<pipeline::Box> boxes;  // those given, where they lie now
};

Righted right_page(const pipeline::SandboxRequest& request, const pipeline::Limits& limits);

// What the stage wants to know of it: sizes, turn and boxes, without the images.
Poco::JSON::Object description_of(const Righted& righted);

// The picture for people, "" where the one that came serves.
std::string picture_of(const Righted& righted, const RightedPage& page);

}  // namespace vanthu::ocr
