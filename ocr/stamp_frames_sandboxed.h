// stamp_frames_sandboxed.h: where the frame of an arrival stamp could stand: whole, broken, or cut
// off by the sheet.
//
// Looks at rules and ink only; whether it is a stamp is told by what can be read in it. Stateless,
// so safe from several threads. Pictures are bilevel, ink set, unless said otherwise.
#pragma once

#include <vector>

#include "formats/image_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

constexpr std::size_t kMostStamps = 12;  // of a page
constexpr int kFaintInk = 170;           // what is darker counts as ink of a frame

struct Frame {
    pipeline::Box box;
    bool whole = false;  // all four sides are drawn
};

// Connected ink large enough to hold several lines.
std::vector<pipeline::Box> framed_areas(Pix* red, int dpi);

// Of `page` (8-bit grey) with its `rules`.
std::vector<Frame> frames_of(Pix* page, Pix* rules, int dpi);

// A frame's own lines; the bars of capitals in a row look like short ones.
formats::PixPtr long_rules(Pix* rules, int across, int down);

}  // namespace vanthu::ocr
