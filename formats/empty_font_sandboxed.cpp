#include "formats/empty_font_sandboxed.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace vanthu::formats {
namespace {

constexpr int kUnitsPerEm = 1000;
constexpr int kGlyphs = 2;
constexpr int kTables = 10;

// Big-endian numbers, as TrueType wants them.
class Bytes {
public:
    Bytes& u16(unsigned value) {
        bytes_ += static_cast<char>(value >> 8 & 0xff);
        bytes_ += static_cast<char>(value & 0xff);
        return *this;
    }
    Bytes& u32(std::uint32_t value) { return u16(value >> 16).u16(value & 0xffff); }
    Bytes& zeros(std::size_t count) {
        bytes_.append(count, '\0');
        return *this;
    }
    Bytes& text(std::string_view value) {
        bytes_ += value;
        return *this;
    }
    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

std::uint32_t checksum(std::string_view bytes) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 4) {
        std::uint32_t word = 0;
        for (std::size_t k = 0; k < 4; ++k)
            word =
                word << 8 | (i + k < bytes.size() ? static_cast<std::uint8_t>(bytes[i + k]) : 0u);
        sum += word;
    }
    return sum;
}

std::string os2_table() {
    return Bytes()
        .u16(1)                  // version
        .u16(kEmptyFontAdvance)  // average width
        .u16(400)
        .u16(5)     // regular weight and width
        .u16(0)     // may be embedded
        .zeros(20)  // sub- and superscripts, strikeout
        .u16(0)     // family class
        .zeros(10)
        .zeros(16)  // panose, Unicode ranges
        .text("NONE")
        .u16(0x40)  // regular
        .u16(0x20)
        .u16(0xffff)  // first and last character
        .u16(kUnitsPerEm)
        .u16(0xffff)
        .u16(0)  // ascender, descender -1, line gap
        .u16(kUnitsPerEm)
        .u16(1)    // Windows ascent and descent
        .zeros(8)  // code pages
        .take();
}

std::string name_table() {
    // Family, style, unique id, full name, version, PostScript name: in UTF-16, one text for all.
    constexpr std::string_view kName = "VanthuEmpty";
    constexpr std::array<int, 6> kIds{1, 2, 3, 4, 5, 6};
    Bytes out;
    out.u16(0).u16(kIds.size()).u16(6 + 12 * kIds.size());
    for (const int id : kIds)
        out.u16(3).u16(1).u16(0x409).u16(static_cast<unsigned>(id)).u16(2 * kName.size()).u16(0);
    for (const char c : kName)
        out.u16(static_cast<unsigned char>(c));
    return out.take();
}

// All of the basic plane is glyph 1.
std::string cmap_table() {
    Bytes out;
    out.u16(0).u16(1).u16(3).u16(10).u32(12);  // one table: Windows, full Unicode
    out.u16(13).u16(0).u32(28).u32(0).u32(1);  // many characters to one glyph
    out.u32(1).u32(0xfffd).u32(1);
    return out.take();
}

struct Table {
    std::string_view tag;
    std::string bytes;
};

}  // namespace

std::string empty_font() {
    std::array<Table, kTables> tables{{
        {"OS/2", os2_table()},
        {"cmap", cmap_table()},
        {"glyf", Bytes().u16(0).zeros(10).take()},  // no contour, no box, no instructions
        {"head", Bytes()
                     .u32(0x10000)
                     .u32(0x10000)
                     .u32(0)  // the whole file's checksum, set below
                     .u32(0x5f0f3cf5)
                     .u16(3)
                     .u16(kUnitsPerEm)
                     .zeros(16)  // made and changed: not said
                     .zeros(8)   // box of all glyphs
                     .u16(0)
                     .u16(3)
                     .u16(2)
                     .u16(1)  // long offsets in loca
                     .u16(0)
                     .take()},
        {"hhea", Bytes()
                     .u32(0x10000)
                     .u16(kUnitsPerEm)
                     .u16(0xffff)
                     .u16(0)
                     .u16(kEmptyFontAdvance)
                     .zeros(6)
                     .u16(1)
                     .zeros(14)
                     .u16(kGlyphs)
                     .take()},
        {"hmtx", Bytes().u16(kEmptyFontAdvance).u16(0).u16(kEmptyFontAdvance).u16(0).take()},
        {"loca", Bytes().u32(0).u32(0).u32(12).take()},  // glyph 0 has no outline at all
        {"maxp", Bytes().u32(0x10000).u16(kGlyphs).zeros(8).u16(1).zeros(16).take()},
        {"name", name_table()},
        {"post", Bytes().u32(0x30000).zeros(8).u32(1).zeros(16).take()},  // all equally wide
    }};

    Bytes header;
    header.u32(0x10000).u16(kTables).u16(128).u16(3).u16(16 * kTables - 128);
    std::size_t offset = 12 + 16 * kTables;
    std::string body;
    std::size_t adjustment_at = 0;
    for (Table& table : tables) {
        const auto length = static_cast<std::uint32_t>(table.bytes.size());
        header.text(table.tag).u32(checksum(table.bytes)).u32(static_cast<std::uint32_t>(offset));
        header.u32(length);
        if (table.tag == "head") adjustment_at = offset + 8;
        table.bytes.resize((table.bytes.size() + 3) / 4 * 4, '\0');
        offset += table.bytes.size();
        body += table.bytes;
    }
    std::string font = header.take() + body;
    const std::string adjustment = Bytes().u32(0xb1b0afba - checksum(font)).take();
    std::copy(adjustment.begin(), adjustment.end(),
              font.begin() + static_cast<std::ptrdiff_t>(adjustment_at));
    return font;
}

}  // namespace vanthu::formats
