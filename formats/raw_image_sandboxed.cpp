#include "formats/raw_image_sandboxed.h"

#include <leptonica/allheaders.h>

#include <cstdint>
#include <cstring>
#include <new>

#include "base/error.h"

namespace vanthu::formats {
namespace {

struct Header {
    char mark[8] = {'V', 'T', 'p', 'i', 'x', 'e', 'l', '1'};
    std::int32_t width = 0, height = 0, depth = 0, dpi = 0;
};

std::size_t row_bytes(std::size_t width, int depth) {
    return depth == 1 ? (width + 7) / 8 : depth == 8 ? width : 3 * width;
}

// Leptonica keeps the first pixel in the highest byte of a word.
void put_row(const l_uint32* from, char* to, std::size_t bytes) {
    std::size_t i = 0;
    for (; i + 4 <= bytes; i += 4) {
        const std::uint32_t word = __builtin_bswap32(from[i / 4]);
        std::memcpy(to + i, &word, 4);
    }
    for (; i < bytes; ++i)
        to[i] = static_cast<char>(from[i / 4] >> (24 - 8 * (i % 4)));
}

void take_row(const char* from, l_uint32* to, std::size_t bytes) {
    std::size_t i = 0;
    for (; i + 4 <= bytes; i += 4) {
        std::uint32_t word;
        std::memcpy(&word, from + i, 4);
        to[i / 4] = __builtin_bswap32(word);
    }
    if (i < bytes) to[i / 4] = 0;
    for (; i < bytes; ++i)
        to[i / 4] |= static_cast<l_uint32>(static_cast<unsigned char>(from[i]))
                     << (24 - 8 * (i % 4));
}

void put_colours(const l_uint32* from, char* to, std::size_t width) {
    for (std::size_t x = 0; x < width; ++x) {
        to[3 * x] = static_cast<char>(from[x] >> 24);
        to[3 * x + 1] = static_cast<char>(from[x] >> 16);
        to[3 * x + 2] = static_cast<char>(from[x] >> 8);
    }
}

void take_colours(const char* from, l_uint32* to, std::size_t width) {
    const auto byte = [&](std::size_t i) {
        return static_cast<l_uint32>(static_cast<unsigned char>(from[i]));
    };
    for (std::size_t x = 0; x < width; ++x)
        to[x] = byte(3 * x) << 24 | byte(3 * x + 1) << 16 | byte(3 * x + 2) << 8;
}

}  // namespace

std::string write_raw(Pix* pix) {
    Header header;
    header.width = pixGetWidth(pix);
    header.height = pixGetHeight(pix);
    header.depth = pixGetDepth(pix);
    header.dpi = pixGetXRes(pix);
    const auto width = static_cast<std::size_t>(header.width);
    const std::size_t row = row_bytes(width, header.depth);
    std::string bytes(sizeof header + row * static_cast<std::size_t>(header.height), '\0');
    std::memcpy(bytes.data(), &header, sizeof header);
    char* to = bytes.data() + sizeof header;
    for (int y = 0; y < header.height; ++y, to += row) {
        const l_uint32* from = pixGetData(pix) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix);
        if (header.depth == 32)
            put_colours(from, to, width);
        else
            put_row(from, to, row);
    }
    return bytes;
}

bool is_raw(std::string_view bytes) {
    const Header header;
    return bytes.size() >= sizeof header &&
           std::memcmp(bytes.data(), header.mark, sizeof header.mark) == 0;
}

PixPtr read_raw(std::string_view bytes, const pipeline::Limits& limits, const std::string& where) {
    Header header;
    if (!is_raw(bytes)) throw Error(ErrorCode::BadInput, where + ": not a raw image");
    std::memcpy(&header, bytes.data(), sizeof header);
    bytes.remove_prefix(sizeof header);
    if (header.width < 1 || header.height < 1 ||
        (header.depth != 1 && header.depth != 8 && header.depth != 32))
        throw Error(ErrorCode::BadInput, where + ": the raw image's header is damaged");
    const auto width = static_cast<std::size_t>(header.width);
    const auto height = static_cast<std::size_t>(header.height);
    check_pixels(width, height, limits, where);
    const std::size_t row = row_bytes(width, header.depth);
    if (bytes.size() != row * height)
        throw Error(ErrorCode::BadInput, where + ": the raw image is cut short");
    PixPtr pix(pixCreateNoInit(header.width, header.height, header.depth));
    if (!pix) throw std::bad_alloc();
    const char* from = bytes.data();
    for (int y = 0; y < header.height; ++y, from += row) {
        l_uint32* to =
            pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
        to[pixGetWpl(pix.get()) - 1] = 0;  // the end of the last word belongs to nobody
        if (header.depth == 32)
            take_colours(from, to, width);
        else
            take_row(from, to, row);
    }
    pixSetResolution(pix.get(), header.dpi, header.dpi);
    return pix;
}

}  // namespace vanthu::formats
