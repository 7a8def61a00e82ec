#include "formats/joined_jpeg_sandboxed.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace vanthu::formats {
namespace {

constexpr std::uint32_t kJpeg = 7;  // compression; the older 6 has no such form
constexpr std::uint32_t kGrey = 1, kLuminance = 6;
constexpr std::uint8_t kBaseline = 0xc0, kHuffman = 0xc4, kEndOfImage = 0xd9, kScan = 0xda,
                       kQuantisation = 0xdb;
constexpr std::uint32_t kLargestRestart = 0xffff, kLargestSide = 0xffff;

std::uint32_t two_bytes(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[at])) << 8 |
           static_cast<std::uint8_t>(bytes[at + 1]);
}

std::string as_two_bytes(std::uint32_t value) {
    return {static_cast<char>(value >> 8 & 0xff), static_cast<char>(value & 0xff)};
}

// A JPEG stream cut into what the joined one is made of, each with its marker.
struct Parts {
    bool understood = false;
    std::string tables;
    std::string_view frame, scan_header;
    std::string_view coded;  // without the end marker
};

Parts parts_of(std::string_view bytes) {
    Parts parts;
    std::size_t at = 2;
    while (at + 4 <= bytes.size() && bytes[at] == '\xff') {
        const auto marker = static_cast<std::uint8_t>(bytes[at + 1]);
        if (marker == kEndOfImage) break;
        const std::size_t size = 2 + std::size_t{two_bytes(bytes, at + 2)};
        if (size > bytes.size() - at) return {};
        const std::string_view segment = bytes.substr(at, size);
        at += size;
        if (marker == kQuantisation || marker == kHuffman) {
            parts.tables += segment;
        } else if (marker == kBaseline) {
            parts.frame = segment;
        } else if (marker == kScan) {
            parts.scan_header = segment;
            parts.coded = bytes.substr(at);
            while (parts.coded.ends_with('\0'))
                parts.coded.remove_suffix(1);  // filling
            if (parts.coded.ends_with("\xff\xd9")) parts.coded.remove_suffix(2);
            parts.understood = true;
            return parts;
        } else if (marker < 0xe0) {
            return {};  // progressive, arithmetic, with restarts of its own
        }
    }
    // Tables alone end here.
    parts.understood = at + 2 <= bytes.size() && bytes[at] == '\xff' &&
                       static_cast<std::uint8_t>(bytes[at + 1]) == kEndOfImage;
    return parts;
}

// Columns and rows of pixels that are packed together; 0 when the frame is not understood.
struct Unit {
    std::uint32_t width = 0, height = 0;
};

Unit unit_of(std::string_view frame, std::uint32_t components) {
    if (frame.size() != 10 + 3 * components || frame[4] != 8 ||
        static_cast<std::uint8_t>(frame[9]) != components)
        return {};
    Unit unit;
    for (std::uint32_t i = 0; i < components; ++i) {
        const auto sampling = static_cast<std::uint8_t>(frame[11 + 3 * i]);
        unit.width = std::max<std::uint32_t>(unit.width, 8 * (sampling >> 4));
        unit.height = std::max<std::uint32_t>(unit.height, 8 * (sampling & 15));
    }
    // One component alone is packed in single blocks whatever its sampling says.
    return components == 1 ? Unit{8, 8} : unit;
}

std::uint32_t divided_up(std::uint32_t value, std::uint32_t by) {
    return (value + by - 1) / by;
}

// Apart from the height, which the last strip has less of.
bool same_frame(std::string_view a, std::string_view b) {
    return a.size() == b.size() && a.substr(0, 5) == b.substr(0, 5) && a.substr(7) == b.substr(7);
}

// A marker inside the coded bytes would be taken for one of ours.
bool has_marker(std::string_view coded) {
    for (std::size_t at = coded.find('\xff'); at != std::string_view::npos;
         at = coded.find('\xff', at + 1))
        if (at + 1 >= coded.size() || coded[at + 1] != '\0') return true;
    return false;
}

}  // namespace

std::string joined_jpeg(const TiffPage& page) {
    const std::uint32_t width = page.value(TiffPage::Width, 0);
    const std::uint32_t height = page.value(TiffPage::Height, 0);
    const std::uint32_t components = page.value(TiffPage::SamplesPerPixel, 1);
    const std::uint32_t colours = page.value(TiffPage::Photometric, 0);
    const bool plain =
        (components == 1 && colours == kGrey) || (components == 3 && colours == kLuminance);
    if (page.value(TiffPage::Compression, 1) != kJpeg || !plain || width == 0 || height == 0 ||
        width > kLargestSide || height > kLargestSide ||
        page.value(TiffPage::Orientation, 1) != 1 ||
        page.value(TiffPage::PlanarConfiguration, 1) != 1 ||
        page.value(TiffPage::TileWidth, 0) != 0)
        return {};

    const auto strips = page.strips();
    const std::uint32_t rows = std::min(page.value(TiffPage::RowsPerStrip, height), height);
    if (strips.empty() || rows == 0 || strips.size() != divided_up(height, rows)) return {};
    const std::string_view shared = page.data(TiffPage::JpegTables);
    const Parts tables = shared.empty() ? Parts{true, {}, {}, {}, {}} : parts_of(shared);
    const Parts first = parts_of(strips[0]);
    const Unit unit = unit_of(first.frame, components);
    if (!tables.understood || first.scan_header.empty() || unit.width == 0 || unit.height == 0 ||
        two_bytes(first.frame, 7) != width)
        return {};
    // With one strip nothing restarts.
    const bool several = strips.size() > 1;
    const std::uint32_t restart = divided_up(width, unit.width) * (rows / unit.height);
    if (several && (rows % unit.height != 0 || restart > kLargestRestart)) return {};

    std::string joined = "\xff\xd8" + tables.tables + first.tables;
    joined += first.frame.substr(0, 5);
    joined += as_two_bytes(height);
    joined += first.frame.substr(7);
    if (several) joined += "\xff\xdd" + as_two_bytes(4) + as_two_bytes(restart);
    joined += first.scan_header;
    for (std::size_t i = 0; i < strips.size(); ++i) {
        const Parts strip = parts_of(strips[i]);
        if (!strip.understood || strip.scan_header != first.scan_header ||
            !same_frame(strip.frame, first.frame) || (i > 0 && strip.tables != first.tables) ||
            has_marker(strip.coded))
            return {};
        const auto here = std::min(rows, height - static_cast<std::uint32_t>(i) * rows);
        if (divided_up(two_bytes(strip.frame, 5), unit.height) != divided_up(here, unit.height))
            return {};
        if (i > 0) {
            joined += '\xff';
            joined += static_cast<char>(0xd0 + (i - 1) % 8);
        }
        joined += strip.coded;
    }
    return joined + "\xff\xd9";
}

}  // namespace vanthu::formats
