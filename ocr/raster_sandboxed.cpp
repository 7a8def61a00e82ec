#include "ocr/raster_sandboxed.h"

#include <leptonica/allheaders.h>

#include <charconv>
#include <cstring>

#include "base/error.h"

namespace vanthu::ocr {

using formats::check_pixels;
namespace {

std::string encode(Pix* pix) {
    const int width = pixGetWidth(pix), height = pixGetHeight(pix);
    std::string bytes = "P5\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
    std::size_t at = bytes.size();
    bytes.resize(at + static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (int y = 0; y < height; ++y) {
        const l_uint32* row = pixGetData(pix) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix);
        for (int x = 0; x < width; ++x)
            bytes[at++] = static_cast<char>(GET_DATA_BYTE(row, x));
    }
    return bytes;
}

std::uint64_t take_number(std::string_view& bytes, char end) {
    std::uint64_t value = 0;
    const auto [rest, problem] = std::from_chars(bytes.data(), bytes.data() + bytes.size(), value);
    const auto used = static_cast<std::size_t>(rest - bytes.data());
    if (problem != std::errc() || used >= bytes.size() || bytes[used] != end || value > 1u << 30)
        throw Error(ErrorCode::BadInput, "the raster of a page is damaged");
    bytes.remove_prefix(used + 1);
    return value;
}

PixPtr take_image(std::string_view& bytes, const pipeline::Limits& limits) {
    if (bytes.substr(0, 3) != "P5\n")
        throw Error(ErrorCode::BadInput, "the raster of a page is damaged");
    bytes.remove_prefix(3);
    const std::uint64_t width = take_number(bytes, ' ');
    const std::uint64_t height = take_number(bytes, '\n');
    take_number(bytes, '\n');
    check_pixels(width, height, limits, "the raster");
    if (bytes.size() < width * height)
        throw Error(ErrorCode::BadInput, "the raster of a page is cut short");
    PixPtr pix(pixCreate(static_cast<int>(width), static_cast<int>(height), 8));
    if (!pix) throw std::bad_alloc();
    std::size_t at = 0;
    for (int y = 0; y < static_cast<int>(height); ++y) {
        l_uint32* row =
            pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
        for (int x = 0; x < static_cast<int>(width); ++x)
            SET_DATA_BYTE(row, x, static_cast<unsigned char>(bytes[at++]));
    }
    bytes.remove_prefix(at);
    return pix;
}

}  // namespace

std::string encode_raster(const Raster& raster) {
    std::string bytes = encode(raster.page.get());
    if (raster.stamps) bytes += encode(raster.stamps.get());
    return bytes;
}

Raster decode_raster(std::string_view bytes, const pipeline::Limits& limits) {
    Raster raster;
    raster.page = take_image(bytes, limits);
    if (!bytes.empty()) raster.stamps = take_image(bytes, limits);
    return raster;
}

}  // namespace vanthu::ocr
