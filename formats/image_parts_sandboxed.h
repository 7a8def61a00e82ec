// image_parts_sandboxed.h: the parts of a picture's file, told before a library decodes it.
//
// For what a decoder would spend minutes on though a picture of a page needs none of it: scans upon
// scans of a progressive JPEG, packed comments of a PNG. Looks at markers and lengths alone, in one
// pass. Pure functions. Says nothing of pixels; a damaged file is left to its decoder.
#pragma once

#include <string>
#include <string_view>

namespace vanthu::formats {

bool is_png(std::string_view bytes);
bool is_jpeg(std::string_view bytes);

// How often the decoder would go over the whole picture. A scanner writes 1, a careful encoder of
// progressive pictures some 10.
int jpeg_scans(std::string_view bytes);

// The PNG without comments, colour profile and pictures of the future: the chunks that pixels and
// resolution come from, in their order.
std::string png_without_extras(std::string_view bytes);

}  // namespace vanthu::formats
