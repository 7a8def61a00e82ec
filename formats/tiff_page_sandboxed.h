// tiff_page_sandboxed.h: one page of a TIFF as its tags and its packed strips, without decoding.
//
// For handing a scanner's own bytes on. Every offset and count is checked; what is damaged or of an
// unusual kind is simply not there, so callers fall back on decoding. Views into the bytes given,
// which must outlive the object. Pure.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace vanthu::formats {

class TiffPage {
public:
    enum Tag : std::uint32_t {
        Width = 256,
        Height = 257,
        BitsPerSample = 258,
        Compression = 259,
        Photometric = 262,
        FillOrder = 266,
        StripOffsets = 273,
        Orientation = 274,
        SamplesPerPixel = 277,
        RowsPerStrip = 278,
        StripSizes = 279,
        HorizontalResolution = 282,
        VerticalResolution = 283,
        PlanarConfiguration = 284,
        TileWidth = 322,
        JpegTables = 347,
    };

    // `number` from 1. An object without tags when there is no such page.
    TiffPage(std::string_view bytes, int number);

    // The tag's first number, or `otherwise`.
    std::uint32_t value(Tag tag, std::uint32_t otherwise) const;

    // The height of a pixel in its widths; fax pages have flat ones. 1 when nothing sensible is
    // said.
    double aspect() const;

    // The tag's bytes.
    std::string_view data(Tag tag) const;

    // Top to bottom; empty when any of them lies outside the file.
    std::vector<std::string_view> strips() const;

private:
    struct Entry {
        std::uint32_t tag, width, count;
        std::string_view bytes;
    };

    bool has(std::uint64_t at, std::uint64_t size) const {
        return at <= bytes_.size() && size <= bytes_.size() - at;
    }
    std::uint32_t number(std::string_view bytes, std::uint64_t at, std::uint32_t width) const;
    std::uint32_t item(const Entry& entry, std::uint32_t index) const;
    const Entry* find(Tag tag) const;
    void read_entries(std::uint64_t directory, std::uint32_t count);

    std::string_view bytes_;
    bool little_ = true;
    std::vector<Entry> entries_;
};

}  // namespace vanthu::formats
