// head_foot_sandboxed.h: where on a righted page its head and its foot stand, so that they can be
// read before the rest.
//
// Looks at ink alone, at half the size. The head ends where the text begins at the latest. The foot
// is what is printed last: the signing block and the recipients beside it; it begins where lines no
// longer run across the page, or else it is the last third. A cut lies where rows are white, so no
// line is cut in two. Pure functions; they do not read.
#pragma once

#include <optional>

struct Pix;

namespace vanthu::ocr {

// Rows of a raster, `to` exclusive.
struct Rows {
    int from = 0, to = 0;
};

struct HeadAndFoot {
    Rows head, foot;
};

// Nothing where no rows are white, so that the page is read as a whole.
std::optional<HeadAndFoot> head_and_foot_of(Pix* grey);

}  // namespace vanthu::ocr
