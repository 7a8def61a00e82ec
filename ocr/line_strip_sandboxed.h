// line_strip_sandboxed.h: a line of a page cut out along its own slope.
//
// As high as its letters and hardly wider than they are, level, so that nothing of its neighbours
// comes along. Reads nothing. One thread.
#pragma once

#include "formats/image_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

// Where a line's letters stand: its middle runs straight, `above` and `below` it they end.
struct Course {
    double middle = 0, slope = 0, centre = 0;
    double above = 0, below = 0;

    double at(double x) const { return middle + slope * (x - centre); }
};

// Of words without a wide gap between them; there must be some.
Course course_of(const pipeline::TextLine& run);

// The line alone, level; `margin` of its height more above and below. Beside its letters hardly
// anything: the recogniser takes a blank for dirt that it has to read.
struct Strip {
    formats::PixPtr picture;
    int left = 0;
};

Strip strip_of(Pix* page, const pipeline::TextLine& run, const Course& course, double margin);

}  // namespace vanthu::ocr
