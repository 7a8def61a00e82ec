// image_sandboxed.h: pixels in the page worker: bytes to Leptonica images and back, within limits.
//
// Sizes are taken from the header and checked before anything is decoded. Damaged bytes are
// Error(BadInput). Images belong to one thread, like everything in a page worker.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "pipeline/sandbox.h"

struct Pix;

namespace vanthu::formats {

struct PixDelete {
    void operator()(Pix* pix) const;
};
using PixPtr = std::unique_ptr<Pix, PixDelete>;

// The whole content behind a descriptor, whatever its offset; Error(LimitExceeded) above
// limits.bytes.
std::string read_input(int descriptor, const pipeline::Limits& limits);

// Error(LimitExceeded) naming `where` when the page is larger than limits.pixels.
void check_pixels(std::uint64_t width, std::uint64_t height, const pipeline::Limits& limits,
                  const std::string& where);

// Looks at the size alone; Error(BadInput) for a damaged header.
void check_image_header(std::string_view bytes, const pipeline::Limits& limits,
                        const std::string& where);

// PNG, JPEG or what write_raw wrote (raw_image_sandboxed.h); alpha put on white, depth 1, 8 grey or
// 32 colour.
PixPtr decode_image(std::string_view bytes, const pipeline::Limits& limits,
                    const std::string& where);

// The number of pages; Error(BadInput) for a file that is cut short.
int count_tiff_pages(std::string_view bytes, const pipeline::Limits& limits);
struct PageSize {
    int width = 0, height = 0, dpi = 0;  // dpi 0 when the file does not say
};

// Looks at the page's header alone.
PageSize tiff_page_size(std::string_view bytes, int page, const pipeline::Limits& limits);
// The same of a PNG or JPEG.
PageSize image_size(std::string_view bytes, const pipeline::Limits& limits,
                    const std::string& where);
PixPtr decode_tiff_page(std::string_view bytes, int page, const pipeline::Limits& limits);

// A page of a TIFF, or an image that is the page.
PixPtr decode_page(std::string_view bytes, int page, const pipeline::Limits& limits);

std::string encode_jpeg(Pix* pix, int quality);
std::string encode_png(Pix* pix);

// PNG where that is lossless and small (bilevel), else JPEG.
std::string encode_for_people(Pix* pix);

// 8-bit grey, without colour map.
PixPtr to_grey(Pix* pix);

}  // namespace vanthu::formats
