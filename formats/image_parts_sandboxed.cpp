#include "formats/image_parts_sandboxed.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace vanthu::formats {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kPngStart = "\x89PNG\r\n\x1a\n"sv;

// Pixels, colours, transparency, resolution, end.
constexpr std::array kNeeded{"IHDR"sv, "PLTE"sv, "IDAT"sv, "tRNS"sv, "gAMA"sv, "pHYs"sv, "IEND"sv};

std::size_t octet(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

// Of a marker without a length of its own: a restart, the beginning, a placeholder.
bool alone(std::size_t marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

}  // namespace

bool is_png(std::string_view bytes) {
    return bytes.substr(0, kPngStart.size()) == kPngStart;
}

bool is_jpeg(std::string_view bytes) {
    return bytes.substr(0, 3) == "\xff\xd8\xff"sv;
}

int jpeg_scans(std::string_view bytes) {
    constexpr std::size_t kScan = 0xda, kEnd = 0xd9;
    int scans = 0;
    std::size_t at = bytes.find('\xff');
    while (at != std::string_view::npos && at + 1 < bytes.size()) {
        const std::size_t marker = octet(bytes, at + 1);
        if (marker == kEnd) break;
        if (marker == kScan) ++scans;
        // Within a scan 0xff is followed by 0; before a marker it may be repeated.
        std::size_t next = at + (marker == 0xff ? 1 : 2);
        if (marker != 0 && marker != 0xff && !alone(marker) && at + 3 < bytes.size())
            next =
                at + 2 + std::max<std::size_t>(2, octet(bytes, at + 2) << 8 | octet(bytes, at + 3));
        at = bytes.find('\xff', next);
    }
    return scans;
}

std::string png_without_extras(std::string_view bytes) {
    std::string kept(bytes.substr(0, kPngStart.size()));
    std::size_t at = kPngStart.size();
    while (at + 12 <= bytes.size()) {
        const std::size_t length = octet(bytes, at) << 24 | octet(bytes, at + 1) << 16 |
                                   octet(bytes, at + 2) << 8 | octet(bytes, at + 3);
        const std::string_view chunk = bytes.substr(at, 12 + length);
        const std::string_view kind = chunk.substr(4, 4);
        if (std::find(kNeeded.begin(), kNeeded.end(), kind) != kNeeded.end()) kept += chunk;
        if (kind == "IEND") break;
        at += chunk.size();
    }
    return kept;
}

}  // namespace vanthu::formats
