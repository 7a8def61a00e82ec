// upright_sandboxed.h: which way up a page stands, and how much it leans.
//
// An upright page is never turned on a guess: a turn needs the recogniser to read clearly better
// that way round. Pure but for the engine.
#pragma once

#include "formats/image_sandboxed.h"

namespace vanthu::ocr {

struct Stance {
    int turn = 0;     // degrees to turn clockwise: 0, 90, 180 or 270
    double skew = 0;  // degrees to turn clockwise after that; 0 when it is too little to matter
};

// `grey` has about 200 dpi.
Stance stance_of(Pix* grey, int dpi);

}  // namespace vanthu::ocr
