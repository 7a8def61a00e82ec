#include "formats/image_sandboxed.h"

#include <leptonica/allheaders.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "base/error.h"
#include "formats/image_parts_sandboxed.h"
#include "formats/raw_image_sandboxed.h"

namespace vanthu::formats {
namespace {

constexpr int kJpegQuality = 78;
constexpr int kJpegScans = 500;

const l_uint8* octets(std::string_view bytes) {
    return reinterpret_cast<const l_uint8*>(bytes.data());
}

// Depth 1, 8 without map, or 32 without alpha: what all later steps understand.
PixPtr plain(PixPtr pix) {
    if (pixGetColormap(pix.get()))
        pix.reset(pixRemoveColormap(pix.get(), REMOVE_CMAP_BASED_ON_SRC));
    if (pix && pixGetDepth(pix.get()) == 32 && pixGetSpp(pix.get()) == 4)
        pix.reset(pixAlphaBlendUniform(pix.get(), 0xffffff00));
    if (!pix) return pix;
    const int depth = pixGetDepth(pix.get());
    if (depth != 1 && depth != 8 && depth != 32) pix.reset(pixConvertTo8(pix.get(), 0));
    return pix;
}

template <class Writer>
std::string encoded(Writer write, const char* kind) {
    l_uint8* data = nullptr;
    std::size_t size = 0;
    const int failed = write(&data, &size);
    const std::unique_ptr<l_uint8, decltype(&std::free)> owner(data, &std::free);
    if (failed || !data) throw Error(ErrorCode::Internal, std::string("cannot write ") + kind);
    return std::string(reinterpret_cast<const char*>(data), size);
}

// Just enough of TIFF to count pages and to notice missing bytes, which libtiff tolerates silently.
class TiffDirectory {
public:
    explicit TiffDirectory(std::string_view bytes) : bytes_(bytes) {
        little_ = bytes.substr(0, 2) == "II";
    }

    std::uint32_t number(std::uint64_t at, int width) const {
        if (at + static_cast<std::uint64_t>(width) > bytes_.size())
            throw Error(ErrorCode::BadInput,
                        "the TIFF file is cut short: its directory points "
                        "behind the end; scan or send it again");
        std::uint32_t value = 0;
        for (int i = 0; i < width; ++i) {
            const int shift = 8 * (little_ ? i : width - 1 - i);
            value |= static_cast<std::uint32_t>(
                         static_cast<unsigned char>(bytes_[at + static_cast<std::uint64_t>(i)]))
                     << shift;
        }
        return value;
    }

    // Checks that the page's strips or tiles lie inside the file; returns where the next directory
    // is.
    std::uint32_t check_page(std::uint32_t at) const {
        const std::uint32_t entries = number(at, 2);
        std::uint64_t offsets = 0, counts = 0;
        for (std::uint32_t i = 0; i < entries; ++i) {
            const std::uint64_t entry = std::uint64_t{at} + 2 + 12ull * i;
            const std::uint32_t tag = number(entry, 2);
            if (tag == 273 || tag == 324) offsets = entry;
            if (tag == 279 || tag == 325) counts = entry;
        }
        if (offsets && counts) check_strips(offsets, counts);
        return number(std::uint64_t{at} + 2 + 12ull * entries, 4);
    }

private:
    std::uint32_t item(std::uint64_t entry, std::uint32_t index) const {
        const int width = number(entry + 2, 2) == 3 ? 2 : 4;
        const std::uint32_t count = number(entry + 4, 4);
        const bool inside = static_cast<std::uint64_t>(count) * static_cast<unsigned>(width) <= 4;
        const std::uint64_t start = inside ? entry + 8 : number(entry + 8, 4);
        return number(start + std::uint64_t{index} * static_cast<unsigned>(width), width);
    }

    void check_strips(std::uint64_t offsets, std::uint64_t counts) const {
        const std::uint32_t count = std::min(number(offsets + 4, 4), number(counts + 4, 4));
        for (std::uint32_t i = 0; i < count; ++i)
            if (std::uint64_t{item(offsets, i)} + item(counts, i) > bytes_.size())
                throw Error(ErrorCode::BadInput,
                            "the TIFF file is cut short: image data is missing at its end; scan or "
                            "send it again");
    }

    std::string_view bytes_;
    bool little_ = true;
};

}  // namespace

void PixDelete::operator()(Pix* pix) const {
    pixDestroy(&pix);
}

std::string read_input(int descriptor, const pipeline::Limits& limits) {
    struct stat about {};
    if (::fstat(descriptor, &about) != 0)
        throw Error(ErrorCode::Internal, "the page worker was given no file");
    const auto size = static_cast<std::uint64_t>(about.st_size);
    if (size > limits.bytes)
        throw Error(ErrorCode::LimitExceeded, "the file has " + std::to_string(size) +
                                                  " bytes, the limit is " +
                                                  std::to_string(limits.bytes) + " (limits.bytes)");
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t got =
            ::pread(descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) throw Error(ErrorCode::Unavailable, "the file cannot be read to its end");
        done += static_cast<std::size_t>(got);
    }
    return bytes;
}

void check_pixels(std::uint64_t width, std::uint64_t height, const pipeline::Limits& limits,
                  const std::string& where) {
    if (width == 0 || height == 0)
        throw Error(ErrorCode::BadInput, where + ": the image has no pixels");
    if (width > limits.pixels || height > limits.pixels || width * height > limits.pixels)
        throw Error(ErrorCode::LimitExceeded,
                    where + ": image is " + std::to_string(width) + "x" + std::to_string(height) +
                        " pixels, the limit is " + std::to_string(limits.pixels / 1'000'000) +
                        " megapixels (limits.pixels)");
}

PageSize image_size(std::string_view bytes, const pipeline::Limits& limits,
                    const std::string& where) {
    int format = 0, width = 0, height = 0, depth = 0, samples = 0, map = 0;
    if (pixReadHeaderMem(octets(bytes), bytes.size(), &format, &width, &height, &depth, &samples,
                         &map) != 0)
        throw Error(ErrorCode::BadInput, where + ": the image's header is damaged");
    check_pixels(static_cast<std::uint64_t>(std::max(width, 0)),
                 static_cast<std::uint64_t>(std::max(height, 0)), limits, where);
    const auto closed = [](std::FILE* file) { std::fclose(file); };
    const std::unique_ptr<std::FILE, decltype(closed)> file(
        ::fmemopen(const_cast<char*>(bytes.data()), bytes.size(), "rb"), closed);
    int across = 0, down = 0;
    if (file && format == IFF_PNG) fgetPngResolution(file.get(), &across, &down);
    if (file && format == IFF_JFIF_JPEG) fgetJpegResolution(file.get(), &across, &down);
    return {width, height, across};
}

void check_image_header(std::string_view bytes, const pipeline::Limits& limits,
                        const std::string& where) {
    image_size(bytes, limits, where);
}

PixPtr decode_image(std::string_view bytes, const pipeline::Limits& limits,
                    const std::string& where) {
    if (is_raw(bytes)) return read_raw(bytes, limits, where);
    check_image_header(bytes, limits, where);
    if (const int scans = is_jpeg(bytes) ? jpeg_scans(bytes) : 0; scans > kJpegScans)
        throw Error(ErrorCode::LimitExceeded, where + ": the picture is drawn in " +
                                                  std::to_string(scans) + " scans, the limit is " +
                                                  std::to_string(kJpegScans) +
                                                  "; save it as a plain JPEG or scan it again");
    const std::string plain_png = is_png(bytes) ? png_without_extras(bytes) : std::string();
    if (!plain_png.empty()) bytes = plain_png;
    PixPtr pix(pixReadMem(octets(bytes), bytes.size()));
    if (pix) pix = plain(std::move(pix));
    if (!pix)
        throw Error(ErrorCode::BadInput,
                    where + ": the image is damaged or cut short; scan or send it again");
    return pix;
}

int count_tiff_pages(std::string_view bytes, const pipeline::Limits& limits) {
    const TiffDirectory directory(bytes);
    std::set<std::uint32_t> seen;
    for (std::uint32_t at = directory.number(4, 4); at != 0; at = directory.check_page(at)) {
        if (!seen.insert(at).second)
            throw Error(ErrorCode::BadInput, "the TIFF file is damaged: its pages form a circle");
        if (seen.size() > static_cast<std::size_t>(limits.pages))
            throw Error(
                ErrorCode::LimitExceeded,
                "the file has more than " + std::to_string(limits.pages) + " pages (limits.pages)");
    }
    if (seen.empty()) throw Error(ErrorCode::BadInput, "the TIFF file has no page");
    return static_cast<int>(seen.size());
}

PageSize tiff_page_size(std::string_view bytes, int page, const pipeline::Limits& limits) {
    const std::string where = "page " + std::to_string(page);
    int width = 0, height = 0, bits = 0, samples = 0, resolution = 0, map = 0, format = 0;
    if (readHeaderMemTiff(octets(bytes), bytes.size(), page - 1, &width, &height, &bits, &samples,
                          &resolution, &map, &format) != 0)
        throw Error(ErrorCode::BadInput, where + ": the TIFF header is damaged");
    check_pixels(static_cast<std::uint64_t>(std::max(width, 0)),
                 static_cast<std::uint64_t>(std::max(height, 0)), limits, where);
    return {width, height, resolution};
}

PixPtr decode_tiff_page(std::string_view bytes, int page, const pipeline::Limits& limits) {
    const std::string where = "page " + std::to_string(page);
    tiff_page_size(bytes, page, limits);
    PixPtr pix(pixReadMemTiff(octets(bytes), bytes.size(), page - 1));
    if (pix) pix = plain(std::move(pix));
    if (!pix) throw Error(ErrorCode::BadInput, where + ": the TIFF image is damaged");
    return pix;
}

PixPtr decode_page(std::string_view bytes, int page, const pipeline::Limits& limits) {
    const bool tiff = bytes.substr(0, 4) == std::string_view("II*\0", 4) ||
                      bytes.substr(0, 4) == std::string_view("MM\0*", 4);
    return tiff ? decode_tiff_page(bytes, page, limits)
                : decode_image(bytes, limits, "page " + std::to_string(page));
}

std::string encode_jpeg(Pix* pix, int quality) {
    return encoded([&](l_uint8** data,
                       std::size_t* size) { return pixWriteMemJpeg(data, size, pix, quality, 0); },
                   "JPEG");
}

std::string encode_png(Pix* pix) {
    return encoded(
        [&](l_uint8** data, std::size_t* size) { return pixWriteMemPng(data, size, pix, 0.0f); },
        "PNG");
}

std::string encode_for_people(Pix* pix) {
    constexpr int kQuick = 4;  // zlib's level; the usual 6 takes 2.5 times as long for 4 % less
    if (pixGetDepth(pix) != 1) return encode_jpeg(pix, kJpegQuality);
    pixSetZlibCompression(pix, kQuick);
    return encode_png(pix);
}

PixPtr to_grey(Pix* pix) {
    return PixPtr(pixConvertTo8(pix, 0));
}

}  // namespace vanthu::formats
