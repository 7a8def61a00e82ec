#include "formats/xml_encoding_sandboxed.h"

#include <utility>

#include "base/text.h"

namespace vanthu::formats {

bool is_character(std::uint32_t c) {
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xd7ff) ||
           (c >= 0xe000 && c <= 0xfffd) || (c >= 0x10000 && c <= 0x10ffff);
}

// Of characters that XML allows, in the shortest form.
bool is_clean_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            if (lead < 0x20 && lead != '\t' && lead != '\n' && lead != '\r') return false;
            ++i;
            continue;
        }
        const auto follows = [&](std::size_t at) {
            return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
        };
        // The letters of Vietnamese, in short.
        if (lead >= 0xc2 && lead < 0xe0 && follows(i + 1)) {
            i += 2;
            continue;
        }
        if (lead == 0xe1 && follows(i + 1) && follows(i + 2)) {
            i += 3;
            continue;
        }
        const std::size_t size = lead < 0xc2   ? 0
                                 : lead < 0xe0 ? 2
                                 : lead < 0xf0 ? 3
                                 : lead < 0xf5 ? 4
                                               : 0;
        if (size == 0 || i + size > text.size()) return false;
        std::uint32_t c = lead & (0xffu >> (size + 1));
        for (std::size_t k = 1; k < size; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xc0) != 0x80) return false;
            c = c << 6 | (next & 0x3f);
        }
        constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
        if (c < kLeast[size] || !is_character(c)) return false;
        i += size;
    }
    return true;
}

bool XmlEncoding::take(std::string_view more, bool ended, std::string& utf8) {
    if (kind_ == Kind::Unknown) {
        raw_ += more;
        if (raw_.size() < 4 && !ended) return true;
        const std::string all = std::exchange(raw_, {});
        const std::string_view start = all;
        const bool little = start.substr(0, 2) == "\xff\xfe",
                   big = start.substr(0, 2) == "\xfe\xff";
        const bool marked = start.substr(0, 3) == "\xef\xbb\xbf";
        kind_ = little ? Kind::Utf16Little : big ? Kind::Utf16Big : Kind::Utf8;
        return take(start.substr(little || big ? 2 : marked ? 3 : 0), ended, utf8);
    }
    if (kind_ == Kind::Utf8) {
        utf8 += more;
        return true;
    }
    raw_ += more;
    const std::size_t low = kind_ == Kind::Utf16Little ? 0 : 1;
    const auto unit = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(raw_[i + low]) |
                                     static_cast<unsigned char>(raw_[i + 1 - low]) << 8);
    };
    std::u32string wide;
    std::size_t i = 0;
    for (; i + 1 < raw_.size(); i += 2) {
        char32_t c = unit(i);
        if (c >= 0xd800 && c < 0xdc00) {
            if (i + 3 >= raw_.size()) break;
            const char32_t second = unit(i + 2);
            if (second < 0xdc00 || second > 0xdfff) return false;
            c = 0x10000 + ((c - 0xd800) << 10) + (second - 0xdc00);
            i += 2;
        }
        wide += c;
    }
    raw_.erase(0, i);
    utf8 += to_utf8(wide);
    return true;
}

}  // namespace vanthu::formats
