// stamp_labels_sandboxed.h: the printed labels of an arrival stamp (Số, Ngày, Chuyển), read by
// themselves.
//
// What a pen wrote behind and across them spoils the reading of a whole row; the column in which
// they stand one below the other reads well. Adds labels and parts words that ran into them; what
// was written stays as it was read.
#pragma once

#include "formats/image_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

// `written` is the page (8-bit grey) without the lines of the `frame`; `stamp` was read in it. True
// when Số and Ngày stand in it, one right below the other.
bool read_labels(Pix* written, int dpi, int milliseconds, const pipeline::Box& frame,
                 pipeline::Block& stamp);

}  // namespace vanthu::ocr
