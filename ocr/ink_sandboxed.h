// ink_sandboxed.h: the page's colours taken apart: print for the recogniser, red stamps for
// themselves.
//
// Red ink goes white in the page's layer while dark strokes under it stay; the coloured layer shows
// the red ink dark on white. Pure functions on images of depth 32.
#pragma once

#include "formats/image_sandboxed.h"

namespace vanthu::ocr {

using formats::PixPtr;

constexpr int kRedInk = 0, kPenInk = 128;

struct InkLayers {
    PixPtr print;   // 8-bit grey
    PixPtr stamps;  // 8-bit grey; null when there is hardly any red
};

InkLayers separate_inks(Pix* colour);

// Evens out paper tint and uneven light; depth 8.
PixPtr evened(PixPtr grey);

// True when no text and no picture is on the page; depth 8.
bool is_blank(Pix* grey, int dpi);

}  // namespace vanthu::ocr
