// raster_sandboxed.h: what is handed from preprocess to recognise: one or two grey images in one
// blob.
//
// The first is the page without coloured ink, the second, when there is enough of it, the coloured
// ink alone. Plain PGM images one after the other. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "formats/image_sandboxed.h"

namespace vanthu::ocr {

using formats::PixPtr;

struct Raster {
    PixPtr page;
    PixPtr stamps;  // may be null
};

std::string encode_raster(const Raster& raster);
Raster decode_raster(std::string_view bytes, const pipeline::Limits& limits);

}  // namespace vanthu::ocr
