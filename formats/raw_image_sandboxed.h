// raw_image_sandboxed.h: an image on its way from one call of a page worker to the next.
//
// A short header, then the pixels without padding: eight to a byte, a byte, or three bytes. Written
// and read in one pass and in one copy, because a page of colour at 300 dpi is 26 MB. Never stored.
// read_raw trusts no length. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/image_sandboxed.h"

namespace vanthu::formats {

// `pix` has depth 1, 8 or 32, as decode_image gives it.
std::string write_raw(Pix* pix);

bool is_raw(std::string_view bytes);

// Error(BadInput) for what write_raw did not write, Error(LimitExceeded) naming `where`.
PixPtr read_raw(std::string_view bytes, const pipeline::Limits& limits, const std::string& where);

}  // namespace vanthu::formats
