// turn_grey_sandboxed.h: a grey picture turned by a little, as Leptonica's pixRotateAMGray turns
// it.
//
// A page, its stamps and the picture for people are turned; the packaged function works out each
// pixel by itself, here sixteen beside each other take theirs from at most three rows, three times
// as fast. The result is the library's bit by bit; without AVX2, or beyond some three degrees, the
// library does it. One thread.
#pragma once

#include "formats/image_sandboxed.h"

namespace vanthu::ocr {

// About the middle, clockwise; what comes in from outside is white. std::bad_alloc without memory.
formats::PixPtr turned_grey(Pix* grey, float radians);

}  // namespace vanthu::ocr
