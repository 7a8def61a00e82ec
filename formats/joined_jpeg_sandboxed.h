// joined_jpeg_sandboxed.h: the strips of a JPEG-compressed TIFF page as one JPEG.
//
// Scanners write a page as many small JPEGs that share their tables. Each starts anew, exactly as
// after a restart marker, so the packed bytes can be put behind each other without decoding: no
// pixel changes. Pure.
#pragma once

#include <string>

#include "formats/tiff_page_sandboxed.h"

namespace vanthu::formats {

// Empty when the page is not JPEG or is not that regular; it can be decoded then.
std::string joined_jpeg(const TiffPage& page);

}  // namespace vanthu::formats
